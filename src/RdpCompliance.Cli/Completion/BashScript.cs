using System.Text;

namespace RdpCompliance.Cli.Completion;

/// <summary>For bash 4.4 and later; needs no package of completions.</summary>
internal sealed class BashScript : ICompletionScript
{
    public string Shell => "bash";

    public string Use => "source <(rdpcompliance completion bash)";

    public string Write(IReadOnlyCollection<CompletedCommand> commands)
    {
        var script = new StringBuilder(
            $$"""
            # Completion of rdpcompliance in bash: {{Use}}
            _rdpcompliance() {
              COMPREPLY=()
              local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command='' word at
              # bash parts words at '='.
              if [[ $current == '=' ]]; then current=''; elif [[ $previous == '=' ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi
              for ((at = 1; at < COMP_CWORD; at++)); do
                word=${COMP_WORDS[at]}
                case "$command $word" in

            """);
        foreach (var command in commands.Where(one => one.Path.Length > 0))
        {
            var path = command.Path.Contains(' ', StringComparison.Ordinal) ? command.Path : $" {command.Path}";
            script.Append($"      {Quote(path)}) command={Quote(command.Path)} ;;\n");
        }

        script.Append(
            """
                esac
              done
              local words='' kind=''
              case "$command:$previous" in

            """);
        foreach (var command in commands)
        {
            foreach (var option in command.Options.Where(option => option.Value != CompletedValue.None))
            {
                var patterns = string.Join('|', option.Names.Select(name => Quote($"{command.Path}:{name}")));
                script.Append($"    {patterns}) {Answer(option.Value, option.Words)} ;;\n");
            }
        }

        script.Append(
            """
                *)
                  case "$command" in

            """);
        foreach (var command in commands)
        {
            var words = command.Commands.Select(one => one.Name).Concat(command.Words);
            var options = command.Options.SelectMany(option => option.Names);
            script.Append($"        {Quote(command.Path)}) if [[ $current == -* ]]; then words={Quote(string.Join(' ', options))}; ")
                .Append($"else words={Quote(string.Join(' ', words))}")
                .Append(command.TakesFiles ? "; kind=file; fi ;;\n" : "; fi ;;\n");
        }

        script.Append(
            """
                  esac ;;
              esac
              case "$kind" in
                file) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
                folder) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
              esac
              if [[ -n $words ]]; then
                local found
                mapfile -t found < <(compgen -W "$words" -- "$current")
                COMPREPLY+=("${found[@]}")
              fi
            }
            complete -F _rdpcompliance rdpcompliance

            """);
        return script.ToString();
    }

    private static string Answer(CompletedValue value, IEnumerable<string> words) => value switch
    {
        CompletedValue.Word => $"words={Quote(string.Join(' ', words))}",
        CompletedValue.File => "kind=file",
        CompletedValue.Folder => "kind=folder",
        _ => "return",
    };

    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
