using System.Collections.Immutable;
using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>Destinations to try a rule at: between them they are taken by every set of the other rules of its group.</summary>
internal sealed class DestinationPoints(ImmutableArray<SecurityRule> rules, NetworkSpace space)
{
    /// <summary>More of one rule are not tried.</summary>
    private const int Most = 16;

    /// <summary>Where some rule's destinations begin, and behind where they end.</summary>
    private readonly ImmutableArray<UInt128> _edges =
    [
        .. rules
            .SelectMany(rule => rule.Destinations.Addresses)
            .Select(term => term.Addresses)
            .OfType<AddressSet>()
            .SelectMany(set => set.Edges)
            .Distinct()
            .Order(),
    ];

    /// <summary>Whether the rule names public destinations only, which no packet has once addresses are translated.</summary>
    public static bool IsForNobody(SecurityRule rule) => !new DestinationPoints([rule], NetworkSpace.Unknown).Of(rule).Any();

    /// <summary>For a rule that names no address one that no rule names; for addresses, those where another rule may begin or end to count.</summary>
    /// <returns>Each with a name by which it is the same for other rules.</returns>
    public IEnumerable<(string Name, Destination Point)> Of(SecurityRule rule)
    {
        var groups = rule.DestinationGroups.Known.ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);
        var elsewhere = new Destination.Elsewhere { Groups = groups };
        if (rule.IsFor(elsewhere) != Truth.False)
        {
            return [(string.Join('|', groups.Order(StringComparer.OrdinalIgnoreCase)).ToUpperInvariant(), elsewhere)];
        }

        var own = AddressSet.UnionOf(rule.Destinations.Addresses.Select(term => term.Addresses).OfType<AddressSet>()).Except(space.Internet);
        return own.Ranges.Select(range => range.First).Concat(own.Ranges.SelectMany(range => EdgesIn(range.First, range.Last))).Distinct().Take(Most)
            .Select(address => ($"#{address}", (Destination)new Destination.Among(AddressSet.OfOne(address))));
    }

    private IEnumerable<UInt128> EdgesIn(UInt128 first, UInt128 last)
    {
        var found = _edges.BinarySearch(first);
        for (var index = found < 0 ? ~found : found; index < _edges.Length && _edges[index] <= last; index++)
        {
            yield return _edges[index];
        }
    }
}
