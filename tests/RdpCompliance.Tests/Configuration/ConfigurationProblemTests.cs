using System.Text;
using RdpCompliance.Cli.Configuration;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Configuration;

public sealed class ConfigurationProblemTests
{
    [Theory]
    [InlineData("[|fial-on|]: error", "'fial-on' is not a key of the configuration; did you mean 'fail-on'?")]
    [InlineData("scope:\n  [|tenent|]: x", "'tenent' is not a key of 'scope'; did you mean 'tenant'?")]
    [InlineData(
        "scope: { [|zzz|]: x }",
        "'zzz' is not a key of 'scope'; known are deployment-name, location, management-group, resource-group, subscription, subscription-name, tenant."
    )]
    [InlineData("hosts:\n  - name: a\n  - [|paths|]: x", "'hosts[1]' has no 'name'.")]
    [InlineData("hosts: [|a|]", "'a' at 'hosts' is a single value; a list is wanted.")]
    [InlineData("fail-on:\n  [|-|] error", "'fail-on' is a list; one of error, warning, note, none is wanted.")]
    [InlineData("exclude: [|{|] a: b }", "'exclude' is a map; a glob or a list of them is wanted.")]
    [InlineData("exclude: [a, [|5|]]", "'5' at 'exclude[1]' is a number; text is wanted, in quotes.")]
    [InlineData("policies: [|true|]", "'true' at 'policies' is a truth value; text is wanted, in quotes.")]
    [InlineData("allow-incomplete: [|'true'|]", "'true' at 'allow-incomplete' is neither true nor false.")]
    [InlineData("allow-incomplete: [|yes|]", "'yes' at 'allow-incomplete' is neither true nor false.")]
    [InlineData("as-of: [|2026-13-01|]", "'2026-13-01' at 'as-of' is not a date such as 2026-06-01 or 2026-06-01T12:00:00Z.")]
    [InlineData("reachable-from: [|10.0.0.1/33|]", "'10.0.0.1/33' at 'reachable-from' is not an address, a CIDR range or a service tag.")]
    [InlineData("rules: { [|RDP10|]: { severity: off } }", "'RDP10' at 'rules' is not a rule's id ('RDP' and four digits) or '*'.")]
    [InlineData("rules: { RDP1001: { severity: [|of|] } }", "'of' at 'rules.RDP1001.severity' is not one of error, warning, note, off; did you mean 'off'?")]
    [InlineData("fail-on: error\n[|fail-on|]: note", "'fail-on' stands twice in one map.")]
    [InlineData("policies: [|\"a\\0b\"|]", "The text at 'policies' holds a control character.")]
    [InlineData("exclude: [|!x|] a", "'!x' is a tag of YAML; configuration has none.")]
    [InlineData("exclude: [|*|]x", "'*x' names no anchor that stands before it.")]
    [InlineData("exclude: a\n[|---|]\nexclude: b", "A second document begins here; one is wanted.")]
    [InlineData("[|-|] a", "The configuration is a map of keys; this is none.")]
    [InlineData("<<: [|5|]", "'<<' merges a map or a list of maps; this is neither.")]
    public void What_is_wrong_in_yaml_is_said_at_its_place(string marked, string message) => Check(marked, ".rdpcompliance.yml", message);

    [Theory]
    [InlineData("{\n\t\"hosts\": [ { \"name\": [|5|] } ]\n}", "'5' at 'hosts[0].name' is a number; text is wanted, in quotes.")]
    [InlineData("{ [|\"fail-onn\"|]: \"error\" }", "'fail-onn' is not a key of the configuration; did you mean 'fail-on'?")]
    [InlineData("{ \"fail-on\": \"note\", [|\"fail-on\"|]: \"error\" }", "'fail-on' stands twice in one map.")]
    public void What_is_wrong_in_json_is_said_at_its_place(string marked, string message) => Check(marked, ".rdpcompliance.json", message);

    [Theory]
    [InlineData("{\n  \"exclude\": fa[|i|]l\n}")]
    [InlineData("{ \"ä\": 1 [||]")]
    [InlineData("fa[|i|]l-on: error")]
    public void What_is_no_json_is_said_where_it_ceases_to_be(string marked)
    {
        using var sample = new ConfigurationSample { FileName = ".rdpcompliance.json" };
        var (text, spans) = MarkedText.Split(marked);

        var problem = Assert.Single(sample.Load(text).Problems);

        Assert.Equal(Place(text, spans.Single().Start), problem.Place.ToString()?.Replace(".rdpcompliance.json:", ""));
    }

    [Fact]
    public void All_problems_of_a_file_are_said_together()
    {
        using var sample = new ConfigurationSample();

        var problems = sample.Load("a: 1\nb: 2\nfail-on: x").Problems;

        Assert.Equal(
            [".rdpcompliance.yml:1:1", ".rdpcompliance.yml:2:1", ".rdpcompliance.yml:3:10"],
            problems.Select(problem => problem.Place.ToString()).ToArray());
    }

    [Theory]
    [InlineData("utf-8", "\n")]
    [InlineData("utf-8", "\r\n")]
    [InlineData("utf-16", "\r\n")]
    public void Byte_order_marks_and_line_ends_change_nothing(string encodingName, string lineEnd)
    {
        using var sample = new ConfigurationSample();
        var encoding = Encoding.GetEncoding(encodingName);
        sample.Folder.Write("c.yml", [.. encoding.GetPreamble(), .. encoding.GetBytes($"exclude: [ä]{lineEnd}fial-on: x{lineEnd}")]);

        Assert.Equal("c.yml:2:1", Assert.Single(ConfigurationFile.Read("c.yml", sample.Folder.Path).Problems).Place.ToString());
    }

    [Fact]
    public void Anchors_and_merge_keys_are_followed()
    {
        var (root, problems) = ConfigurationParser.Parse("c.yml", """
            rules:
              RDP1001: &old { severity: note, paths: old }
              RDP1002: *old
              RDP1003: { <<: *old, severity: off }
            """);

        Assert.Empty(problems);
        var rules = Assert.IsType<ConfigurationNode.Map>(root?.Find("rules"));
        Assert.Equal(rules.Find("RDP1001"), rules.Find("RDP1002"));
        var merged = Assert.IsType<ConfigurationNode.Map>(rules.Find("RDP1003"));
        Assert.Equal(
            "severity off, paths old",
            string.Join(", ", merged.Entries.Select(entry => $"{entry.Key} {(entry.Value as ConfigurationNode.Scalar)?.Text}")));
    }

    [Fact]
    public void Aliases_that_multiply_are_refused()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var level = 1; level < 12; level++)
        {
            text.Append($"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]\n");
        }

        Assert.Contains(ConfigurationParser.Parse("c.yml", text.ToString()).Problems, problem =>
            problem.Message == $"More than {ConfigurationParser.MostNodes} values, aliases followed.");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("a: &a [*a, ")]
    [InlineData("'")]
    [InlineData("a: |\n ")]
    [InlineData("#")]
    [InlineData("\t")]
    [InlineData("%")]
    [InlineData("a: b\n")]
    [InlineData("&a ")]
    [InlineData("!a ")]
    public void A_megabyte_of_anything_takes_seconds_at_most(string piece)
    {
        using var sample = new ConfigurationSample();
        var text = string.Concat(Enumerable.Repeat(piece, (1 << 20) / piece.Length));
        var watch = ThreadTime.Start();

        _ = sample.Load(text);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public void A_larger_file_is_refused()
    {
        using var sample = new ConfigurationSample();

        Assert.Equal("The file has more than 1048576 bytes.", Assert.Single(sample.Load(new string('#', (1 << 20) + 1)).Problems).Message);
    }

    [Theory]
    [InlineData(".rdpcompliance.yml")]
    [InlineData(".rdpcompliance.json")]
    public void No_change_of_a_file_makes_the_program_fail(string name)
    {
        using var sample = new ConfigurationSample { FileName = name };
        var text = name.EndsWith("json")
            ? """{ "hosts": [ { "name": "a", "paths": ["b"] } ], "rules": { "RDP1001": [ { "severity": "off", "parameters": { "x": [ { "y": 1 } ] } } ] }, "format": "sarif=a.sarif", "as-of": "2026-01-01" }"""
            : "hosts: &h\n  - { name: a, paths: [b] }\nrules:\n  RDP1001:\n    - severity: off\n      parameters: { x: [{ y: 1 }] }\nformat: sarif=a.sarif\nas-of: 2026-01-01\n";
        var random = new Random(20260101);
        const string Pieces = "[]{}:,-#&*!|>'\"%@`\\\n\t \0aä<1.~";
        for (var round = 0; round < 400; round++)
        {
            var mutated = new StringBuilder(text);
            for (var change = 0; change < 3; change++)
            {
                mutated[random.Next(mutated.Length)] = Pieces[random.Next(Pieces.Length)];
            }

            var loaded = sample.Load(mutated.ToString());

            Assert.All(loaded.Problems, problem => Assert.Matches("[^.?][.?]$", problem.Message));
            _ = loaded.For([]);
        }
    }

    private static void Check(string marked, string file, string message)
    {
        using var sample = new ConfigurationSample { FileName = file };
        var (text, spans) = MarkedText.Split(marked);

        var problem = Assert.Single(sample.Load(text).Problems);

        Assert.Equal($"{file}:{Place(text, spans.Single().Start)}: {message}", problem.ToString());
    }

    private static string Place(string text, int offset) =>
        $"{text[..offset].Count(c => c == '\n') + 1}:{offset - text.LastIndexOf('\n', Math.Max(0, offset - 1), Math.Max(0, offset))}";
}
