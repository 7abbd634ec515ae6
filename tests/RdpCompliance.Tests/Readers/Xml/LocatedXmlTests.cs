using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Xml;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Xml;

public sealed class LocatedXmlTests
{
    private static readonly DiagnosticDescriptor Breaks = new("RDP0000", DiagnosticEffect.Damage, "{0}");

    [Theory]
    [InlineData("<a><b>[|text|]</b></a>", "text")]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-16\"?>\r\n<a>\r\n\t<q:b xmlns:q='x'  x = \"1\">[|two\r\nlines|]</q:b></a>", "two\nlines")]
    [InlineData("<a><b><![CDATA[[|{1} <x>|]]]></b></a>", "{1} <x>")]
    [InlineData("<a><b>[|a &lt; b &amp; c|]</b></a>", "a < b & c")]
    [InlineData("<a><b x='>'>[| |]</b></a>", " ")]
    [InlineData("<a><!-- <b> --><b>[||]</b></a>", "")]
    [InlineData("<a><b/>[||]</a>", "")]
    [InlineData("<a><b y='/>'/>[||]</a>", "")]
    [InlineData("<a><b>[|one<!-- two -->three|]</b></a>", "onethree")]
    public void The_text_of_an_element_stands_where_it_is_written(string marked, string text)
    {
        var (source, span) = MarkedText.One(marked);

        var found = Parse(source)?.Find("b")?.Text;

        Assert.Equal(new XmlText(text, span), found);
    }

    [Theory]
    [InlineData("<a x=\"[|1|]\"/>", "1")]
    [InlineData("<a y='=\"2\"'\r\n x = '[|a\"b|]'/>", "a\"b")]
    [InlineData("<a n:x=\"[|&quot;|]\" xmlns:n=\"u\"/>", "\"")]
    [InlineData("<a x=\"[||]\"/>", "")]
    public void The_text_of_an_attribute_stands_between_its_quotes(string marked, string text)
    {
        var (source, span) = MarkedText.One(marked);

        Assert.Equal(new XmlText(text, span), Parse(source)?.Attribute("x"));
    }

    [Theory]
    [InlineData("<a>[|<b><c/></b>|]</a>")]
    [InlineData("<a>[|<b x='>' />|]</a>")]
    [InlineData("<a>\r\n [|<b>text</b >|] </a>")]
    public void An_element_reaches_from_its_first_tag_to_its_last(string marked)
    {
        var (source, span) = MarkedText.One(marked);

        Assert.Equal(span, Parse(source)?.Find("b")?.Span);
    }

    [Fact]
    public void A_document_that_breaks_off_gives_what_stands_before_the_break()
    {
        var source = Source.FromText("a.xml", "<a><b>1</b><c>2</d></a>");
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();

        var root = LocatedXml.Parse(source, Breaks, diagnostics);

        Assert.Equal("1", root?.Find("b")?.Text.Value);
        Assert.Equal("2", root?.Find("c")?.Text.Value);
        Assert.Equal("d", source.Text.Cut(new(Assert.Single(diagnostics).Location.Span.Start, 1)));
    }

    [Fact]
    public void A_document_type_is_refused()
    {
        var source = Source.FromText("a.xml", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>");
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();

        Assert.Null(LocatedXml.Parse(source, Breaks, diagnostics));
        Assert.Single(diagnostics);
    }

    [Fact]
    public void Deep_nesting_is_cut()
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();

        Assert.NotNull(LocatedXml.Parse(Source.FromText("a.xml", string.Concat(Enumerable.Repeat("<a>", 100_000))), Breaks, diagnostics));
        Assert.Single(diagnostics);
    }

    [CorpusFact]
    public void Every_text_of_the_corpus_equals_its_span_where_it_has_no_entities()
    {
        var checkedTexts = 0;
        foreach (var path in Corpus.Files("", "*.xml").Concat(Corpus.Files("policyrules", "*.PolicyRules")))
        {
            var source = Corpus.Read(path);
            var root = Parse(source);
            Assert.NotNull(root);
            var open = new Stack<XmlElement>([root]);
            while (open.TryPop(out var element))
            {
                var written = source.Text.Cut(element.Text.Span);
                if (!written.Contains('&') && !written.Contains("<!"))
                {
                    Assert.Equal(written.ReplaceLineEndings("\n"), element.Text.Value);
                    checkedTexts++;
                }

                foreach (var attribute in element.Attributes.Where(attribute => !source.Text.Cut(attribute.Text.Span).Contains('&')))
                {
                    Assert.Equal(source.Text.Cut(attribute.Text.Span), attribute.Text.Value);
                }

                Assert.StartsWith("<", source.Text.Cut(element.Span), StringComparison.Ordinal);
                Assert.EndsWith(">", source.Text.Cut(element.Span), StringComparison.Ordinal);
                foreach (var child in element.Children)
                {
                    Assert.True(element.Span.Contains(child.Span));
                    open.Push(child);
                }
            }
        }

        Assert.True(checkedTexts > 50_000, $"{checkedTexts} texts were compared.");
    }

    private static XmlElement? Parse(Source source) => LocatedXml.Parse(source, Breaks, ImmutableArray.CreateBuilder<Diagnostic>());
}
