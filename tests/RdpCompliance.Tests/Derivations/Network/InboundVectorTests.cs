using System.Collections.Immutable;
using RdpCompliance.Engine.Derivations.Network;

namespace RdpCompliance.Tests.Derivations.Network;

/// <summary>
/// What Azure's documentation says of packets to a machine at 10.0.1.4 in 10.0.0.0/16 with a public
/// address. Numbers are those of the list of facts; not there: 10 (platform probes past a rule
/// that denies them, of which documents disagree) and 44 to 46 (security admin rules of Network Manager).
/// </summary>
public sealed class InboundVectorTests
{
    private static readonly NetworkSpace Space = NetworkSpace.Unknown with { Prefixes = AddressSet.Of(["10.0.0.0/16"]), ArePrefixesComplete = true };
    private static readonly Destination Host = new Destination.Among(AddressSet.Of(["10.0.1.4"]));
    private static readonly SecurityRule Open = Allow(100);

    [Fact]
    public void Both_groups_must_let_it_in()
    {
        Is("1", InternetExposure.Exposed, Both([Open], [Open]));
        Is("2", InternetExposure.None, Both([], [Open]));
        Is("3", InternetExposure.None, Both([Open], []));
        Is("4", InternetExposure.Exposed, One(Open));
        Is("5", InternetExposure.Exposed, One(Open));
    }

    [Fact]
    public void Without_a_group_the_kind_of_address_decides()
    {
        Is("6", InternetExposure.Exposed, new InboundPath([], false, false, InternetRoute.Direct));
        Is("7", InternetExposure.None, new InboundPath([], false, true, InternetRoute.Direct));
        Is("kind not known", InternetExposure.Unknown, new InboundPath([], false, null, InternetRoute.Direct));
        Is("group not known", InternetExposure.Unknown, new InboundPath([], true, false, InternetRoute.Direct));
        Is("rules not known", InternetExposure.Unknown, new InboundPath([([Open], false)], false, true, InternetRoute.Direct));
    }

    [Fact]
    public void Default_rules_stand_behind_all()
    {
        Is("8", InternetExposure.None, One());
        Assert.True(LetsIn("10.0.9.9"), "9");
        Assert.True(LetsIn("168.63.129.16"), "10b");
    }

    [Fact]
    public void The_first_rule_that_takes_a_packet_decides()
    {
        Is("11", InternetExposure.None, One(Deny(100), Allow(200)));
        Is("12", InternetExposure.Exposed, One(Allow(100), Deny(200)));
        Is("13", InternetExposure.Exposed, One(Allow(4095), Deny(4096)));
        Is("14", InternetExposure.None, One(Open with { IsInbound = false }));
        Is("22", InternetExposure.Exposed, One(Allow(100, "0.0.0.0/1"), Allow(110, "128.0.0.0/1")));
        Is("23", InternetExposure.Exposed, One(Deny(100, "1.0.0.0/8", "2.0.0.0/8"), Allow(200)));
        Is("53", InternetExposure.Exposed, One(Deny(100, "AzureCloud"), Allow(200)));
        Is("a tag that may hold all that is let in", InternetExposure.Unknown, One(Deny(100, "AzureCloud"), Allow(200, "203.0.113.0/24")));
        Is("a tag as large as what is let in", InternetExposure.Unknown, One(Deny(100, "AzureCloud"), Allow(200, "52.0.0.0/6")));
        Is("in the other group too", InternetExposure.Exposed, Both([Open], [Deny(100, "AzureCloud", "Storage.WestEurope"), Allow(200)]));
        Is("a group that denies the Internet", InternetExposure.None, One(Deny(100, "Internet"), Allow(200)));
        Is("47", InternetExposure.Restricted, One(Allow(100, "203.0.113.7"), Deny(4096)));
        Is("48", InternetExposure.None, One(Deny(4096)));
        Is("48b", InternetExposure.Exposed, One(Allow(300), Deny(4096)));
    }

    [Fact]
    public void Protocol_and_ports_must_fit()
    {
        Is("15", InternetExposure.None, One(Open with { Protocol = "Udp" }));
        Assert.Equal(InternetExposure.Exposed, One(Open with { Protocol = "UDP" }).Exposure(new("Udp", 3389), Host, Space));
        Is("17", InternetExposure.Exposed, One(Open with { Protocol = "*" }));
        Is("18", InternetExposure.Exposed, One(Open with { DestinationPorts = Terms.Of("3000-4000") }));
        Is("19", InternetExposure.Exposed, One(Open with { DestinationPorts = Terms.Of("22", "443", "3388-3390") }));
        Is("20", InternetExposure.None, One(Open with { DestinationPorts = Terms.Of("3380-3388", "3390") }));
        Assert.Equal(InternetExposure.None, One(Open).Exposure(new("Tcp", 3390), Host, Space));
        Is("34", InternetExposure.None, One(Open with { DestinationPorts = Terms.Of("50001") }));
        Is("35", InternetExposure.Exposed, One(Open with { DestinationPorts = Terms.Of("3389") }));
        Is("lists in one text", InternetExposure.Exposed, One(Open with { DestinationPorts = Terms.Of("22, 3389") }));
    }

    [Fact]
    public void Sources_are_addresses_and_tags()
    {
        Is("21", InternetExposure.Restricted, One(Allow(100, "203.0.113.7")));
        Is("24", InternetExposure.None, One(Allow(100, "VirtualNetwork")));
        Is("25", InternetExposure.Unknown, One(Allow(100, "AzureCloud")));
        var known = Space with { Tags = Space.Tags.Add("AzureCloud", AddressSet.Of(["20.0.0.0/8", "52.0.0.0/8"])) };
        Assert.Equal(InternetExposure.Exposed, One(Allow(100, "azurecloud")).Exposure(Tcp, Host, known));
        Is("any case", InternetExposure.Exposed, One(Allow(100, "INTERNET")));
        Assert.Equal(InternetExposure.None, InternetExposures.Of(One(Allow(100, "::/0")).Allowed(Tcp, Host, Space, AddressSet.AllOfIPv4), Space));
        Is("::/0 is the Internet of the other family", InternetExposure.Exposed, One(Allow(100, "::/0")));
        var onPublic = NetworkSpace.Unknown with { Prefixes = AddressSet.Of(["52.10.0.0/16"]), ArePrefixesComplete = true };
        Assert.False(LetsIn("52.10.1.1", onPublic, Allow(100, "Internet"), Deny(4096)), "50");
        Assert.True(LetsIn("52.11.1.1", onPublic, Allow(100, "Internet"), Deny(4096)), "50");
    }

    [Fact]
    public void An_attacker_chooses_his_source_port()
    {
        Is("27", InternetExposure.Exposed, One(Open with { SourcePorts = Terms.Of("3389") }));
        Is("27b", InternetExposure.Exposed, One(Open with { SourcePorts = Terms.Of("135") }));
        Is("all that clients use", InternetExposure.Exposed, One(Open with { SourcePorts = Terms.Of("1024-49151", "49152-65535") }));
        Is(
            "the one that is denied before",
            InternetExposure.None,
            One(Deny(50) with { SourcePorts = Terms.Of("3389") }, Open with { SourcePorts = Terms.Of("3389") }));
        Is("another than is denied before", InternetExposure.Exposed, One(Deny(50) with { SourcePorts = Terms.Of("0-3388", "3390-65535") }, Open));
        Is(
            "one that both groups take",
            InternetExposure.Exposed,
            Both([Open with { SourcePorts = Terms.Of("20-30") }], [Open with { SourcePorts = Terms.Of("30-40") }]));
        Is(
            "none that both groups take",
            InternetExposure.None,
            Both([Open with { SourcePorts = Terms.Of("20-30") }], [Open with { SourcePorts = Terms.Of("31-40") }]));
        Is("not known", InternetExposure.Unknown, One(Open with { SourcePorts = Terms.NotKnown }));
    }

    [Fact]
    public void The_system_of_a_client_picks_his_source_port()
    {
        Assert.Equal((false, false), FromClient("135-1023"));
        Assert.Equal((false, true), FromClient("50000-65535"));
        Assert.Equal((true, true), FromClient("1024-65535"));

        static (bool Must, bool May) FromClient(string ports)
        {
            var rules = new[] { Open with { SourcePorts = Terms.Of(ports) }, Deny(4096) };
            var (must, may) = GroupOutcome.Of(rules, new("Tcp", 3389), Host, Space, AddressSet.Of(["203.0.113.7"]));
            return (!must.IsEmpty, !may.IsEmpty);
        }
    }

    [Fact]
    public void A_group_sees_private_destinations()
    {
        Is("28", InternetExposure.None, One(Open with { Destinations = Terms.Of("20.1.2.3") }));
        Is("29", InternetExposure.Exposed, One(Open with { Destinations = Terms.Of("10.0.1.4") }));
        Is("30", InternetExposure.None, One(Open with { Destinations = Terms.Of("10.0.2.0/24") }));
        var member = Open with { Destinations = Terms.Nothing, DestinationGroups = new Terms(["asg1"], true) };
        Assert.Equal(InternetExposure.Exposed, One(member).Exposure(Tcp, Host with { Groups = ImmutableHashSet.Create("asg1") }, Space));
        Is("32", InternetExposure.None, One(member));
        Assert.Equal(InternetExposure.Unknown, One(member).Exposure(Tcp, Host with { Groups = null }, Space));
    }

    [Fact]
    public void Application_security_groups_are_their_members()
    {
        var space = Space with { Groups = Space.Groups.Add("asg1", AddressSet.Of(["10.0.1.10"])) };
        var fromMembers = new SecurityRule("members")
        {
            Priority = 100,
            Access = RuleAccess.Allow,
            Sources = Terms.Nothing,
            SourceGroups = new Terms(["asg1"], true),
        };

        Assert.True(LetsIn("10.0.1.10", space, fromMembers, Deny(200)), "33");
        Assert.False(LetsIn("10.0.1.20", space, fromMembers, Deny(200)), "33b");
    }

    [Fact]
    public void Private_senders_are_in_the_network_s_tag()
    {
        Assert.True(LetsIn("10.0.254.9"), "37");
        Assert.False(LetsIn("10.0.254.9", Space, Deny(100, "VirtualNetwork")), "38");
        Assert.True(LetsIn("10.50.254.9", Space with { Prefixes = AddressSet.Of(["10.0.0.0/16", "10.50.0.0/16"]) }), "39");
        var outcome = GroupOutcome.Of([], Tcp, Host, Space with { ArePrefixesComplete = false }, AddressSet.Of(["192.168.7.7"]));
        Assert.True(outcome.Must.IsEmpty && !outcome.May.IsEmpty, "40");
        Assert.True(LetsIn("192.168.7.7", Space with { Prefixes = AddressSet.Of(["10.0.0.0/16", "192.168.0.0/16"]) }), "40b");
        Assert.True(LetsIn("10.0.254.20"), "49");
        Assert.False(LetsIn("10.0.1.9", Space, Deny(100, "10.0.1.0/24")), "52");
    }

    [Fact]
    public void A_route_away_from_the_Internet_ends_the_path()
    {
        Is("41", InternetExposure.None, One(Open) with { Route = InternetRoute.Elsewhere });
        Is("42", InternetExposure.None, One(Open) with { Route = InternetRoute.Elsewhere });
        Is("43", InternetExposure.None, One(Open) with { Route = InternetRoute.Gateway });
        Is("a gateway and a rule that denies all", InternetExposure.None, One(Deny(100)) with { Route = InternetRoute.Gateway });
        Is("route not known", InternetExposure.Unknown, One(Open) with { Route = InternetRoute.Unknown });
    }

    private static PacketFlow Tcp { get; } = new("Tcp", 3389);

    private static SecurityRule Allow(int priority, params string[] sources) => new($"allow{priority}")
    {
        Priority = priority,
        Access = RuleAccess.Allow,
        Protocol = "Tcp",
        Sources = sources is [] ? Terms.Everything : Terms.Of(sources),
        DestinationPorts = Terms.Of("3389"),
    };

    private static SecurityRule Deny(int priority, params string[] sources) => new($"deny{priority}")
    {
        Priority = priority,
        Access = RuleAccess.Deny,
        Sources = sources is [] ? Terms.Everything : Terms.Of(sources),
    };

    private static InboundPath One(params SecurityRule[] rules) => new([([.. rules], true)], false, true, InternetRoute.Direct);

    private static InboundPath Both(SecurityRule[] subnet, SecurityRule[] nic) =>
        new([([.. subnet], true), ([.. nic], true)], false, true, InternetRoute.Direct);

    private static void Is(string vector, InternetExposure expected, InboundPath path)
    {
        var exposure = path.Exposure(Tcp, Host, Space);

        Assert.True(expected == exposure, $"Vector {vector} is {exposure} instead of {expected}.");
    }

    private static bool LetsIn(string source) => LetsIn(source, Space);

    private static bool LetsIn(string source, NetworkSpace space, params SecurityRule[] rules)
    {
        var (must, may) = GroupOutcome.Of(rules, Tcp, Host, space, AddressSet.Of([source]));
        Assert.Equal(must.IsEmpty, may.IsEmpty);
        return !must.IsEmpty;
    }
}
