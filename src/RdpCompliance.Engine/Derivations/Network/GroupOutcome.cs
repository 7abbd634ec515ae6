using System.Collections.Immutable;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>What a network security group lets through: the rules take the packets by priority, and the first that takes one decides.</summary>
internal static class GroupOutcome
{
    /// <summary>Behind every rule that a group may have of its own.</summary>
    private static readonly long LastOfOwn = (SecurityRule.Defaults[0].Priority ?? 0) - 1;

    /// <summary>The senders that get in to one destination.</summary>
    /// <param name="rules">The group's own rules; the default ones are added.</param>
    /// <param name="sources">The senders that are asked about.</param>
    public static AddressBounds Of(IEnumerable<SecurityRule> rules, PacketFlow flow, Destination destination, NetworkSpace space, AddressSet sources) =>
        Of(rules.Concat(SecurityRule.Defaults), flow, destination, space).Within(sources);

    /// <summary>The receivers that a sender behind the group gets out to.</summary>
    /// <param name="sender">Named as a destination is: by its private address.</param>
    /// <param name="receivers">Those that are asked about.</param>
    public static AddressBounds OutOf(IEnumerable<SecurityRule> rules, PacketFlow flow, Destination sender, NetworkSpace space, AddressSet receivers) =>
        Of(rules.Concat(SecurityRule.DefaultsOutbound).Select(rule => rule.Mirrored()), flow, sender, space).Within(receivers);

    /// <summary>Every doubt speaks against: what may deny denies, at the first place that it may have; what may allow allows nothing.</summary>
    internal static IEnumerable<T> InCertainOrder<T>(IEnumerable<T> rules, Func<T, SecurityRule> rule) =>
        rules.OrderBy(one => rule(one).Priority ?? (rule(one).Access == RuleAccess.Allow ? LastOfOwn : long.MinValue));

    /// <summary>Every doubt speaks for: what may allow allows, at the first place that it may have.</summary>
    internal static IEnumerable<T> InPossibleOrder<T>(IEnumerable<T> rules, Func<T, SecurityRule> rule) =>
        rules.OrderBy(one => rule(one).Priority ?? (rule(one).Access == RuleAccess.Deny ? LastOfOwn : long.MinValue));

    private static AddressBounds Of(IEnumerable<SecurityRule> rules, PacketFlow flow, Destination destination, NetworkSpace space)
    {
        var taken = rules.Select(rule => (Rule: rule, Takes: rule.Match(flow, destination, space))).Where(one => !one.Takes.Senders.May.IsEmpty).ToList();
        var certain = InCertainOrder(taken, one => one.Rule).ToList();
        var tags = certain
            .Where(one => one.Rule.Access != RuleAccess.Allow)
            .SelectMany(one => one.Takes.Tags)
            .ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);
        var must = Allowed(takes => takes.Senders.May);
        return new(must, Possible(taken)) { Bulk = tags.IsEmpty ? must : Allowed(takes => takes.Narrow), Lacking = tags };

        AddressSet Allowed(Func<RuleTakes, AddressSet> denied) => Runs(
            [.. certain.Select(one => one.Rule.Access == RuleAccess.Allow ? one.Takes.Senders.Must : denied(one.Takes))],
            index => certain[index].Rule.Access == RuleAccess.Allow);
    }

    /// <summary>
    /// Each rule first lets in what it may, then takes away what it must; a rule whose place is not known takes nothing from those behind it.
    /// </summary>
    private static AddressSet Possible(IEnumerable<(SecurityRule Rule, RuleTakes Takes)> taken) => Runs(
        [
            .. InPossibleOrder(taken, one => one.Rule).SelectMany(one => new[]
            {
                one.Rule.Access == RuleAccess.Deny ? AddressSet.Empty : one.Takes.Senders.May,
                one.Rule.Priority is null ? AddressSet.Empty : one.Takes.Senders.Must,
            }),
        ],
        index => index % 2 == 0);

    private static AddressSet Runs(IReadOnlyList<AddressSet> claims, Func<int, bool> isMeant) =>
        AddressSet.OfOrdered(FirstClaim.Of(claims).Where(run => isMeant(run.Claim)).Select(run => (run.First, run.Last)));
}
