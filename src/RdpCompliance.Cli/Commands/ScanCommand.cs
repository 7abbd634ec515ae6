using System.Collections.Immutable;
using System.CommandLine;
using RdpCompliance.Cli.Disk;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Readers;
using RdpCompliance.Reports;

namespace RdpCompliance.Cli.Commands;

/// <summary><c>scan PATH…</c>: detects every input, judges, writes reports.</summary>
internal sealed class ScanCommand
{
    private readonly Argument<string[]> _paths = CommonOptions.Paths();
    private readonly Option<string?> _policies = CommonOptions.Policies();
    private readonly Option<string[]> _exclude = CommonOptions.Exclude();
    private readonly Option<bool> _noGitignore = CommonOptions.NoGitignore();
    private readonly Option<string> _stdinName = CommonOptions.StandardInputName();
    private readonly Option<string[]> _formats = new("--format") { Description = $"A report on standard output, or in a file as FORMAT=FILE; repeatable. Formats: {string.Join(", ", ReportFormats.All.Select(report => report.Format))}.", HelpName = "FORMAT[=FILE]" };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "The file of the report that --format names without one.", HelpName = "FILE" };
    private readonly Option<string[]> _roles = new("--role") { Description = "The role of every machine that the configuration does not declare: host, client, gateway, broker, session-host or avd-host.", HelpName = "ROLE" };
    private readonly Option<string[]> _rules = new("--rule") { Description = "Judge only these rules.", HelpName = "ID" };
    private readonly Option<string?> _severity = new("--severity") { Description = "Judge only rules of at least this severity.", HelpName = "note|warning|error" };
    private readonly Option<string> _failOn = new("--fail-on") { Description = "Exit with 1 when a finding has at least this severity.", HelpName = "error|warning|note|none", DefaultValueFactory = _ => "error" };
    private readonly Option<bool> _failOnUndecided = new("--fail-on-undecided") { Description = "Exit with 1 when something could not be decided." };
    private readonly Option<bool> _allowIncomplete = new("--allow-incomplete") { Description = "Do not exit with 3 when an input is damaged." };
    private readonly Option<string?> _includeUndecided = new("--include-undecided") { Description = "Which undecided verdicts are reported.", HelpName = "none|with-evidence|all" };
    private readonly Option<bool> _includePasses = new("--include-passes") { Description = "Also report what passes." };
    private readonly Option<string?> _asOf = new("--as-of") { Description = "The time by which dates are judged; now when absent.", HelpName = "DATE[THH:MM:SSZ]" };
    private readonly Option<string> _category = new("--category") { Description = "Tells several scans of one commit apart in SARIF.", HelpName = "NAME", DefaultValueFactory = _ => "scan" };
    private readonly Option<bool> _timestamps = new("--timestamps") { Description = "Write times into reports, which makes two runs differ." };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "No progress and no text report unless --format asks for it." };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Also name skipped inputs and notes." };
    private readonly Option<bool> _noColor = new("--no-color") { Description = "No colours." };
    private readonly ProgramHost _host;

    private ScanCommand(ProgramHost host) => _host = host;

    public static Command Create(ProgramHost host)
    {
        var scan = new ScanCommand(host);
        var command = new Command("scan", "Finds what keeps Remote Desktop from connecting, or connects it unsafely.")
        {
            scan._paths, scan._formats, scan._output, scan._policies, scan._roles, scan._rules, scan._severity, scan._failOn, scan._failOnUndecided, scan._allowIncomplete,
            scan._includeUndecided, scan._includePasses, scan._asOf, scan._category, scan._timestamps, scan._exclude, scan._noGitignore, scan._stdinName, scan._quiet, scan._verbose, scan._noColor,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult((int)scan.Run(parsed, cancellation)));
        return command;
    }

    private ExitCode Run(ParseResult parsed, CancellationToken cancellation)
    {
        var problems = new UsageProblems(_host.Error);
        var destinations = ReportDestinations.Parse(parsed.GetValue(_formats) ?? [], parsed.GetValue(_output), parsed.GetValue(_quiet), problems);
        var settings = Settings(parsed, problems);
        var failOn = Words.FailOn(parsed.GetValue(_failOn), "--fail-on", problems);
        if (problems.Any || CommonOptions.LoadPack(parsed.GetValue(_policies), _host, BuiltInPack.ForScans) is not { } pack)
        {
            return ExitCode.Usage;
        }

        CheckRules(settings, pack, problems);
        using var disk = CommonOptions.OpenDisk(parsed.GetValue(_paths) ?? [], parsed.GetValue(_exclude), parsed.GetValue(_noGitignore), parsed.GetValue(_stdinName), _host, problems);
        if (problems.Any)
        {
            return ExitCode.Usage;
        }

        var start = _host.Clock.GetUtcNow();
        var result = WithArguments(new Scan(pack, EvidenceReaders.All, settings).Run(disk.Tree, cancellation), disk);
        var exit = ExitOf(result, failOn, parsed.GetValue(_failOnUndecided), parsed.GetValue(_allowIncomplete));
        var context = new ReportContext
        {
            ToolVersion = ToolVersion.Text,
            ExitCode = (int)exit,
            Pipeline = PipelineOf(),
            Undecided = IsGitHub && parsed.GetValue(_includeUndecided) is null ? UndecidedReporting.LeftOut : UndecidedReporting.Written,
            Category = parsed.GetValue(_category) ?? "scan",
            Times = parsed.GetValue(_timestamps) ? new(start, _host.Clock.GetUtcNow()) : null,
            FailOn = failOn,
            Detail = parsed.GetValue(_verbose) ? ReportDetail.Verbose : ReportDetail.Normal,
            Terminal = parsed.GetValue(_noColor) || _host.TerminalWidth is null || _host.Variable("NO_COLOR") is { Length: > 0 } ? Terminal.File with { Width = _host.TerminalWidth } : new(TerminalColour.Standard, _host.TerminalWidth),
            Provenance = GitFolder.ProvenanceOf(disk.SourceRoot),
            CauseTitles = pack.Causes.ToImmutableDictionary(cause => cause.Id, cause => cause.Title, StringComparer.Ordinal),
        };
        destinations.Write(result, context, _host);
        return exit;
    }

    private bool IsGitHub => string.Equals(_host.Variable("GITHUB_ACTIONS"), "true", StringComparison.OrdinalIgnoreCase);

    private Pipeline PipelineOf() => IsGitHub ? Pipeline.GitHub : Pipeline.AzurePipelines.TryFrom(_host.Variable) is { } azure ? azure : Pipeline.None;

    private ScanSettings Settings(ParseResult parsed, UsageProblems problems) => new()
    {
        AsOf = parsed.GetValue(_asOf) is { } text ? Words.Instant(text, "--as-of", problems) : _host.Clock.GetUtcNow(),
        Roles = Words.Roles(parsed.GetValue(_roles) ?? [], "--role", problems),
        OnlyRules = [.. parsed.GetValue(_rules) ?? []],
        MinimumSeverity = Words.Severity(parsed.GetValue(_severity), "--severity", problems) ?? Severity.Note,
        IncludeUndecided = Words.Undecided(parsed.GetValue(_includeUndecided), "--include-undecided", problems) ?? UndecidedInclusion.WithEvidence,
        IncludePasses = parsed.GetValue(_includePasses),
    };

    private static void CheckRules(ScanSettings settings, Pack pack, UsageProblems problems)
    {
        foreach (var unknown in settings.OnlyRules.Where(id => pack.Rule(id) is null))
        {
            problems.Add($"--rule: '{unknown}' is not a rule of the pack; {PackReport.Nearest(unknown, pack.Rules.Select(rule => rule.Id))}.");
        }
    }

    /// <summary>Adds what the disk skipped, and says which inputs were arguments: a foreign argument is an error, a foreign file in a folder is a count.</summary>
    private static ScanResult WithArguments(ScanResult result, DiskTree disk) => result with
    {
        Inputs =
        [
            .. result.Inputs.Select(input => input with { IsArgument = disk.Arguments.Contains(input.Name) })
                .Concat(disk.Unread)
                .OrderBy(input => input.Name, StringComparer.Ordinal),
        ],
    };

    private static ExitCode ExitOf(ScanResult result, Severity? failOn, bool failOnUndecided, bool allowIncomplete)
    {
        var isFailing = result.Findings.Any(finding => finding.Verdict == Verdict.Fail && finding.Severity >= failOn)
            || (failOnUndecided && result.Findings.Any(finding => finding.Verdict == Verdict.Undecided));
        return ExitCodes.Worst(
            isFailing ? ExitCode.Findings : ExitCode.Clean,
            result.HasDamage && !allowIncomplete ? ExitCode.Incomplete : ExitCode.Clean);
    }
}
