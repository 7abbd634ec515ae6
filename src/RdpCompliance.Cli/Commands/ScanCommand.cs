using System.Collections.Immutable;
using System.CommandLine;
using RdpCompliance.Cli.Configuration;
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
    private readonly Argument<string[]> _paths = InputOptions.Paths();
    private readonly Option<string?> _policies = InputOptions.Policies();
    private readonly Option<string[]> _exclude = InputOptions.Exclude();
    private readonly Option<bool> _noGitignore = InputOptions.NoGitignore();
    private readonly Option<string> _stdinName = InputOptions.StandardInputName();
    private readonly Option<string[]> _formats = new("--format") { Description = $"A report on standard output, or in a file as FORMAT=FILE; repeatable. Formats: {string.Join(", ", ReportFormats.All.Select(report => report.Format))}.", HelpName = "FORMAT[=FILE]" };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "The file of the report that --format names without one.", HelpName = "FILE" };
    private readonly Option<string[]> _roles = new("--role") { Description = "The role of every machine that the configuration does not declare: host, client, gateway, broker, session-host or avd-host.", HelpName = "ROLE" };
    private readonly Option<string[]> _rules = new("--rule") { Description = "Judge only these rules.", HelpName = "ID" };
    private readonly Option<string?> _severity = new("--severity") { Description = "Judge only rules of at least this severity.", HelpName = "note|warning|error" };
    private readonly Option<string?> _failOn = new("--fail-on") { Description = "Exit with 1 when a finding has at least this severity (error when absent).", HelpName = "error|warning|note|none" };
    private readonly Option<string?> _config = InputOptions.Configuration();
    private readonly Option<string[]> _parameters = InputOptions.Parameters();
    private readonly Option<bool> _failOnUndecided = new("--fail-on-undecided") { Description = "Exit with 1 when something could not be decided." };
    private readonly Option<bool> _allowIncomplete = new("--allow-incomplete") { Description = "Do not exit with 3 when an input is damaged." };
    private readonly Option<string?> _includeUndecided = new("--include-undecided") { Description = "Which undecided verdicts are reported.", HelpName = "none|with-evidence|all" };
    private readonly Option<bool> _includePasses = new("--include-passes") { Description = "Also report what passes." };
    private readonly Option<string?> _asOf = InputOptions.AsOf();
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
            scan._paths, scan._formats, scan._output, scan._config, scan._parameters, scan._policies, scan._roles, scan._rules, scan._severity, scan._failOn, scan._failOnUndecided, scan._allowIncomplete,
            scan._includeUndecided, scan._includePasses, scan._asOf, scan._category, scan._timestamps, scan._exclude, scan._noGitignore, scan._stdinName, scan._quiet, scan._verbose, scan._noColor,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult((int)scan.Run(parsed, cancellation)));
        return command;
    }

    private ExitCode Run(ParseResult parsed, CancellationToken cancellation)
    {
        var start = _host.Clock.GetUtcNow();
        var problems = new UsageProblems(_host.Error);
        var paths = parsed.GetValue(_paths) ?? [];
        var configuration = RunConfiguration.Load(new()
        {
            WorkingDirectory = _host.WorkingDirectory,
            Now = start,
            Paths = [.. paths],
            File = parsed.GetValue(_config),
            Environment = _host.Configuration,
            Options = [.. OptionsOf(parsed)],
        });
        problems.AddAll(configuration.Problems);
        if (configuration.Settings is not { } run || InputOptions.LoadPack(run.PoliciesFolder, _host, BuiltInPack.ForScans) is not { } pack)
        {
            return ExitCode.Usage;
        }

        var (scan, ruleProblems) = configuration.For(pack.Rules);
        problems.AddAll(ruleProblems);
        using var disk = InputOptions.OpenDisk(paths, run.Exclude, parsed.GetValue(_noGitignore), parsed.GetValue(_stdinName), run.ParameterFiles, _host, problems);
        var only = OnlyRules(parsed, pack, problems);
        var minimum = Words.Severity(parsed.GetValue(_severity), "--severity", problems) ?? Severity.Note;
        if (problems.Any || scan is null)
        {
            return ExitCode.Usage;
        }

        var settings = scan with { Deployment = scan.Deployment with { ParameterFiles = disk.ParameterFiles }, OnlyRules = only, MinimumSeverity = minimum, IncludePasses = parsed.GetValue(_includePasses) };
        using var progress = new Progress(_host.IsErrorTerminal && !parsed.GetValue(_quiet) ? _host.Error : null, _host.Clock);
        var result = WithArguments(new Scan(pack, EvidenceReaders.All, settings).Run(disk.Tree, cancellation, (done, total) => progress.Report("files", done, total)), disk);
        progress.Clear();
        var exit = ExitCodes.Of(result, run);
        var context = new ReportContext
        {
            ToolVersion = ToolVersion.Text,
            ExitCode = (int)exit,
            Pipeline = PipelineOf(),
            Undecided = IsGitHub && parsed.GetValue(_includeUndecided) is null ? UndecidedReporting.LeftOut : UndecidedReporting.Written,
            Category = parsed.GetValue(_category) ?? "scan",
            Times = parsed.GetValue(_timestamps) ? new(start, _host.Clock.GetUtcNow()) : null,
            FailOn = run.FailOn,
            Detail = parsed.GetValue(_verbose) ? ReportDetail.Verbose : ReportDetail.Normal,
            Terminal = TerminalOf(parsed),
            Provenance = GitFolder.ProvenanceOf(disk.SourceRoot),
            CauseTitles = pack.Causes.ToImmutableDictionary(cause => cause.Id, cause => cause.Title, StringComparer.Ordinal),
        };
        WriteReports(parsed.GetValue(_quiet) && parsed.GetValue(_formats) is null or [] ? run.Reports.RemoveAll(report => report.Path is null) : run.Reports, result, context);
        return exit;
    }

    private bool IsGitHub => string.Equals(_host.Variable("GITHUB_ACTIONS"), "true", StringComparison.OrdinalIgnoreCase);

    private Pipeline PipelineOf() => IsGitHub ? Pipeline.GitHub : Pipeline.AzurePipelines.TryFrom(_host.Variable) is { } azure ? azure : Pipeline.None;

    private Terminal TerminalOf(ParseResult parsed) =>
        parsed.GetValue(_noColor) || _host.TerminalWidth is null || _host.Variable("NO_COLOR") is { Length: > 0 }
            ? Terminal.File with { Width = _host.TerminalWidth }
            : new(TerminalColour.Standard, _host.TerminalWidth);

    /// <summary>The options that are keys of the configuration, too.</summary>
    private IEnumerable<ConfigurationOption> OptionsOf(ParseResult parsed)
    {
        yield return new("--format", ConfigurationShape.Format, [.. parsed.GetValue(_formats) ?? []]);
        yield return new("--output", ConfigurationShape.Output, One(_output));
        yield return new("--policies", ConfigurationShape.Policies, One(_policies));
        yield return new("--role", ConfigurationShape.Roles, [.. parsed.GetValue(_roles) ?? []]);
        yield return new("--exclude", ConfigurationShape.Exclude, [.. parsed.GetValue(_exclude) ?? []]);
        yield return new("--fail-on", ConfigurationShape.FailOn, One(_failOn));
        yield return new("--include-undecided", ConfigurationShape.IncludeUndecided, One(_includeUndecided));
        yield return new("--as-of", ConfigurationShape.AsOf, One(_asOf));
        yield return new("--parameters", ConfigurationShape.Parameters, [.. parsed.GetValue(_parameters) ?? []]);
        yield return new("--fail-on-undecided", ConfigurationShape.FailOnUndecided, parsed.GetValue(_failOnUndecided) ? ["true"] : []);
        yield return new("--allow-incomplete", ConfigurationShape.AllowIncomplete, parsed.GetValue(_allowIncomplete) ? ["true"] : []);

        ImmutableArray<string> One(Option<string?> option) => parsed.GetValue(option) is { } value ? [value] : [];
    }

    private ImmutableArray<string> OnlyRules(ParseResult parsed, Pack pack, UsageProblems problems)
    {
        var only = (parsed.GetValue(_rules) ?? []).ToImmutableArray();
        foreach (var unknown in only.Where(id => pack.Rule(id) is null))
        {
            problems.Add($"--rule: '{unknown}' is not a rule of the pack; {PackReport.Nearest(unknown, pack.Rules.Select(rule => rule.Id))}.");
        }

        return only;
    }

    private void WriteReports(ImmutableArray<ReportRequest> requests, ScanResult result, ReportContext context)
    {
        foreach (var request in requests)
        {
            if (ReportFormats.Find(request.Format) is not { } report)
            {
                continue;
            }

            if (request.Path is { } path)
            {
                OutputFile.Write(path, stream => report.Write(result, context with { Terminal = Terminal.File }, stream));
            }
            else
            {
                report.Write(result, context, _host.Output);
            }
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
}
