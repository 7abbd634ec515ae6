using System.Collections.Concurrent;
using System.Collections.Immutable;
using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>
/// What each rule of a group lets in from the Internet, to whatever destination and from whatever source port the most of it gets. All rules that have a
/// destination in common are answered by one sweep.
/// </summary>
internal sealed class GroupExposure(ImmutableArray<SecurityRule> rules, NetworkSpace space)
{
    private readonly ImmutableArray<SecurityRule> _rules = [.. rules, .. SecurityRule.Defaults];
    private readonly Lazy<Dictionary<SecurityRule, RuleTakes>> _senders = new(() =>
    {
        var senders = new Dictionary<SecurityRule, RuleTakes>(ReferenceEqualityComparer.Instance);
        foreach (var rule in rules.Concat(SecurityRule.Defaults))
        {
            senders[rule] = rule.Match(Truth.True, space);
        }

        return senders;
    });

    private readonly Lazy<ImmutableArray<int>> _ports = new(() => SourcePorts.For(rules));
    private readonly Lazy<DestinationPoints> _points = new(() => new(rules, space));
    private readonly ConcurrentDictionary<PacketFlow, ImmutableArray<(SecurityRule Rule, Truth Takes)>> _relevant = new();
    private readonly ConcurrentDictionary<(PacketFlow Flow, RuleAccess Access), ImmutableArray<(UInt128 First, UInt128 Last, SecurityRule Rule)>> _wide = new();
    private readonly ConcurrentDictionary<(PacketFlow Flow, string Point), Lazy<Dictionary<SecurityRule, InternetExposure>>> _answers = new();

    /// <summary>The senders whose packets a rule of the group takes, were it for the packet.</summary>
    public AddressBounds SendersOf(SecurityRule rule) => _senders.Value[rule].Senders;

    /// <summary>The rules of an access that take a packet for certain, whichever of these senders it has, as far as destinations do not matter.</summary>
    /// <param name="senders">Not empty.</param>
    public IEnumerable<SecurityRule> Taking(PacketFlow flow, RuleAccess access, AddressSet senders)
    {
        var (first, last) = senders.Outermost;
        foreach (var (from, to, rule) in _wide.GetOrAdd((flow, access), wanted => [.. Wide(wanted.Flow, wanted.Access)]))
        {
            if (from <= first && last <= to && SendersOf(rule).Must.Covers(senders))
            {
                yield return rule;
            }
        }
    }

    /// <param name="rule">One of the group's.</param>
    /// <param name="flow">Its source port is not looked at.</param>
    public InternetExposure Of(SecurityRule rule, PacketFlow flow)
    {
        var most = InternetExposure.None;
        if (rule.Access == RuleAccess.Deny)
        {
            return most;
        }

        var meant = Meant(rule);
        var points = _points.Value.Of(meant);
        foreach (var port in SourcePorts.For(meant, _ports.Value))
        {
            var from = flow with { SourcePort = port };
            if (meant.Takes(from) == Truth.False)
            {
                continue;
            }

            foreach (var (name, point) in points)
            {
                var exposure = _answers.GetOrAdd((from, name), _ => new(() => At(point, from))).Value.GetValueOrDefault(rule);
                most = exposure > most ? exposure : most;
            }
        }

        return most;
    }

    /// <summary>
    /// Whether the rule is deployed, what it is for and which source port it names is not
    /// asked where that is not known: for its destinations it is there, and an
    /// attacker takes the port that it has.
    /// </summary>
    private static SecurityRule Meant(SecurityRule rule) => rule with
    {
        IsCertain = true,
        Destinations = rule.Destinations.AreComplete ? rule.Destinations : Terms.Everything,
        SourcePorts = rule.SourcePorts.AreComplete ? rule.SourcePorts : Terms.Everything,
    };

    /// <summary>The outermost senders of each rule that takes a packet for certain: every rule may be asked about every other one.</summary>
    private IEnumerable<(UInt128 First, UInt128 Last, SecurityRule Rule)> Wide(PacketFlow flow, RuleAccess access)
    {
        foreach (var (rule, takes) in Relevant(flow))
        {
            if (takes == Truth.True && rule.Access == access && SendersOf(rule).Must is { IsEmpty: false } senders)
            {
                yield return (senders.Outermost.First, senders.Outermost.Last, rule);
            }
        }
    }

    private Dictionary<SecurityRule, InternetExposure> At(Destination point, PacketFlow flow)
    {
        var taken = Relevant(flow)
            .Select(one => (one.Rule, Takes: Where(one.Rule, SecurityRule.Lesser(one.Takes, one.Rule.IsFor(point)))))
            .Where(one => !one.Takes.Senders.May.IsEmpty)
            .ToList();
        var certain = GroupOutcome.InCertainOrder(taken, one => one.Rule).ToList();
        var possible = GroupOutcome.InPossibleOrder(taken, one => one.Rule).ToList();
        var asked = taken.Where(one => one.Rule.Access != RuleAccess.Deny).Select(one => (one.Rule, Takes: Meant(one.Rule, point, flow).Senders)).ToList();
        var (rank, rankPossible) = (Ranks(certain), Ranks(possible));
        var must = asked.ConvertAll(one => (rank[one.Rule], one.Rule.Access == RuleAccess.Allow ? one.Takes.Must : AddressSet.Empty));
        var mustIn = Share(certain, one => Certainly(one.Rule, one.Takes, one.Takes.Senders.May), must);
        var mayIn = Share(
            possible,
            one => one.Rule.Priority is null ? AddressSet.Empty : one.Takes.Senders.Must,
            asked.ConvertAll(one => (rankPossible[one.Rule], one.Takes.May)));
        var tags = TagsBefore(certain);
        var bulkIn = tags[^1] == 0 ? mustIn : Share(certain, one => Certainly(one.Rule, one.Takes, one.Takes.Narrow), must);
        var answers = new Dictionary<SecurityRule, InternetExposure>(ReferenceEqualityComparer.Instance);
        for (var index = 0; index < asked.Count; index++)
        {
            answers[asked[index].Rule] = InternetExposures.Of(mustIn[index], bulkIn[index].WithoutTags(tags[must[index].Item1]), mayIn[index]);
        }

        return answers;
    }

    private ImmutableArray<(SecurityRule Rule, Truth Takes)> Relevant(PacketFlow flow) =>
        _relevant.GetOrAdd(flow, from => [.. _rules.Select(rule => (rule, rule.Takes(from))).Where(one => one.Item2 != Truth.False)]);

    private RuleTakes Where(SecurityRule rule, Truth truth) => truth switch
    {
        Truth.True => _senders.Value[rule],
        Truth.Unknown => _senders.Value[rule].Perhaps(),
        _ => RuleTakes.Nothing,
    };

    private RuleTakes Meant(SecurityRule rule, Destination point, PacketFlow flow)
    {
        var meant = Meant(rule);
        return Where(rule, SecurityRule.Lesser(meant.Takes(flow), meant.IsFor(point)));
    }

    private AddressCount[] Share(
        List<(SecurityRule Rule, RuleTakes Takes)> order,
        Func<(SecurityRule Rule, RuleTakes Takes), AddressSet> claim,
        List<(int Rank, AddressSet Set)> questions
    ) => RankedShare.Of(order.ConvertAll(one => claim(one)), space.Internet, questions);

    private static AddressSet Certainly(SecurityRule rule, RuleTakes takes, AddressSet denied) => rule.Access == RuleAccess.Allow ? takes.Senders.Must : denied;

    private static Dictionary<SecurityRule, int> Ranks(List<(SecurityRule Rule, RuleTakes Takes)> order)
    {
        var ranks = new Dictionary<SecurityRule, int>(ReferenceEqualityComparer.Instance);
        for (var rank = 0; rank < order.Count; rank++)
        {
            ranks[order[rank].Rule] = rank;
        }

        return ranks;
    }

    /// <summary>How many service tags of unknown addresses the rules before each place may deny, and at the end all of them.</summary>
    private static int[] TagsBefore(List<(SecurityRule Rule, RuleTakes Takes)> order)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var before = new int[order.Count + 1];
        for (var place = 0; place < order.Count; place++)
        {
            before[place] = seen.Count;
            if (order[place].Rule.Access != RuleAccess.Allow)
            {
                seen.UnionWith(order[place].Takes.Tags);
            }
        }

        before[order.Count] = seen.Count;
        return before;
    }
}
