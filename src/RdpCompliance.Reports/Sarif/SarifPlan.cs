using System.Collections.Immutable;
using RdpCompliance.Engine.Findings;

namespace RdpCompliance.Reports.Sarif;

/// <summary>A SARIF result: a finding, and others like it that it stands for.</summary>
internal sealed record SarifResult(Finding Finding, ImmutableArray<Finding> Alike);

/// <summary>How findings are told as one result.</summary>
internal enum SarifGrouping
{
    None,

    /// <summary>Findings of one rule with one message in one file.</summary>
    ByMessage,

    /// <summary>All findings of one rule with one severity.</summary>
    ByRule,
}

/// <summary>
/// Findings distributed over runs within <see cref="SarifLimits"/>. Nothing is dropped: too many
/// findings are first told together, as little as needed, then split over runs,
/// rule by rule, so that a rule stays in its run while others come and go.
/// </summary>
internal sealed record SarifPlan(SarifGrouping Grouping, ImmutableArray<ImmutableArray<SarifResult>> Runs)
{
    public static SarifPlan Of(IReadOnlyList<Finding> findings, SarifLimits limits)
    {
        if (findings.Count <= limits.ResultsPerRun)
        {
            return new(SarifGrouping.None, [[.. findings.Select(finding => new SarifResult(finding, []))]]);
        }

        var byMessage = Group(findings, limits, finding =>
            (finding.Rule.Id, finding.Verdict, finding.Severity, finding.Baseline, finding.Primary.Location.Source.Name, finding.Message));
        return byMessage.Count <= (long)limits.ResultsPerRun * limits.Runs
            ? new(SarifGrouping.ByMessage, Split(byMessage, limits))
            : new(
                SarifGrouping.ByRule,
                Split(Group(findings, limits, finding => (finding.Rule.Id, finding.Verdict, finding.Severity, finding.Baseline)), limits));
    }

    /// <summary>Groups stand where their first finding stood; a group that has more places than a result may have goes on in another.</summary>
    private static List<SarifResult> Group<TKey>(IReadOnlyList<Finding> findings, SarifLimits limits, Func<Finding, TKey> key)
        where TKey : notnull
    {
        var groups = new List<SarifResult>();
        foreach (var group in findings.GroupBy(key))
        {
            // The places of the first finding count too.
            foreach (var part in group.Chunk(Math.Max(1, limits.PlacesPerResult / 2)))
            {
                groups.Add(new(part[0], [.. part.Skip(1)]));
            }
        }

        return groups;
    }

    private static ImmutableArray<ImmutableArray<SarifResult>> Split(List<SarifResult> results, SarifLimits limits)
    {
        var runs = ImmutableArray.CreateBuilder<ImmutableArray<SarifResult>>();
        var run = ImmutableArray.CreateBuilder<SarifResult>();
        foreach (var rule in results.GroupBy(result => result.Finding.Rule.Id, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var whole = rule.ToList();
            if (run.Count > 0 && run.Count + whole.Count > limits.ResultsPerRun)
            {
                runs.Add(run.DrainToImmutable());
            }

            foreach (var result in whole)
            {
                if (run.Count == limits.ResultsPerRun)
                {
                    runs.Add(run.DrainToImmutable());
                }

                run.Add(result);
            }
        }

        runs.Add(run.DrainToImmutable());
        return runs.DrainToImmutable();
    }
}
