using System.Collections.Immutable;
using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>What one rule lets in from the Internet, to whatever destination the most of it gets.</summary>
/// <param name="IsForNobody">The rule names public destinations only, which no packet has once addresses are translated.</param>
internal sealed record RuleExposure(InternetExposure Exposure, bool IsForNobody)
{
    /// <summary>More points than these of one rule's destinations are not tried.</summary>
    private const int MostPoints = 16;

    /// <param name="rule">One of <paramref name="rules"/>.</param>
    public static RuleExposure Of(SecurityRule rule, ImmutableArray<SecurityRule> rules, PacketFlow flow, NetworkSpace space)
    {
        // Whether the rule is deployed and what it is for is not asked here: for its destinations, it is there.
        var meant = rule with { IsCertain = true, Destinations = rule.Destinations.AreComplete ? rule.Destinations : Terms.Everything };
        var around = rules.Select(one => ReferenceEquals(one, rule) ? meant : one).Concat(SecurityRule.Defaults)
            .Select(one => (Rule: one, Takes: one.Match(one.Takes(flow), space)))
            .Where(one => !one.Takes.May.IsEmpty)
            .ToImmutableArray();
        var most = InternetExposure.None;
        var isForNobody = true;
        foreach (var point in Points(meant, [.. around.Select(one => one.Rule)], space).Take(MostPoints))
        {
            isForNobody = false;
            var outcome = GroupOutcome.Of(around.Select(one => (one.Rule, At(point, one.Rule, one.Takes))), AddressSet.All);
            foreach (var (_, sources) in outcome.ByRule.Where(one => ReferenceEquals(one.Rule, meant)))
            {
                var exposure = InternetExposures.Of(sources, space);
                most = exposure > most ? exposure : most;
            }
        }

        return new(most, isForNobody);
    }

    private static AddressBounds At(Destination point, SecurityRule rule, AddressBounds takes) => rule.IsFor(point) switch
    {
        Truth.True => takes,
        Truth.Unknown => takes.Perhaps(),
        _ => AddressBounds.Nothing,
    };

    /// <summary>
    /// Destinations of the rule that between them are taken by every set of the other rules: for a rule that names no address, one that no rule names; for addresses, those where some rule's
    /// addresses begin or end.
    /// </summary>
    private static IEnumerable<Destination> Points(SecurityRule rule, ImmutableArray<SecurityRule> rules, NetworkSpace space)
    {
        var groups = rule.DestinationGroups.Known.ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);
        var elsewhere = new Destination.Elsewhere { Groups = groups };
        if (rule.IsFor(elsewhere) != Truth.False)
        {
            return [elsewhere];
        }

        var own = rule.Destinations.Addresses.Select(term => term.Addresses).OfType<AddressSet>().Aggregate(AddressSet.Empty, (all, one) => all.Union(one)).Except(space.Internet);
        return rules.SelectMany(other => other.Destinations.Addresses).DistinctBy(term => term.Text, StringComparer.OrdinalIgnoreCase).Select(term => term.Addresses).OfType<AddressSet>().Append(own).SelectMany(set => set.Edges)
            .Where(own.Covers)
            .Select(point => new Destination.Among(point));
    }
}
