using System.CommandLine;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;

namespace RdpCompliance.Cli.Commands;

/// <summary><c>rules settings [FILTER]</c>: the settings that a condition may ask for, each with the addresses that state it.</summary>
internal static class RulesSettingsCommand
{
    public static Command Create(ProgramHost host)
    {
        var filter = new Argument<string?>("FILTER")
        {
            Description = "A part of an id or of an address, such as fDenyTSConnections.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var policies = new PolicyOptions();
        var command = new Command("settings", "Lists the settings with the addresses that state them.") { filter };
        foreach (var option in policies.All)
        {
            command.Add(option);
        }

        command.SetAction(parsed => (int)Run(parsed.GetValue(filter) ?? "", policies.Load(parsed, host, BuiltInPack.ForScans), host));
        return command;
    }

    private static ExitCode Run(string filter, Pack? loaded, ProgramHost host)
    {
        if (loaded is not { } pack)
        {
            return ExitCode.Usage;
        }

        var found = pack.Settings.Where(setting => setting.StatedBy.Select(one => one.Address.ToString() ?? "").Append(setting.Id)
            .Any(text => text.Contains(filter, StringComparison.OrdinalIgnoreCase))).ToList();
        if (found.Count == 0)
        {
            host.Error.WriteLine(
                $"'{filter}' is part of no setting's id or address; {PackReport.Nearest(filter, pack.Settings.Select(setting => setting.Id))}");
            return ExitCode.Usage;
        }

        using var output = new StreamWriter(host.Output, leaveOpen: true) { NewLine = "\n" };
        foreach (var setting in found)
        {
            output.WriteLine($"{setting.Id}  ({PackWord.Of(setting.Type)} of {setting.Kind})");
            foreach (var statement in setting.StatedBy)
            {
                output.WriteLine($"  {PackWord.Of(statement.Layer),-10}  {statement.Address}");
            }
        }

        return ExitCode.Clean;
    }
}
