using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Subjects;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>Which service of Azure a subnet is for, and what its network security group keeps from Azure Bastion.</summary>
internal sealed class SubnetDerivation : IFieldDerivation
{
    private const string Manager = "GatewayManager";
    private static readonly string[] Services = ["AzureBastionSubnet", "AzureFirewallManagementSubnet", "AzureFirewallSubnet", "GatewaySubnet", "RouteServerSubnet"];

    /// <summary>
    /// What Bastion cannot do without and no default rule lets in. Addresses of the service tag are not at hand; a public one stands for them where they are asked for, and they are none of the users.
    /// </summary>
    private static readonly ImmutableArray<(string Sender, NetworkSpace Space)> Senders = [("Internet", WithManager()), (Manager, WithManager("20.0.0.1"))];

    public string Kind => "Microsoft.Network/virtualNetworks/subnets";

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, Estate estate) => field switch
    {
        "service" => Service(subject),
        "missing-for-bastion" => Missing(subject, estate),
        _ => null,
    };

    /// <summary>A subnet for a service of Azure has a fixed name; one whose name an input gives is taken for none.</summary>
    private static Fact Service(Subject subnet)
    {
        var name = ResourceShape.TextOf(subnet.Resource?.Name);
        var last = name?[(name.LastIndexOf('/') + 1)..];
        var place = new FindingPlace(subnet.Place, null, "");
        return Services.FirstOrDefault(service => service.Equals(last, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Fact.Known(new FieldValue.Text(known)) with { Places = [place], Because = $"it is {known}" }
            : last is null || last.Contains('{', StringComparison.Ordinal)
                ? Fact.Unknown(UnknownReason.NotCollected, $"the name of {subnet}")
                : Fact.Absent() with { Places = [place], Because = $"{subnet.Name} is of no service" };
    }

    private static Fact Missing(Subject subnet, Estate estate)
    {
        var related = estate.Related(subnet, "security-group");
        if (related is not { Members: [var group, ..] })
        {
            return related?.Incomplete ?? Fact.Absent() with { Places = [new(subnet.Place, null, "")], Because = "no network security group stands before it" };
        }

        var (rules, incomplete) = SecurityRuleReading.OfGroup(group, estate);
        var flow = new PacketFlow("Tcp", 443);
        foreach (var (sender, space) in Senders)
        {
            var wanted = space.Resolve(sender).Must;
            var (_, may) = GroupOutcome.Of(rules, flow, new Destination.Somewhere(), space, wanted);
            if (incomplete is null && !may.Overlaps(wanted))
            {
                return Fact.Known(new FieldValue.Text(sender)) with { Places = [new(group.Place with { Length = 0 }, null, "")], Because = $"'{group.Name}' lets nobody of {sender} in at 443" };
            }
        }

        return incomplete ?? Fact.Absent() with { Places = [new(group.Place, null, "")], Because = $"'{group.Name}' lets in what Azure Bastion needs" };
    }

    private static NetworkSpace WithManager(params string[] addresses) => NetworkSpace.Unknown with { Tags = NetworkSpace.Unknown.Tags.Add(Manager, AddressSet.Of(addresses)) };
}
