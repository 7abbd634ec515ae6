using RdpCompliance.Cli;
using RdpCompliance.Engine.Conditions;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Scanning;

/// <summary>A fault of the program ends the work on one input; the rest is judged, and the fault is said.</summary>
public sealed class ContainmentTests
{
    private const string Off = """
        Windows Registry Editor Version 5.00

        [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server]
        "fDenyTSConnections"=dword:00000001

        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_reader_that_fails_damages_its_input_alone(bool whenClaiming)
    {
        var result = new Scan(BuiltInPack.ForScans(), [.. EvidenceReaders.All, new Failing(whenClaiming)], Packs.Settings).Run(
            new SourceTree([Source.FromText("a.failing", "x"), Source.FromText("pc/host.reg", Off)]),
            CancellationToken.None);

        Assert.Contains("RDP1002", result.Findings.Where(finding => finding.Verdict == Verdict.Fail).Select(finding => finding.Rule.Id));
        var said = Assert.Single(result.Diagnostics, diagnostic => diagnostic.Id == "RDP0008");
        Assert.Equal("a.failing", said.Location.Source.Name);
        Assert.Contains("issues", said.Message, StringComparison.Ordinal);
        Assert.True(result.HasDamage);
        Assert.Equal(InputOutcome.Damaged, result.Inputs.Single(input => input.Name == "a.failing").Outcome);
    }

    /// <summary>A condition on a parameter that the rule does not have is one that the loader refuses; asked for all the same, it fails.</summary>
    [Fact]
    public void A_rule_that_fails_is_said_and_the_others_are_judged()
    {
        var pack = BuiltInPack.ForScans();
        var nowhere = new FieldPath("rdp.deny-connections", 0, [], "rdp.deny-connections");
        var broken = pack.With([
            .. pack.Rules.Select(rule => rule.Id == "RDP1030"
                ? rule with { Where = null, Subject = "machine", Require = new Condition.Leaf(nowhere, [new(Operator.Equals, new Operand.Parameter("none"))]) }
                : rule),
        ]);

        var result = Packs.Scan(broken, Packs.Settings, ("host.reg", Off));

        Assert.Contains("RDP1002", result.Findings.Where(finding => finding.Verdict == Verdict.Fail).Select(finding => finding.Rule.Id));
        Assert.Contains("RDP1030", Assert.Single(result.Diagnostics, diagnostic => diagnostic.Id == "RDP0008").Message, StringComparison.Ordinal);
        Assert.True(result.HasDamage);
    }

    /// <summary>Evidence that no reader makes: what is derived from it fails, in a realm of whatever kind or where realms are joined.</summary>
    [Theory]
    [InlineData(ReaderScope.Machine, "machine")]
    [InlineData(ReaderScope.Several, "machine")]
    [InlineData(ReaderScope.Several, "gpo")]
    [InlineData(ReaderScope.Several, "connection")]
    [InlineData(ReaderScope.Deployment, "deployment")]
    public void A_realm_that_fails_is_said_and_the_others_are_judged(ReaderScope scope, string of)
    {
        var result = new Scan(BuiltInPack.ForScans(), [.. EvidenceReaders.All, new Poisonous(scope, of)], Packs.Settings).Run(
            new SourceTree([Source.FromText("bad/a.failing", "x"), Source.FromText("pc/host.reg", Off)]),
            CancellationToken.None);

        Assert.Contains("RDP1002", result.Findings.Where(finding => finding.Verdict == Verdict.Fail).Select(finding => finding.Rule.Id));
        Assert.Equal("bad/a.failing", Assert.Single(result.Diagnostics, diagnostic => diagnostic.Id == "RDP0008").Location.Source.Name);
        Assert.True(result.HasDamage);
    }

    private sealed class Poisonous(ReaderScope scope, string of) : IEvidenceReader
    {
        public string Format => "poisonous";

        public ReaderScope Scope => scope;

        public Claim? Claim(Source source, SourceHead head, SourceTree tree) =>
            source.Name.EndsWith(".failing", StringComparison.Ordinal) ? new(source, Certainty.ByName) : null;

        public SourceEvidence Read(Claim claim, ReadContext context) =>
            new(
                claim.Primary,
                Format,
                of switch
                {
                    "machine" => new Origin.Host(null, claim.Folder),
                    "gpo" => new Origin.GroupPolicy("bad"),
                    "connection" => new Origin.ClientConnection(),
                    _ => new Origin.Template(),
                })
            {
                Observations = of == "deployment" ? [] : [null!],
                Resources = of == "deployment" ? [null!] : [],
            };
    }

    private sealed class Failing(bool whenClaiming) : IEvidenceReader
    {
        public string Format => "failing";

        public Claim? Claim(Source source, SourceHead head, SourceTree tree) =>
            !source.Name.EndsWith(".failing", StringComparison.Ordinal) ? null
            : whenClaiming ? throw new InvalidOperationException("while claiming")
            : new(source, Certainty.ByName);

        public SourceEvidence Read(Claim claim, ReadContext context) => throw new InvalidOperationException("while reading");
    }
}
