using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>
/// Whether Remote Desktop of a machine is open to senders for whom it is meant: the Bastion of its
/// network, or those that the user names. Without such an intent nothing is asked.
/// </summary>
internal static class IntendedPath
{
    private const string BastionSubnet = "AzureBastionSubnet";

    /// <summary>Azure's own address, from which load balancers probe; every group lets it in.</summary>
    private static readonly AddressSet Probes = AddressSet.Of(["168.63.129.16/32"]);

    /// <summary>"open" or "blocked" for the Bastion of the machine's network; absent when there is none.</summary>
    public static Fact FromBastion(Subject machine, PacketFlow flow, IFactSource estate)
    {
        var bastions = Interfaces(machine, estate)
            .SelectMany(nic => InterfaceSurroundings.Of(nic, estate).Subnets)
            .SelectMany(subnet => estate.Related(subnet, "virtual-network")?.Members ?? [])
            .SelectMany(network => estate.Related(network, "subnets")?.Members ?? [])
            .Where(subnet => subnet.Name.EndsWith($"/{BastionSubnet}", StringComparison.OrdinalIgnoreCase))
            .ToList();
        if (bastions is not [var bastion, ..])
        {
            return Fact.Absent() with { Grounds = [Ground.Thing(machine.Place)], Because = "no Azure Bastion is in its network" };
        }

        var prefixes = estate.FactOf(bastion, "address-prefixes");
        return prefixes.Value is FieldValue.List list
            ? Of(machine, [.. list.Values.Select(prefix => prefix.ToString())], "Azure Bastion", flow, estate)
            : prefixes;
    }

    /// <summary>
    /// "open" or "blocked" for the senders that the user names; where he only says that it is meant to be reached, for anybody at all; absent when
    /// he says neither.
    /// </summary>
    public static Fact FromDeclared(Subject machine, PacketFlow flow, IFactSource estate) => estate switch
    {
        { ReachableFrom: { IsEmpty: false } from } => Of(machine, from, $"'{string.Join("', '", from)}'", flow, estate),
        { IsMeantToBeReached: true } => FromAnybody(machine, flow, estate),
        _ => Fact.Absent() with { Grounds = [Ground.Thing(machine.Place)], Because = "nobody says from where it shall be reachable" },
    };

    /// <summary>
    /// "blocked" only where every interface refuses everybody that may be meant: the Internet where the machine has a way from there, else all.
    /// </summary>
    private static Fact FromAnybody(Subject machine, PacketFlow flow, IFactSource estate)
    {
        Fact? doubt = null;
        Fact? blocked = null;
        foreach (var nic in Interfaces(machine, estate))
        {
            var around = InterfaceSurroundings.Of(nic, estate);
            var isPublic = PublicWay.To(nic, flow, estate).Ways.Count > 0;
            var meant = (isPublic ? around.Space.Internet : AddressSet.All).Except(Probes);
            var (must, may) = around.Path.Allowed(flow, around.Destination, around.Space, meant);
            if (must.Overlaps(meant))
            {
                return Fact.Known(new FieldValue.Text("open")) with { Grounds = [Ground.Thing(nic.Place)], Because = $"{nic.Name} lets somebody in" };
            }

            if (may.Overlaps(meant))
            {
                doubt ??= around.Doubt ?? Fact.Unknown(UnknownReason.Unresolvable, "the rules of its network security groups") with
                {
                    Grounds = [Ground.Thing(nic.Place)],
                    Because = $"it is not known whether {nic.Name} lets anybody in",
                };
            }
            else
            {
                blocked ??= Blocked(nic, around, meant, isPublic ? "the Internet" : "anybody", flow, estate);
            }
        }

        return doubt ?? blocked ?? Fact.Unknown(UnknownReason.NotCollected, $"the network interfaces of {machine}");
    }

    /// <summary>"open" or "blocked" for the Internet where a load balancer passes it on to the machine; absent when none does.</summary>
    public static Fact FromLoadBalancer(Subject machine, PacketFlow flow, IFactSource estate)
    {
        Fact? doubt = null;
        Fact? blocked = null;
        foreach (var nic in Interfaces(machine, estate))
        {
            var around = InterfaceSurroundings.Of(nic, estate);
            foreach (var way in PublicWay.To(nic, flow, estate).Ways.Where(way => way.IsTranslated && way.Doubt is null))
            {
                var exposure = around.Exposure(way, flow);
                if (exposure is InternetExposure.Exposed or InternetExposure.Restricted)
                {
                    return Fact.Known(new FieldValue.Text("open")) with
                    {
                        Grounds = [Ground.Thing(way.Through.Place)],
                        Because = $"{way.Through.Name} leads to {nic.Name}",
                    };
                }

                if (exposure == InternetExposure.Unknown)
                {
                    doubt ??= around.Doubt ?? around.RouteDoubt ?? way.Sku;
                }
                else
                {
                    blocked ??= NotPassedOn(nic, way, around, flow, estate);
                }
            }
        }

        return doubt is { IsKnown: true } ? Fact.Unknown(UnknownReason.Unresolvable, "the rules of its network security groups")
            : doubt ?? blocked ?? Fact.Absent() with { Grounds = [Ground.Thing(machine.Place)], Because = "no load balancer passes the Internet on to it" };
    }

    private static Fact NotPassedOn(Subject nic, PublicWay way, InterfaceSurroundings around, PacketFlow flow, IFactSource estate)
    {
        var fact = Blocked(nic, around, around.Space.Internet, "the Internet", flow, estate);
        var because = around.Path.Route != InternetRoute.Direct ? "the default route of its subnet sends the answers elsewhere"
            : around.Groups.IsEmpty ? "a load balancer of the Standard kind lets nothing in where no network security group allows it"
            : fact.Because.ToString();
        return fact with
        {
            Grounds =
            [
                Ground.Thing(way.Through.Place with { Length = 0 }),
                .. fact.Grounds.Select(place => place.Text.IsEmpty ? place with { Text = "what stands in the way" } : place),
            ],
            Because = because,
        };
    }

    /// <summary>Open as soon as one interface lets all of them in; blocked when every interface refuses some of them.</summary>
    private static Fact Of(Subject machine, ImmutableArray<string> terms, string senders, PacketFlow flow, IFactSource estate)
    {
        Fact? doubt = null;
        Fact? blocked = null;
        foreach (var nic in Interfaces(machine, estate))
        {
            var around = InterfaceSurroundings.Of(nic, estate);
            var wanted = terms.Select(around.Space.Resolve).Aggregate(AddressBounds.Nothing, (all, one) => all.Union(one));
            var (must, may) = around.Path.Allowed(flow, around.Destination, around.Space, wanted.May);
            if (must.Covers(wanted.May))
            {
                return Fact.Known(new FieldValue.Text("open")) with { Grounds = [Ground.Thing(nic.Place)], Because = $"{nic.Name} lets {senders} in" };
            }

            if (may.Covers(wanted.Must))
            {
                doubt ??= around.Doubt
                    ?? Fact.Unknown(UnknownReason.Unresolvable, "the rules of its network security groups") with
                    {
                        Grounds = [Ground.Thing(nic.Place)],
                        Because = $"it is not known whether {nic.Name} lets {senders} in",
                    };
            }
            else
            {
                blocked ??= Blocked(nic, around, wanted.Must, senders, flow, estate);
            }
        }

        return doubt ?? blocked ?? Fact.Unknown(UnknownReason.NotCollected, $"the network interfaces of {machine}");
    }

    /// <summary>The rule that stands in the way: the first that denies some of the senders, or the default that is behind all.</summary>
    private static Fact Blocked(Subject nic, InterfaceSurroundings around, AddressSet wanted, string senders, PacketFlow flow, IFactSource estate)
    {
        var denying = around.Groups.SelectMany(group => SecurityRuleReading.OfGroup(group, estate).Rules)
            .Where(rule => rule.Access == RuleAccess.Deny && rule.Match(flow, around.Destination, around.Space).Senders.May.Overlaps(wanted))
            .OrderBy(rule => rule.Priority ?? long.MaxValue)
            .FirstOrDefault();
        var places =
            denying?.Subject is { } rule ? estate.FactOf(rule, "access").Grounds
            : around.Groups is [var group, ..] ? [Ground.Absent(group.Place, null)]
            : [];
        return Fact.Known(new FieldValue.Text("blocked")) with
        {
            Grounds = [.. places, new Ground(nic.Place, null, $"interface '{nic.Name}'")],
            Because = denying is null
                ? $"no rule lets {senders} in at {flow.Port}, so DenyAllInBound does not"
                : $"rule '{denying.Name}' denies {senders} at {flow.Port}",
        };
    }

    private static ImmutableArray<Subject> Interfaces(Subject machine, IFactSource estate) => estate.Related(machine, "network-interfaces")?.Members ?? [];
}
