using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Policies;

public sealed class PackLoaderTests
{
    [Theory]
    [InlineData("subject: listner\nrequire: { field: port, equals: 1 }", "'listner' is not a kind of subjects.yml; did you mean 'listener'?")]
    [InlineData(
        "subject: listener\nrequire: { field: prot, equals: 1 }",
        "'prot' is neither a field, a setting nor a relation of kind 'listener'; did you mean 'port'?"
    )]
    [InlineData(
        "subject: listener\nrequire: { setting: rdp.securitylayer, equals: 1 }",
        "'rdp.securitylayer' is not a setting of settings.yml; did you mean 'rdp.security-layer'?"
    )]
    [InlineData(
        "subject: machine\nrequire: { setting: rdp.security-layer, equals: 1 }",
        "Setting 'rdp.security-layer' is of kind 'listener', which is neither 'machine' nor its machine or gpo."
    )]
    [InlineData("subject: listener\nrequire: { field: port, equal: 1 }", "'equal' is not an operator; did you mean 'equals'?")]
    [InlineData("subject: listener\nrequire: { field: port }", "'port' is not tested by any operator.")]
    [InlineData(
        "subject: machine\nrequire: { field: listeners, exists: true }",
        "'listeners' is a relation to many; it needs a quantifier (any, none, all, count)."
    )]
    [InlineData("subject: listener\nrequire: { any: port }", "'port' is neither a relation to many nor a list; a quantifier needs one.")]
    [InlineData("subject: listener\nrequire: { field: ^.port, equals: 1 }", "'^.port' steps out of more quantifiers than it stands in.")]
    [InlineData("subject: listener\nrequire: { field: port, equals: { parameter: prot } }", "'prot' is not a parameter of this rule; nothing is known here.")]
    [InlineData("subject: listener\nrequire: { field: port, equals: high }", "'high' is no operand of 'equals'; a value of type number is wanted.")]
    [InlineData(
        "subject: listener\nrequire: { field: port, layer: lokal }",
        "'lokal' is no operand of 'layer'; policy, mdm, preference, local or user is wanted."
    )]
    [InlineData(
        "subject: listener\nrequire: { allof: [] }",
        "'allof' begins no condition; one of field, setting, allOf, anyOf, not, any, none, all, count is wanted."
    )]
    [InlineData(
        "subject: listener\nrequire: { field: port, equals: 1 }\ncauses: [rdp-port-change]",
        "'rdp-port-change' is not an entry of causes.yml; did you mean 'rdp-port-changed'?"
    )]
    [InlineData("subject: listener\nrequire: { field: port, equals: 1 }\nfixes: []", "'fixes' is not supported yet: a rule without it loads.")]
    [InlineData("subject: listener\nrequire: { field: port, equals: 1 }\nsevrity: error", "'sevrity' is not a key of a rule; did you mean 'severity'?")]
    [InlineData("subject: listener\nrequire: { field: port, equals: 1 }\nsecurity-severity: eleven", "'eleven' is not a number above 0.0 and up to 10.0.")]
    [InlineData("subject: listener\nrequire: { field: port, equals: 1 }\nsupersedes: [RDP8888]", "'RDP8888' is not a rule of the pack;")]
    [InlineData("subject: listener\nrequire: { field: port, equals: 1 }\nparameters: { a: { type: number, default: x } }", "'x' is not a number.")]
    public void A_bad_rule_is_refused_with_what_was_wanted(string body, string message)
    {
        var loaded = Packs.Load(Packs.Rule($"{body}\n{Packs.Examples}"));

        Assert.Contains(loaded.Diagnostics, diagnostic => diagnostic.Message.StartsWith(message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_problem_is_placed_at_its_line_and_column()
    {
        var loaded = Packs.Load(Packs.Rule($"subject: listener\nrequire: {{ field: prot, equals: 1 }}\n{Packs.Examples}"));

        Assert.StartsWith("14:19 RDP0024", Assert.Single(Packs.Problems(loaded)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_without_a_failing_and_a_passing_example_is_refused()
    {
        var loaded = Packs.Load(Packs.Rule("subject: listener\nrequire: { field: port, equals: 1 }\nexamples: []"));

        Assert.Equal(["RDP0036", "RDP0037"], loaded.Diagnostics.Select(diagnostic => diagnostic.Id).Order());
    }

    [Fact]
    public void A_rule_in_a_file_of_another_name_is_refused()
    {
        var loaded = Packs.Load(Packs.Rule($"subject: listener\nrequire: {{ field: port, equals: 1 }}\n{Packs.Examples}"), "RDP1998-other.yml");

        Assert.Equal("'RDP1998-other.yml' is not the file name of this rule; 'RDP1999-sample.yml' is wanted.", Assert.Single(loaded.Diagnostics).Message);
    }

    [Theory]
    [InlineData("a: &x 1\nb: *x")]
    [InlineData("a: [1, 2")]
    [InlineData("a: 'open")]
    [InlineData(
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
    )]
    public void What_is_no_pack_yaml_is_a_diagnostic(string text) => Assert.Contains(Packs.Load(text).Diagnostics, diagnostic => diagnostic.Id == "RDP0010");

    [Theory]
    [InlineData("", "RDP0047")]
    [InlineData("# only a comment", "RDP0047")]
    [InlineData("- a\n- b", "RDP0013")]
    public void A_rule_file_that_holds_no_mapping_is_refused(string text, string id) =>
        Assert.Contains(Packs.Load(text).Diagnostics, diagnostic => diagnostic.Id == id);

    [Fact]
    public void Reading_any_prefix_of_a_rule_does_not_throw()
    {
        var rule = Repository.Tree("policies").Sources.First(PackLoader.IsRuleFile).Text.Value;

        for (var length = 0; length < rule.Length; length += 7)
        {
            Assert.NotNull(Packs.Load(rule[..length]).Pack);
        }
    }

    [CorpusFact]
    public void Every_sketched_rule_loads_over_the_kinds_and_settings()
    {
        var path = Path.Combine(Corpus.Root ?? "", "causes", "rule-sketches.yml");
        var sketches = SketchTexts(File.ReadAllLines(path)).ToList();

        Assert.Equal(32, sketches.Count);
        Assert.Empty(
            sketches.SelectMany(sketch => Packs.Problems(Packs.Load(Packs.Rule($"{sketch}\n{Packs.Examples}"))).Select(problem => $"{problem} in\n{sketch}")));
    }

    /// <summary>Each sketch is an item of one list: the text from its dash to the next, without the indentation.</summary>
    private static IEnumerable<string> SketchTexts(IEnumerable<string> lines)
    {
        var current = new List<string>();
        foreach (var line in lines.Where(line => line.Length > 0 && line[0] != '#').Append("- end"))
        {
            if (line.StartsWith("- ", StringComparison.Ordinal) && current.Count > 0)
            {
                yield return string.Join('\n', current);
                current.Clear();
            }

            current.Add(line[2..]);
        }
    }
}
