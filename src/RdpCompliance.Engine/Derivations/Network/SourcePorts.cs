using System.Collections.Immutable;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>Source ports for an attacker to try, who chooses his own: between them they meet every set of rules that some port meets.</summary>
internal static class SourcePorts
{
    /// <summary>One that no rule has a reason to name.</summary>
    private const int Usual = 50_000;

    /// <summary>More are not tried.</summary>
    private const int Most = 24;

    public static ImmutableArray<int> For(IEnumerable<SecurityRule> rules) =>
        [.. rules.SelectMany(rule => rule.SourcePortEdges).Prepend(Usual).Distinct().Take(Most)];

    /// <param name="others">Those of its group.</param>
    public static IEnumerable<int> For(SecurityRule rule, ImmutableArray<int> others) => rule.SourcePortEdges.Concat(others).Distinct().Take(Most);
}
