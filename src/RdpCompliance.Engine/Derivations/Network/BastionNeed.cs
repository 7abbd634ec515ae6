using System.Collections.Immutable;
using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>Traffic that Azure Bastion needs at its subnet, as the article on its network security groups lists it (February 2026).</summary>
/// <param name="Peer">A service tag.</param>
/// <param name="IsPublic">Only a Bastion with a public address needs it; one that is private-only talks to the virtual network and its control plane.</param>
/// <param name="IsVital">Without it no session is made; without the others updates and some features are missing.</param>
internal sealed record BastionNeed(string Peer, bool IsInbound, ImmutableArray<int> Ports, bool IsPublic, bool IsVital)
{
    private const string Cloud = "AzureCloud";
    private const string Manager = "GatewayManager";
    private const string Network = "VirtualNetwork";

    /// <summary>Addresses of these tags are not at hand; a public one stands for each where it is asked for, and it is none of the users.</summary>
    private static readonly ImmutableDictionary<string, AddressSet> StandIns = ImmutableDictionary<string, AddressSet>.Empty
        .WithComparers(StringComparer.OrdinalIgnoreCase)
        .Add(Manager, AddressSet.Of(["20.0.0.1"]))
        .Add(Cloud, AddressSet.Of(["20.0.0.2"]));

    /// <summary>Stands for a network whose prefixes are not known.</summary>
    private static readonly AddressSet SomeNetwork = AddressSet.Of(["10.254.254.0/24"]);

    public static ImmutableArray<BastionNeed> All { get; } =
    [
        new("Internet", true, [443], IsPublic: true, IsVital: true),
        new(Manager, true, [443], IsPublic: false, IsVital: true),
        new(Network, false, [3389, 22], IsPublic: false, IsVital: true),
        new(Cloud, false, [443], IsPublic: true, IsVital: true),
        new("AzureLoadBalancer", true, [443], IsPublic: false, IsVital: false),
        new(Network, true, [8080, 5701], IsPublic: false, IsVital: false),
        new(Network, false, [8080, 5701], IsPublic: false, IsVital: false),
        new("Internet", false, [80], IsPublic: true, IsVital: false),
    ];

    /// <summary>The ports at which the rules do not let it through, or perhaps do not.</summary>
    /// <param name="bastion">The addresses of the subnet.</param>
    /// <param name="prefixes">Those of the virtual network, as far as they are known.</param>
    public IEnumerable<(int Port, Truth IsOpen)> Closed(ImmutableArray<SecurityRule> rules, Destination bastion, AddressSet prefixes)
    {
        var space = NetworkSpace.Unknown with { Prefixes = prefixes.IsEmpty ? SomeNetwork : prefixes, Tags = StandIns };
        var wanted = Peer switch
        {
            "Internet" => space.Internet.Except(AddressSet.UnionOf(StandIns.Values)),
            Network => space.Prefixes.Union(NetworkSpace.Private),
            _ => space.Resolve(Peer).Must,
        };
        foreach (var port in Ports)
        {
            var flow = new PacketFlow("Tcp", port);
            var (must, may) = IsInbound ? GroupOutcome.Of(rules, flow, bastion, space, wanted) : GroupOutcome.OutOf(rules, flow, bastion, space, wanted);

            // Users and machines may be some of the Internet and of the network only.
            if (must.IsEmpty)
            {
                yield return (port, may.IsEmpty ? Truth.False : Truth.Unknown);
            }
        }
    }

    public string Because(string group, IEnumerable<int> ports)
    {
        var at = string.Join(" and ", ports);
        return IsInbound ? $"'{group}' lets nobody of {Peer} in at {at}" : $"'{group}' lets nothing out to {Peer} at {at}";
    }
}
