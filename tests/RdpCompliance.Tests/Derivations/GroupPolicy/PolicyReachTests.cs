using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Tests.Testing;
using static RdpCompliance.Tests.Derivations.GroupPolicy.PolicyScene;

namespace RdpCompliance.Tests.Derivations.GroupPolicy;

public sealed class PolicyReachTests
{
    private const string Place = "OU=Servers,DC=example,DC=org";

    /// <summary>A host that knows its own place in the directory.</summary>
    private const string Placed = $"""
        {Healthy}

        [HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Group Policy\State\Machine]
        "Distinguished-Name"="CN=H1,{Place}"
        """;

    [Fact]
    public void A_GPO_that_only_lies_beside_a_host_does_not_reach_it() =>
        Assert.Equal(Verdict.Pass, Judge(Packs.Settings, Host(), Report("A", 1)).Verdict);

    [Fact]
    public void An_assumed_GPO_is_the_primary_place_and_the_hosts_own_value_is_related()
    {
        var (host, local) = MarkedText.One(Healthy.Replace("dword:00000000", "dword:[|00000000|]", StringComparison.Ordinal), "h1/host.reg");
        var (gpo, policy) = MarkedText.One(ReportText("A", 1).Replace(">1<", ">[|1|]<", StringComparison.Ordinal), "gpo/A.xml");

        var finding = OfPack("RDP1001", Assumed("gpo"), host, gpo);

        Assert.Equal((Verdict.Fail, gpo, policy), (finding.Verdict, finding.Primary.Location.Source, finding.Primary.Location.Span));
        Assert.Equal((host, local), Assert.Single(finding.Related.Select(place => (place.Location.Source, place.Location.Span))));
        Assert.Contains("(by GPO 'A', not yet on the host, where it is 0, connections allowed)", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpo", Verdict.Fail)]
    [InlineData("gpo/A.xml", Verdict.Fail)]
    [InlineData("", Verdict.Fail)]
    [InlineData("gpo/B.xml", Verdict.Pass)]
    [InlineData("gp", Verdict.Pass)]
    public void Only_what_lies_at_the_path_is_assumed(string path, Verdict verdict) =>
        Assert.Equal(verdict, Judge(Assumed(path), Host(), Report("A", 1)).Verdict);

    [Theory]
    [InlineData("A", "B", Verdict.Fail)]
    [InlineData("B", "A", Verdict.Pass)]
    [InlineData("{00000000-0000-0000-0000-000000000041}", "00000000000000000000000000000042", Verdict.Fail)]
    [InlineData("gpo/B.xml", "gpo/A.xml", Verdict.Pass)]
    [InlineData("b", "gpo/A*", Verdict.Pass)]
    public void The_first_GPO_that_a_host_lists_wins_by_name_id_or_path(string first, string second, Verdict verdict) =>
        Assert.Equal(verdict, Judge(Linked(first, second), Host(), Report("A", 1), Report("B", 0)).Verdict);

    [Fact]
    public void GPOs_without_a_known_order_that_disagree_are_undecided_with_both_places()
    {
        var finding = Judge(Assumed("gpo"), Host(), Report("A", 1), Report("B", 0));

        Assert.Equal((Verdict.Undecided, UnknownReason.Contradictory), (finding.Verdict, finding.Reason));
        Assert.Equal(
            ["gpo/A.xml", "gpo/B.xml"],
            finding.Related.Prepend(finding.Primary).Select(place => place.Location.Source.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void GPOs_without_a_known_order_that_agree_decide() =>
        Assert.Equal(Verdict.Fail, Judge(Assumed("gpo"), Host(), Report("A", 1), Report("B", 1)).Verdict);

    [Fact]
    public void A_listed_GPO_that_is_no_input_is_told_and_leaves_a_pass_below_it_open()
    {
        var result = Scan(Rule, Linked("Nowhere", "B"), Host(), Report("B", 0));

        Assert.Equal(Verdict.Undecided, Assert.Single(result.Findings, finding => finding.Subject.Kind == "machine").Verdict);
        Assert.Contains(
            "'Nowhere' is declared as a GPO of 'h1'",
            Assert.Single(result.Diagnostics, diagnostic => diagnostic.Id == "RDP0060").Message,
            StringComparison.Ordinal);
        Assert.True(result.HasDamage);
    }

    [Fact]
    public void A_listed_GPO_that_is_no_input_and_would_lose_changes_nothing() =>
        Assert.Equal(Verdict.Pass, Judge(Linked("B", "Nowhere"), Host(), Report("B", 0)).Verdict);

    [Theory]
    [InlineData("A", "B", Verdict.Fail)]
    [InlineData("B", "A", Verdict.Pass)]
    public void The_links_of_the_hosts_own_place_reach_it_in_their_order(string first, string second, Verdict verdict) =>
        Assert.Equal(
            verdict,
            Judge(
                Packs.Settings,
                Host(Placed),
                Links($"ou=servers, dc=example,DC=org", Inherited(first, 1), Inherited(second, 2)),
                Report("A", 1),
                Report("B", 0)
            ).Verdict);

    [Fact]
    public void The_links_of_another_place_do_not_reach_it() =>
        Assert.Equal(Verdict.Pass, Judge(Packs.Settings, Host(Placed), Links("OU=Clients,DC=example,DC=org", Inherited("A", 1)), Report("A", 1)).Verdict);

    [Fact]
    public void A_host_may_list_a_place_instead_of_its_GPOs() =>
        Assert.Equal(Verdict.Fail, Judge(Linked(Place), Host(), Links(Place, Inherited("A", 1), Inherited("B", 2)), Report("A", 1), Report("B", 0)).Verdict);

    [Fact]
    public void Assumed_GPOs_have_the_order_on_which_all_places_agree()
    {
        var one = Links(Place, Inherited("A", 1), Inherited("B", 2));
        var other = Source.FromText("other.json", Links("OU=Clients,DC=example,DC=org", Inherited("B", 1), Inherited("A", 2)).Text.Value);

        Assert.Equal(Verdict.Fail, Judge(Assumed("gpo"), Host(), one, Report("A", 1), Report("B", 0)).Verdict);
        Assert.Equal(Verdict.Undecided, Judge(Assumed("gpo"), Host(), one, other, Report("A", 1), Report("B", 0)).Verdict);
    }

    [Fact]
    public void A_linked_GPO_that_is_no_input_and_wins_leaves_a_pass_open() =>
        Assert.Equal(Verdict.Undecided, Judge(Packs.Settings, Host(Placed), Links(Place, Inherited("C", 1), Inherited("B", 2)), Report("B", 0)).Verdict);

    [Theory]
    [InlineData("<FilterName>Servers</FilterName>", Verdict.Undecided)]
    [InlineData(
        "<SecurityDescriptor><SDDL xmlns=\"http://www.microsoft.com/GroupPolicy/Types/Security\">D:(OA;CI;CR;edacfd8f-ffb3-11d1-b41d-00a0c968f939;;S-1-5-21-1-2-3-1104)</SDDL></SecurityDescriptor>",
        Verdict.Undecided
    )]
    [InlineData(
        "<SecurityDescriptor><SDDL xmlns=\"http://www.microsoft.com/GroupPolicy/Types/Security\">D:(OA;CI;CR;edacfd8f-ffb3-11d1-b41d-00a0c968f939;;AU)(OD;CI;CR;edacfd8f-ffb3-11d1-b41d-00a0c968f939;;S-1-5-21-1-2-3-1104)</SDDL></SecurityDescriptor>",
        Verdict.Undecided
    )]
    [InlineData(
        "<SecurityDescriptor><SDDL xmlns=\"http://www.microsoft.com/GroupPolicy/Types/Security\">D:(OA;CI;CR;edacfd8f-ffb3-11d1-b41d-00a0c968f939;;AU)</SDDL></SecurityDescriptor>",
        Verdict.Fail
    )]
    [InlineData("", Verdict.Fail)]
    public void Filters_that_evidence_does_not_settle_leave_it_open(string filter, Verdict verdict)
    {
        var finding = Judge(Assumed("gpo"), Host(), Report("A", 1, more: filter));

        Assert.Equal(verdict, finding.Verdict);
        Assert.Equal(verdict == Verdict.Undecided ? UnknownReason.Targeted : null, finding.Reason);
    }

    [Fact]
    public void A_filtered_GPO_that_says_what_the_host_has_changes_nothing() =>
        Assert.Equal(
            Verdict.Pass,
            Judge(
                Assumed("gpo"),
                Host(Healthy.Replace("Terminal Services]", "Terminal Services]\n\"fDenyTSConnections\"=dword:00000000", StringComparison.Ordinal)),
                Report("A", 0, more: "<FilterName>Servers</FilterName>")
            ).Verdict);

    [Fact]
    public void A_GPO_whose_computer_half_is_off_states_nothing() =>
        Assert.Equal(Verdict.Pass, Judge(Assumed("gpo"), Host(), Report("A", 1, computer: "<Enabled>false</Enabled>")).Verdict);

    [Fact]
    public void A_report_elsewhere_describes_the_GPO_of_its_id()
    {
        var template = Source.FromText(
            $"Policies/{Id('A')}/Machine/Microsoft/Windows NT/SecEdit/GptTmpl.inf",
            $"[Unicode]\nUnicode=yes\n[Version]\nsignature=\"$CHICAGO$\"\n[Registry Values]\nMACHINE\\{PolicyKey}\\fDenyTSConnections=4,1\n");

        Assert.Equal(Verdict.Fail, Judge(Linked("A"), Host(), template, Report("A", 1)).Verdict);
        Assert.Equal(Verdict.Undecided, Judge(Linked("A"), Host(), template, Report("A", 1, more: "<FilterName>Servers</FilterName>")).Verdict);
    }

    private static string Inherited(string name, int order, bool enabled = true) =>
        $$"""{ "GpoId": "{{Id(name[0])[1..^1]}}", "DisplayName": "{{name}}", "Enabled": {{(enabled ? "true" : "false")}}, "Enforced": false, "Target": "dc=example,dc=org", "Order": {{order}} }""";

    private static Source Links(string place, params string[] inherited) =>
        Source.FromText(
            "links.json",
            $$"""{ "Name": "x", "Path": "{{place}}", "GpoInheritanceBlocked": false, "GpoLinks": [], "InheritedGpoLinks": [{{string.Join(", ", inherited)}}] }"""
        );
}
