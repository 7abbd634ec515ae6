using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Json;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Json;

public sealed class LocatedJsonTests
{
    [Theory]
    [InlineData("""{ "a": [|"text"|] }""")]
    [InlineData("""{ "a": [|-12.5e3|], }""")]
    [InlineData("""{ "a": [|true|] }""")]
    [InlineData("{ /* \"a\": 1 */ \"a\" : [|[ 1, 2 // ]\n ]|] }")]
    [InlineData("""{ 'a': [|{ "b": {} }|] }""")]
    [InlineData("""{ a: [|null|] }""")]
    public void A_value_is_placed_at_its_whole_literal(string marked)
    {
        var (source, span) = MarkedText.One(marked);

        var value = Property(source, "a").Value;

        Assert.Equal(span, value.Location.Span);
        Assert.Empty(LocatedJson.Parse(source).Diagnostics);
    }

    [Fact]
    public void A_property_name_is_placed_with_its_quotes()
    {
        var (source, span) = MarkedText.One("""{ [|"a\u0062"|] : 1 }""");

        Assert.Equal(span, Property(source, "ab").NameLocation.Span);
    }

    [Theory]
    [InlineData("""["\u0041\n\t\"\\\/"]""", "A\n\t\"\\/")]
    [InlineData("""['it\'s "it"']""", "it's \"it\"")]
    [InlineData("[\"two\r\nlines\"]", "two\r\nlines")]
    public void A_string_is_decoded(string text, string expected) =>
        Assert.Equal(expected, Assert.IsType<Node.Text>(Elements(text)[0]).Value);

    [Fact]
    public void A_hexadecimal_integer_is_a_number() => Assert.Equal(31, Assert.IsType<Node.Number>(Elements("[0x1F]")[0]).Whole);

    [Theory]
    [InlineData("RDP0200", "[||] // nothing")]
    [InlineData("RDP0201", """{ "a": 1 } [|trailing|]""")]
    [InlineData("RDP0201", """{ "a": 1[|;|] "b": 2 }""", "RDP0202")]
    [InlineData("RDP0202", """{ "a": 1 [||]"b": 2 }""")]
    [InlineData("RDP0202", """{ "a" [||]1 }""")]
    [InlineData("RDP0202", """{ "a": [||]}""")]
    [InlineData("RDP0203", """[|{|] "a": 1 """)]
    [InlineData("RDP0203", """[ [|{|]"a": 1 ]""")]
    [InlineData("RDP0203", """[1, [|/*|] 2 ]""", "RDP0203")]
    [InlineData("RDP0205", """["a[|\x|]b"]""")]
    [InlineData("RDP0206", """{ "a": [|nul|] }""")]
    [InlineData("RDP0206", """[ [|012|] ]""")]
    public void What_is_wrong_is_said_at_its_place(string id, string marked, string? also = null)
    {
        var (source, span) = MarkedText.One(marked);

        var diagnostics = LocatedJson.Parse(source).Diagnostics;

        Assert.Contains(diagnostics, diagnostic => diagnostic.Id == id && diagnostic.Location.Span == span);
        Assert.All(diagnostics, diagnostic => Assert.True(diagnostic.Id == id || diagnostic.Id == also, diagnostic.Message));
    }

    [Fact]
    public void A_string_without_its_quote_ends_with_its_line_and_the_rest_is_read()
    {
        var (source, span) = MarkedText.One("""
            {
              "a": [|"open|]
              b: 2
            }
            """);

        Assert.Equal(2, Assert.IsType<Node.Number>(Property(source, "b").Value).Whole);
        Assert.Contains(LocatedJson.Parse(source).Diagnostics, diagnostic => diagnostic.Id == "RDP0204" && diagnostic.Location.Span == span);
    }

    [Fact]
    public void What_cannot_be_read_is_unreadable_and_its_neighbours_are_known()
    {
        var source = Source.FromText("a.json", """{ "a": 1, "b": what, "c": 3 }""");

        Assert.Equal(UnknownReason.Unreadable, Assert.IsType<Node.Unresolved>(Property(source, "b").Value).Reason);
        Assert.Equal(3, Assert.IsType<Node.Number>(Property(source, "c").Value).Whole);
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void Ten_thousand_brackets_are_a_diagnostic_and_what_follows_is_read(char open, char close)
    {
        var deep = open == '{'
            ? string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string(close, 10_000)
            : new string(open, 10_000) + new string(close, 10_000);
        var source = Source.FromText("deep.json", $$"""{ "deep": {{deep}}, "next": 1 }""");

        Assert.Equal("RDP0207", Assert.Single(LocatedJson.Parse(source).Diagnostics).Id);
        Assert.Equal(1, Assert.IsType<Node.Number>(Property(source, "next").Value).Whole);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("\"")]
    [InlineData("\"\n")]
    [InlineData("\"\\\"\n")]
    [InlineData("'\n\"")]
    [InlineData(",")]
    [InlineData("/")]
    [InlineData("/*")]
    [InlineData("[\"a\n")]
    [InlineData("}")]
    [InlineData("[1,")]
    public void Hostile_repetition_takes_linear_time(string unit)
    {
        var text = "[" + string.Concat(Enumerable.Repeat(unit, 2_000_000 / unit.Length));
        var source = Source.FromText("hostile.json", text);
        _ = source.Text;
        var watch = Stopwatch.StartNew();

        var parsed = LocatedJson.Parse(source);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"took {watch.Elapsed}");
        Assert.NotEmpty(parsed.Diagnostics);
        Assert.True(parsed.Diagnostics.Length <= 101);
    }

    [Fact]
    public void More_values_than_memory_should_hold_end_the_reading_with_a_refusal()
    {
        var text = "[" + string.Concat(Enumerable.Repeat("0,", 4_000_010)) + "0]";

        var parsed = LocatedJson.Parse(Source.FromText("many.json", text));

        Assert.Equal("RDP0208", parsed.Diagnostics[0].Id);
    }

    [Fact]
    public void Json_inside_a_string_has_the_strings_place()
    {
        var (source, span) = MarkedText.One("""[|"{}"|]""");
        var at = Location.InText(source, span);

        Assert.Equal(at, LocatedJson.ParseText("""{ "a": 1 }""", at).Root?.Location);
    }

    [CorpusFact]
    public void Strict_json_of_the_corpus_is_read_as_the_platform_reads_it()
    {
        var compared = 0;
        foreach (var path in Corpus.Files("", "*.json").Where(path => new FileInfo(path).Length < 2_000_000))
        {
            var source = Corpus.Read(path);
            if (TryReadStrictly(source.Text.Value) is not { } expected)
            {
                continue;
            }

            using (expected)
            {
                var parsed = LocatedJson.Parse(source);
                Assert.True(parsed.Diagnostics.IsEmpty, $"{path}: {parsed.Diagnostics.FirstOrDefault()?.Message}");
                AssertEqual(expected.RootElement, parsed.Root ?? throw new InvalidOperationException(path), source.Text, path);
                compared++;
            }
        }

        Assert.True(compared > 1000, $"only {compared} files were compared");
    }

    private static JsonDocument? TryReadStrictly(string text)
    {
        try
        {
            return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 200 });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Values are equal, and the characters at each place read again as the same value.</summary>
    private static void AssertEqual(JsonElement expected, Node actual, SourceText text, string path)
    {
        switch (expected.ValueKind, actual)
        {
            case (JsonValueKind.Object, Node.Object found):
                Assert.Equal(
                    expected.EnumerateObject().Select(property => property.Name),
                    found.Properties.Select(property => property.Name),
                    StringComparer.Ordinal);
                foreach (var (wanted, property) in expected.EnumerateObject().Zip(found.Properties))
                {
                    AssertEqual(wanted.Value, property.Value, text, path);
                }

                Assert.StartsWith("{", text.Cut(found.Location.Span), StringComparison.Ordinal);
                Assert.EndsWith("}", text.Cut(found.Location.Span), StringComparison.Ordinal);
                break;
            case (JsonValueKind.Array, Node.Array found):
                Assert.Equal(expected.GetArrayLength(), found.Elements.Length);
                foreach (var (wanted, element) in expected.EnumerateArray().Zip(found.Elements))
                {
                    AssertEqual(wanted, element, text, path);
                }

                break;
            case (JsonValueKind.String, Node.Text found):
                Assert.Equal(expected.GetString(), found.Value);
                Assert.Equal(expected.GetRawText(), text.Cut(found.Location.Span));
                break;
            case (JsonValueKind.Number, Node.Number found):
                Assert.Equal(expected.GetRawText(), found.Literal);
                Assert.Equal(expected.GetRawText(), text.Cut(found.Location.Span));
                break;
            case (JsonValueKind.True or JsonValueKind.False, Node.Boolean found):
                Assert.Equal(expected.GetBoolean(), found.Value);
                Assert.Equal(expected.GetRawText(), text.Cut(found.Location.Span));
                break;
            case (JsonValueKind.Null, Node.Null found):
                Assert.Equal("null", text.Cut(found.Location.Span));
                break;
            default:
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{path}: {expected.ValueKind} was read as {actual.GetType().Name}."));
                break;
        }
    }

    private static Property Property(Source source, string name) =>
        Assert.IsType<Node.Object>(LocatedJson.Parse(source).Root).Properties.Single(property => property.Name == name);

    private static IReadOnlyList<Node> Elements(string text) => Assert.IsType<Node.Array>(LocatedJson.Parse(Source.FromText("a.json", text)).Root).Elements;
}
