using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Realms;

/// <summary>Several answers of one folder on one resource.</summary>
public sealed class StateMergeTests
{
    private const string Group =
        "/subscriptions/00000000-0000-0000-0000-0000000000a1/resourceGroups/rg1/providers/Microsoft.Network/networkSecurityGroups/nsg1";

    [Fact]
    public void Equal_answers_in_two_shapes_and_a_child_by_itself_are_one_thing_each()
    {
        var result = Scan(
            ("a/list.json", $$"""{ "value": [ {{Nsg("*")}} ] }"""),
            ("a/show.json", $$"""{ "id": "{{Group.ToUpperInvariant()}}", "name": "NSG1", {{Rules(Flat("*"))}} }"""),
            ("a/rule.json", Rule("*")));

        Assert.Equal("RDP9100", Assert.Single(result.Findings, finding => finding.Verdict == Verdict.Fail).Rule.Id);
        Assert.DoesNotContain(result.Findings, finding => finding.Verdict == Verdict.Undecided);
        Assert.Equal(2, result.Subjects.Sum(kind => kind.Count));
    }

    [Fact]
    public void What_only_one_of_them_has_is_taken()
    {
        var result = Scan(
            ("a/list.json", $$"""[ { "id": "{{Group}}", "name": "nsg1", "tags": { "a": "b" } } ]"""),
            ("a/rule.json", $$"""{ "id": "{{Group}}", "name": "nsg1", "properties": { {{Rules(Rule("*"))}} } }"""));

        Assert.Equal("RDP9100", Assert.Single(result.Findings, finding => finding.Verdict == Verdict.Fail).Rule.Id);
    }

    /// <summary>Neither of two times is known to be the later one.</summary>
    [Fact]
    public void Where_two_differ_nobody_knows_and_both_places_are_named()
    {
        var result = Scan(("a/1.json", Nsg("*")), ("a/2.json", Nsg("10.0.0.0/8")));

        Assert.DoesNotContain(result.Findings, finding => finding.Verdict == Verdict.Fail);
        var open = Assert.Single(result.Findings, finding => finding.Rule.Id == "RDP9100");
        Assert.Equal(Verdict.Undecided, open.Verdict);
        Assert.Contains("a/1.json:1", open.Message, StringComparison.Ordinal);
        Assert.Contains("a/2.json:1", open.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_with_a_rule_more_is_not_known()
    {
        var result = Scan(
            ("a/1.json", Nsg("*")),
            ("a/2.json", $$"""{ "id": "{{Group}}", "name": "nsg1", "properties": { {{Rules($"{Rule("*")}, {Rule("*", "other")}")}} } }"""));

        Assert.DoesNotContain(result.Findings, finding => finding.Verdict == Verdict.Fail);
        Assert.Equal(0, result.Account?.Passes);
    }

    [Fact]
    public void A_child_that_its_group_does_not_list_is_judged_by_itself()
    {
        var result = Scan(
            ("a/1.json", $$"""{ "id": "{{Group}}", "name": "nsg1", "properties": { "provisioningState": "Succeeded" } }"""),
            ("a/2.json", Rule("*")));

        Assert.Equal("RDP9100", Assert.Single(result.Findings, finding => finding.Verdict == Verdict.Fail).Rule.Id);
    }

    private static string Nsg(string source) =>
        $$"""{ "id": "{{Group}}", "name": "nsg1", "etag": "{{source}}", "properties": { {{Rules(Rule(source))}} } }""";

    private static string Rules(string rules) => $"\"provisioningState\": \"Succeeded\", \"securityRules\": [ {rules} ]";

    private static string Rule(string source, string name = "rdp") =>
        $$"""{ "id": "{{Group}}/securityRules/{{name}}", "name": "{{name}}", "properties": { {{Members(source)}} } }""";

    private static string Flat(string source) => $$"""{ "id": "{{Group}}/securityRules/rdp", "name": "rdp", "resourceGroup": "rg1", {{Members(source)}} }""";

    private static string Members(string source) =>
        $$"""
        "access": "Allow", "direction": "Inbound", "priority": 100, "protocol": "Tcp", "sourcePortRange": "*", "sourceAddressPrefix": "{{source}}",
        "destinationAddressPrefix": "*", "destinationPortRange": "3389", "provisioningState": "Succeeded"
        """;

    private static ScanResult Scan(params (string Name, string Text)[] files) =>
        new Scan(Repository.Pack, EvidenceReaders.All, Packs.Settings).Run(
            new SourceTree(files.Select(file => Source.FromText(file.Name, file.Text.ReplaceLineEndings(" ")))),
            CancellationToken.None);
}
