using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Policies;

public sealed class CauseLoaderTests
{
    private const string Rest = """
          area: listener
          kind: cause
          codes: { 0x904/0x7: strong }
          truth: It is so.
          test: Look.
          sources: [{ experience: Somebody saw it. }]
        """;

    [Theory]
    [InlineData("implies: [two]", "implies: [one]", "RDP0080 'one' implies itself, by way of 'two'.")]
    [InlineData("implies: [three]", "", "RDP0046 'three' is not an entry of causes.yml; known are one, two.")]
    [InlineData("decided-by: [RDP9999]", "", "RDP0045 'RDP9999' is not a rule of the pack;")]
    [InlineData("decided-by: [RDP1001]", "", "RDP0082 'RDP1001' decides 'one' and does not name it.")]
    [InlineData("evidence: [nothing-such]", "", "RDP0081 'nothing-such' is not an entry of inputs.yml;")]
    [InlineData("shows: [socket]", "", "RDP0016 'socket' is not a code such as 0x904.")]
    [InlineData("nonsense: 1", "", "RDP0015 'nonsense' is not a key of cause 'one';")]
    public void What_is_wrong_is_said(string first, string second, string problem) =>
        Assert.Contains(Problems($"{Entry("one", Rest, first)}\n{Entry("two", Rest, second)}"), text => text.StartsWith(problem, StringComparison.Ordinal));

    [Theory]
    [InlineData("  test: Look.\n", "RDP0083 No rule decides 'one', so it needs a 'test:' that a person can make.")]
    [InlineData("  truth: It is so.\n", "RDP0014 'truth' is missing here.")]
    [InlineData("  sources: [{ experience: Somebody saw it. }]", "RDP0014 'sources' is missing here.")]
    [InlineData("  kind: cause\n", "RDP0014 'kind' is missing here.")]
    [InlineData("  codes: { 0x904/0x7: strong }\n", "RDP0014 'codes' is missing here.")]
    public void What_is_missing_is_said(string removed, string problem) =>
        Assert.Contains(problem, Problems(Entry("one", Rest.Replace(removed, "", StringComparison.Ordinal), "")));

    [Theory]
    [InlineData("0x904: strong", "RDP0016 '0x904' is not a pair of codes such as 0x904/0x7.")]
    [InlineData("0x904/0x7: sure", "RDP0016 'sure' is not one of weak, medium, strong.")]
    public void A_pair_has_two_codes_and_a_strength(string pair, string problem) =>
        Assert.Contains(problem, Problems(Entry("one", Rest.Replace("0x904/0x7: strong", pair, StringComparison.Ordinal), "")));

    [Fact]
    public void An_entry_with_everything_is_right() => Assert.Empty(Problems(Entry("one", Rest, "shows: [0x204]\n  evidence: [sockets]")));

    [Fact]
    public void A_myth_needs_neither_rule_nor_test()
    {
        var myth = Rest.Replace("kind: cause", "kind: myth", StringComparison.Ordinal).Replace("  test: Look.\n", "", StringComparison.Ordinal);

        Assert.Empty(Problems(Entry("one", myth, "")));
    }

    /// <summary>173 of the catalogue, and five that came later.</summary>
    [Fact]
    public void Every_cause_is_told_and_decided_or_tested()
    {
        Assert.Equal(178, Repository.Pack.Causes.Length);
        Assert.All(Repository.Pack.Causes, cause =>
        {
            Assert.True(cause.Truth.Length > 40 && cause.Truth.EndsWith('.'), $"{cause.Id}: a sentence or more on what is true.");
            Assert.True(cause.Pairs.Length > 0, $"{cause.Id}: a pair of codes.");
            Assert.True(cause.Kind == CauseKind.Myth || cause.Test is not null || !cause.Evidence.IsEmpty, $"{cause.Id}: what to collect or to test.");
        });
    }

    [Fact]
    public void A_rule_that_names_a_cause_decides_it_unless_the_cause_says_which_do()
    {
        var cause = Repository.Pack.Causes.Single(one => one.Id == "tls-protocol-disabled");

        Assert.Equal(["RDP5010", "RDP2002"], cause.RulesOf(Repository.Pack.Rules).Select(one => one.Rule));
        Assert.Contains("RDP2079", Repository.Pack.Rules.Where(rule => rule.Causes.Contains(cause.Id)).Select(rule => rule.Id));
    }

    [Fact]
    public void What_is_left_behind_decides_residue_alone()
    {
        var causes = Repository.Pack.Causes.ToDictionary(cause => cause.Id, StringComparer.Ordinal);

        Assert.DoesNotContain("RDP9013", causes["rds-logon-right-missing"].RulesOf(Repository.Pack.Rules).Select(one => one.Rule));
        Assert.Contains("RDP9001", causes["nla-disabled-residue"].RulesOf(Repository.Pack.Rules).Select(one => one.Rule));
    }

    private static string Entry(string id, string body, string more) => $"{id}:\n  title: A title\n{body}\n{(more.Length == 0 ? "" : $"  {more}")}";

    private static IEnumerable<string> Problems(string causes) =>
        PackLoader.Load(new SourceTree([Source.FromText("causes.yml", causes)]), Repository.Pack)
            .Diagnostics.Select(diagnostic => $"{diagnostic.Id} {diagnostic.Message}");
}
