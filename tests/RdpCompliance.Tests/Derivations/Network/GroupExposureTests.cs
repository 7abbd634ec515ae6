using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Derivations.Network;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Derivations.Network;

/// <summary>What a rule lets in among its neighbours, against every kind of packet put through the rules one by one.</summary>
public sealed class GroupExposureTests
{
    private const int Groups = 3_000;
    private static readonly PacketFlow Flow = new("Tcp", 3389);

    /// <summary>Disjoint parts of the Internet with a sender of each and how many there are.</summary>
    private static readonly (string Sender, string Network, ulong Count)[] Parts =
    [
        ("5.5.5.5", "5.0.0.0/8", 1UL << 24),
        ("6.5.5.5", "6.0.0.0/8", 1UL << 24),
        ("52.10.0.7", "52.10.0.0/24", 256),
        ("52.10.1.7", "52.10.1.0/24", 256),
    ];

    private static readonly string[] Sources =
    [
        "5.0.0.0/8",
        "6.0.0.0/8",
        "5.0.0.0-6.255.255.255",
        "52.10.0.0/24",
        "52.10.0.0/23",
        "10.0.0.0/8",
        "52.10.1.0/24",
    ];
    private static readonly string[] Receivers = ["10.0.1.4", "10.0.1.9", "10.0.2.7", "10.0.7.7", "10.99.9.9"];
    private static readonly string[] Destinations = ["*", "10.0.1.4", "10.0.1.0/24", "10.0.2.0/24", "10.0.0.0/16"];
    private static readonly string[] Ports = ["*", "3389", "0-1000", "1000-65535", "50000"];
    private static readonly int[] Chosen = [0, 999, 1_000, 3_389, 50_000, 60_000];

    [Fact]
    public void Each_rule_lets_in_what_falls_to_it()
    {
        var random = new Random(20260707);
        var seen = new Dictionary<InternetExposure, int>();
        for (var turn = 0; turn < Groups; turn++)
        {
            var written = Some(random);
            var rules = written.Select(one => one.AsRule()).ToImmutableArray();
            var exposure = new GroupExposure(rules, NetworkSpace.Unknown);
            for (var index = 0; index < rules.Length; index++)
            {
                var expected = Expected(written, written[index]);
                var found = exposure.Of(rules[index], Flow);
                seen[found] = seen.GetValueOrDefault(found) + 1;

                Assert.True(expected == found, $"{written[index]} is {found} instead of {expected} among:\n{string.Join('\n', written)}");
            }
        }

        Assert.All([InternetExposure.Exposed, InternetExposure.Restricted, InternetExposure.None], one =>
            Assert.True(seen.GetValueOrDefault(one) > Groups / 10));
    }

    [Theory]
    [InlineData("AzureCloud", "*", InternetExposure.Exposed)]
    [InlineData("AzureCloud,AzureFrontDoor.Backend,Storage.WestEurope", "*", InternetExposure.Exposed)]
    [InlineData("AzureCloud", "52.0.0.0/6", InternetExposure.Unknown)]
    [InlineData("AzureCloud", "203.0.113.0/24", InternetExposure.Unknown)]
    [InlineData("Internet", "*", InternetExposure.None)]
    [InlineData("52.0.0.0/8", "52.10.0.0/16", InternetExposure.None)]
    public void A_service_tag_that_is_denied_is_a_part_of_the_Internet(string denied, string allowed, InternetExposure expected)
    {
        var rule = new SecurityRule("allow") { Priority = 200, Access = RuleAccess.Allow, Sources = Terms.Of(allowed) };
        var before = new SecurityRule("deny") { Priority = 100, Access = RuleAccess.Deny, Sources = Terms.Of(denied) };

        Assert.Equal(expected, new GroupExposure([rule, before], NetworkSpace.Unknown).Of(rule, Flow));
    }

    [Fact]
    public void Tags_that_are_denied_after_a_rule_take_nothing_from_it()
    {
        var rule = new SecurityRule("allow") { Priority = 200, Access = RuleAccess.Allow, Sources = Terms.Of("52.0.0.0/6") };
        var behind = new SecurityRule("deny") { Priority = 300, Access = RuleAccess.Deny, Sources = Terms.Of("AzureCloud") };

        Assert.Equal(InternetExposure.Exposed, new GroupExposure([rule, behind], NetworkSpace.Unknown).Of(rule, Flow));
    }

    [Theory]
    [InlineData(1, 8_000)]
    [InlineData(2_000, 1)]
    [InlineData(400, 40)]
    public void Many_rules_and_prefixes_cost_little_more_than_reading_them(int count, int prefixes)
    {
        var rules = Enumerable.Range(0, count).Select(rule => new SecurityRule($"r{rule}")
        {
            Priority = 100 + rule,
            Access = rule % 2 == 0 ? RuleAccess.Allow : RuleAccess.Deny,
            Sources = Terms.Of([.. Enumerable.Range(rule * prefixes, prefixes).Select(one => $"{20 + (one >> 15)}.{(one >> 7) & 255}.{(one * 2) & 255}.0/24")]),
        }).ToImmutableArray();
        var time = ThreadTime.Start();

        var exposure = new GroupExposure(rules, NetworkSpace.Unknown);
        Assert.All(rules, rule => Assert.Equal(rule.Access == RuleAccess.Allow ? InternetExposure.Restricted : InternetExposure.None, exposure.Of(rule, Flow)));

        Assert.True(time.Elapsed < TimeSpan.FromSeconds(2), $"It took {time.Elapsed}.");
    }

    /// <summary>The most that falls to the rule at one receiver and from one source port.</summary>
    private static InternetExposure Expected(ImmutableArray<Written> rules, Written rule)
    {
        var most = Receivers.Max(receiver =>
            Chosen.Max(port => (ulong)Parts.Where(part => Decides(rules, part.Sender, receiver, port) == rule && rule.IsAllow).Sum(part => (long)part.Count)));
        return most >= 1UL << 24 ? InternetExposure.Exposed
            : most > 0 ? InternetExposure.Restricted
            : InternetExposure.None;
    }

    private static Written? Decides(ImmutableArray<Written> rules, string sender, string receiver, int port) =>
        rules.OrderBy(rule => rule.Priority).FirstOrDefault(rule => rule.Names(sender, receiver, port));

    private static ImmutableArray<Written> Some(Random random)
    {
        var priorities = Enumerable.Range(100, 20).ToArray();
        random.Shuffle(priorities);
        return [.. Enumerable.Range(0, random.Next(1, 7)).Select(index => new Written(
            priorities[index],
            random.Next(3) != 0,
            [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Sources[random.Next(Sources.Length)])],
            Destinations[random.Next(Destinations.Length)],
            random.Next(2) == 0 ? "*" : Ports[random.Next(Ports.Length)]))];
    }

    private sealed record Written(int Priority, bool IsAllow, ImmutableArray<string> Sources, string Destination, string Port)
    {
        public bool Names(string sender, string receiver, int port) =>
            Sources.Any(source => Holds(source, sender)) && (Destination == "*" || Holds(Destination, receiver)) && (Port switch
            {
                "*" => true,
                "0-1000" => port <= 1_000,
                "1000-65535" => port >= 1_000,
                _ => port == int.Parse(Port, CultureInfo.InvariantCulture),
            });

        public SecurityRule AsRule() => new($"r{Priority}")
        {
            Priority = Priority,
            Access = IsAllow ? RuleAccess.Allow : RuleAccess.Deny,
            Sources = new Terms(Sources, true),
            Destinations = Terms.Of(Destination),
            SourcePorts = Terms.Of(Port),
        };

        public override string ToString() => $"{Priority} {(IsAllow ? "Allow" : "Deny")} {string.Join(',', Sources)}:{Port} -> {Destination}";

        private static bool Holds(string network, string address) => network switch
        {
            "5.0.0.0-6.255.255.255" => address.StartsWith("5.", StringComparison.Ordinal) || address.StartsWith("6.", StringComparison.Ordinal),
            _ when !network.Contains('/', StringComparison.Ordinal) => network == address,
            _ => System.Net.IPNetwork.Parse(network).Contains(System.Net.IPAddress.Parse(address)),
        };
    }
}
