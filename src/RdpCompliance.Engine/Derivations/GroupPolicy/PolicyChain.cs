using System.Collections.Immutable;

namespace RdpCompliance.Engine.Derivations.GroupPolicy;

/// <summary>One place in an order of GPOs.</summary>
/// <param name="Label">The GPO as the statement of the order names it.</param>
/// <param name="Objects">The GPO in the inputs; several when one name stands for several, whose
/// order among each other is not known; none when it is not among the inputs.</param>
internal sealed record PolicyLevel(string Label, ImmutableArray<PolicyObject> Objects)
{
    /// <summary>Whether nothing is known of what it states.</summary>
    public bool IsMissing => !Objects.Any(gpo => gpo.Origin == PolicyOrigin.Gpo);
}

/// <summary>An order that somebody states; the first level wins.</summary>
internal sealed record PolicyChain(ImmutableArray<PolicyLevel> Levels)
{
    /// <summary>The first level of a GPO counts: linked twice, it is applied last where it wins most.</summary>
    public int LevelOf(PolicyObject gpo)
    {
        for (var level = 0; level < Levels.Length; level++)
        {
            if (Levels[level].Objects.Any(gpo.IsSame))
            {
                return level;
            }
        }

        return -1;
    }
}

/// <summary>The GPOs that reach one machine, and what is known of their order.</summary>
internal sealed record ReachingPolicies(ImmutableArray<PolicyObject> Objects, ImmutableArray<PolicyChain> Chains)
{
    /// <summary>Names of GPOs that are declared to reach the machine and are not among the inputs.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>The GPOs of <see cref="Objects"/> that were applied to the machine, so that nothing is open about their filters.</summary>
    public ImmutableArray<PolicyObject> Applied { get; init; } = [];

    /// <summary>Those whose user half was applied to a user of the machine.</summary>
    public ImmutableArray<PolicyObject> AppliedToUser { get; init; } = [];

    /// <summary>
    /// Whether one wins over another where both state a value; <see langword="null"/> when no statement orders them, or two contradict each other.
    /// </summary>
    public bool? Wins(PolicyObject one, PolicyObject other)
    {
        if (ReferenceEquals(one, other))
        {
            return null;
        }

        // A value that somebody imports is overwritten by the next refresh of policy.
        if (one.Origin != other.Origin && (one.Origin < PolicyOrigin.Resultant || other.Origin < PolicyOrigin.Resultant))
        {
            return one.Origin > other.Origin;
        }

        // A GPO that is rolled out in a new version replaces what the old one applied.
        if (one.IsSame(other))
        {
            return one.Time == other.Time ? null : one.Time == PolicyTime.Change;
        }

        var answers = Chains.Select(chain => (One: chain.LevelOf(one), Other: chain.LevelOf(other)))
            .Where(levels => levels is { One: >= 0, Other: >= 0 } && levels.One != levels.Other)
            .Select(levels => levels.One < levels.Other)
            .Distinct().ToList();
        return answers is [var known] ? known : null;
    }

    /// <summary>GPOs that are not among the inputs and would win over this one.</summary>
    public IEnumerable<string> MissingAbove(PolicyObject gpo) => Chains
        .SelectMany(chain => chain.Levels.Take(Math.Max(0, chain.LevelOf(gpo))))
        .Where(level => level.IsMissing)
        .Select(level => level.Label)
        .Distinct(StringComparer.OrdinalIgnoreCase);
}
