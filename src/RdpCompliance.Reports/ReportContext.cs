using System.Collections.Immutable;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Reports;

/// <summary>Whether undecided verdicts that the scan kept are written. GitHub shows every SARIF result as an alert, so there they are only counted.</summary>
public enum UndecidedReporting
{
    Written,
    LeftOut,
}

/// <summary>How much the text report says about inputs.</summary>
public enum ReportDetail
{
    Normal,

    /// <summary>Also names skipped inputs and prints diagnostics that cost nothing.</summary>
    Verbose,
}

/// <summary>Everything about a run that is not in its result. The Cli fills it; reports read no environment, clock or disk.</summary>
public sealed record ReportContext
{
    /// <summary>A semantic version: "0.1.0".</summary>
    public required string ToolVersion { get; init; }

    /// <summary>The command as it was typed; <see langword="null"/> leaves it out, which keeps outputs of two machines equal.</summary>
    public string? CommandLine { get; init; }

    public int ExitCode { get; init; }

    /// <summary>What SRCROOT is, in words without a path of this machine.</summary>
    public string SourceRoot { get; init; } = "The root of the repository, or the working directory where there is none.";

    /// <summary>
    /// The path of a source below SRCROOT with '/' between folders; <see langword="null"/> for
    /// evidence that lies outside of it, which is then reported at <see cref="NearestPath"/>.
    /// </summary>
    public Func<Source, string?> PathBelowRoot { get; init; } = source => source.Name;

    /// <summary>The file of the repository that stands for evidence outside of it, or within an archive.</summary>
    public Func<Source, string> NearestPath { get; init; } = _ => ".rdpcompliance.yml";

    /// <summary><see langword="null"/> outside of version control.</summary>
    public GitProvenance? Provenance { get; init; }

    public Pipeline Pipeline { get; init; } = Pipeline.None;

    /// <summary>Tells several scans of one commit apart: SARIF's automation id.</summary>
    public string Category { get; init; } = "scan";

    /// <summary><see langword="null"/> unless times were asked for, because they make two outputs of one input differ.</summary>
    public ReportTimes? Times { get; init; }

    /// <summary>Fails at or above it fail the run; <see langword="null"/> when none does.</summary>
    public Severity? FailOn { get; init; } = Severity.Error;

    public UndecidedReporting Undecided { get; init; }

    public ReportDetail Detail { get; init; }

    public Terminal Terminal { get; init; } = Terminal.File;

    /// <summary>The ids of the rules that were asked for by name, which SARIF lists also where they have no results.</summary>
    public ImmutableArray<string> AskedRules { get; init; } = [];

    /// <summary>Titles of causes by id; a cause without a title is named by its id.</summary>
    public ImmutableDictionary<string, string> CauseTitles { get; init; } = ImmutableDictionary<string, string>.Empty;

    internal string CauseTitle(string cause) => CauseTitles.GetValueOrDefault(cause, cause);
}

/// <summary>Begin and end of the scan.</summary>
public sealed record ReportTimes(DateTimeOffset Start, DateTimeOffset End);

/// <summary>What the reader of a text report can see.</summary>
/// <param name="Width">Columns; <see langword="null"/> for a file, where messages are not wrapped.</param>
public sealed record Terminal(TerminalColour Colour, int? Width)
{
    /// <summary>No terminal: plain text in lines as long as they come.</summary>
    public static Terminal File { get; } = new(TerminalColour.None, null);
}

public enum TerminalColour
{
    None,

    /// <summary>The sixteen colours of every terminal, as the user has set them.</summary>
    Standard,
}
