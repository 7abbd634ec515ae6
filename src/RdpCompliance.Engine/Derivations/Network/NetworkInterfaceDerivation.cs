using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>How far Remote Desktop of an interface is open to the Internet by a public address of its own: groups of subnet and interface, the kind of address and the route together.</summary>
internal sealed class NetworkInterfaceDerivation : IFieldDerivation
{
    public string Kind => AzureKinds.NetworkInterface;

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, IFactSource estate) => Derive(subject, field, null, estate);

    public Fact? Derive(Subject subject, string field, FieldValue? argument, IFactSource estate) => field switch
    {
        "internet-exposure" => Exposure(subject, SecurityRuleDerivation.FlowOf(argument), estate),
        "has-security-group" => HasGroup(subject, estate),
        _ => null,
    };

    private static Fact Exposure(Subject nic, PacketFlow flow, IFactSource estate)
    {
        var addresses = estate.Related(nic, "public-addresses");
        if (addresses is not { Members: [var address, ..] })
        {
            return addresses?.Incomplete ?? Fact.Known(new FieldValue.Text("none")) with { Grounds = [Ground.Thing(nic.Place)], Because = $"{nic.Name} has no public address", IsStated = false };
        }

        var surroundings = InterfaceSurroundings.Of(nic, estate);
        var sku = estate.FactOf(address, "sku");
        var (route, routeFact) = RouteOf(surroundings.Subnets, estate);
        var path = surroundings.Path with
        {
            IsStandard = !sku.IsKnown ? null : sku.Value?.ToString().StartsWith("Standard", StringComparison.OrdinalIgnoreCase) == true,
            Route = route,
        };
        var exposure = path.Exposure(flow, surroundings.Destination, surroundings.Space);
        return exposure.AsField() is { } value
            ? Known(nic, address, value, surroundings.Groups, flow, estate)
            : surroundings.Doubt ?? (route is InternetRoute.Unknown or InternetRoute.Gateway ? routeFact : null) ?? (surroundings.Groups.IsEmpty && !sku.IsKnown ? sku : null) ?? Doubt(surroundings.Groups, flow, estate);
    }

    private static Fact Known(Subject nic, Subject address, FieldValue exposure, ImmutableArray<Subject> groups, PacketFlow flow, IFactSource estate)
    {
        var port = new FieldValue.Number(flow.Port);
        var rule = groups.SelectMany(group => estate.Related(group, "rules")?.Members ?? []).FirstOrDefault(one => estate.FactOf(one, "internet-exposure", port).Value?.ToString() == exposure.ToString());
        var reference = nic.Resource is { } resource ? ResourceShape.At(resource.Body, "ipConfigurations.publicIPAddress").Take(1).SelectMany(node => ResourceFacts.PlacesOf(node, resource, "ipConfigurations.publicIPAddress")) : [];
        var because = rule is not null ? $"rule '{rule.Name}' lets the Internet in at {flow.Port}"
            : groups.IsEmpty ? "no network security group stands before it"
            : $"the groups let in at {flow.Port} what they let in";
        return Fact.Known(exposure) with
        {
            Grounds = [.. reference, .. rule is null ? [] : estate.FactOf(rule, "sources").Grounds.Select(place => place with { Text = $"rule '{rule.Name}'" }), new Ground(address.Place, null, $"public address '{address.Name}'")],
            Because = exposure.ToString() == "none" ? $"nobody of the Internet reaches {nic.Name} at {flow.Port}" : because,
        };
    }

    private static Fact Doubt(ImmutableArray<Subject> groups, PacketFlow flow, IFactSource estate) =>
        groups.Select(group => estate.FactOf(group, "internet-exposure", new FieldValue.Number(flow.Port))).FirstOrDefault(fact => !fact.IsKnown)
        ?? Fact.Unknown(UnknownReason.Unresolvable, "the private address of the interface");

    /// <summary>The next hop of 0.0.0.0/0.</summary>
    private static (InternetRoute Route, Fact? Because) RouteOf(ImmutableArray<Subject> subnets, IFactSource estate)
    {
        foreach (var table in subnets.Select(subnet => estate.Related(subnet, "route-table")).OfType<RelatedSubjects>())
        {
            if (table is not { Members: [var found, ..] })
            {
                if (table.Incomplete is { } elsewhere)
                {
                    return (InternetRoute.Unknown, elsewhere);
                }

                continue;
            }

            var routes = estate.Related(found, "routes");
            foreach (var route in routes?.Members ?? [])
            {
                var prefix = estate.FactOf(route, "address-prefix");
                var hop = estate.FactOf(route, "next-hop-type");
                if (!prefix.IsKnown || (prefix.Value?.ToString() == "0.0.0.0/0" && !hop.IsKnown))
                {
                    return (InternetRoute.Unknown, prefix.IsKnown ? hop : prefix);
                }

                if (prefix.Value?.ToString() == "0.0.0.0/0")
                {
                    return hop.Value?.ToString().ToUpperInvariant() switch
                    {
                        "INTERNET" => (InternetRoute.Direct, hop),
                        "VIRTUALNETWORKGATEWAY" => (InternetRoute.Gateway, hop),
                        _ => (InternetRoute.Elsewhere, hop),
                    };
                }
            }

            if (routes?.Incomplete is { } more)
            {
                return (InternetRoute.Unknown, more);
            }
        }

        return (InternetRoute.Direct, null);
    }

    private static Fact HasGroup(Subject nic, IFactSource estate)
    {
        var surroundings = InterfaceSurroundings.Of(nic, estate);
        return surroundings.Groups is [var group, ..]
            ? Fact.Known(new FieldValue.Flag(true)) with { Grounds = [Ground.Thing(group.Place)], Because = $"'{group.Name}' stands before it" }
            : surroundings.Doubt ?? Fact.Known(new FieldValue.Flag(false)) with { Grounds = [Ground.Absent(nic.Place, null)], Because = "neither it nor its subnet has a network security group" };
    }
}
