using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>
/// Which service of Azure a subnet is for, what its network security group keeps from Azure Bastion, and whether it is private although nothing says so.
/// </summary>
internal sealed class SubnetDerivation : IFieldDerivation
{
    private const string Bastion = "AzureBastionSubnet";

    /// <summary>
    /// Subnets of virtual networks that this version of the API makes, or a later one, are private where defaultOutboundAccess is not stated.
    /// </summary>
    private const string FirstPrivate = "2025-07-01";

    private static readonly string[] Services =
        [Bastion, "AzureFirewallManagementSubnet", "AzureFirewallSubnet", "GatewaySubnet", "RouteServerSubnet"];

    public string Kind => "Microsoft.Network/virtualNetworks/subnets";

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, IFactSource estate) => field switch
    {
        "service" => Service(subject),
        "missing-for-bastion" => Missing(subject, isVital: true, estate),
        "lacking-for-bastion" => Missing(subject, isVital: false, estate),
        "private-by-default" => PrivateByDefault(subject, estate),
        _ => null,
    };

    /// <summary>A subnet for a service of Azure has a fixed name; one whose name an input gives is taken for none.</summary>
    private static Fact Service(Subject subnet)
    {
        var name = ResourceShape.TextOf(subnet.Resource?.Name);
        var last = name?[(name.LastIndexOf('/') + 1)..];
        var place = Ground.Thing(subnet.Place);
        return Services.FirstOrDefault(service => service.Equals(last, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Fact.Known(new FieldValue.Text(known)) with { Grounds = [place], Because = $"it is {known}" }
            : last is null || last.Contains('{', StringComparison.Ordinal)
                ? Fact.Unknown(UnknownReason.NotCollected, $"the name of {subnet}")
                : Fact.Absent() with { Grounds = [place], Because = $"{subnet.Name} is of no service" };
    }

    /// <summary>Only the subnets of a new virtual network are; of one that is there already nothing changes.</summary>
    private static Fact PrivateByDefault(Subject subnet, IFactSource estate)
    {
        var made = estate.Related(subnet, "virtual-network") is { Members: [{ Resource.IsExisting: false }, ..] };
        var version = subnet.Resource?.ApiVersion ?? subnet.Parent?.Resource?.ApiVersion;
        var isPrivate = made && version is not null && string.CompareOrdinal(version, FirstPrivate) >= 0;
        return Fact.Known(new FieldValue.Flag(isPrivate)) with
        {
            Grounds = [Ground.Absent(subnet.Place, null)],
            Because = $"version {version ?? "?"} of the API {(isPrivate ? "makes" : "does not make")} subnets private by itself",
        };
    }

    private static Fact Missing(Subject subnet, bool isVital, IFactSource estate)
    {
        // A subnet that an input names may be any, and what it would have to let through is not asked.
        var service = Service(subnet);
        if (service.Value?.ToString() != Bastion)
        {
            return service.IsKnown ? Fact.Absent() with { Grounds = service.Grounds, Because = service.Because } : service;
        }

        var related = estate.Related(subnet, "security-group");
        if (related is not { Members: [var group, ..] })
        {
            return related?.Incomplete ?? Fact.Absent() with { Grounds = [Ground.Thing(subnet.Place)], Because = "no network security group stands before it" };
        }

        var around = SecurityRuleReading.OfGroup(group, estate);
        if (around.Incomplete is { } incomplete)
        {
            return incomplete;
        }

        var isPrivate = IsPrivateOnly(subnet, estate);
        var place = Ground.Absent(group.Place, null);
        var closed = BastionNeed
            .All.Where(need => need.IsVital == isVital && !(need.IsPublic && isPrivate.Value is FieldValue.Flag { Value: true }))
            .SelectMany(need =>
                need.Closed(around.Rules, AddressesOf(subnet, estate), PrefixesOf(subnet, estate)).Select(one => (Need: need, one.Port, one.IsOpen)))
            .ToList();
        var missing = closed.Where(one => one.IsOpen == Truth.False).ToList();

        // What a Bastion of unknown kind may not need is not missing for certain.
        var certain = isPrivate.IsKnown ? missing : missing.FindAll(one => !one.Need.IsPublic);
        if (certain is [var first, ..])
        {
            var because = certain.GroupBy(one => one.Need).Select(need => need.Key.Because(group.Name, need.Select(one => one.Port)));
            return Fact.Known(new FieldValue.Text(first.Need.Peer)) with
            {
                Grounds = [place],
                Because = string.Join(", and ", because),
                Unless = certain.TrueForAll(one => one.Need.IsPublic) ? isPrivate.Unless : [],
            };
        }

        return missing.Count > 0 ? isPrivate
            : closed is [var (need, port, _), ..] ? SecurityRuleReading.Doubt(around, estate) ?? Doubt(group, need, port)
            : Fact.Absent() with { Grounds = [Ground.Thing(group.Place)], Because = $"'{group.Name}' lets through what Azure Bastion needs" };
    }

    private static Fact Doubt(Subject group, BastionNeed need, int port) =>
        Fact.Unknown(UnknownReason.Unresolvable, $"what the rules of '{group.Name}' mean by their addresses") with
        {
            Grounds = [Ground.Absent(group.Place, null)],
            Because = $"it is not certain that '{group.Name}' lets {need.Peer} through at {port}",
        };

    /// <summary>Whether the Bastion in the subnet has no public address; where none is in view, it is taken to have one, with that proviso.</summary>
    private static Fact IsPrivateOnly(Subject subnet, IFactSource estate)
    {
        if (estate.Related(subnet, "bastion-hosts")?.Members is not [var bastion, ..])
        {
            return Fact.Known(new FieldValue.Flag(false)) with
            {
                Unless = [new(UnknownReason.NotCollected, "an Azure Bastion that is private-only, deployed elsewhere")],
            };
        }

        var stated = estate.FactOf(bastion, "private-only");
        return stated.IsKnown ? Fact.Known(new FieldValue.Flag(stated.Value is FieldValue.Flag { Value: true })) : stated;
    }

    private static Destination AddressesOf(Subject subnet, IFactSource estate) =>
        SetOf(estate.FactOf(subnet, "address-prefixes")) is { IsEmpty: false } own ? new Destination.Among(own) : new Destination.Somewhere();

    private static AddressSet PrefixesOf(Subject subnet, IFactSource estate) =>
        AddressSet.UnionOf((estate.Related(subnet, "virtual-network")?.Members ?? []).Select(network => SetOf(estate.FactOf(network, "address-space"))));

    private static AddressSet SetOf(Fact fact) => fact.Value is FieldValue.List list
        ? AddressSet.UnionOf(list.Values.Select(value => AddressSet.TryParse(value.ToString())).OfType<AddressSet>())
        : AddressSet.Empty;
}
