using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using RdpCompliance.Engine.Derivations.Network;

namespace RdpCompliance.Tests.Derivations.Network;

/// <summary>The sets against one packet that is put through the rules one by one.</summary>
public sealed class GroupOutcomeTests
{
    private const int Groups = 4_000;
    private const int PacketsOfEach = 16;

    private static readonly string[] Sources =
    [
        "*",
        "Any",
        "0.0.0.0/0",
        "Internet",
        "VirtualNetwork",
        "AzureLoadBalancer",
        "10.0.0.0/8",
        "10.0.1.0/24",
        "10.0.1.7",
        "52.0.0.0/8",
        "52.10.0.0-52.10.0.255",
        "0.0.0.0/1",
        "128.0.0.0/1",
        "::/0",
        "2001:db8::/32",
        "168.63.129.16",
    ];
    private static readonly string[] Destinations = ["*", "VirtualNetwork", "10.0.1.4", "10.0.1.0/24", "10.0.2.0/24", "52.1.1.1", "Internet"];
    private static readonly string[] Ports = ["*", "3389", "3380-3390", "3390-3400", "22", "0-65535"];
    private static readonly string[] Packets =
    [
        "10.0.1.7",
        "10.0.1.8",
        "10.200.0.1",
        "52.10.0.7",
        "52.200.0.1",
        "8.8.8.8",
        "200.1.2.3",
        "168.63.129.16",
        "2001:db8::5",
        "2600::1",
        "192.168.7.7",
    ];
    private static readonly NetworkSpace Space = NetworkSpace.Unknown with { Prefixes = AddressSet.Of(["10.0.0.0/16"]), ArePrefixesComplete = true };
    private static readonly PacketFlow Flow = new("Tcp", 3389);
    private static readonly Destination Host = new Destination.Among(AddressSet.Of(["10.0.1.4"]));

    [Fact]
    public void The_sets_say_of_each_packet_what_becomes_of_it()
    {
        var random = new Random(20260303);
        var allowed = 0;
        for (var group = 0; group < Groups; group++)
        {
            var rules = Some(random);
            var outcome = GroupOutcome.Of(rules.Select(rule => rule.AsRule()), Flow, Host, Space, AddressSet.All);
            for (var packet = 0; packet < PacketsOfEach; packet++)
            {
                var source = Packets[random.Next(Packets.Length)];
                var expected = Fate(rules, source);
                allowed += expected ? 1 : 0;

                Assert.True(
                    expected == Holds(outcome.Must, source) && expected == Holds(outcome.May, source),
                    $"{source} is {(expected ? "allowed" : "denied")} by:\n{string.Join('\n', rules)}");
            }
        }

        Assert.InRange(allowed, Groups * PacketsOfEach / 10, Groups * PacketsOfEach * 9 / 10);
    }

    [Fact]
    public void What_is_not_known_lies_between_the_sets_whatever_it_turns_out_to_be()
    {
        var random = new Random(20260404);
        var (certain, doubtful) = (0, 0);
        for (var group = 0; group < Groups; group++)
        {
            var rules = Some(random);
            var hidden = rules.Select(rule => random.Next(3) == 0 ? (Hidden)random.Next(1, 8) : Hidden.Nothing).ToList();
            var outcome = GroupOutcome.Of(rules.Select((rule, index) => rule.AsRule(hidden[index])), Flow, Host, Space, AddressSet.All);
            for (var packet = 0; packet < PacketsOfEach; packet++)
            {
                var source = Packets[random.Next(Packets.Length)];
                var fate = Fate(rules, source);
                var (must, may) = (Holds(outcome.Must, source), Holds(outcome.May, source));
                certain += must == may ? 1 : 0;
                doubtful += must == may ? 0 : 1;

                Assert.True(
                    must ? fate : may || !fate,
                    $"{source} is {(fate ? "allowed" : "denied")}, but must is {must} and may {may}, by:\n{string.Join('\n', rules.Zip(hidden))}");
            }
        }

        Assert.True(certain > Groups && doubtful > Groups, $"{certain} are certain and {doubtful} doubtful.");
    }

    private enum Hidden
    {
        Nothing,
        Access,
        Direction,
        Priority,
        Protocol,
        Source,
        Port,
        Existence,
    }

    private static ImmutableArray<Written> Some(Random random)
    {
        var priorities = Enumerable.Range(100, 20).ToArray();
        random.Shuffle(priorities);
        return
        [
            .. Enumerable
                .Range(0, random.Next(7))
                .Select(index => new Written(
                    $"r{index}",
                    priorities[index],
                    random.Next(3) != 0,
                    random.Next(6) != 0,
                    random.Next(4) switch
                    {
                        0 => "*",
                        1 => "UDP",
                        _ => "tcp",
                    },
                    [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Sources[random.Next(Sources.Length)])],
                    Destinations[random.Next(Destinations.Length)],
                    Ports[random.Next(Ports.Length)])),
        ];
    }

    private static bool Holds(AddressSet set, string address) => set.Covers(AddressSet.TryParse(address) ?? AddressSet.All);

    /// <summary>
    /// The first rule by priority that names the packet decides; what no rule names is let in from the network and from the load balancer's probe only.
    /// </summary>
    private static bool Fate(ImmutableArray<Written> rules, string source)
    {
        foreach (var rule in rules.OrderBy(rule => rule.Priority))
        {
            if (rule.Names(source))
            {
                return rule.IsAllow;
            }
        }

        return Names("VirtualNetwork", source) || source == "168.63.129.16";
    }

    private static bool Names(string term, string source)
    {
        var address = IPAddress.Parse(source);
        var isIPv4 = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        return term switch
        {
            "*" or "Any" => true,
            "VirtualNetwork" => source == "168.63.129.16" || IPNetwork.Parse("10.0.0.0/16").Contains(address),
            "AzureLoadBalancer" => source == "168.63.129.16",
            "Internet" => source is "52.10.0.7" or "52.200.0.1" or "8.8.8.8" or "200.1.2.3" or "2001:db8::5" or "2600::1",
            "52.10.0.0-52.10.0.255" => source == "52.10.0.7",
            _ when !term.Contains('/', StringComparison.Ordinal) => term == source,
            _ => isIPv4 != term.Contains(':', StringComparison.Ordinal) && IPNetwork.Parse(term).Contains(address),
        };
    }

    private sealed record Written(
        string Name,
        int Priority,
        bool IsAllow,
        bool IsInbound,
        string Protocol,
        ImmutableArray<string> Sources,
        string Destination,
        string Port)
    {
        public bool Names(string source) => IsInbound && Protocol is "*" or "tcp" && IsInbound
            && Destination is "*" or "VirtualNetwork" or "10.0.1.4" or "10.0.1.0/24"
            && Port is "*" or "3389" or "3380-3390" or "0-65535"
            && Sources.Any(term => GroupOutcomeTests.Names(term, source));

        public SecurityRule AsRule(Hidden hidden = Hidden.Nothing) =>
            new(Name)
            {
                IsCertain = hidden != Hidden.Existence,
                Access =
                    hidden == Hidden.Access ? null
                    : IsAllow ? RuleAccess.Allow
                    : RuleAccess.Deny,
                IsInbound = hidden == Hidden.Direction ? null : IsInbound,
                Priority = hidden == Hidden.Priority ? null : Priority,
                Protocol = hidden == Hidden.Protocol ? null : Protocol,
                Sources = hidden == Hidden.Source ? Terms.NotKnown : new Terms(Sources, true),
                Destinations = Terms.Of(Destination),
                DestinationPorts = hidden == Hidden.Port ? Terms.NotKnown : Terms.Of(Port),
            };

        public override string ToString() =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Priority} {(IsAllow ? "Allow" : "Deny")} {(IsInbound ? "in" : "out")} {Protocol} {string.Join(',', Sources)} -> {Destination}:{Port}");
    }
}
