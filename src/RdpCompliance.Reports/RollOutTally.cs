using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Findings;

namespace RdpCompliance.Reports;

/// <summary>The numbers of a roll-out.</summary>
/// <param name="Leaves">Fails and undecided verdicts that are as they were.</param>
/// <param name="Unknown">Verdicts that the change makes undecided.</param>
public sealed record RollOutTally(int Breaks, int Repairs, int Leaves, int Unknown)
{
    /// <summary>"The change breaks 1 thing, repairs none and leaves 2 as they are; 1 cannot be known."</summary>
    public string Sentence =>
        $"The change breaks {Things(Breaks)}, repairs {Number(Repairs)} and leaves {Number(Leaves)} {(Leaves == 1 ? "as it is" : "as they are")}"
            + $"{(Unknown == 0 ? "" : $"; {Number(Unknown)} cannot be known")}.";

    internal static RollOutTally Of(ImmutableArray<Finding> findings, ImmutableArray<Finding> repaired) => new(
        findings.Count(finding => finding is { Baseline: BaselineState.New, Verdict: Verdict.Fail }),
        repaired.Length,
        findings.Count(finding => finding.Baseline == BaselineState.Unchanged),
        findings.Count(finding => finding is { Baseline: BaselineState.New, Verdict: Verdict.Undecided }));

    private static string Things(int count) => count == 0 ? "nothing" : Tally.Amount(count, "thing");

    private static string Number(int count) => count == 0 ? "none" : count.ToString(CultureInfo.InvariantCulture);
}
