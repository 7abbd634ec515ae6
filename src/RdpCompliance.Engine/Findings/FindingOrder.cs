using System.Collections.Immutable;

namespace RdpCompliance.Engine.Findings;

/// <summary>The order of reports: source, place, rule. It depends on the findings alone, so that the same inputs give the same bytes.</summary>
internal static class FindingOrder
{
    /// <summary>In order, and each told apart from those of the same identity at other places.</summary>
    public static ImmutableArray<Finding> Of(IEnumerable<Finding> findings)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        return
        [
            .. findings
                .OrderBy(finding => finding.Primary.Location)
                .ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal)
                .ThenBy(finding => finding.Subject.ToString(), StringComparer.Ordinal)
                .ThenBy(finding => finding.Message, StringComparer.Ordinal)
                .Select(finding =>
                {
                    var ordinal = counts.GetValueOrDefault(finding.Identity);
                    counts[finding.Identity] = ordinal + 1;
                    return finding with { Ordinal = ordinal };
                }),
        ];
    }
}
