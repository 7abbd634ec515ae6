using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Bicep;

namespace RdpCompliance.Tests.Readers.Templates.Bicep;

/// <summary>What is too much, leads nowhere, or is never deployed.</summary>
public sealed class BicepLimitTests
{
    [Fact]
    public void A_chain_of_modules_that_is_too_deep_ends_where_it_is_said()
    {
        const int Files = 20;
        var evidence = Read([
            .. Enumerable.Range(0, Files).Select(index => (FileName(index), $"module next '{FileName(index + 1)}' = {{ name: 'next' }}\n")),
            (FileName(Files), ""),
        ]);

        var diagnostic = Assert.Single(evidence.Diagnostics);
        Assert.Equal(("RDP0263", FileName(16)), (diagnostic.Id, diagnostic.Location.Source.Name));
        Assert.All(evidence.Resources, resource => Assert.Equal("Microsoft.Resources/deployments", resource.Type));

        static string FileName(int index) => string.Create(CultureInfo.InvariantCulture, $"m{index}.bicep");
    }

    [Theory]
    [InlineData("range(0, 801)", 800)]
    [InlineData("[for i in range(0, 9000): i]", 800)]
    public void A_loop_of_too_many_turns_is_cut_and_said(string items, int turns)
    {
        var evidence = Read(("main.bicep", $"resource n 'A.B/c@2024-01-01' = [for i in {items}: {{ name: 'n${{i}}' }}]\n"));

        Assert.Equal(turns, evidence.Resources.Length);
        Assert.Equal("RDP0264", Assert.Single(evidence.Diagnostics).Id);
    }

    [Theory]
    [InlineData("concat(format('{0,999}', 'a'), 'bc')")]
    [InlineData("range(0, 3)")]
    [InlineData("{ a: 1 }")]
    public void What_is_no_name_is_said_and_not_known(string name)
    {
        var evidence = Read(("main.bicep", $"resource n 'A.B/c@2024-01-01' = {{ name: {name} }}\n"));

        Assert.IsType<Node.Unresolved>(Assert.Single(evidence.Resources).Name);
        Assert.Equal("RDP0257", Assert.Single(evidence.Diagnostics).Id);
    }

    [Theory]
    [InlineData("loadTextContent('../../secret.txt')")]
    [InlineData("loadTextContent('/etc/passwd')")]
    [InlineData("loadJsonContent('../../secret.txt')")]
    [InlineData("loadYamlContent('..\\\\..\\\\secret.txt')")]
    [InlineData("loadFileAsBase64('missing.txt')")]
    public void Nothing_outside_of_the_scanned_folders_is_loaded(string call)
    {
        var evidence = Read(("infra/main.bicep", $"resource n 'A.B/c@2024-01-01' = {{ name: 'n', properties: {{ value: {call} }} }}\n"));

        var value = Assert.IsType<Node.Object>(Assert.Single(evidence.Resources).Body.Find("properties")).Find("value");
        Assert.Equal(UnknownReason.NotCollected, Assert.IsType<Node.Unresolved>(value).Reason);
        Assert.Equal("RDP0255", Assert.Single(evidence.Diagnostics).Id);
    }

    /// <summary>What the condition of the child reads is there only when that of its parent holds.</summary>
    [Fact]
    public void The_condition_below_one_that_does_not_hold_is_not_asked()
    {
        var evidence = Read(("main.bicep", """
            var settings = { kind: 'a' }
            resource outer 'A.B/c@2024-01-01' = if (settings.kind == 'b') {
              name: 'x'
              resource inner 'd' = if (settings.only.of.b) {
                name: 'y'
              }
            }
            """));

        Assert.All(evidence.Resources, resource => Assert.Equal(DeploymentCondition.False, resource.Condition));
        Assert.Empty(evidence.Diagnostics);
    }

    [Fact]
    public void A_resource_group_has_the_id_by_which_azure_knows_it()
    {
        var evidence = Read(
            ("main.bicep", "targetScope = 'subscription'\nresource g 'Microsoft.Resources/resourceGroups@2024-03-01' = { name: 'g', location: 'westeurope' }\n")
        );

        Assert.Equal("/subscriptions/{subscription().subscriptionId}/resourceGroups/g", Assert.Single(evidence.Resources).Id);
    }

    private static SourceEvidence Read(params (string Name, string Text)[] files)
    {
        var tree = new SourceTree(files.Select(file => Source.FromText(file.Name, file.Text)));
        var entry = tree.Find(files[0].Name) ?? throw new InvalidOperationException("The tree holds its files.");
        return new BicepReader().Read(new Claim(entry, Certainty.ByName), new ReadContext(tree, Demand.Everything, CancellationToken.None));
    }
}
