using RdpCompliance.Engine.Findings;

namespace RdpCompliance.Cli;

/// <summary>What the program ends with; never a count.</summary>
internal enum ExitCode
{
    /// <summary>Nothing at or above <c>--fail-on</c>.</summary>
    Clean = 0,

    /// <summary>Findings at or above <c>--fail-on</c>.</summary>
    Findings = 1,

    /// <summary>Wrong usage, configuration or pack: nothing was judged.</summary>
    Usage = 2,

    /// <summary>Findings were written, but an input was damaged, a live collection lost rows, or a limit was hit.</summary>
    Incomplete = 3,

    /// <summary>A fault of the program itself.</summary>
    Bug = 4,

    /// <summary>128 + SIGINT, as shells say it.</summary>
    Cancelled = 130,
}

internal static class ExitCodes
{
    /// <summary>From the mildest to the worst: a caller that sees <see cref="ExitCode.Findings"/> may rely on a complete answer.</summary>
    private static readonly ExitCode[] ByWeight = [ExitCode.Clean, ExitCode.Findings, ExitCode.Incomplete, ExitCode.Usage, ExitCode.Bug, ExitCode.Cancelled];

    public static ExitCode Worst(ExitCode one, ExitCode other) => Array.IndexOf(ByWeight, one) >= Array.IndexOf(ByWeight, other) ? one : other;

    /// <summary>What a scan that came to its end means.</summary>
    public static ExitCode Of(ScanResult result, RunSettings settings) => Worst(
        result switch
        {
            // What was named holds nothing to judge, so that "no findings" would be no answer.
            { IsAboutNothing: true } => ExitCode.Usage,
            { HasDamage: true } when !settings.AllowIncomplete => ExitCode.Incomplete,
            { HasGap: true } when settings is { RequireComplete: true, AllowIncomplete: false } => ExitCode.Incomplete,
            _ => ExitCode.Clean,
        },
        result.Findings.Any(finding => Counts(finding, settings)) || (settings.FailOnUndecided && result.HasGap) ? ExitCode.Findings : ExitCode.Clean);

    private static bool Counts(Finding finding, RunSettings settings) => finding.Verdict switch
    {
        // What a roll-out finds as it was is not the roll-out's doing.
        _ when finding.Baseline == BaselineState.Unchanged => false,
        Verdict.Fail => finding.Severity >= settings.FailOn,
        Verdict.Undecided => settings.FailOnUndecided,
        _ => false,
    };
}
