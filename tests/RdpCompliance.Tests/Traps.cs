using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests;

/// <summary>Values that look wrong and are right. Each has an example that not only gives no finding but passes: nothing about it is in doubt.</summary>
public sealed class Traps
{
    [Theory]
    [InlineData("RDP1002", "only the control set of Select is in force")]
    [InlineData("RDP1003", "manual is the default and enough")]
    [InlineData("RDP1003", "disabled in a control set of an older start")]
    [InlineData("RDP1010", "absent is enabled")]
    [InlineData("RDP1011", "absent is on")]
    [InlineData("RDP1046", "without the role")]
    [InlineData("RDP1051", "0 lets users in")]
    [InlineData("RDP1054", "without limit")]
    [InlineData("RDP1082", "runs on demand")]
    [InlineData("RDP1093", "absent is the stock value")]
    [InlineData("RDP2002", "0xffffffff is enabled")]
    [InlineData("RDP2002", "absent is enabled")]
    [InlineData("RDP5012", "either")]
    [InlineData("RDP9001", "absent requires it")]
    [InlineData("RDP9001", "a policy that requires it beats the local value")]
    [InlineData("RDP9002", "absent is TLS")]
    [InlineData("RDP9004", "the legacy standard profile does not count beside profiles of their own")]
    [InlineData("RDP9004", "absent is on")]
    public void What_looks_wrong_and_is_right_passes(string id, string name)
    {
        var example = Assert.Single(Repository.Pack.Rule(id)?.Examples ?? [], example => example.Name == name);
        var settings = new ScanSettings { AsOf = example.AsOf, Roles = example.Roles, OnlyRules = [id], IncludePasses = true };
        var tree = new SourceTree(example.Files.Select(file => Source.FromText(file.Name, MarkedExample.Parse(file.MarkedText).Text)));

        var findings = new Scan(Repository.Pack, EvidenceReaders.All, settings).Run(tree, CancellationToken.None).Findings;

        Assert.NotEmpty(findings);
        Assert.All(findings, finding => Assert.Equal(Verdict.Pass, finding.Verdict));
    }
}
