using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.IO.Enumeration;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Json;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep.Binding;

/// <summary>
/// The functions that the compiler runs: they take what a file beside this one holds into the template
/// (https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions-files). What they give keeps its place in that file.
/// </summary>
internal sealed class CompileTimeFiles(Source from, SourceTree tree)
{
    /// <summary>The space of calls of these functions: no file can name it.</summary>
    public const string Space = "'file";

    /// <summary>The compiler takes no larger ones.</summary>
    private const int MostCharacters = 1 << 20;

    /// <summary>A file is read by many deployments at once.</summary>
    private readonly ConcurrentDictionary<string, (Node? Root, ImmutableArray<Diagnostic> Diagnostics)> _parsed = new(StringComparer.Ordinal);

    public static bool Has(string function) =>
        function is "loadTextContent" or "loadFileAsBase64" or "loadJsonContent" or "loadYamlContent" or "loadDirectoryFileInfo";

    /// <param name="arguments">Evaluated: the compiler takes every expression that it can compute.</param>
    public Node Load(Location place, string function, ImmutableArray<Node> arguments, ExpressionEvaluator evaluator)
    {
        var call = new LoadCall(this, place, evaluator, [.. arguments.Skip(1)]);
        if (arguments is not [Node.Text { Value: var path }, ..])
        {
            return call.Fail("its path must be text that is known when the file is compiled");
        }

        if (function == "loadDirectoryFileInfo")
        {
            return call.Directory(path);
        }

        if (tree.FindBeside(from, path) is not { } source)
        {
            return call.Missing(path);
        }

        if (source.Length > 4L * MostCharacters)
        {
            return call.Fail($"'{path}' is larger than the compiler takes");
        }

        return Tracing.After(place, $"{function} reads '{source.Name}'", function switch
        {
            "loadTextContent" => call.Text(source),
            "loadFileAsBase64" => new Node.Text(Location.InBytes(source, 0, source.Length), Convert.ToBase64String(source.ReadAllBytes().Span)),
            "loadJsonContent" => call.Picked(source, ParseJson),
            _ => call.Picked(source, LocatedYaml.Parse),
        });
    }

    private static (Node? Root, ImmutableArray<Diagnostic> Diagnostics) ParseJson(Source source)
    {
        var json = LocatedJson.Parse(source);
        return (json.Root, json.Diagnostics);
    }

    /// <summary>One call, with its arguments behind the path.</summary>
    private readonly record struct LoadCall(CompileTimeFiles Files, Location Place, ExpressionEvaluator Evaluator, ImmutableArray<Node> Options)
    {
        private string Shown => Place.Source.Text.Cut(Place.Span);

        public Node.Unresolved Fail(string why)
        {
            Evaluator.Report(BicepDiagnostics.NotLoaded, Place, Shown, why);
            return new(Place, UnknownReason.Unreadable, Shown);
        }

        public Node.Unresolved Missing(string path)
        {
            Evaluator.Report(BicepDiagnostics.NoFile, Place, path);
            return new(Place, UnknownReason.NotCollected, Shown);
        }

        public Node Text(Source source)
        {
            var place = Location.InText(source, new(0, source.Text.Value.Length));
            if (Options.IsEmpty)
            {
                return new Node.Text(place, source.Text.Value);
            }

            var encoding = (Options[0] as Node.Text)?.Value.ToUpperInvariant() switch
            {
                "US-ASCII" => Encoding.ASCII,
                "ISO-8859-1" => Encoding.Latin1,
                "UTF-8" => Encoding.UTF8,
                "UTF-16" => Encoding.Unicode,
                "UTF-16BE" => Encoding.BigEndianUnicode,
                _ => null,
            };
            return encoding is null
                ? Fail("its encoding must be us-ascii, iso-8859-1, utf-8, utf-16 or utf-16BE")
                : new Node.Text(place, encoding.GetString(source.ReadAllBytes().Span).TrimStart('\ufeff'));
        }

        public Node Picked(Source source, Func<Source, (Node? Root, ImmutableArray<Diagnostic> Diagnostics)> parse)
        {
            var (root, diagnostics) = Files._parsed.GetOrAdd(source.Name, static (_, state) => state.parse(state.source), (parse, source));
            foreach (var diagnostic in diagnostics)
            {
                Evaluator.Report(diagnostic.Descriptor, diagnostic.Location, [.. diagnostic.Arguments]);
            }

            if (root is null)
            {
                return diagnostics.IsEmpty ? Fail("it holds no value") : new Node.Unresolved(Place, UnknownReason.Unreadable, source.Name);
            }

            // Behind the path may stand an encoding.
            return Options switch
            {
                [] => root,
                [Node.Text { Value: var written }, ..] when JsonPath.TryParse(written) is { } path => path.Pick(root) ?? Fail($"nothing stands at '{written}'"),
                [Node.Null, ..] => root,
                _ => Fail("its JSONPath must be a path"),
            };
        }

        /// <summary>The files of one folder, without those of the folders in it.</summary>
        public Node Directory(string path)
        {
            var (place, folder) = (Place, SourceTree.Normalise($"{Files.FromFolder}{path}") ?? path);
            var pattern = (Options is [Node.Text wanted, ..] ? wanted.Value : "*").Replace("**", "*", StringComparison.Ordinal);
            var sources = Files.In(folder);
            if (sources.Count == 0)
            {
                return Missing(path);
            }

            var prefix = path.TrimEnd('/') is var shown && shown.StartsWith("./", StringComparison.Ordinal) ? shown[2..] : path.TrimEnd('/');
            return new Node.Array(
                place,
                [
                    .. sources
                        .Where(source => FileSystemName.MatchesSimpleExpression(pattern, source.FileName))
                        .OrderBy(source => source.FileName, StringComparer.Ordinal)
                        .Select(source => new Node.Object(
                            place,
                            [
                                new("relativePath", place, new Node.Text(place, prefix is "" or "." ? source.FileName : $"{prefix}/{source.FileName}")),
                                new("baseName", place, new Node.Text(place, source.FileName)),
                                new("extension", place, new Node.Text(place, Path.GetExtension(source.FileName))),
                            ])),
                ]);
        }
    }

    private string FromFolder => from.Folder.Length == 0 ? "" : $"{from.Folder}/";

    private IReadOnlyList<Source> In(string folder) => tree.InFolder(folder);
}
