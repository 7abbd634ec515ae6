using System.Text;

namespace RdpCompliance.Cli.Completion;

/// <summary>For Windows PowerShell 5.1 and PowerShell 7.</summary>
internal sealed class PowerShellScript : ICompletionScript
{
    public string Shell => "pwsh";

    public string Use => "rdpcompliance completion pwsh | Out-String | Invoke-Expression";

    public string Write(IReadOnlyCollection<CompletedCommand> commands)
    {
        var script = new StringBuilder(
            $$"""
            # Completion of rdpcompliance in PowerShell: {{Use}}
            Register-ArgumentCompleter -Native -CommandName rdpcompliance -ScriptBlock {
                param($word, $syntax, $cursor)
                $commands = @{

            """);
        foreach (var command in commands)
        {
            var words = command.Commands.Select(one => one.Name).Concat(command.Words);
            script.Append($"        {Quote(command.Path)} = @{{ Words = {List(words)}; Options = @{{\n");
            foreach (var option in command.Options)
            {
                foreach (var name in option.Names.DistinctBy(name => name, StringComparer.OrdinalIgnoreCase))
                {
                    script.Append($"            {Quote(name)} = {(option.Value == CompletedValue.None ? "$null" : List(option.Words))}\n");
                }
            }

            script.Append("        } }\n");
        }

        script.Append(
            """
                }
                $path = ''
                $previous = ''
                foreach ($element in $syntax.CommandElements | Select-Object -Skip 1) {
                    if ($element.Extent.EndOffset -ge $cursor -and $word) { break }
                    $previous = $element.Extent.Text
                    $next = "$path $previous".Trim()
                    if ($commands.ContainsKey($next)) { $path = $next }
                }
                $command = $commands[$path]
                $found = if ($null -ne $command.Options[$previous]) { $command.Options[$previous] }
                    elseif ($word -like '-*') { $command.Options.Keys | Sort-Object }
                    else { $command.Words }
                $found | Where-Object { $_ -like "$word*" } | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }

            """);
        return script.ToString();
    }

    private static string List(IEnumerable<string> words) => $"@({string.Join(", ", words.Select(Quote))})";

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
