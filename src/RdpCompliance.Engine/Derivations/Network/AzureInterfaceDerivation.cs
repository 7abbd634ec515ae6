using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>
/// How far Remote Desktop of an interface is open to the Internet, by a public address of its own or by a rule of a load balancer: groups of subnet and
/// interface, the kind of address and the route together.
/// </summary>
internal sealed class AzureInterfaceDerivation : IFieldDerivation
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

    /// <summary>By the way that lets the most in.</summary>
    private static Fact Exposure(Subject nic, PacketFlow flow, IFactSource estate)
    {
        var (ways, incomplete) = PublicWay.To(nic, flow, estate);
        if (ways.Count == 0)
        {
            return incomplete
                ?? Fact.Known(new FieldValue.Text("none")) with
                {
                    Grounds = [Ground.Thing(nic.Place)],
                    Because = $"{nic.Name} has no public address",
                    IsStated = false,
                };
        }

        var surroundings = InterfaceSurroundings.Of(nic, estate);
        var (way, exposure) = ways.Select(one => (Way: one, Exposure: surroundings.Exposure(one, flow))).MaxBy(one => one.Exposure);
        return exposure.AsField() is { } value
            ? exposure != InternetExposure.Exposed && incomplete is not null
                ? incomplete
                : Known(nic, way, value, surroundings.Groups, flow, estate)
            : way.Doubt
                ?? surroundings.Doubt
                ?? surroundings.RouteDoubt
                ?? (surroundings.Groups.IsEmpty && !way.Sku.IsKnown ? way.Sku : null)
                ?? Doubt(surroundings.Groups, flow, estate);
    }

    private static Fact Known(Subject nic, PublicWay way, FieldValue exposure, ImmutableArray<Subject> groups, PacketFlow flow, IFactSource estate)
    {
        var port = new FieldValue.Number(flow.Port);
        var rule = groups.SelectMany(group => estate.Related(group, "rules")?.Members ?? [])
            .FirstOrDefault(one => estate.FactOf(one, "internet-exposure", port).Value?.ToString() == exposure.ToString());
        var path = way.IsTranslated ? "ipConfigurations.loadBalancerInboundNatRules" : "ipConfigurations.publicIPAddress";
        var reference = nic.Resource is { } resource
            ? ResourceShape.At(resource.Body, path).Take(1).SelectMany(node => ResourceFacts.PlacesOf(node, resource, path))
            : [];
        var through = way.IsTranslated ? $"'{way.Through.Name}' passes the Internet on to it, and " : "";
        var because = rule is not null ? $"rule '{rule.Name}' lets the Internet in at {flow.Port}"
            : groups.IsEmpty ? "no network security group stands before it"
            : $"the groups let in at {flow.Port} what they let in";
        return Fact.Known(exposure) with
        {
            Grounds =
            [
                .. reference,
                .. rule is null ? [] : estate.FactOf(rule, "sources").Grounds.Select(place => place with { Text = $"rule '{rule.Name}'" }),
                new Ground(
                    way.IsTranslated ? way.Through.Place with { Length = 0 } : way.Through.Place,
                    null,
                    $"{(way.IsTranslated ? "load balancer's rule" : "public address")} '{way.Through.Name}'"),
            ],
            Because = exposure.ToString() == "none" ? $"nobody of the Internet reaches {nic.Name} at {flow.Port}" : through + because,
        };
    }

    private static Fact Doubt(ImmutableArray<Subject> groups, PacketFlow flow, IFactSource estate) =>
        groups.Select(group => estate.FactOf(group, "internet-exposure", new FieldValue.Number(flow.Port))).FirstOrDefault(fact => !fact.IsKnown)
        ?? Fact.Unknown(UnknownReason.Unresolvable, "the private address of the interface");

    private static Fact HasGroup(Subject nic, IFactSource estate)
    {
        var surroundings = InterfaceSurroundings.Of(nic, estate);
        return surroundings.Groups is [var group, ..]
            ? Fact.Known(new FieldValue.Flag(true)) with
            {
                Grounds = [Ground.Thing(group.Place)],
                Because = $"'{group.Name}' stands before it",
            }
            : surroundings.Doubt
                ?? Fact.Known(new FieldValue.Flag(false)) with
                {
                    Grounds = [Ground.Absent(nic.Place, null)],
                    Because = "neither it nor its subnet has a network security group",
                };
    }
}
