using System.Text;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Tests.Sources;

public sealed class SourceTextTests
{
    [Fact]
    public void The_position_of_every_offset_leads_back_to_it()
    {
        var text = Source.FromText("a", "one\r\ntwo\rthree\n\nfive").Text;

        for (var offset = 0; offset <= text.Value.Length; offset++)
        {
            Assert.Equal(offset, text.OffsetOf(text.PositionOf(offset)));
        }
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_byte_order_mark_decides_and_encoding_gives_the_same_bytes(string encodingName)
    {
        var encoding = Encoding.GetEncoding(encodingName);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("Grüße\r\n")];

        var text = SourceText.Decode(bytes);

        Assert.Equal("Grüße\r\n", text.Value);
        Assert.Equal(bytes, text.Encode(text.Value));
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_read_as_ansi() =>
        Assert.Equal("M\u00fcller \u20ac", SourceText.Decode([(byte)'M', 0xFC, .. "ller "u8, 0x80]).Value);

    [Fact]
    public void Utf16_is_recognised_without_its_mark() =>
        Assert.Equal("[Unicode]", SourceText.Decode(Encoding.Unicode.GetBytes("[Unicode]")).Value);

    [Fact]
    public void A_tree_finds_names_in_any_case_and_remembers_misses()
    {
        var tree = new SourceTree([Source.FromText("Gpo/Machine/Registry.pol", "")]);

        Assert.NotNull(tree.Find(@"gpo\machine\x\..\REGISTRY.POL"));
        Assert.Null(tree.Find("gpo/user/registry.pol"));
        Assert.Null(tree.Find("../../etc/passwd"));
        Assert.Equal(["../../etc/passwd", "gpo/user/registry.pol"], tree.Misses);
    }
}
