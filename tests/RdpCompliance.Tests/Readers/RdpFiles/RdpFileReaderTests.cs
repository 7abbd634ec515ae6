using System.Text;
using System.Text.Json;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.RdpFiles;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.RdpFiles;

public sealed class RdpFileReaderTests
{
    private const string Sample = """
        screen mode id:i:2
        full address:s:host.contoso.com:3390
        enablecredsspsupport:i:0
        password 51:b:01000000d08c9ddf0115d1118c7a00c04fc297eb
        gatewayhostname:s:
        winposstr:s:0,1,0,0,800,600
        signscope:s:Full Address,Server Port
        signature:s:AQABAAEAAACw
        """;

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-8")]
    [InlineData("iso-8859-1")]
    public void A_value_is_placed_after_its_type_in_every_encoding(string encoding)
    {
        var (source, span) = MarkedText.One(
            """
            alternate shell:s:Grüße
            Full Address:s:[|host.contoso.com:3390|]
            """,
            "a.rdp",
            Encoding.GetEncoding(encoding));

        var item = Read(source).Items[1];

        Assert.Equal("full address", item.Name);
        Assert.Equal(span, item.Location.Span);
        Assert.Equal("host.contoso.com:3390", item.Find("value")?.Value.ToString());
    }

    [Fact]
    public void Type_i_gives_a_number()
    {
        var item = Assert.Single(Read("enablecredsspsupport:i:0").Items);

        Assert.Equal(new SettingValue.Number(0), item.Find("value")?.Value);
        Assert.Equal("i", item.Find("type")?.Value.ToString());
    }

    [Theory]
    [InlineData("password 51:b:01000000d08c9ddf")]
    [InlineData("gatewayaccesstoken:s:01000000d08c9ddf")]
    [InlineData("password 51:b:01000000d08c9ddfx")]
    [InlineData("password 51=b:01000000d08c9ddf")]
    [InlineData("password 01000000d08c9ddf")]
    public void A_secret_is_neither_said_nor_pointed_at(string line)
    {
        var evidence = Read("full address:s:host\n" + line);

        Assert.DoesNotContain(evidence.Items.SelectMany(item => item.Fields), field => Shows(field.Value.ToString(), field.Location));
        Assert.DoesNotContain(evidence.Diagnostics, diagnostic => Shows(diagnostic.Message, diagnostic.Location));

        static bool Shows(string? said, Location place) => $"{said}{place.Source.Text.Cut(place.Span)}".Contains("d08c9ddf", StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_is_stated_without_being_readable() =>
        Assert.IsType<SettingValue.Unresolved>(Assert.Single(Read("password 51:b:0100").Items).Find("value")?.Value);

    [Fact]
    public void A_switch_about_passwords_is_no_secret() =>
        Assert.Equal(new SettingValue.Number(1), Assert.Single(Read("save password:i:1").Items).Find("value")?.Value);

    [Theory]
    [InlineData("full address:s:host\n[|desktop width|]\nwinposstr:s:0", "RDP0165")]
    [InlineData("desktopwidth:i:[|wide|]", "RDP0166")]
    [InlineData("winposblob:b:[|abc|]", "RDP0167")]
    [InlineData("audiomode:i:0\n[|audiomode|]:i:1", "RDP0168")]
    [InlineData("audiomode:i:0\n[|audiomode|]:i:0", "RDP0168")]
    public void What_a_line_says_wrongly_is_said_at_its_place(string marked, string id)
    {
        var (source, span) = MarkedText.One(marked, "a.rdp");

        var diagnostic = Assert.Single(Read(source).Diagnostics);

        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(span, diagnostic.Location.Span);
    }

    [Fact]
    public void Comments_and_blank_lines_say_nothing() =>
        Assert.Empty(Read("; rdpcompliance:ignore RDP5001\n\n  \nfull address:s:host").Diagnostics);

    [Fact]
    public void A_renamed_file_is_known_by_its_lines()
    {
        Assert.Equal(Certainty.ByShape, Claimed("export.txt", Sample)?.Certainty);
        Assert.Equal(Certainty.ByName, Claimed("broken.rdp", "<html></html>")?.Certainty);
        Assert.Null(Claimed("export.txt", "name: value\nother:x:y\n"));
    }

    [Fact]
    public void A_setting_that_a_file_does_not_hold_is_known_to_be_absent() =>
        Assert.Equal(new Coverage.Space("rdp"), Assert.Single(Read(Sample).Coverage));

    [Fact]
    public void Damaged_files_do_not_throw() => Robustness.Check(new RdpFileReader(), "a.rdp", Encoding.UTF8.GetBytes(Sample));

    [CorpusFact]
    public void Every_line_of_the_corpus_is_a_setting()
    {
        var paths = Corpus.Files("rdp", "*.rdp");
        foreach (var path in paths)
        {
            var source = Corpus.Read(path);
            var lines = Enumerable.Range(1, source.Text.LineCount).Count(line => source.Text.LineSpan(line).Length > 0);

            var evidence = Read(source);

            Assert.Equal(lines, evidence.Items.Length);
            Assert.Empty(evidence.Diagnostics);
            Assert.All(evidence.Items, item => Assert.Equal(item.Find("value")?.Value.ToString(), source.Text.Cut(item.Location.Span)));
        }

        Assert.Equal(4, paths.Count);
    }

    /// <summary>What the tests of the file's own project assert of it, where it names a setting of the file and not an enumeration of its own.</summary>
    [CorpusFact]
    public void The_values_are_those_that_another_reader_sees()
    {
        var evidence = Read(Corpus.Read(Assert.Single(Corpus.Files("rdp", "test_remotedesktopconnection.rdp"))));
        using var asserted = JsonDocument.Parse(File.ReadAllBytes(Assert.Single(Corpus.Files("rdp/mRemoteNG+mRemoteNG", "expectations.json"))));
        var expected = asserted.RootElement.GetProperty("expected");
        (string Setting, string Value)[] pairs =
        [
            ("full address", $"{expected.GetProperty("hostname")}:{expected.GetProperty("port")}"),
            ("username", $"{expected.GetProperty("username")}"),
            ("domain", $"{expected.GetProperty("domain")}"),
            ("gatewayhostname", $"{expected.GetProperty("gateway_hostname")}"),
            ("loadbalanceinfo", $"{expected.GetProperty("load_balance_info")}"),
            ("alternate shell", $"{expected.GetProperty("start_program")}"),
            ("session bpp", $"{expected.GetProperty("colors")}".Split(' ')[0]),
            ("bitmapcachepersistenable", Switch("bitmap_caching")),
            ("allow font smoothing", Switch("font_smoothing")),
            ("allow desktop composition", Switch("desktop_composition")),
            ("redirectsmartcards", Switch("smartcard_redirection")),
            ("redirectcomports", Switch("port_redirection")),
            ("redirectprinters", Switch("printer_redirection")),
        ];

        Assert.All(pairs, pair => Assert.Equal(pair.Value, evidence.Items.Single(item => item.Name == pair.Setting).Find("value")?.Value.ToString()));

        string Switch(string name) => expected.GetProperty(name).GetBoolean() ? "1" : "0";
    }

    private static Claim? Claimed(string name, string text)
    {
        var source = Source.FromText(name, text);
        return new RdpFileReader().Claim(source, new(source.ReadAllBytes()), new SourceTree([source]));
    }

    private static SourceEvidence Read(string text) => Read(Source.FromText("a.rdp", text));

    private static SourceEvidence Read(Source source) => new RdpFileReader().Read(new(source, Certainty.ByShape), ReadContext.Alone(source));

    /// <summary>FreeRDP takes the last; of mstsc nobody says it.</summary>
    [Theory]
    [InlineData("enablecredsspsupport:i:1\nenablecredsspsupport:i:0", "which of 1 and 0 counts")]
    [InlineData("EnableCredSspSupport:i:1\nenablecredsspsupport:s:1", "which of 1 and 1 counts")]
    [InlineData("enablecredsspsupport:i:0\nenablecredsspsupport:i:0", "0")]
    public void A_setting_that_is_stated_twice_and_differently_is_undecided(string text, string expected)
    {
        var item = Assert.Single(new RdpFileReader().ReadAlone(Source.FromText("a.rdp", text)).Items);

        Assert.Equal(expected, item.Find("value")?.Value.ToString());
        Assert.Equal(expected.Length > 1, item.Find("value")?.Value is SettingValue.Unresolved { Reason: UnknownReason.Contradictory });
    }
}
