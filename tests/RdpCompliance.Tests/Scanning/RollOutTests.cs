using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Tests.Derivations.GroupPolicy;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Scanning;

public sealed class RollOutTests
{
    private const string Rights = """
        [Unicode]
        Unicode=yes
        [Privilege Rights]
        SeChangeNotifyPrivilege = *S-1-1-0
        SeNetworkLogonRight = *S-1-1-0,*S-1-5-32-544,*S-1-5-32-545
        SeServiceLogonRight = *S-1-5-80-0
        SeInteractiveLogonRight = *S-1-5-32-544,*S-1-5-32-545
        SeRemoteInteractiveLogonRight = *S-1-5-32-544,*S-1-5-32-555
        SeDenyRemoteInteractiveLogonRight = [|*S-1-5-32-546|]
        [Version]
        signature="$CHICAGO$"
        Revision=1
        """;

    private const string Deny = """
        [Unicode]
        Unicode=yes
        [Version]
        signature="$CHICAGO$"
        Revision=1
        [Privilege Rights]
        SeDenyRemoteInteractiveLogonRight = *S-1-5-32-546,[|*S-1-5-32-555|]
        """;

    private static readonly Source Server = Source.FromText(
        "hosts/h1/host.reg",
        $"{PolicyScene.Healthy}\n\n[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\ProductOptions]\n\"ProductType\"=\"ServerNT\"\n"
    );

    [Fact]
    public void A_GPO_that_denies_the_right_breaks_one_thing_at_its_own_line_with_the_hosts_value_beside_it()
    {
        var (host, present) = MarkedText.One(Rights, "hosts/h1/rights.inf");
        var (gpo, line) = MarkedText.One(Deny, "change/GptTmpl.inf");

        var result = Run(Repository.Pack, Settings, Server, host, gpo);

        var broken = Assert.Single(result.Findings);
        Assert.Equal((BaselineState.New, Verdict.Fail, "RDP1005"), (broken.Baseline, broken.Verdict, broken.Rule.Id));
        Assert.Equal((gpo, line), (broken.Primary.Location.Source, broken.Primary.Location.Span));
        Assert.Equal((host, present), Assert.Single(broken.Related.Select(place => (place.Location.Source, place.Location.Span))));
        Assert.Empty(result.Repaired ?? []);
    }

    [Fact]
    public void A_GPO_that_takes_the_denial_back_repairs_it()
    {
        var (host, denied) = MarkedText.One(Rights.Replace("546|]", "555|]", StringComparison.Ordinal), "hosts/h1/rights.inf");
        var (gpo, line) = MarkedText.One(Deny.Replace("*S-1-5-32-546,[|*S-1-5-32-555|]", "[|*S-1-5-32-546|]", StringComparison.Ordinal), "change/GptTmpl.inf");

        var result = Run(Repository.Pack, Settings, Server, host, gpo);

        var repaired = Assert.Single(result.Repaired ?? []);
        Assert.Equal(
            (BaselineState.Absent, "RDP1005", host, denied),
            (repaired.Baseline, repaired.Rule.Id, repaired.Primary.Location.Source, repaired.Primary.Location.Span)
        );
        Assert.Equal((gpo, line), Assert.Single(repaired.Related.Select(place => (place.Location.Source, place.Location.Span))));
        Assert.Empty(result.Findings);
    }

    [Fact]
    public void Changes_that_disagree_and_have_no_order_cannot_be_known()
    {
        var one = MarkedText.One(Deny, "change/a/GptTmpl.inf").Source;
        var other = MarkedText
            .One(Deny.Replace("*S-1-5-32-546,[|*S-1-5-32-555|]", "[|*S-1-5-32-546|]", StringComparison.Ordinal), "change/b/GptTmpl.inf")
            .Source;

        var result = Run(Repository.Pack, Settings with { OnlyRules = ["RDP1005"] }, Server, MarkedText.One(Rights, "hosts/h1/rights.inf").Source, one, other);

        var open = Assert.Single(result.Findings);
        Assert.Equal((BaselineState.New, Verdict.Undecided, UnknownReason.Contradictory), (open.Baseline, open.Verdict, open.Reason));
        Assert.Equal([one.Name, other.Name], open.Related.Prepend(open.Primary).Select(place => place.Location.Source.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_fails_before_and_after_is_left_as_it_is()
    {
        var result = Run(Packs.Only(PolicyScene.Rule), Settings, Denied, PolicyFile("change/other.reg", "Other", 1));

        Assert.Equal((BaselineState.Unchanged, Verdict.Fail), (Assert.Single(result.Findings).Baseline, result.Findings[0].Verdict));
        Assert.Empty(result.Repaired ?? []);
    }

    [Theory]
    [InlineData("\"fDenyTSConnections\"=dword:00000000")]
    [InlineData("\"fDenyTSConnections\"=-")]
    public void A_registry_file_sets_and_deletes_values_of_every_host(string value)
    {
        var change = Source.FromText("change/fix.reg", $"{PolicyScene.Header}[HKEY_LOCAL_MACHINE\\{PolicyScene.PolicyKey}]\n{value}\n");

        var result = Run(Packs.Only(PolicyScene.Rule), Settings, Denied, Local, change);

        Assert.Empty(result.Findings);
        Assert.Single(result.Repaired ?? []);
    }

    [Fact]
    public void A_GPO_wins_over_a_registry_file_that_is_imported_with_it()
    {
        var result = Run(
            Packs.Only(PolicyScene.Rule),
            Settings,
            Server,
            PolicyFile("change/x.reg", "fDenyTSConnections", 1),
            Source.FromText("change/gpo.xml", PolicyScene.ReportText("A", 0))
        );

        Assert.Empty(result.Findings);
    }

    [Fact]
    public void A_new_version_of_a_linked_GPO_stands_in_its_place()
    {
        var settings = Settings with { Hosts = [new("h1", ["hosts/h1/**"], ["host"], ["Top", "A"], null)] };
        var old = Source.FromText("hosts/gpos/A.xml", PolicyScene.ReportText("A", 0));
        var change = Source.FromText("change/A.xml", PolicyScene.ReportText("A", 1));

        Assert.Equal(BaselineState.New, Assert.Single(Run(Packs.Only(PolicyScene.Rule), settings, Server, old, change).Findings).Baseline);
        Assert.Empty(
            Run(Packs.Only(PolicyScene.Rule), settings, Server, old, Source.FromText("hosts/gpos/Top.xml", PolicyScene.ReportText("Top", 0)), change).Findings
        );
    }

    [Fact]
    public void What_a_new_version_no_longer_states_is_taken_away_where_the_host_has_it_from_the_old_one()
    {
        var old = Source.FromText("hosts/gpos/A.xml", PolicyScene.ReportText("A", 1));
        var change = Source.FromText("change/A.xml", PolicyScene.ReportText("A", 1).Replace("fDenyTSConnections", "Other", StringComparison.Ordinal));
        var result = Run(Packs.Only(PolicyScene.Rule), Settings, Denied, Local, old, change);

        Assert.Equal(["change/A.xml"], Assert.Single(result.Repaired ?? []).Related.Select(place => place.Location.Source.Name));
        Assert.Empty(result.Findings);

        // What the host has from elsewhere stays.
        var other = Source.FromText("hosts/gpos/A.xml", PolicyScene.ReportText("A", 0));
        Assert.Equal(BaselineState.Unchanged, Assert.Single(Run(Packs.Only(PolicyScene.Rule), Settings, Denied, Local, other, change).Findings).Baseline);
    }

    [Theory]
    [InlineData("'*'", "'10.0.0.0/8'", 0, 1)]
    [InlineData("'10.0.0.0/8'", "'*'", 1, 0)]
    [InlineData("'*'", "'*'", 1, 0)]
    public void A_template_replaces_the_resource_of_the_same_name(string before, string after, int found, int repaired)
    {
        var result = Run(Repository.Pack, Settings with { OnlyRules = ["RDP9100"] }, Template("hosts/main.bicep", before), Template("change/new.bicep", after));

        Assert.Equal((found, repaired), (result.Findings.Length, result.Repaired?.Length));
        Assert.All(result.Findings, finding => Assert.Equal(before == after ? BaselineState.Unchanged : BaselineState.New, finding.Baseline));
        Assert.All(result.Findings, finding => Assert.Equal("change/new.bicep", finding.Primary.Location.Source.Name));
    }

    [Fact]
    public void A_template_with_another_resource_leaves_the_first_one_as_it_is()
    {
        var result = Run(
            Repository.Pack,
            Settings with
            {
                OnlyRules = ["RDP9100"],
            },
            Template("hosts/main.bicep", "'*'"),
            Template("change/new.bicep", "'*'", "nsg2")
        );

        Assert.Equal(
            [("change/new.bicep", BaselineState.New), ("hosts/main.bicep", BaselineState.Unchanged)],
            result.Findings.Select(finding => (finding.Primary.Location.Source.Name, finding.Baseline ?? BaselineState.Absent))
        );
    }

    [Fact]
    public void A_change_that_one_host_lists_does_not_reach_a_host_whose_list_lacks_it()
    {
        var settings = Settings with { Hosts = [new("h1", ["hosts/h1/**"], ["host"], ["B"], null), new("h2", ["hosts/h2/**"], ["host"], ["A", "B"], null)] };
        var other = Source.FromText("hosts/h2/host.reg", PolicyScene.Healthy + "\n");

        var result = Run(
            Packs.Only(PolicyScene.Rule),
            settings,
            Server,
            other,
            Source.FromText("hosts/gpos/B.xml", PolicyScene.ReportText("B", 0)),
            Source.FromText("change/A.xml", PolicyScene.ReportText("A", 1))
        );

        Assert.Equal("h2", Assert.Single(result.Findings).Subject.Name);
    }

    [Fact]
    public void A_host_that_a_policy_shuts_stays_a_host()
    {
        // Nothing but the open connection makes this client Windows a host.
        var client = Source.FromText("hosts/h1/host.reg", PolicyScene.Healthy + "\n");

        var result = Run(Repository.Pack, Settings with { OnlyRules = ["RDP1001"] }, client, Source.FromText("change/A.xml", PolicyScene.ReportText("A", 1)));

        Assert.Equal(("RDP1001", BaselineState.New), (Assert.Single(result.Findings).Rule.Id, result.Findings[0].Baseline));
    }

    [Fact]
    public void A_rule_that_begins_to_speak_for_another_does_not_repair_it()
    {
        var settings = Settings with { OnlyRules = ["RDP1001", "RDP1002"] };
        var local = Source.FromText("hosts/h1/host.reg", Server.Text.Value.Replace("dword:00000000", "dword:00000001", StringComparison.Ordinal));

        var result = Run(Repository.Pack, settings, local, Source.FromText("change/A.xml", PolicyScene.ReportText("A", 1)));

        Assert.Equal(["RDP1001"], result.Findings.Select(finding => finding.Rule.Id));
        Assert.Equal(["RDP1002"], (result.Repaired ?? []).Select(finding => finding.Rule.Id));
    }

    [Fact]
    public void What_changes_nothing_is_told() =>
        Assert.Contains(
            "is not rolled out",
            Assert
                .Single(
                    Run(
                        Packs.Only(PolicyScene.Rule),
                        Settings,
                        Server,
                        Source.FromText("change/gpresult.xml", """<Rsop xmlns="http://www.microsoft.com/GroupPolicy/Rsop"/>""")
                    ).Diagnostics,
                    diagnostic => diagnostic.Id == "RDP0061"
                )
                .Message,
            StringComparison.Ordinal
        );

    private static Source Template(string name, string from, string group = "nsg1") =>
        Source.FromText(
            name,
            $$"""
            resource nsg 'Microsoft.Network/networkSecurityGroups@2023-09-01' = {
              name: '{{group}}'
              location: 'westeurope'
              properties: {
                securityRules: [
                  {
                    name: 'rdp'
                    properties: {
                      priority: 100
                      direction: 'Inbound'
                      access: 'Allow'
                      protocol: 'Tcp'
                      sourceAddressPrefix: {{from}}
                      sourcePortRange: '*'
                      destinationAddressPrefix: '*'
                      destinationPortRange: '3389'
                    }
                  }
                ]
              }
            }

            """
        );

    private static ScanSettings Settings { get; } = Packs.Settings with { IncludePasses = false, IncludeUndecided = UndecidedInclusion.WithEvidence };

    private static Source Denied { get; } = PolicyFile("hosts/h1/policy.reg", "fDenyTSConnections", 1);

    private static Source Local { get; } =
        Source.FromText(
            "hosts/h1/local.reg",
            $"{PolicyScene.Header}[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server]\n\"fDenyTSConnections\"=dword:00000000\n"
        );

    private static Source PolicyFile(string name, string value, int data) =>
        Source.FromText(name, $"{PolicyScene.Header}[HKEY_LOCAL_MACHINE\\{PolicyScene.PolicyKey}]\n\"{value}\"=dword:{data:x8}\n");

    private static ScanResult Run(Pack pack, ScanSettings settings, params Source[] sources) =>
        new RollOut(pack, EvidenceReaders.All, settings).Run(
            new SourceTree(sources),
            source => SourceTree.IsWithin(source.Name, "change"),
            CancellationToken.None
        );
}
