using System.Collections.Immutable;
using RdpCompliance.Engine.Derivations.Firewall;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Network;

public enum RuleAccess
{
    Allow,
    Deny,
}

/// <summary>One rule of a network security group, as far as it is known.</summary>
public sealed record SecurityRule(string Name)
{
    /// <summary>The port ranges that a client's system takes source ports from.</summary>
    private static readonly PortRange Ephemeral = new(1024, ushort.MaxValue);

    /// <summary>Rules that every group has, behind all others.</summary>
    public static ImmutableArray<SecurityRule> Defaults { get; } =
    [
        new("AllowVnetInBound")
        {
            Priority = 65_000,
            Access = RuleAccess.Allow,
            Sources = Terms.Of("VirtualNetwork"),
            Destinations = Terms.Of("VirtualNetwork"),
        },
        new("AllowAzureLoadBalancerInBound")
        {
            Priority = 65_001,
            Access = RuleAccess.Allow,
            Sources = Terms.Of("AzureLoadBalancer"),
        },
        new("DenyAllInBound") { Priority = 65_500, Access = RuleAccess.Deny },
    ];

    /// <summary>The same for what leaves.</summary>
    public static ImmutableArray<SecurityRule> DefaultsOutbound { get; } =
    [
        Defaults[0] with { Name = "AllowVnetOutBound", IsInbound = false },
        new("AllowInternetOutBound") { Priority = 65_001, Access = RuleAccess.Allow, IsInbound = false, Destinations = Terms.Of("Internet") },
        new("DenyAllOutBound") { Priority = 65_500, Access = RuleAccess.Deny, IsInbound = false },
    ];

    /// <summary>The subject that it was read from; <see langword="null"/> for default rules.</summary>
    public Subject? Subject { get; init; }

    /// <summary>It is there for certain, whatever conditions the template has.</summary>
    public bool IsCertain { get; init; } = true;

    /// <summary><see langword="null"/> when it is not known.</summary>
    public RuleAccess? Access { get; init; }

    /// <summary><see langword="null"/> when it is not known.</summary>
    public bool? IsInbound { get; init; } = true;

    /// <summary>The lowest number counts first; <see langword="null"/> when it is not known.</summary>
    public long? Priority { get; init; }

    /// <summary>"*", "Tcp", "Udp" …; <see langword="null"/> when it is not known.</summary>
    public string? Protocol { get; init; } = "*";

    public Terms Sources { get; init; } = Terms.Everything;

    /// <summary>Ids of application security groups.</summary>
    public Terms SourceGroups { get; init; } = Terms.Nothing;

    public Terms SourcePorts { get; init; } = Terms.Everything;

    public Terms Destinations { get; init; } = Terms.Everything;

    /// <summary>Ids of application security groups.</summary>
    public Terms DestinationGroups { get; init; } = Terms.Nothing;

    public Terms DestinationPorts { get; init; } = Terms.Everything;

    /// <summary>The senders whose packets it takes, were they to go to that destination.</summary>
    internal RuleTakes Match(PacketFlow flow, Destination destination, NetworkSpace space) => Match(Lesser(Takes(flow), IsFor(destination)), space);

    /// <summary>The senders whose packets it takes, when it is certain or not that it takes the packet for all else.</summary>
    internal RuleTakes Match(Truth otherwise, NetworkSpace space) => otherwise switch
    {
        Truth.False => RuleTakes.Nothing,
        Truth.True => SendersIn(space),
        _ => SendersIn(space).Perhaps(),
    };

    /// <summary>The rule with its ends exchanged: what is asked of the receivers of inbound packets can so be asked of those of outbound ones.</summary>
    internal SecurityRule Mirrored() => this with
    {
        IsInbound = !IsInbound,
        Sources = Destinations,
        SourceGroups = DestinationGroups,
        Destinations = Sources,
        DestinationGroups = SourceGroups,
    };

    private RuleTakes SendersIn(NetworkSpace space)
    {
        var terms = Sources
            .Addresses.Select(term =>
                (term.Text, Bounds: space.Resolve(term.Text, term.Addresses), IsTag: term.Addresses is null && space.IsTagOfUnknownAddresses(term.Text)))
            .ToList();
        var others = terms.Where(term => !term.IsTag).Select(term => term.Bounds).Concat(SourceGroups.Known.Select(space.OfGroup));
        if (!Sources.AreComplete || !SourceGroups.AreComplete)
        {
            others = others.Append(AddressBounds.Anything);
        }

        var known = others.ToList();
        var narrow = AddressSet.UnionOf(known.Select(one => one.May));
        var tags = terms.Where(term => term.IsTag).ToList();
        return new(
            new(AddressSet.UnionOf(known.Select(one => one.Must)), AddressSet.UnionOf(tags.Select(tag => tag.Bounds.May).Append(narrow))),
            narrow,
            [.. tags.Select(tag => tag.Text)]);
    }

    /// <summary>Whether it takes the packet as far as addresses do not matter.</summary>
    internal Truth Takes(PacketFlow flow)
    {
        var inbound = (IsInbound, IsCertain) switch
        {
            (false, _) => Truth.False,
            (true, true) => Truth.True,
            _ => Truth.Unknown,
        };
        var protocol = Protocol is null ? Truth.Unknown
            : Protocol == "*" || Protocol.Equals("Any", StringComparison.OrdinalIgnoreCase)
                || Protocol.Equals(flow.Protocol, StringComparison.OrdinalIgnoreCase) ? Truth.True
            : Truth.False;
        var fromPort = flow.SourcePort is { } chosen ? Covers(SourcePorts, chosen) : IsFromClient();
        return Lesser(Lesser(inbound, protocol), Lesser(Covers(DestinationPorts, flow.Port), fromPort));
    }

    internal Truth IsFor(Destination destination)
    {
        var truths = Destinations.Addresses.Select(term => destination.IsNamedBy(term.Text, term.Addresses))
            .Concat(DestinationGroups.Known.Select(id => destination.Groups is { } own ? own.Contains(id) ? Truth.True : Truth.False : Truth.Unknown));
        var known = truths.Aggregate(Truth.False, (one, other) => one > other ? one : other);
        return known == Truth.True || (Destinations.AreComplete && DestinationGroups.AreComplete) ? known : Truth.Unknown;
    }

    /// <summary>The source ports at which what the rule takes may change.</summary>
    internal IEnumerable<int> SourcePortEdges =>
        SourcePorts.Ranges.OfType<PortRange>().SelectMany(range => new[] { range.First, range.Last + 1 }).Where(port => port <= ushort.MaxValue);

    /// <summary>Whether the rule takes every source port that a client may use: all, none, or some.</summary>
    internal Truth IsFromClient()
    {
        var ranges = SourcePorts.Ranges;
        var left = Ephemeral.First;
        foreach (var range in ranges.OfType<PortRange>().OrderBy(range => range.First))
        {
            left = range.First <= left && range.Last >= left ? range.Last + 1 : left;
        }

        return left > Ephemeral.Last ? Truth.True
            : !SourcePorts.AreComplete || ranges.Any(range => range is not { } known || (known.First <= Ephemeral.Last && known.Last >= Ephemeral.First))
                ? Truth.Unknown
            : Truth.False;
    }

    internal static Truth Lesser(Truth left, Truth right) => left < right ? left : right;

    private static Truth Covers(Terms ports, int port)
    {
        var ranges = ports.Ranges;
        return ranges.Any(range => range is { } known && known.Contains(port)) ? Truth.True
            : ports.AreComplete && ranges.All(range => range is not null) ? Truth.False
            : Truth.Unknown;
    }
}
