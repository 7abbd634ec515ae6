using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>A way by which packets of the Internet come to an interface.</summary>
/// <param name="Through">The public address, the inbound NAT rule or the balancing rule.</param>
/// <param name="IsTranslated">A load balancer passes them on: somebody meant them to come in.</param>
/// <param name="Sku">What is known of its kind: Standard lets nothing in without a network security group.</param>
/// <param name="Doubt">Why it may be no way to the port at all; <see langword="null"/> when it is one.</param>
internal sealed record PublicWay(Subject Through, bool IsTranslated, Fact Sku, Fact? Doubt)
{
    private const string NatRules = "nat-rules";
    private const string BalancingRules = "balancing-rules";

    public bool? IsStandard => !Sku.IsKnown ? null : Sku.Value?.ToString().StartsWith("Standard", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The ways to a port of the interface, and why there may be more; <see langword="null"/> when these are all.</summary>
    public static (List<PublicWay> Ways, Fact? Incomplete) To(Subject nic, PacketFlow flow, IFactSource estate)
    {
        var addresses = estate.Related(nic, "public-addresses");
        var own = (addresses?.Members ?? []).Select(address => new PublicWay(address, false, estate.FactOf(address, "sku"), null));
        var named = estate.Related(nic, NatRules);
        var pools = PoolsOf(nic, "ipConfigurations.loadBalancerBackendAddressPools.id");
        var balancers = nic.Deployment?.OfKind(AzureKinds.LoadBalancer) ?? [];
        var pooled = pools.Count == 0 ? [] : balancers
            .SelectMany(balancer => new[] { NatRules, BalancingRules }.SelectMany(rules => estate.Related(balancer, rules)?.Members ?? []))
            .Where(rule => pools.Overlaps(PoolsOf(rule, "backendAddressPool.id")));
        var translated = (named?.Members ?? []).Concat(pooled).Distinct().Select(rule => OfRule(rule, flow, estate)).OfType<PublicWay>();
        return ([.. own, .. translated], addresses?.Incomplete ?? named?.Incomplete);
    }

    private static HashSet<string> PoolsOf(Subject subject, string path) =>
        (subject.Resource is { } resource ? ResourceShape.At(resource.Body, path).Select(ResourceShape.TextOf).OfType<string>() : [])
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <returns><see langword="null"/> when the rule is for another port, another protocol or for the inside only.</returns>
    private static PublicWay? OfRule(Subject rule, PacketFlow flow, IFactSource estate)
    {
        var protocol = estate.FactOf(rule, "protocol");
        var port = estate.FactOf(rule, "backend-port");
        var floating = estate.FactOf(rule, "floating");
        if (estate.Related(rule, "load-balancer")?.Members is not [var balancer, ..]
            || !MayBe(port, flow.Port.ToString(CultureInfo.InvariantCulture)) || !(protocol.Value is null || MayBe(protocol, flow.Protocol, "All")))
        {
            return null;
        }

        var frontend = IsPublic(rule, balancer);
        var doubt = new[] { port, protocol, floating, frontend }.FirstOrDefault(fact => !fact.IsKnown)
            ?? (floating.Value is FieldValue.Flag { Value: true } ? Floating(floating) : null);
        return frontend.Value is FieldValue.Flag { Value: false } ? null : new(rule, true, estate.FactOf(balancer, "sku"), doubt);
    }

    private static Fact Floating(Fact stated) =>
        Fact.Unknown(UnknownReason.Unresolvable, "the addresses of the machine itself, to one of which a floating address is passed on") with
        {
            Grounds = stated.Grounds,
        };

    private static bool MayBe(Fact fact, params string[] values) =>
        !fact.IsKnown || (fact.Value?.ToString() is { } known && values.Contains(known, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether the frontend that the rule names has a public address; where it cannot be told which one is meant, all of them must agree.</summary>
    private static Fact IsPublic(Subject rule, Subject balancer)
    {
        var frontends = balancer.Resource is { } resource ? ResourceShape.At(resource.Body, "frontendIPConfigurations").ToList() : [];
        var id = rule.Resource is { } own ? ResourceShape.At(own.Body, "frontendIPConfiguration.id").Select(ResourceShape.TextOf).FirstOrDefault() : null;
        var name = id?[(id.LastIndexOf('/') + 1)..];
        var meant = frontends.OfType<Node.Object>()
            .Where(frontend => name is not null && name.Equals(ResourceShape.TextOf(frontend.Find("name")), StringComparison.OrdinalIgnoreCase))
            .ToList();
        var candidates = meant.Count > 0 ? meant : frontends.OfType<Node.Object>().ToList();
        var publics = candidates.ConvertAll(frontend =>
            ResourceShape.At(frontend, "publicIPAddress").Any() || ResourceShape.At(frontend, "publicIPPrefix").Any());
        return publics.Count == 0 || (publics.Contains(true) && publics.Contains(false)) || frontends.Exists(node => node is not Node.Object)
            ? Fact.Unknown(UnknownReason.NotCollected, $"the frontend of {rule}")
            : Fact.Known(new FieldValue.Flag(publics[0]));
    }
}
