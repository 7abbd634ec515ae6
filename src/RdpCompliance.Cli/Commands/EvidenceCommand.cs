using System.CommandLine;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Readers;
using RdpCompliance.Reports.EvidenceLines;

namespace RdpCompliance.Cli.Commands;

/// <summary><c>evidence PATH…</c>: what the readers see, before any rule.</summary>
internal sealed class EvidenceCommand
{
    private readonly Argument<string[]> _paths = InputOptions.Paths();
    private readonly Option<string[]> _exclude = InputOptions.Exclude();
    private readonly Option<bool> _noGitignore = InputOptions.NoGitignore();
    private readonly Option<string> _stdinName = InputOptions.StandardInputName();
    private readonly Option<string?> _policies = InputOptions.Policies();
    private readonly Option<string> _format = new("--format") { Description = "text or jsonl.", HelpName = "text|jsonl", DefaultValueFactory = _ => "text" };
    private readonly Option<bool> _effective = new("--effective") { Description = "Add the facts in force after precedence." };
    private readonly Option<bool> _all = new("--all") { Description = "Read everything instead of what the rules need." };
    private readonly Option<bool> _allowIncomplete = new("--allow-incomplete") { Description = "Do not exit with 3 when an input is damaged." };
    private readonly ProgramHost _host;

    private EvidenceCommand(ProgramHost host) => _host = host;

    public static Command Create(ProgramHost host)
    {
        var evidence = new EvidenceCommand(host);
        var command = new Command("evidence", "Shows what the readers see, before any rule.")
        {
            evidence._paths, evidence._format, evidence._effective, evidence._all, evidence._policies, evidence._exclude, evidence._noGitignore, evidence._stdinName, evidence._allowIncomplete,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult((int)evidence.Run(parsed, cancellation)));
        return command;
    }

    private ExitCode Run(ParseResult parsed, CancellationToken cancellation)
    {
        var problems = new UsageProblems(_host.Error);
        var format = parsed.GetValue(_format);
        if (format is not ("text" or "jsonl"))
        {
            problems.Add($"--format: '{format}' is not one of text, jsonl.");
        }

        using var disk = InputOptions.OpenDisk(parsed.GetValue(_paths) ?? [], InputOptions.Globs(parsed.GetValue(_exclude), problems), parsed.GetValue(_noGitignore), parsed.GetValue(_stdinName), _host, problems);
        if (problems.Any || InputOptions.LoadPack(parsed.GetValue(_policies), _host, BuiltInPack.ForScans) is not { } pack)
        {
            return ExitCode.Usage;
        }

        var collected = Collected.From(disk.Tree, EvidenceReaders.All, parsed.GetValue(_all) ? Demand.Everything : PackDemand.Of(pack), cancellation);
        var settings = new ScanSettings { AsOf = _host.Clock.GetUtcNow() };
        var estate = parsed.GetValue(_effective) ? new Scan(pack, EvidenceReaders.All, settings).EstateOf(collected) : null;
        if (format == "jsonl")
        {
            EvidenceWriter.Write(collected, estate is null ? null : (estate, pack), _host.Output);
        }
        else
        {
            EvidenceText.Write(collected, estate is null ? null : (estate, pack), _host.Output);
        }

        return collected.Inputs.Any(input => input.Outcome == Engine.Findings.InputOutcome.Damaged || (input.Outcome == Engine.Findings.InputOutcome.Foreign && disk.Arguments.Contains(input.Name))) && !parsed.GetValue(_allowIncomplete)
            ? ExitCode.Incomplete
            : ExitCode.Clean;
    }
}
