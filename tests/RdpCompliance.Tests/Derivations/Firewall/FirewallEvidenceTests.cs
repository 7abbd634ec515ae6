using RdpCompliance.Engine.Findings;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Derivations.Firewall;

public sealed class FirewallEvidenceTests
{
    private const string Rules = """
        [
          { "InstanceID": "RemoteDesktop-UserMode-In-TCP", "DisplayName": "Remote Desktop", "Enabled": 1, "Direction": 1, "Action": 2, "Profiles": 3, "PolicyStoreSourceType": 1,
            "Protocol": "TCP", "LocalPort": ["3389"], "RemoteAddress": ["LocalSubnet"], "Program": "%SystemRoot%\\system32\\svchost.exe", "Service": "termservice" },
          { "InstanceID": "Other", "DisplayName": "Other", "Enabled": 2, "Direction": 2, "Action": 4, "Profiles": 0 }
        ]
        """;

    [Theory]
    [InlineData("{ field: protocol, equals: tcp }", Verdict.Pass)]
    [InlineData("{ field: local-ports, coversPort: 3389 }", Verdict.Pass)]
    [InlineData("{ field: profiles, contains: private }", Verdict.Pass)]
    [InlineData("{ field: profiles, contains: public }", Verdict.Fail)]
    [InlineData("{ field: remote-addresses, contains: LocalSubnet }", Verdict.Pass)]
    [InlineData("{ field: layer, equals: local }", Verdict.Pass)]
    [InlineData("{ field: service, equals: TermService }", Verdict.Pass)]
    public void A_listed_rule_has_the_fields_of_a_registry_rule(string require, Verdict verdict)
    {
        var pack = Packs.Only($"subject: firewall-rule\nwhere: {{ field: name, like: 'RemoteDesktop*' }}\nrequire: {require}");

        Assert.Equal(verdict, Assert.Single(Packs.Scan(pack, Packs.Settings, ("rules.json", Rules)).Findings).Verdict);
    }

    [Fact]
    public void A_rule_that_is_listed_without_its_filters_says_nothing_of_its_port()
    {
        var pack = Packs.Only("subject: firewall-rule\nwhere: { field: name, equals: Other }\nrequire: { field: local-ports, coversPort: 3389 }");

        Assert.Equal(Verdict.Undecided, Assert.Single(Packs.Scan(pack, Packs.Settings, ("rules.json", Rules)).Findings).Verdict);
    }

    private const string RuleAlone =
        """[{ "InstanceID": "R", "DisplayName": "R", "Enabled": 1, "Direction": 1, "Action": 2, "Profiles": 0 }, { "InstanceID": "Other", "DisplayName": "Other", "Enabled": 2, "Direction": 2, "Action": 4, "Profiles": 0 }]""";

    private static readonly (string Name, string Text)[] Filters =
    [
        ("ports.json", """[{ "InstanceID": "Other", "Protocol": "Any", "LocalPort": "Any" }, { "InstanceID": "R", "Protocol": "TCP", "LocalPort": "3389" }]"""),
        ("apps.json", """[{ "InstanceID": "R", "Program": "%SystemRoot%\\system32\\svchost.exe", "Package": null }]"""),
        ("addresses.json", """[{ "InstanceID": "R", "LocalAddress": "Any", "RemoteAddress": "10.0.0.0/255.0.0.0" }]"""),
        ("services.json", """[{ "InstanceID": "R", "ServiceName": "termservice" }]"""),
    ];

    /// <summary>Four commands besides that of the rules list the parts of a rule, each under its InstanceID.</summary>
    [Theory]
    [InlineData("ports.json", "local-ports", "coversPort: 3389", "Get-NetFirewallPortFilter")]
    [InlineData("ports.json", "protocol", "equals: tcp", "Get-NetFirewallPortFilter")]
    [InlineData("apps.json", "app", "like: '*svchost.exe'", "Get-NetFirewallApplicationFilter")]
    [InlineData("addresses.json", "remote-addresses", "contains: 10.0.0.0/255.0.0.0", "Get-NetFirewallAddressFilter")]
    [InlineData("services.json", "service", "equals: termservice", "Get-NetFirewallServiceFilter")]
    public void A_rule_is_joined_with_its_filters_and_says_which_are_missing(string file, string field, string test, string command)
    {
        var pack = Packs.Only($"subject: firewall-rule\nwhere: {{ field: name, equals: R }}\nrequire: {{ field: {field}, {test} }}");

        Assert.Equal(Verdict.Pass, Assert.Single(Packs.Scan(pack, Packs.Settings, [("rules.json", RuleAlone), .. Filters]).Findings)
            .Verdict);
        Assert.Equal(Verdict.Pass, Assert.Single(Packs.Scan(pack, Packs.Settings, [.. Filters, ("zrules.json", RuleAlone)]).Findings)
            .Verdict);
        var undecided = Assert.Single(Packs.Scan(pack, Packs.Settings,
            [("rules.json", RuleAlone), .. Filters.Where(filter => filter.Name != file)]).Findings);
        Assert.Equal(Verdict.Undecided, undecided.Verdict);
        Assert.Contains($"({command} | ConvertTo-Json)", undecided.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_listings_of_one_rule_that_differ_decide_nothing()
    {
        var pack = Packs.Only("subject: firewall-rule\nwhere: { field: name, equals: R }\nrequire: { field: local-ports, coversPort: 3389 }");

        Assert.Equal(
            Verdict.Undecided,
            Assert
                .Single(
                    Packs
                        .Scan(
                            pack,
                            Packs.Settings,
                            [("rules.json", RuleAlone), .. Filters, ("ports2.json", """[{ "InstanceID": "R", "Protocol": "TCP", "LocalPort": "3390" }]""")]
                        )
                        .Findings)
                .Verdict);
    }

    [Fact]
    public void The_same_id_in_two_stores_is_two_rules()
    {
        const string Host = """
            Windows Registry Editor Version 5.00

            [HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\WindowsFirewall\FirewallRules]
            "One"="v2.30|Action=Block|Active=TRUE|Dir=In|Name=One|"

            [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\FirewallRules]
            "One"="v2.30|Action=Allow|Active=TRUE|Dir=In|Name=One|"
            """;
        var pack = Packs.Only("subject: firewall-rule\nrequire: { field: layer, equals: policy }");

        Assert.Equal(
            [Verdict.Fail, Verdict.Pass],
            Packs.Scan(pack, Packs.Settings, ("host.reg", Host)).Findings.Select(finding => finding.Verdict).Order().Reverse());
    }

    [Theory]
    [InlineData("", Verdict.Fail)]
    [InlineData(@"[HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\WindowsFirewall\PublicProfile]", Verdict.Pass)]
    public void The_standard_profile_counts_only_without_a_private_or_public_one(string other, Verdict verdict)
    {
        var reg = $"""
            [HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\WindowsFirewall]

            [HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\WindowsFirewall\StandardProfile]
            "EnableFirewall"=dword:00000000

            {other}

            [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy]
            """;

        var pack = Packs.Only("subject: firewall\nrequire: { field: enabled, equals: 1 }");
        var findings = Packs.Scan(pack, Packs.Settings, ("host.reg", $"Windows Registry Editor Version 5.00\n\n{reg}\n")).Findings;

        Assert.Equal(verdict, Assert.Single(findings, finding => finding.Subject.Name == "private").Verdict);
    }
}
