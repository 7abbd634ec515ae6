using System.Text;

namespace RdpCompliance.Cli.Completion;

/// <summary>For zsh with its own system of completions (compinit).</summary>
internal sealed class ZshScript : ICompletionScript
{
    public string Shell => "zsh";

    public string Use => "source <(rdpcompliance completion zsh)";

    public string Write(IReadOnlyCollection<CompletedCommand> commands)
    {
        var script = new StringBuilder($"#compdef rdpcompliance\n# Completion of rdpcompliance in zsh: {Use}\n");
        foreach (var command in commands)
        {
            WriteFunction(script, command);
        }

        return script.Append("compdef _rdpcompliance rdpcompliance\n").ToString();
    }

    private static void WriteFunction(StringBuilder script, CompletedCommand command)
    {
        script.Append($"{FunctionOf(command.Path)}() {{\n  local context state line\n  _arguments -C \\\n");
        foreach (var option in command.Options)
        {
            foreach (var name in option.Names)
            {
                script.Append($"    {Quote($"*{name}[{Bare(option.Title)}]{Value(option)}")} \\\n");
            }
        }

        if (command.Commands.IsEmpty)
        {
            var words = command.Words.IsEmpty ? command.TakesFiles ? "_files" : "" : $"({string.Join(' ', command.Words)})";
            script.Append($"    {Quote($"*: :{words}")}\n}}\n");
            return;
        }

        script.Append("    '1: :->command' '*:: :->rest'\n  case $state in\n    command)\n      local -a commands=(\n");
        foreach (var (name, title) in command.Commands)
        {
            script.Append($"        {Quote($"{name}:{Bare(title)}")}\n");
        }

        script.Append("      )\n      _describe command commands ;;\n    rest)\n      case ${line[1]} in\n");
        foreach (var (name, _) in command.Commands)
        {
            script.Append($"        {name}) {FunctionOf(command.Path.Length == 0 ? name : $"{command.Path} {name}")} ;;\n");
        }

        script.Append("      esac ;;\n  esac\n}\n");
    }

    private static string Value(CompletedOption option) => option.Value switch
    {
        CompletedValue.None => "",
        CompletedValue.Word => $": :({string.Join(' ', option.Words)})",
        CompletedValue.File => ": :_files",
        CompletedValue.Folder => ": :_files -/",
        _ => ": : ",
    };

    private static string FunctionOf(string path) => $"_rdpcompliance{(path.Length == 0 ? "" : "_")}{path.Replace(' ', '_')}";

    /// <summary>Without what a specification of _arguments ends or parts by.</summary>
    private static string Bare(string title) => title.Replace('[', '(').Replace(']', ')').Replace(":", "", StringComparison.Ordinal);

    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
