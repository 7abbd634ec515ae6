using System.Collections.Immutable;
using RdpCompliance.Engine.Findings;

namespace RdpCompliance.Reports;

/// <summary>Findings as people want them told: those of a scan in one piece, those of a roll-out by what it does to them.</summary>
internal static class RollOutSections
{
    /// <returns>Title and findings, without sections that hold none; a scan has one section without a title.</returns>
    public static IEnumerable<(string? Title, ImmutableArray<Finding> Findings)> Of(ScanResult result)
    {
        if (result.Repaired is not { } repaired)
        {
            return [(null, result.Findings)];
        }

        var sections = new (string? Title, ImmutableArray<Finding> Findings)[]
        {
            ("Newly breaks", [.. result.Findings.Where(finding => finding is { Baseline: BaselineState.New, Verdict: Verdict.Fail })]),
            ("Cannot be known", [.. result.Findings.Where(finding => finding is { Baseline: BaselineState.New, Verdict: Verdict.Undecided })]),
            ("Newly repairs", repaired),
            ("Leaves as it is", [.. result.Findings.Where(finding => finding.Baseline == BaselineState.Unchanged)]),
        };
        return sections.Where(section => !section.Findings.IsEmpty);
    }

    /// <summary>What a change answers for: everything of a scan, and of a roll-out what is not as it was.</summary>
    public static IEnumerable<Finding> Own(ScanResult result) => result.Findings.Where(finding => finding.Baseline != BaselineState.Unchanged);
}
