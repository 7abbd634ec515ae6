using System.Collections.Immutable;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>What a network security group lets in to one destination.</summary>
/// <param name="Allowed">The sources let in by any rule.</param>
/// <param name="ByRule">The sources that each rule lets in, which no rule before it takes.</param>
public sealed record GroupOutcome(AddressBounds Allowed, ImmutableArray<(SecurityRule Rule, AddressBounds Sources)> ByRule)
{
    /// <summary>Lets the rules take the packets by priority; the first that takes one decides.</summary>
    /// <param name="rules">The group's own rules; the default ones are added.</param>
    /// <param name="sources">The senders that are asked about.</param>
    public static GroupOutcome Of(IEnumerable<SecurityRule> rules, PacketFlow flow, Destination destination, NetworkSpace space, AddressSet sources) =>
        Of(rules.Concat(SecurityRule.Defaults).Select(rule => (rule, rule.Match(flow, destination, space))), sources);

    /// <param name="taken">All rules, the default ones among them, with the senders whose packets each takes.</param>
    public static GroupOutcome Of(IEnumerable<(SecurityRule Rule, AddressBounds Takes)> taken, AddressSet sources)
    {
        var matches = taken
            .Select((one, index) => (one.Rule, Index: index, one.Takes))
            .Where(one => !one.Takes.May.IsEmpty)
            .ToList();
        var must = Certain(matches, sources);
        var may = Possible(matches, sources);
        var byRule = matches.Select(one => (one.Rule, new AddressBounds(must.GetValueOrDefault(one.Index, AddressSet.Empty), may.GetValueOrDefault(one.Index, AddressSet.Empty)))).ToImmutableArray();
        return new(byRule.Aggregate(AddressBounds.Nothing, (all, one) => all.Union(one.Item2)), byRule);
    }

    /// <summary>Every doubt speaks against: what may deny denies, at the first place that it may have; what may allow allows nothing.</summary>
    private static Dictionary<int, AddressSet> Certain(List<(SecurityRule Rule, int Index, AddressBounds Takes)> matches, AddressSet sources)
    {
        var allowed = new Dictionary<int, AddressSet>();
        var left = sources;
        foreach (var (rule, index, takes) in matches.OrderBy(one => one.Rule.Priority ?? (one.Rule.Access == RuleAccess.Allow ? SecurityRule.Defaults[0].Priority - 1 : long.MinValue)).ThenBy(one => one.Index))
        {
            if (rule.Access == RuleAccess.Allow)
            {
                allowed[index] = takes.Must.Intersect(left);
                left = left.Except(takes.Must);
            }
            else
            {
                left = left.Except(takes.May);
            }
        }

        return allowed;
    }

    /// <summary>Every doubt speaks for: what may allow allows, at the first place that it may have.</summary>
    private static Dictionary<int, AddressSet> Possible(List<(SecurityRule Rule, int Index, AddressBounds Takes)> matches, AddressSet sources)
    {
        var allowed = new Dictionary<int, AddressSet>();
        var left = sources;
        foreach (var (rule, index, takes) in matches.OrderBy(one => one.Rule.Priority ?? (one.Rule.Access == RuleAccess.Deny ? SecurityRule.Defaults[0].Priority - 1 : long.MinValue)).ThenBy(one => one.Index))
        {
            if (rule.Access != RuleAccess.Deny)
            {
                allowed[index] = takes.May.Intersect(left);
            }

            // A rule whose place is not known may stand behind the next one.
            left = rule.Priority is null ? left : left.Except(takes.Must);
        }

        return allowed;
    }
}
