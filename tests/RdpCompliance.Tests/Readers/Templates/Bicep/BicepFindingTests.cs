using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Templates.Bicep;

/// <summary>A rule of the pack judges Bicep: the finding stands at the literal that decides, in whichever file that is.</summary>
public sealed class BicepFindingTests
{
    private const string Rule = "RDP9100";

    /// <summary>A group with one rule, whose source is an expression.</summary>
    private static string Group(string source) => $$"""
        resource nsg 'Microsoft.Network/networkSecurityGroups@2023-11-01' = {
          name: 'nsg1'
          properties: {
            securityRules: [
              {
                name: 'rdp'
                properties: {
                  priority: 100
                  direction: 'Inbound'
                  access: 'Allow'
                  protocol: 'Tcp'
                  sourceAddressPrefix: {{source}}
                  sourcePortRange: '*'
                  destinationAddressPrefix: '*'
                  destinationPortRange: '3389'
                }
              }
            ]
          }
        }
        """;

    [Fact]
    public void In_the_caller_of_a_module() => AssertFails(
        ("main.bicep", "module outer 'modules/outer.bicep' = {\n  name: 'outer'\n  params: { from: [|'*'|] }\n}\n"),
        ("modules/outer.bicep", "param from string\nmodule inner 'inner.bicep' = { name: 'inner', params: { source: from } }\n"),
        ("modules/inner.bicep", $"param source string\n{Group("source")}"));

    [Fact]
    public void In_the_loop_of_the_caller() =>
        AssertFails(
            (
                "main.bicep",
                "var sources = [\n  '10.0.0.0/8'\n  [|'Internet'|]\n]\nmodule m 'm.bicep' = [for (s, i) in sources: { name: 'm${i}', params: { source: s } }]\n"
            ),
            ("m.bicep", $"param source string\n{Group("source")}"));

    [Fact]
    public void In_a_variable_of_another_file() => AssertFails(
        ("main.bicep", $"import * as shared from 'shared.bicep'\n{Group("shared.sources.admin")}"),
        ("shared.bicep", "@export()\nvar sources = {\n  admin: [|'*'|]\n}\n"));

    [Fact]
    public void In_a_default_that_a_module_takes() => AssertFails(
        ("main.bicep", "param admin string = [|'*'|]\nvar chosen = { from: admin }\nmodule m 'm.bicep' = { name: 'm', params: { settings: chosen } }\n"),
        ("m.bicep", $"param settings object\n{Group("settings.from")}"));

    [Fact]
    public void In_the_output_of_another_module() => AssertFails(
        ("main.bicep", "module a 'a.bicep' = { name: 'a' }\nmodule m 'm.bicep' = { name: 'm', params: { source: a.outputs.source } }\n"),
        ("a.bicep", "output source string = [|'*'|]\n"),
        ("m.bicep", $"param source string\n{Group("source")}"));

    [Fact]
    public void In_a_parameters_file() => AssertFails(
        ("open.bicepparam", "using 'main.bicep'\nparam source = [|'*'|]\n"),
        ("closed.bicepparam", "using 'main.bicep'\nparam source = '10.0.0.0/8'\n"),
        ("main.bicep", $"param source string\n{Group("source")}"));

    [Fact]
    public void In_a_parameters_file_that_another_one_extends() => AssertFails(
        ("prod.bicepparam", "using 'main.bicep'\nextends 'base.bicepparam'\nparam unused = 1\n"),
        ("base.bicepparam", "using none\nparam source = [|'*'|]\n"),
        ("main.bicep", $"param source string\nparam unused int\n{Group("source")}"));

    [Fact]
    public void In_a_file_that_a_function_loads() => AssertFails(
        ("main.bicep", Group("loadJsonContent('rules.json', '$.sources[0]')")),
        ("rules.json", "{ \"sources\": [ [|\"*\"|] ] }"));

    /// <summary>Whether it is deployed is not known: it is not found to be wrong, and not passed over either.</summary>
    [Theory]
    [InlineData("param deployIt bool\n", "= {", "= if (deployIt) {", "}", "}")]
    [InlineData("param names array\n", "= {", "= [for n in names: {", "}", "}]")]
    public void What_may_not_be_deployed_is_undecided(string before, string opening, string newOpening, string closing, string newClosing)
    {
        var group = Group("'*'");
        var text =
            before
            + group[..group.LastIndexOf(closing, StringComparison.Ordinal)]
                .Replace($"@2023-11-01' {opening}", $"@2023-11-01' {newOpening}", StringComparison.Ordinal)
            + newClosing;

        var finding = Assert.Single(Scan([("main.bicep", text)]));

        Assert.Equal((Rule, Verdict.Undecided), (finding.Rule.Id, finding.Verdict));
    }

    private static void AssertFails(params (string Name, string Marked)[] files)
    {
        var split = files.Select(file => (file.Name, Marked: MarkedText.Split(file.Marked))).ToArray();
        var (name, marked) = Assert.Single(split, file => file.Marked.Spans.Count > 0);

        var finding = Assert.Single(Scan([.. split.Select(file => (file.Name, file.Marked.Text))]));

        Assert.Equal((Verdict.Fail, name, Assert.Single(marked.Spans)), (finding.Verdict, finding.Primary.Location.Source.Name, finding.Primary.Location.Span));
    }

    private static IEnumerable<Finding> Scan((string Name, string Text)[] files) =>
        new Scan(Repository.Pack, EvidenceReaders.All, new ScanSettings { AsOf = DateTimeOffset.UnixEpoch, OnlyRules = [Rule] })
            .Run(new SourceTree(files.Select(file => Source.FromText(file.Name, file.Text))), CancellationToken.None).Findings;
}
