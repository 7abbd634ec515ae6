using System.Collections.Immutable;
using System.CommandLine;
using RdpCompliance.Cli.Configuration;
using RdpCompliance.Cli.Disk;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Reports;

namespace RdpCompliance.Cli.Commands;

/// <summary>What a command that judges is given, when everything that it was told makes sense.</summary>
internal sealed record JudgeRequest(Pack Pack, ScanSettings Settings, DiskTree Disk, Action<int, int> Progress);

/// <summary>The options of the commands that judge inputs and write reports, and the way from them to an exit code.</summary>
internal sealed class JudgeOptions(ProgramHost host, string category, JudgeOptions.Purpose purpose = JudgeOptions.Purpose.Findings)
{
    /// <summary>What a command judges for.</summary>
    internal enum Purpose
    {
        Findings,

        /// <summary>All rules have their say, and the answer is written in few formats.</summary>
        Diagnosis,
    }

    private readonly PolicyOptions _policies = new();
    private readonly Option<string[]> _exclude = InputOptions.Exclude();
    private readonly Option<bool> _noGitignore = InputOptions.NoGitignore();
    private readonly Option<string> _stdinName = InputOptions.StandardInputName();
    private const int NarrowestTerminal = 20;
    private readonly Option<string[]> _formats = new("--format")
    {
        Description =
            $"A report on standard output, or in a file as FORMAT=FILE; repeatable. Formats: {string.Join(", ", FormatsFor(purpose))}.",
        HelpName = "FORMAT[=FILE]",
        CompletionSources = { ReportFormats.All.Select(report => report.Format).ToArray() },
    };
    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The file of the report that --format names without one.",
        HelpName = "FILE",
    };
    private readonly Option<string[]> _roles = new("--role")
    {
        Description =
            $"The role of every machine that the configuration does not declare: {string.Join(", ", ConfigurationShape.RoleNames)}; repeatable.",
        HelpName = "ROLE",
        CompletionSources = { ConfigurationShape.RoleNames.ToArray() },
    };
    private readonly Option<string[]> _rules = new("--rule")
    {
        Description = "Judge only these rules, named by id, by name, or by a glob of either; repeatable.",
        HelpName = "RULE",
    };
    private readonly Option<string?> _severity = new("--severity")
    {
        Description = "Judge only rules of at least this severity.",
        HelpName = "note|warning|error",
        CompletionSources = { "note", "warning", "error" },
    };
    private readonly Option<string?> _failOn = new("--fail-on")
    {
        Description = "Exit with 1 when a finding has at least this severity (error when absent).",
        HelpName = "error|warning|note|none",
        CompletionSources = { "error", "warning", "note", "none" },
    };
    private readonly ConfigurationOptions _configuration = new();
    private readonly Option<string[]> _parameters = InputOptions.Parameters();
    private readonly Option<bool> _failOnUndecided = new("--fail-on-undecided") { Description = "Exit with 1 when something could not be decided." };
    private readonly Option<bool> _allowIncomplete = new("--allow-incomplete") { Description = "Do not exit with 3 when an input is damaged." };
    private readonly Option<bool> _requireComplete = new("--require-complete")
    {
        Description = "Exit with 3 when something that an input names is not at hand, such as a module that was not restored.",
    };
    private readonly Option<string?> _includeUndecided = new("--include-undecided")
    {
        Description = "Which undecided verdicts are reported.",
        HelpName = "none|with-evidence|all",
        CompletionSources = { "none", "with-evidence", "all" },
    };
    private readonly Option<string?> _asOf = InputOptions.AsOf();
    private readonly Option<string> _category = new("--category")
    {
        Description = "Tells several scans of one commit apart in SARIF.",
        HelpName = "NAME",
        DefaultValueFactory = _ => category,
    };
    private readonly Option<bool> _timestamps = new("--timestamps") { Description = "Write times into reports, which makes two runs differ." };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "No progress and no text report unless --format asks for it." };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Also name skipped inputs and notes." };
    private readonly Option<bool> _noColor = new("--no-color") { Description = "No colours." };

    public IEnumerable<Option> All => purpose == Purpose.Diagnosis ? Everything.Except([_rules, _severity, _includeUndecided, _failOnUndecided]) : Everything;

    private IEnumerable<Option> Everything =>
    [
        _formats, _output, .. _configuration.All, _parameters,
        .. _policies.All, _roles, _rules, _severity, _failOn, _failOnUndecided, _allowIncomplete, _requireComplete,
        _includeUndecided, _asOf, _category, _timestamps, _exclude, _noGitignore, _stdinName, _quiet, _verbose, _noColor,
    ];

    /// <param name="paths">Everything that is read; the first one decides where the configuration is looked for.</param>
    /// <param name="judge">Judges what was read, or adds to the problems and answers <see langword="null"/>.</param>
    public ExitCode Run(ParseResult parsed, ImmutableArray<string> paths, Func<JudgeRequest, UsageProblems, ScanResult?> judge)
    {
        var start = host.Clock.GetUtcNow();
        var problems = new UsageProblems(host.Error);
        var configuration = _configuration.Load(parsed, paths, OptionsOf(parsed), host, problems);
        Func<Pack> builtIn = purpose == Purpose.Diagnosis ? BuiltInPack.ForDiagnosis : BuiltInPack.ForScans;
        if (configuration.Settings is not { } run || InputOptions.LoadPack(run.OwnRules, host, builtIn) is not { } pack)
        {
            return ExitCode.Usage;
        }

        foreach (var report in run.Reports.Where(report => !FormatsFor(purpose).Contains(report.Format, StringComparer.OrdinalIgnoreCase)))
        {
            problems.Add($"--format: '{report.Format}' is none of the formats of {category}: {string.Join(", ", FormatsFor(purpose))}.");
        }

        var (scan, ruleProblems) = configuration.For(pack.Rules);
        problems.AddAll(ruleProblems);
        using var disk = InputOptions.OpenDisk(
            [.. paths],
            run.Exclude,
            parsed.GetValue(_noGitignore),
            parsed.GetValue(_stdinName),
            run.ParameterFiles,
            host,
            problems);
        var only = OnlyRules(parsed, pack, problems);
        var minimum = Words.Severity(parsed.GetValue(_severity), "--severity", problems) ?? Severity.Note;
        if (problems.Any || scan is null)
        {
            return ExitCode.Usage;
        }

        using var progress = new Progress(host is { IsErrorTerminal: true, IsDumb: false } && !parsed.GetValue(_quiet) ? host.Error : null, host.Clock);
        var settings = scan with { Deployment = scan.Deployment with { ParameterFiles = disk.ParameterFiles }, OnlyRules = only, MinimumSeverity = minimum };
        var request = new JudgeRequest(pack, settings, disk, (done, total) => progress.Report("files", done, total));
        if (judge(request, problems) is not { } judged)
        {
            return ExitCode.Usage;
        }

        var result = InputRemarks.With(judged, disk, configuration);
        progress.Clear();
        var exit = ExitCodes.Of(result, run);
        if (result.IsAboutNothing)
        {
            problems.Add($"Nothing in {string.Join(", ", paths.Select(path => $"'{path}'"))} is of a known format, so nothing was judged.");
            foreach (var (name, reason) in result.Inputs.Where(input => input is { Outcome: InputOutcome.Foreign, Reason: not null })
                .DistinctBy(input => input.Reason, StringComparer.Ordinal)
                .Select(input => (input.Name, input.Reason)))
            {
                problems.Add($"'{name}' is {reason}");
            }
        }

        var reports = parsed.GetValue(_quiet) && parsed.GetValue(_formats) is null or [] ? run.Reports.RemoveAll(report => report.Path is null) : run.Reports;
        WriteReports(reports, result, ContextOf(parsed, pack, disk, run, exit, start) with { AskedRules = only }, disk.SourceRoot);
        return exit;
    }

    private static IEnumerable<string> FormatsFor(Purpose purpose) => purpose == Purpose.Diagnosis
        ? ReportFormats.OfDiagnoses.Select(report => report.Format)
        : ReportFormats.All.Select(report => report.Format);

    private ReportContext ContextOf(ParseResult parsed, Pack pack, DiskTree disk, RunSettings run, ExitCode exit, DateTimeOffset start)
    {
        var places = disk.PlacesBeside(run.ConfigurationFile);
        return new()
        {
            PathBelowRoot = places.PathOf,
            NearestPath = places.NearestTo,
            ToolVersion = ToolVersion.Text,
            ExitCode = (int)exit,
            Pipeline = PipelineOf(),
            Undecided = IsGitHub && parsed.GetValue(_includeUndecided) is null ? UndecidedReporting.LeftOut : UndecidedReporting.Written,
            Category = parsed.GetValue(_category) ?? category,
            Times = parsed.GetValue(_timestamps) ? new(start, host.Clock.GetUtcNow()) : null,
            FailOn = run.FailOn,
            Detail = parsed.GetValue(_verbose) ? ReportDetail.Verbose : ReportDetail.Normal,
            Terminal = TerminalOf(parsed),
            Provenance = GitFolder.ProvenanceOf(disk.SourceRoot),
            CauseTitles = pack.Causes.ToImmutableDictionary(cause => cause.Id, cause => cause.Title, StringComparer.Ordinal),
        };
    }

    private bool IsGitHub => string.Equals(host.Variable("GITHUB_ACTIONS"), "true", StringComparison.OrdinalIgnoreCase);

    private Pipeline PipelineOf() => IsGitHub ? Pipeline.GitHub : Pipeline.AzurePipelines.TryFrom(host.Variable) is { } azure ? azure : Pipeline.None;

    private Terminal TerminalOf(ParseResult parsed) =>
        parsed.GetValue(_noColor) || host.TerminalWidth is null || host.IsDumb || host.Variable("NO_COLOR") is { Length: > 0 }
            ? Terminal.File with { Width = WidthOf(host) }
            : new(TerminalColour.Standard, WidthOf(host));

    /// <summary>A terminal that does not know its width says 0, and one that no word fits into is not wrapped for.</summary>
    private static int? WidthOf(ProgramHost host) => host.TerminalWidth is >= NarrowestTerminal ? host.TerminalWidth : null;

    /// <summary>The options that are keys of the configuration, too.</summary>
    private IEnumerable<ConfigurationOption> OptionsOf(ParseResult parsed)
    {
        yield return new("--format", ConfigurationShape.Format, [.. parsed.GetValue(_formats) ?? []]);
        yield return new("--output", ConfigurationShape.Output, One(_output));
        foreach (var policies in _policies.OptionsOf(parsed))
        {
            yield return policies;
        }

        yield return new("--role", ConfigurationShape.Roles, [.. parsed.GetValue(_roles) ?? []]);
        yield return new("--exclude", ConfigurationShape.Exclude, [.. parsed.GetValue(_exclude) ?? []]);
        yield return new("--fail-on", ConfigurationShape.FailOn, One(_failOn));
        yield return new("--include-undecided", ConfigurationShape.IncludeUndecided, One(_includeUndecided));
        yield return new("--as-of", ConfigurationShape.AsOf, One(_asOf));
        yield return new("--parameters", ConfigurationShape.Parameters, [.. parsed.GetValue(_parameters) ?? []]);
        yield return new("--fail-on-undecided", ConfigurationShape.FailOnUndecided, parsed.GetValue(_failOnUndecided) ? ["true"] : []);
        yield return new("--require-complete", ConfigurationShape.RequireComplete, parsed.GetValue(_requireComplete) ? ["true"] : []);
        yield return new("--allow-incomplete", ConfigurationShape.AllowIncomplete, parsed.GetValue(_allowIncomplete) ? ["true"] : []);

        ImmutableArray<string> One(Option<string?> option) => parsed.GetValue(option) is { } value ? [value] : [];
    }

    /// <summary>The ids of the rules whose id or name <c>--rule</c> gives, or a glob that one of the two matches.</summary>
    private ImmutableArray<string> OnlyRules(ParseResult parsed, Pack pack, UsageProblems problems)
    {
        var only = ImmutableArray.CreateBuilder<string>();
        foreach (var pattern in (parsed.GetValue(_rules) ?? []).SelectMany(text => CommaList.Parts(text)))
        {
            var glob = Glob.TryParse(pattern);
            var rules = pack.Rules.Where(rule => glob is not null && (glob.IsMatch(rule.Id) || glob.IsMatch(rule.Name))).Select(rule => rule.Id).ToList();
            if (rules.Count == 0)
            {
                problems.Add(
                    $"--rule: '{pattern}' is no rule of the pack; {PackReport.Nearest(pattern, pack.Rules.SelectMany(rule => new[] { rule.Id, rule.Name }))}");
            }

            only.AddRange(rules);
        }

        return only.DrainToImmutable();
    }

    private void WriteReports(ImmutableArray<ReportRequest> requests, ScanResult result, ReportContext context, string checkout)
    {
        foreach (var request in requests)
        {
            if (ReportFormats.Find(request.Format) is not { } report)
            {
                continue;
            }

            if (request.Path is { } path)
            {
                OutputFile.Write(path, stream => report.Write(result, context with { Terminal = Terminal.File }, stream), checkout);
            }
            else
            {
                report.Write(result, context, host.Output);
            }
        }
    }
}
