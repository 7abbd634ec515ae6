using System.Text;

namespace RdpCompliance.Cli.Completion;

/// <summary>For fish 3 and later.</summary>
internal sealed class FishScript : ICompletionScript
{
    public string Shell => "fish";

    public string Use => "rdpcompliance completion fish | source";

    public string Write(IReadOnlyCollection<CompletedCommand> commands)
    {
        var script = new StringBuilder(
            $$"""
            # Completion of rdpcompliance in fish: {{Use}}
            function __rdpcompliance_is
                set -l words (commandline -opc)[2..]
                set -l path
                for word in $words
                    string match -q -- '-*' $word; and continue
                    contains -- (string join ' ' $path $word) $__rdpcompliance_commands; and set path $path $word
                end
                set -l found (string join ' ' $path)
                test "$found" = "$argv"
            end

            """);
        script.Append($"set -g __rdpcompliance_commands {string.Join(' ', commands.Where(one => one.Path.Length > 0).Select(one => Quote(one.Path)))}\n");
        script.Append("complete -c rdpcompliance -f\n");
        foreach (var command in commands)
        {
            var condition = $"complete -c rdpcompliance -n {Quote($"__rdpcompliance_is {command.Path}".TrimEnd())}";
            foreach (var (name, title) in command.Commands)
            {
                script.Append($"{condition} -a {name} -d {Quote(title)}\n");
            }

            foreach (var option in command.Options)
            {
                var names = string.Join(' ', option.Names.Select(Name).Where(name => name.Length > 0));
                script.Append(names.Length == 0 ? "" : $"{condition} {names} -d {Quote(option.Title)}{Value(option)}\n");
            }

            script.Append(command.Words.IsEmpty ? "" : $"{condition} -a {Quote(string.Join(' ', command.Words))}\n");
            script.Append(command.TakesFiles ? $"{condition} -F\n" : "");
        }

        return script.ToString();
    }

    private static string Name(string option) => option switch
    {
        ['-', '-', .. var name] => $"-l {name}",
        ['-', var letter] when char.IsLetter(letter) => $"-s {letter}",
        _ => "",
    };

    private static string Value(CompletedOption option) => option.Value switch
    {
        CompletedValue.None => "",
        CompletedValue.Word => $" -x -a {Quote(string.Join(' ', option.Words))}",
        CompletedValue.File => " -r -F",
        CompletedValue.Folder => " -x -a '(__fish_complete_directories)'",
        _ => " -x",
    };

    private static string Quote(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
