using System.CommandLine;
using RdpCompliance.Engine.Policies;

namespace RdpCompliance.Cli.Commands;

/// <summary><c>rules list</c>: id, severity, name and title, one rule a line.</summary>
internal static class RulesListCommand
{
    public static Command Create(ProgramHost host)
    {
        var policies = InputOptions.Policies();
        var command = new Command("list", "Lists the rules.") { policies };
        command.SetAction(parsed => (int)Run(parsed.GetValue(policies), host));
        return command;
    }

    private static ExitCode Run(string? folder, ProgramHost host)
    {
        if (InputOptions.LoadPack(folder, host, BuiltInPack.ForScans) is not { } pack)
        {
            return ExitCode.Usage;
        }

        using var output = new StreamWriter(host.Output, leaveOpen: true) { NewLine = "\n" };
        var width = pack.Rules.Select(rule => rule.Name.Length).DefaultIfEmpty().Max();
        foreach (var rule in pack.Rules)
        {
            output.WriteLine($"{rule.Id}  {Word(rule),-7}  {rule.Name.PadRight(width)}  {rule.Title}");
        }

        return ExitCode.Clean;
    }

    private static string Word(Rule rule) => rule.Severity.ToString().ToLowerInvariant();
}
