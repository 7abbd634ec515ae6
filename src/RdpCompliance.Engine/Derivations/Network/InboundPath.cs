using System.Collections.Immutable;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>Where a subnet sends what it answers to the Internet.</summary>
public enum InternetRoute
{
    /// <summary>Straight to the Internet, as without a route table.</summary>
    Direct,

    /// <summary>To an appliance or nowhere: answers do not come back the way the packets came.</summary>
    Elsewhere,

    /// <summary>To a gateway of the virtual network: they do not come back the way they came either, and the network may take in what is behind it.</summary>
    Gateway,

    Unknown,
}

/// <summary>What stands between the Internet and a public address of an interface.</summary>
/// <param name="Groups">
/// The rules of the security groups of the subnet and of the interface, each with whether they are all of them; none when neither has a group.
/// </param>
/// <param name="IsGroupPossible">A group may be there that is not known.</param>
/// <param name="IsStandard">The public address is of a Standard SKU, which lets nothing in
/// without a group; <see langword="null"/> when that is not known.</param>
public sealed record InboundPath(
    ImmutableArray<(ImmutableArray<SecurityRule> Rules, bool AreComplete)> Groups, bool IsGroupPossible, bool? IsStandard, InternetRoute Route)
{
    /// <summary>The senders that get through: every group must let them in.</summary>
    internal AddressBounds Allowed(PacketFlow flow, Destination destination, NetworkSpace space, AddressSet sources)
    {
        var allowed = AddressBounds.Exactly(sources);
        foreach (var (rules, areComplete) in Groups)
        {
            var group = GroupOutcome.Of(rules, flow, destination, space, sources);
            allowed = allowed.Intersect(areComplete ? group : new AddressBounds(AddressSet.Empty, sources));
        }

        return (Groups.IsEmpty, IsGroupPossible, IsStandard) switch
        {
            (true, false, true) => AddressBounds.Nothing,
            (true, false, null) => allowed.Perhaps(),
            (_, true, _) => allowed.Perhaps(),
            _ => allowed,
        };
    }

    /// <summary>What of the Internet gets through from some source port; an attacker chooses his own.</summary>
    internal InternetExposure Exposure(PacketFlow flow, Destination destination, NetworkSpace space)
    {
        if (Route is InternetRoute.Elsewhere or InternetRoute.Gateway)
        {
            return InternetExposure.None;
        }

        var exposure = SourcePorts.For(Groups.SelectMany(group => group.Rules))
            .Max(port => InternetExposures.Of(Allowed(flow with { SourcePort = port }, destination, space, AddressSet.All), space));
        return Route == InternetRoute.Direct || exposure == InternetExposure.None ? exposure : InternetExposure.Unknown;
    }
}
