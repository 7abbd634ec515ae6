using System.CommandLine;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Reports.Pages;

namespace RdpCompliance.Cli.Commands;

/// <summary>
/// <c>explain RDP1001</c>, <c>explain CAUSE</c>, <c>explain 0x904</c>: the page of a rule, a documented cause, or what an error code truly means.
/// </summary>
internal static class ExplainCommand
{
    public static Command Create(ProgramHost host)
    {
        var what = new Argument<string>("WHAT") { Description = "A rule (RDP1001), a cause (rdp-port-changed) or an error code (0x904 or 2308)." };
        var policies = InputOptions.Policies();
        var command = new Command("explain", "Explains a rule, a documented cause or an error code.") { what, policies };
        command.SetAction(parsed => (int)Run(parsed.GetValue(what) ?? "", parsed.GetValue(policies), host));
        return command;
    }

    private static ExitCode Run(string what, string? folder, ProgramHost host)
    {
        if (InputOptions.LoadPack(folder, host, BuiltInPack.Complete) is not { } pack)
        {
            return ExitCode.Usage;
        }

        using var output = new StreamWriter(host.Output, leaveOpen: true) { NewLine = "\n" };
        if (pack.Rule(what) is { } rule)
        {
            output.Write(RulePage.Of(rule, pack));
            return ExitCode.Clean;
        }

        if (pack.Causes.FirstOrDefault(known => known.Id.Equals(what, StringComparison.OrdinalIgnoreCase)) is { } cause)
        {
            output.Write(CausePage.Of(cause, pack));
            return ExitCode.Clean;
        }

        if (ErrorCode.TryFind(what) is { } code)
        {
            WriteCode(output, code, pack);
            return ExitCode.Clean;
        }

        host.Error.WriteLine(
            $"'{what}' is neither a rule, a cause nor a known error code; {PackReport.Nearest(what, [.. pack.Rules.Select(known => known.Id), .. pack.Rules.Select(known => known.Name), .. pack.Causes.Select(known => known.Id)])}"
        );
        return ExitCode.Usage;
    }

    private static void WriteCode(StreamWriter output, ErrorCode code, Pack pack)
    {
        output.WriteLine($"# 0x{code.Number:x} ({code.Number}): {code.Name}\n\n{code.Meaning}\n");
        var causes = pack.Causes.Where(cause => cause.Codes.Any(pair => pair.StartsWith($"0x{code.Number:x}/", StringComparison.OrdinalIgnoreCase))).ToList();
        if (causes.Count > 0)
        {
            output.WriteLine($"With extended code 0x7 (the server denied the connection) {causes.Count} causes are documented:\n");
            foreach (var area in causes.GroupBy(cause => cause.Area, StringComparer.Ordinal).OrderBy(area => area.Key, StringComparer.Ordinal))
            {
                output.WriteLine($"## {area.Key}\n");
                foreach (var cause in area)
                {
                    var rules = pack.Rules.Where(rule => rule.Causes.Contains(cause.Id, StringComparer.Ordinal)).Select(rule => rule.Id).ToList();
                    output.WriteLine($"- {cause.Id}: {cause.Title}{(rules.Count > 0 ? $" ({string.Join(", ", rules)})" : "")}");
                }

                output.WriteLine();
            }
        }

        output.WriteLine($"Source: {code.Source}");
    }
}
