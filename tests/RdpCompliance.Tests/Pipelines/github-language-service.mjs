// Prints what GitHub's language service (npm: @actions/languageservice) says of action.yml files and workflows; ends with 1 when it says anything.
// node github-language-service.mjs …/@actions/languageservice/dist/index.js FILE…
import { readFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { pathToFileURL } from 'node:url';

// The package imports JSON files in a way that only bundlers take.
register('data:text/javascript,' + encodeURIComponent(`
  import { readFile } from 'node:fs/promises';
  export const load = async (url, context, next) => url.startsWith('file:') && url.endsWith('.json')
    ? { format: 'module', source: 'export default ' + await readFile(new URL(url), 'utf8'), shortCircuit: true }
    : next(url, context);
`));

const [service, ...files] = process.argv.slice(2);
const { validate } = await import(pathToFileURL(service));
const { TextDocument } = createRequire(service)('vscode-languageserver-textdocument');
for (const file of files) {
  const document = TextDocument.create(pathToFileURL(file).href, 'yaml', 1, readFileSync(file, 'utf8'));
  for (const { message, range } of await validate(document, {})) {
    console.log(`${file}:${range.start.line + 1}: ${message}`);
    process.exitCode = 1;
  }
}
