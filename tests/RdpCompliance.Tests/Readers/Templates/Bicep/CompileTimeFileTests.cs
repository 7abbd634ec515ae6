using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Tests.Readers.Templates.Bicep;

/// <summary>What the functions load that the compiler runs; the values are those that the compiler writes into its output.</summary>
public sealed class CompileTimeFileTests
{
    private static readonly (string Name, string Text)[] Files =
    [
        ("d/a.txt", "hello"),
        ("d/b.json", """{ "a": [ { "n": "x", "v": 1 }, { "n": "y", "v": 2 } ], "it's": { "n": null } }"""),
        ("d/noext", ""),
        ("d/sub/c.txt", ""),
    ];

    [Theory]
    [InlineData("var n = 'a'\nloadTextContent('d/${n}.txt')")]
    [InlineData("var p = 'd/a.txt'\nloadTextContent(p)")]
    [InlineData("loadTextContent(('./d/a.txt'))")]
    [InlineData("var l = { x: ['a'] }\nloadTextContent('d/${l.x[0]}.txt')")]
    [InlineData("loadTextContent('d/${toLower('A')}.txt')")]
    [InlineData("loadTextContent(true ? 'd/a.txt' : 'none')")]
    [InlineData("func f(n string) string => loadTextContent('d/a.txt')\nf('')")]
    public void A_path_may_be_any_text_that_is_known_to_the_compiler(string expression)
    {
        Assert.Empty(BicepSample.Evaluate(expression, Files).Diagnostics);
        Assert.Equal("\"hello\"", BicepSample.Value(expression, Files));
    }

    [Fact]
    public void A_path_that_nobody_knows_is_damage_at_its_call()
    {
        var evidence = BicepSample.Evaluate("param p string\nloadTextContent(p)", Files);

        Assert.Equal("RDP0260", Assert.Single(evidence.Diagnostics).Id);
        Assert.IsType<Node.Unresolved>(BicepSample.ValueNode(evidence));
    }

    [Theory]
    [InlineData("$.a[?(@.n=='y')].v", "2")]
    [InlineData("$.a[?(@.n == 'x' || @.v > 1)].v", "[1,2]")]
    [InlineData("$.a[?(@.n == 'x' && @.v > 1)].v", null)]
    [InlineData("$.a[?(@.none)]", null)]
    [InlineData("$.a[?(@.v)].n", "[\"x\",\"y\"]")]
    [InlineData("$.a[-1:]", """{"n":"y","v":2}""")]
    [InlineData("$.a[0:2].n", "[\"x\",\"y\"]")]
    [InlineData("$.a[::-1].v", "[2,1]")]
    [InlineData("$.a[0,1].v", "[1,2]")]
    [InlineData("$.a[*].n", "[\"x\",\"y\"]")]
    [InlineData("$..v", "[1,2]")]
    [InlineData("a[0]['n','v']", "[\"x\",1]")]
    [InlineData("$['it\\'s'].n", "null")]
    [InlineData("$.a[7]", null)]
    [InlineData("$.a[", null)]
    public void A_path_picks_out_of_json(string path, string? expected)
    {
        var expression = $"loadJsonContent('d/b.json', '{path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}')";

        if (expected is null)
        {
            Assert.Equal("RDP0260", Assert.Single(BicepSample.Evaluate(expression, Files).Diagnostics).Id);
        }
        else
        {
            Assert.Equal(expected, BicepSample.Value(expression, Files));
        }
    }

    [Theory]
    [InlineData("'d'", "a.txt b.json noext")]
    [InlineData("'./d', '*.txt'", "a.txt")]
    [InlineData("'d/', '?.json'", "b.json")]
    public void A_folder_is_listed_without_those_in_it(string arguments, string names) =>
        Assert.Equal(
            names,
            string.Join(
                ' ',
                ((Node.Array)BicepSample.ValueNode(BicepSample.Evaluate($"map(loadDirectoryFileInfo({arguments}), f => f.baseName)", Files))).Elements.Select(
                    element => ((Node.Text)element).Value)));

    [Fact]
    public void A_file_of_a_folder_is_told_by_path_name_and_extension() => Assert.Equal(
        """{"relativePath":"d/a.txt","baseName":"a.txt","extension":".txt"}""", BicepSample.Value("loadDirectoryFileInfo('./d')[0]", Files));

    [Theory]
    [InlineData("0o17", "15")]
    [InlineData("017", "17")]
    [InlineData("0x1F", "31")]
    [InlineData("-0x10", "-16")]
    [InlineData("0b101", "5")]
    [InlineData("1_000", "1000")]
    [InlineData("+4", "4")]
    [InlineData("-0", "0")]
    [InlineData("1.5e-3", "0.0015")]
    [InlineData("1e3", "1000")]
    [InlineData(".5", "0.5")]
    [InlineData("1:30", "\"1:30\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("True", "true")]
    [InlineData("!!str 12", "\"12\"")]
    [InlineData("'12'", "\"12\"")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("_1", "\"_1\"")]
    public void Plain_values_of_yaml_have_the_types_that_the_compiler_gives_them(string written, string expected) =>
        Assert.Equal(expected, BicepSample.Value("loadYamlContent('a.yml').v", ("a.yml", $"v: {written}\n")));

    [Theory]
    [InlineData("v: {<<: *b, b: 3}", """{"a":1,"b":3}""")]
    [InlineData("v: {b: 3, <<: *b}", """{"b":3,"a":1}""")]
    [InlineData("v: {<<: [*b, {c: 4, a: 9}]}", """{"a":9,"b":2,"c":4}""")]
    [InlineData("v: {~: 1, true: 2, 1.5: 3}", """{"~":1,"true":2,"1.5":3}""")]
    public void Keys_of_yaml_may_be_merged(string written, string expected) =>
        Assert.Equal(expected, BicepSample.Value("loadYamlContent('a.yml').v", ("a.yml", $"base: &b {{a: 1, b: 2}}\n{written}\n")));
}
