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

        Assert.Equal([Verdict.Fail, Verdict.Pass], Packs.Scan(pack, Packs.Settings, ("host.reg", Host)).Findings.Select(finding => finding.Verdict).Order().Reverse());
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
