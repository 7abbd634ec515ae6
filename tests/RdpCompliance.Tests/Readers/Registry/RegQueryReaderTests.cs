using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Registry;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Registry;

public sealed class RegQueryReaderTests
{
    private static readonly RegQueryReader Reader = new();

    [Theory]
    [InlineData("a    REG_SZ    text", "!a REG_SZ 74006500780074000000")]
    [InlineData("a b  c    REG_SZ    x    REG_SZ    y", "!a b  c REG_SZ 780020002000200020005200450047005f0053005a00200020002000200079000000")]
    [InlineData("a    REG_NEW    REG_SZ    ", "!a    REG_NEW REG_SZ 0000")]
    [InlineData(" a    REG_SZ", "! a REG_SZ 0000")]
    [InlineData("a    REG_EXPAND_SZ    % ", "!a REG_EXPAND_SZ 250020000000")]
    [InlineData(@"a    REG_MULTI_SZ    x\0y", "!a REG_MULTI_SZ 78000000790000000000")]
    [InlineData("a    REG_MULTI_SZ    ", "!a REG_MULTI_SZ 0000")]
    [InlineData("a    REG_DWORD    0xd3d   ", "!a REG_DWORD 3d0d0000")]
    [InlineData("a    REG_QWORD    0x8e3982368", "!a REG_QWORD 682398e308000000")]
    [InlineData("a    REG_BINARY    00FF10", "!a REG_BINARY 00ff10")]
    [InlineData("a    REG_BINARY    ", "!a REG_BINARY ")]
    [InlineData("a    REG_NONE    01", "!a REG_NONE 01")]
    [InlineData("a    REG_RESOURCE_LIST    01", "!a REG_RESOURCE_LIST 01")]
    [InlineData("a    REG_DWORD (4)    0x1", "!a REG_DWORD 01000000")]
    [InlineData("(Standard)    REG_SZ    x", "!(default) REG_SZ 78000000")]
    [InlineData("(по умолчанию)    REG_SZ    x", "!(default) REG_SZ 78000000")]
    public void A_value_has_its_name_type_and_bytes(string line, string expected)
    {
        var evidence = Reader.ReadText($"\r\nHKEY_LOCAL_MACHINE\\A\r\n    {line}\r\n\r\n");

        Assert.Equal($"key HKLM\\A\nHKLM\\A{expected}", evidence.Print());
        Assert.Empty(evidence.Diagnostics);
    }

    [Theory]
    [InlineData("a    REG_DWORD    [|0x1|]  ")]
    [InlineData("a    REG_SZ    [|x |]")]
    [InlineData("a    REG_SZ    [|one\r\n  two|]")]
    [InlineData("a    REG_SZ[||]")]
    public void A_value_is_placed_at_its_data(string line)
    {
        var (source, span) = MarkedText.One($"\r\nHKEY_LOCAL_MACHINE\\A\r\n    {line}\r\n\r\n");

        Assert.Equal(span, Reader.ReadAlone(source).Observations[^1].Location.Span);
    }

    [Fact]
    public void A_key_is_placed_at_its_line()
    {
        var (source, span) = MarkedText.One("\r\n[|HKEY_USERS\\S-1-5-18\\A b|]  \r\n");

        var seen = Assert.Single(Reader.ReadAlone(source).Observations);
        Assert.Equal((span, RegistryHalf.User), (seen.Location.Span, ((Address.Registry)seen.Address).Half));
    }

    [Fact]
    public void The_unnamed_value_is_told_by_its_place_in_any_language() =>
        Assert.Equal(
            "HKLM\\A!(x) REG_SZ 31000000\nHKLM\\A\\B!(default) REG_SZ 32000000\nHKLM\\A\\B!(y) REG_SZ 33000000\nHKLM\\A\\C!a REG_SZ 34000000\nHKLM\\A\\C!(default) REG_SZ 35000000",
            Reader.ReadText("""
                HKEY_LOCAL_MACHINE\A
                    a    REG_NONE____
                    (x)    REG_SZ    1

                HKEY_LOCAL_MACHINE\A\B
                    (Par défaut)    REG_SZ    2
                    (y)    REG_SZ    3

                HKEY_LOCAL_MACHINE\A\C
                    a    REG_SZ    4
                    (Par défaut)    REG_SZ    5
                """.Replace("____", "    ", StringComparison.Ordinal)).PrintValues().Replace("HKLM\\A!a REG_NONE \n", ""));

    [Theory]
    [InlineData("REG_DWORD    1")]
    [InlineData("REG_DWORD    0x100000000")]
    [InlineData("REG_DWORD    0x")]
    [InlineData("REG_DWORD_BIG_ENDIAN    0x1")]
    [InlineData("REG_QWORD    (null)")]
    [InlineData("REG_BINARY    0")]
    [InlineData("REG_BINARY    00 FF")]
    public void Wrong_data_leaves_the_value_unknown(string data)
    {
        var evidence = Reader.ReadText($"HKEY_LOCAL_MACHINE\\A\n    v    {data}\n    w    REG_SZ    x\n");

        Assert.Equal($"HKLM\\A!v Unreadable {data[(data.IndexOf(' ') + 4)..]}\nHKLM\\A!w REG_SZ 78000000", evidence.PrintValues());
        Assert.Equal("RDP0114", Assert.Single(evidence.Diagnostics).Id);
    }

    [Theory]
    [InlineData("HKEY_LOCAL_MACHINE\\A\n    a    REG_DWORD    0x1\n\nEnde der Suche: 1 Übereinstimmung(en)\n", 0)]
    [InlineData("HKEY_LOCAL_MACHINE\\A\n    a    REG_DWORD    0x1\n\nFEHLER: Zugriff verweigert\n\nHKEY_LOCAL_MACHINE\\B\n", 1)]
    [InlineData("HKEY_LOCAL_MACHINE\\A\n    a    REG_OTHER    0x1\n    b    REG_SZ    x\n", 1)]
    public void Only_the_last_line_may_be_something_else(string text, int diagnostics) => Assert.Equal(diagnostics, Reader.ReadText(text).Diagnostics.Length);

    [Theory]
    [InlineData("two values and no subkeys", "A 2", "HKLM\\A")]
    [InlineData("with subkeys that have values", "A 2,,A\\B 1,,A\\B\\C 0,,A\\D 3,", "HKLM\\A")]
    [InlineData("two outputs in one file", "A 2,,,B 2,,B\\C 1,", "HKLM\\A\nHKLM\\B")]
    [InlineData("children of a root without values", "A\\B 2,,A\\C 2,,A\\C\\D 1,", "HKLM\\A\\B\nHKLM\\A\\C")]
    [InlineData("one value may be all that was asked for", "A 1,", "")]
    [InlineData("one value of each of two keys", "A 1,,A\\B 1,", "")]
    [InlineData("one value of a key, and another key whole", "A 1,,A\\B 2,", "HKLM\\A\\B")]
    [InlineData("subkeys that are only listed", "A 2,,A\\B 0,A\\C 0", "")]
    [InlineData("one subkey that is only listed", "A 2,,A\\B 0", "")]
    [InlineData("a subkey listed by one output and printed by the next", "A 2,,A\\B 0,,,A\\B 2,", "")]
    [InlineData("a key printed twice", "A 2,,A 2,", "")]
    [InlineData("a summary at the end", "A 2,,A\\B 2,,summary", "")]
    [InlineData("an error between", "A 2,,error,,B 2,", "")]
    public void A_tree_is_covered_only_where_nothing_can_be_left_out(string situation, string listing, string expected)
    {
        Assert.NotEmpty(situation);

        Assert.Equal(expected, Reader.ReadText(Listing(listing)).PrintCoverage());
    }

    [Theory]
    [InlineData("\r\nHKEY_LOCAL_MACHINE\\A\r\n    v    REG_SZ    x\r\n", Certainty.ByShape)]
    [InlineData("HKEY_CURRENT_USER\\A\nHKEY_CURRENT_USER\\A\\B\n", Certainty.ByShape)]
    [InlineData("HKEY_CURRENT_USER\\A\n", Certainty.ByShape)]
    [InlineData("HKEY_CURRENT_USER\\A is a key\nand more", null)]
    [InlineData("[HKEY_CURRENT_USER\\A]\n", null)]
    [InlineData("HKLM\\A\n    v    REG_SZ    x\n", null)]
    [InlineData("", null)]
    public void It_is_claimed_by_its_shape(string text, Certainty? certainty) =>
        Assert.Equal(certainty, Reader.ClaimAlone("a.txt", Encoding.UTF8.GetBytes(text))?.Certainty);

    [CorpusFact]
    public void Every_output_of_the_corpus_is_read_whole()
    {
        foreach (var path in Corpus.Files("reg-query", "*.txt").Where(path => !path.Contains("LICENSE", StringComparison.Ordinal)))
        {
            var evidence = Reader.ReadAlone(Corpus.Read(path));

            Assert.Equal(Certainty.ByShape, Reader.ClaimAlone("a.txt", File.ReadAllBytes(path))?.Certainty);
            Assert.Empty(evidence.Diagnostics);
            Assert.Equal(File.ReadLines(path).Count(line => line.StartsWith("    ", StringComparison.Ordinal)), evidence.PrintValues().Split('\n').Length);
        }
    }

    [Fact]
    public void Robust() =>
        Robustness.Check(
            Reader,
            "a.txt",
            Encoding.UTF8.GetBytes(
                "\r\nHKEY_LOCAL_MACHINE\\A\r\n    (Default)    REG_SZ    x\r\n    b c    REG_DWORD    0x1\r\n    d    REG_MULTI_SZ    a\\0b\r\n    e    REG_BINARY    0102\r\n\r\nHKEY_LOCAL_MACHINE\\A\\B\r\n    q    REG_QWORD    0x10\r\n\r\nEnd: 2\r\n"
            ));

    /// <summary>"A 2" is key A with two values, an empty part a blank line, any other text itself.</summary>
    private static string Listing(string parts) => Readings.Lines(parts.Split(',').Select(part => part.Split(' ') is [var key, var values]
        ? Readings.Lines(Enumerable.Range(0, int.Parse(values)).Select(index => $"    v{index}    REG_DWORD    0x1").Prepend($@"HKEY_LOCAL_MACHINE\{key}"))
        : part));
}
