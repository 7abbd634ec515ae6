using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>What of an interface's network decides about packets to it.</summary>
/// <param name="Path">The groups before it and its default route; what is of the kind of public address is left to who asks.</param>
/// <param name="Groups">The groups of the interface and of its subnets.</param>
/// <param name="Doubt">Why a group may be there that is not known; <see langword="null"/> when all are known.</param>
/// <param name="RouteDoubt">Why the default route is not known.</param>
internal sealed record InterfaceSurroundings(
    InboundPath Path,
    Destination Destination,
    NetworkSpace Space,
    ImmutableArray<Subject> Subnets,
    ImmutableArray<Subject> Groups,
    Fact? Doubt,
    Fact? RouteDoubt)
{
    public static InterfaceSurroundings Of(Subject nic, IFactSource estate)
    {
        var related = estate.Related(nic, "subnets");
        var subnets = related?.Members ?? [];
        var levels = new[] { nic }.Concat(subnets).Select(level => estate.Related(level, "security-group")).OfType<RelatedSubjects>().ToList();
        var groups = levels.SelectMany(level => level.Members).Distinct().ToImmutableArray();
        var doubt = related?.Incomplete ?? levels.Select(level => level.Incomplete).FirstOrDefault(incomplete => incomplete is not null);
        var (route, because) = DefaultRoute.Of(subnets, estate);
        var path = new InboundPath([.. groups.Select(group => Rules(group, estate))], doubt is not null, IsStandard: false, route);
        return new(path, DestinationOf(nic), SpaceOf(subnets, route, estate), subnets, groups, doubt, route == InternetRoute.Unknown ? because : null);
    }

    /// <summary>
    /// How much of the Internet comes in by one way. It comes in straight or not at all, so the network's tag is asked without a default route.
    /// </summary>
    public InternetExposure Exposure(PublicWay way, PacketFlow flow)
    {
        var exposure = (Path with { IsStandard = way.IsStandard }).Exposure(flow, Destination, Space with { HasDefaultRoute = false });
        return way.Doubt is null || exposure == InternetExposure.None ? exposure : InternetExposure.Unknown;
    }

    private static (ImmutableArray<SecurityRule> Rules, bool AreComplete) Rules(Subject group, IFactSource estate)
    {
        var (rules, incomplete) = SecurityRuleReading.OfGroup(group, estate);
        return (rules, incomplete is null);
    }

    /// <summary>A private address that Azure picks is one of the subnet's; rules seldom name less than a subnet.</summary>
    private static Destination DestinationOf(Subject nic)
    {
        var body = nic.Resource?.Body;
        var groups = body is null ? [] : ResourceShape.At(body, "ipConfigurations.applicationSecurityGroups.id").Select(ResourceShape.TextOf).ToList();
        var members = groups.Contains(null) ? null : groups.OfType<string>().ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);
        var address = body is null
            ? null
            : ResourceShape.At(body, "ipConfigurations.privateIPAddress").OfType<Node.Text>().Select(text => AddressSet.TryParse(text.Value)).FirstOrDefault();
        return address is null ? new Destination.Somewhere { Groups = members } : new Destination.Among(address) { Groups = members };
    }

    /// <summary>Where a default route leads into the network, its tag may take in everything.</summary>
    private static NetworkSpace SpaceOf(ImmutableArray<Subject> subnets, InternetRoute route, IFactSource estate)
    {
        var networks = subnets
            .SelectMany(subnet => estate.Related(subnet, "virtual-network")?.Members ?? [])
            .Select(network => estate.FactOf(network, "address-space"));
        var prefixes = networks
            .Select(fact => fact.Value)
            .OfType<FieldValue.List>()
            .SelectMany(list => list.Values)
            .Select(value => AddressSet.TryParse(value.ToString()))
            .OfType<AddressSet>();
        return NetworkSpace.Unknown with { Prefixes = AddressSet.UnionOf(prefixes), HasDefaultRoute = route != InternetRoute.Direct };
    }
}
