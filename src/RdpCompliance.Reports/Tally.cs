using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;

namespace RdpCompliance.Reports;

/// <summary>The numbers of a result, counted once, and the sentences that say them alike in every format.</summary>
public sealed record Tally
{
    private const int MostWanted = 3;
    private const int MostReasons = 5;
    private readonly ScanAccount? _account;

    private Tally(ScanResult result, Severity? failOn)
    {
        var fails = result.Findings.Where(finding => finding.Verdict == Verdict.Fail).ToList();
        Errors = fails.Count(finding => finding.Severity == Severity.Error);
        Warnings = fails.Count(finding => finding.Severity == Severity.Warning);
        Notes = fails.Count(finding => finding.Severity == Severity.Note);
        Failing = failOn is { } least ? fails.Count(finding => finding.Severity >= least && finding.Baseline != BaselineState.Unchanged) : 0;
        RollOut = result.Repaired is { } repaired ? RollOutTally.Of(result.Findings, repaired) : null;
        Undecided = result.Findings.Count(finding => finding.Verdict == Verdict.Undecided);
        Passes = result.Findings.Count(finding => finding.Verdict == Verdict.Pass);
        Rules = result.Rules.Length;
        _account = result.Account;
        Subjects = result.Subjects;
        Read = Count(InputOutcome.Read);
        Damaged = Count(InputOutcome.Damaged);
        Skipped = Count(InputOutcome.Skipped);
        Foreign = Extensions(result);
        LeftOut = LeftOutOf(result);
        Answer = result.IsComplete ? Findings : $"{Findings} Not everything could be read.";
        Remarks = [.. result.Diagnostics.Where(one => IsSaid(one) && !one.IsLoss).Select(one => $"{one.Id} {one.Message}")];

        int Count(InputOutcome outcome) => result.Inputs.Count(input => input.Outcome == outcome);
    }

    public int Errors { get; }

    public int Warnings { get; }

    public int Notes { get; }

    /// <summary>Fails that fail the run.</summary>
    public int Failing { get; }

    public int Undecided { get; }

    public int Passes { get; }

    /// <summary>What a roll-out does; <see langword="null"/> for a scan.</summary>
    public RollOutTally? RollOut { get; }

    public int Rules { get; }

    /// <summary>"2 findings: 2 errors. Read 3 inputs." and what was not decided, a line each, for logs.</summary>
    public IEnumerable<string> Account =>
    [
        $"{Answer} {Inputs}", .. Remarks, .. new[] { LeftOut, Verdicts, NotAsked }.OfType<string>(), .. Wanted.Select(line => $"Would decide {line}"),
    ];

    /// <summary>Notes that no report leaves out: "RDP0064 Taken as a host …".</summary>
    public ImmutableArray<string> Remarks { get; }

    /// <summary><see cref="Findings"/>, and whether that speaks of everything.</summary>
    public string Answer { get; }

    public ImmutableArray<(string Kind, int Count)> Subjects { get; }

    public int Read { get; }

    public int Damaged { get; }

    public int Skipped { get; }

    /// <summary>
    /// How many inputs of which extension nobody claims; the most frequent first. Those given as arguments are not among them: they are named.
    /// </summary>
    public ImmutableArray<(string Extension, int Count)> Foreign { get; }

    public int Fails => Errors + Warnings + Notes;

    public static Tally Of(ScanResult result, ReportContext context) => new(result, context.FailOn);

    /// <summary>"3 findings: 1 error, 2 warnings." or "No findings."; of a roll-out what it breaks, repairs and leaves.</summary>
    public string Findings => (Fails, Undecided) switch
    {
        _ when RollOut is { } rollOut => rollOut.Sentence,
        (0, _) when _account is { Passes: 0, Fails: 0, Undecided: 0 } => "Nothing was judged.",
        (0, _) when _account is { Passes: 0, Fails: 0 } => "Nothing could be decided.",
        (0, 0) when _account is { Undecided: > 0 } => "No findings in what could be decided.",
        (0, 0) => "No findings.",
        (0, _) => $"No findings; {Amount(Undecided, "verdict")} undecided.",
        (_, 0) => $"{Amount(Fails, "finding")}: {Severities}.",
        _ => $"{Amount(Fails, "finding")}: {Severities}; {Amount(Undecided, "verdict")} undecided.",
    };

    /// <summary>"Judged 12 rules on 4 subjects: 3 listeners, 1 machine."</summary>
    public string Judged =>
        Subjects.IsEmpty
            ? $"Judged {Amount(_account?.Asked ?? Rules, "rule")}; nothing was found that they speak of."
            : $"Judged {Amount(_account?.Asked ?? Rules, "rule")} on {Amount(Subjects.Sum(subject => subject.Count), "subject")}: "
                + $"{string.Join(", ", Subjects.Select(subject => $"{Number(subject.Count)} {subject.Kind}"))}.";

    /// <summary>"Verdicts: 41 pass, 2 fail, 133 could not be decided."; <see langword="null"/> when there are none, or for a roll-out.</summary>
    public string? Verdicts => _account is { } account && account.Passes + account.Fails + account.Undecided > 0
        ? $"Verdicts: {Number(account.Passes)} pass, {Number(account.Fails)} fail, {Number(account.Undecided)} could not be decided."
        : null;

    /// <summary>"Not asked: 80 rules about what is not among the inputs, 41 about a role that no machine here has."</summary>
    public string? NotAsked => _account is { NotAsked: { IsEmpty: false } silent }
        ? $"Not asked: {string.Join(", ", silent.OrderByDescending(one => one.Reason).Select(one => $"{Amount(one.Rules.Length, "rule")} {Why(one.Reason)}"))}."
        : null;

    /// <summary>The inputs that would decide most, with the commands that print them; empty when everything is decided.</summary>
    public IEnumerable<string> Wanted => (_account?.Wanted ?? [])
        .Take(MostWanted)
        .Select(input => $"{Number(input.Verdicts)} {(input.Verdicts == 1 ? "verdict" : "verdicts")}: {input.Command ?? input.What}");

    /// <summary>"Read 14 inputs; 1 is damaged."</summary>
    public string Inputs => Damaged switch
    {
        0 => $"Read {Amount(Read, "input")}.",
        1 => $"Read {Amount(Read, "input")}; 1 more is damaged.",
        _ => $"Read {Amount(Read, "input")}; {Number(Damaged)} more are damaged.",
    };

    /// <summary>"Not ours: 12 .txt, 1 without extension."; <see langword="null"/> when everything was ours.</summary>
    public string? NotOurs =>
        Foreign.IsEmpty ? null : $"Not ours: {string.Join(", ", Foreign.Select(kind => $"{Number(kind.Count)} {VisibleText.Line(kind.Extension)}"))}.";

    /// <summary>
    /// "Left out: 12 (ignored by '.gitignore', line 3), 1 (excluded by 'old/**')."; <see langword="null"/> when nothing was. What Git keeps for itself is
    /// no input, nor is what the run goes by.
    /// </summary>
    public string? LeftOut { get; }

    /// <summary>"1 rule", "2 rules"; thousands are not parted, so that tools find the number.</summary>
    internal static string Amount(int count, string thing) => count == 1 ? $"1 {thing}" : $"{Number(count)} {thing}s";

    internal static string Amount(int count, string one, string many) => $"{Number(count)} {(count == 1 ? one : many)}";

    /// <summary>Whether a report for people says it unasked.</summary>
    internal static bool IsSaid(Diagnostic diagnostic) => diagnostic.IsLoss || diagnostic.Descriptor.IsAlwaysSaid;

    private string Severities =>
        string.Join(
            ", ",
            new[] { (Errors, "error"), (Warnings, "warning"), (Notes, "note") }.Where(part => part.Item1 > 0).Select(part => Amount(part.Item1, part.Item2)));

    private static string Why(NotAskedReason reason) => reason switch
    {
        NotAskedReason.SwitchedOff => "switched off by 'rules:' of the configuration or by '--severity'",
        NotAskedReason.Role => "about a role that no machine here has",
        _ => "about what is not among the inputs",
    };

    private static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);

    private static string? LeftOutOf(ScanResult result)
    {
        var reasons = result.Inputs
            .Where(input => input is { Outcome: InputOutcome.Skipped, IsOfRun: false } && !input.Name.EndsWith(".git/", StringComparison.Ordinal))
            .GroupBy(input => input.Reason ?? "no reason is known", StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (Reason: VisibleText.Line(group.Key), Count: group.Count()))
            .ToList();
        var more = reasons.Skip(MostReasons).Sum(one => one.Count);
        return reasons.Count == 0
            ? null
            : $"Left out: {string.Join(", ", reasons.Take(MostReasons).Select(one => $"{Number(one.Count)} ({one.Reason})"))}"
                + $"{(more == 0 ? "" : $" and {Number(more)} for other reasons")}.";
    }

    private static ImmutableArray<(string Extension, int Count)> Extensions(ScanResult result) =>
    [
        .. result.Inputs
            .Where(input => input is { Outcome: InputOutcome.Foreign, IsArgument: false })
            .GroupBy(input => ExtensionOf(input.Name), StringComparer.OrdinalIgnoreCase)
            .Select(group => (Extension: group.Key, Count: group.Count()))
            .OrderByDescending(kind => kind.Count)
            .ThenBy(kind => kind.Extension, StringComparer.Ordinal),
    ];

    private static string ExtensionOf(string name)
    {
        var file = name[(name.LastIndexOf('/') + 1)..];
        return file.LastIndexOf('.') is var dot and > 0 && dot < file.Length - 1 ? file[dot..] : "without extension";
    }
}
