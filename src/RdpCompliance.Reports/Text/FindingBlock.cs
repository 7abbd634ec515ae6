using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;

namespace RdpCompliance.Reports.Text;

/// <summary>
/// Findings of one file with one cause, told once: what one value leaves open for several rules, and what files that contradict each other leave open.
/// </summary>
/// <param name="First">Told in full.</param>
/// <param name="Others">In the order of the report.</param>
internal sealed record FindingBlock(Finding First, ImmutableArray<Finding> Others)
{
    /// <summary>What weighs most comes first: errors, warnings, notes, then what could not be decided.</summary>
    public static IEnumerable<FindingBlock> Of(IEnumerable<Finding> ofOneFile) => ofOneFile
        .GroupBy(CauseOf)
        .Select(group => new FindingBlock(group.First(), [.. group.Skip(1)]))
        .OrderBy(block => block.First.Verdict switch
        {
            Verdict.Fail => 0,
            Verdict.Undecided => 1,
            _ => 2,
        })
        .ThenByDescending(block => block.First.Verdict == Verdict.Fail ? block.First.Severity : default);

    /// <summary>
    /// A fail has its place for a cause, and its rule, which tells how it is mended, with a message that differs in the thing's name alone. What is
    /// undecided has its need; where sources contradict each other, that is which of them is right, whatever the value.
    /// </summary>
    private static (Verdict Verdict, string Cause, object Of) CauseOf(Finding finding) => finding switch
    {
        { Verdict: Verdict.Undecided, Reason: UnknownReason.Contradictory, Related.IsEmpty: false } =>
            (finding.Verdict, "contradiction", string.Join('\n', SourcesOf(finding))),
        { Verdict: Verdict.Undecided, Need: { } need } => (finding.Verdict, need.What, need.Kind),
        _ => (finding.Verdict, $"{finding.Rule.Id} {finding.Severity} {finding.Baseline} {MessageOf(finding)}", finding.Primary.Location),
    };

    private static string MessageOf(Finding finding) =>
        finding.Subject.Name.Length == 0 ? finding.Message : finding.Message.Replace(finding.Subject.Name, "", StringComparison.Ordinal);

    private static IEnumerable<string> SourcesOf(Finding finding) => finding.Related.Append(finding.Primary)
        .Select(place => place.Location.Source.Name)
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);
}
