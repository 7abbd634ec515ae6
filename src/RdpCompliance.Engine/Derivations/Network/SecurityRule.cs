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

/// <summary>What a packet carries besides its addresses.</summary>
/// <param name="Protocol">"Tcp" or "Udp".</param>
/// <param name="Port">The port at the interface, after address translation.</param>
public sealed record PacketFlow(string Protocol, int Port);

/// <summary>One rule of a network security group, as far as it is known.</summary>
public sealed record SecurityRule(string Name)
{
    /// <summary>The port ranges that a client's system takes source ports from.</summary>
    private static readonly PortRange Ephemeral = new(1024, ushort.MaxValue);

    /// <summary>Rules that every group has, behind all others.</summary>
    public static ImmutableArray<SecurityRule> Defaults { get; } =
    [
        new("AllowVnetInBound") { Priority = 65_000, Access = RuleAccess.Allow, Sources = Terms.Of("VirtualNetwork"), Destinations = Terms.Of("VirtualNetwork") },
        new("AllowAzureLoadBalancerInBound") { Priority = 65_001, Access = RuleAccess.Allow, Sources = Terms.Of("AzureLoadBalancer") },
        new("DenyAllInBound") { Priority = 65_500, Access = RuleAccess.Deny },
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

    /// <summary>The sources whose packets it takes, were they to go to that destination.</summary>
    internal AddressBounds Match(PacketFlow flow, Destination destination, NetworkSpace space) =>
        Match(Lesser(Takes(flow), IsFor(destination)), space);

    /// <summary>The sources whose packets it takes, when it is certain or not that it takes the packet for all else.</summary>
    internal AddressBounds Match(Truth otherwise, NetworkSpace space)
    {
        if (otherwise == Truth.False)
        {
            return AddressBounds.Nothing;
        }

        var sources = Sources.Addresses.Select(term => space.Resolve(term.Text, term.Addresses)).Concat(SourceGroups.Known.Select(space.OfGroup)).Aggregate(AddressBounds.Nothing, (all, one) => all.Union(one));
        sources = Sources.AreComplete && SourceGroups.AreComplete ? sources : sources.Union(AddressBounds.Anything);
        return otherwise == Truth.True ? sources : sources.Perhaps();
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
            : Protocol == "*" || Protocol.Equals("Any", StringComparison.OrdinalIgnoreCase) || Protocol.Equals(flow.Protocol, StringComparison.OrdinalIgnoreCase) ? Truth.True : Truth.False;
        return Lesser(Lesser(inbound, protocol), Lesser(Covers(DestinationPorts, flow.Port), IsFromClient()));
    }

    internal Truth IsFor(Destination destination)
    {
        var truths = Destinations.Addresses.Select(term => destination.IsNamedBy(term.Text, term.Addresses))
            .Concat(DestinationGroups.Known.Select(id => destination.Groups is { } own ? own.Contains(id) ? Truth.True : Truth.False : Truth.Unknown));
        var known = truths.Aggregate(Truth.False, (one, other) => one > other ? one : other);
        return known == Truth.True || (Destinations.AreComplete && DestinationGroups.AreComplete) ? known : Truth.Unknown;
    }

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
            : !SourcePorts.AreComplete || ranges.Any(range => range is not { } known || (known.First <= Ephemeral.Last && known.Last >= Ephemeral.First)) ? Truth.Unknown
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
