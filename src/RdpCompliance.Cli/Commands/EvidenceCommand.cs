using System.Collections.Immutable;
using System.CommandLine;
using RdpCompliance.Cli.Configuration;
using RdpCompliance.Cli.Disk;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Realms;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Readers;
using RdpCompliance.Reports.EvidenceLines;

namespace RdpCompliance.Cli.Commands;

/// <summary><c>evidence PATH…</c>: what the readers see, before any rule.</summary>
internal sealed class EvidenceCommand
{
    private readonly Argument<string[]> _paths = InputOptions.Paths();
    private readonly ConfigurationOptions _configuration = new();
    private readonly Option<string[]> _parameters = InputOptions.Parameters();
    private readonly Option<string[]> _exclude = InputOptions.Exclude();
    private readonly Option<bool> _noGitignore = InputOptions.NoGitignore();
    private readonly Option<string> _stdinName = InputOptions.StandardInputName();
    private readonly Option<string?> _policies = InputOptions.Policies();
    private readonly Option<string?> _asOf = InputOptions.AsOf();
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
            evidence._paths,
            evidence._format,
            evidence._effective,
            evidence._all,
            evidence._parameters,
            evidence._policies,
            evidence._asOf,
            evidence._exclude,
            evidence._noGitignore,
            evidence._stdinName,
            evidence._allowIncomplete,
        };
        foreach (var option in evidence._configuration.All)
        {
            command.Add(option);
        }

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

        var paths = parsed.GetValue(_paths) ?? [];
        var configuration = _configuration.Load(parsed, [.. paths], OptionsOf(parsed), _host, problems);
        if (configuration.Settings is not { } run || InputOptions.LoadPack(run, _host, BuiltInPack.ForScans) is not { } pack)
        {
            return ExitCode.Usage;
        }

        var (scan, ruleProblems) = configuration.For(pack.Rules);
        problems.AddAll(ruleProblems);
        using var disk = InputOptions.OpenDisk(
            paths,
            run.Exclude,
            parsed.GetValue(_noGitignore),
            parsed.GetValue(_stdinName),
            run.ParameterFiles,
            _host,
            problems);
        if (problems.Any || scan is null)
        {
            return ExitCode.Usage;
        }

        var settings = scan with { Deployment = scan.Deployment with { ParameterFiles = disk.ParameterFiles } };
        var collected = Collected.From(
            disk.Tree,
            EvidenceReaders.All,
            parsed.GetValue(_all) ? Demand.Everything : PackDemand.Of(pack),
            settings.Deployment,
            cancellation);
        (ImmutableArray<Realm> Realms, Pack Pack)? effective = parsed.GetValue(_effective)
            ? (new Scan(pack, EvidenceReaders.All, settings).RealmsOf(collected), pack)
            : null;
        if (format == "jsonl")
        {
            EvidenceWriter.Write(collected, effective, _host.Output);
        }
        else
        {
            EvidenceText.Write(collected, effective, _host.Output);
        }

        return !run.AllowIncomplete && collected.Inputs.Any(input => IsIncomplete(input, disk)) ? ExitCode.Incomplete : ExitCode.Clean;
    }

    private static bool IsIncomplete(ScannedInput input, DiskTree disk) =>
        input.Outcome == InputOutcome.Damaged || (input.Outcome == InputOutcome.Foreign && disk.Arguments.Contains(input.Name));

    /// <summary>The options that are keys of the configuration, too.</summary>
    private IEnumerable<ConfigurationOption> OptionsOf(ParseResult parsed)
    {
        yield return new("--policies", ConfigurationShape.Policies, One(_policies));
        yield return new("--exclude", ConfigurationShape.Exclude, [.. parsed.GetValue(_exclude) ?? []]);
        yield return new("--as-of", ConfigurationShape.AsOf, One(_asOf));
        yield return new("--parameters", ConfigurationShape.Parameters, [.. parsed.GetValue(_parameters) ?? []]);
        yield return new("--allow-incomplete", ConfigurationShape.AllowIncomplete, parsed.GetValue(_allowIncomplete) ? ["true"] : []);

        ImmutableArray<string> One(Option<string?> option) => parsed.GetValue(option) is { } value ? [value] : [];
    }
}
