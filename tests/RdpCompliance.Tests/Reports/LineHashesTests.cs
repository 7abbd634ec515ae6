using RdpCompliance.Engine.Sources;
using RdpCompliance.Reports.Sarif;

namespace RdpCompliance.Tests.Reports;

/// <summary>The expected numbers are those of the tests of github/codeql-action (src/fingerprints.test.ts), so that both sides agree.</summary>
public sealed class LineHashesTests
{
    private static readonly string[] Greetings =
    [
        "e9496ae3ebfced30:1",
        "fb7c023a8b9ccb3f:1",
        "ce8ba1a563dcdaca:1",
        "e20e36e16fcb0cc8:1",
        "b3edc88f2938467e:1",
        "c8e28b0b4002a3a0:1",
        "c129715d7a2bc9a3:1",
    ];

    [Fact]
    public void An_empty_file_has_one_line() => Assert.Equal(["c129715d7a2bc9a3:1"], HashesOf(""));

    [Fact]
    public void Blanks_and_tabs_do_not_count() => Assert.Equal(
        ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
        HashesOf(" a\nb\n  \t\tc\n d"));

    [Fact]
    public void The_end_of_the_file_counts() => Assert.Equal(
        ["8b7cf3e952e7aeb2:1", "b1ae1287ec4718d9:1", "bff680108adb0fcc:1", "c6805c5e1288b612:1", "b86d3392aea1be30:1", "e6ceba753e1a442:1"],
        HashesOf(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End"));

    [Theory]
    [InlineData(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n")]
    [InlineData(" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r")]
    [InlineData(" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n")]
    [InlineData(" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n")]
    public void All_line_ends_are_alike(string text) => Assert.Equal(Greetings, HashesOf(text));

    [Fact]
    public void Equal_lines_are_counted() => Assert.Equal(
        [
            "a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:2", "a7f2ff13bc495cf2:3", "a7f2ff13bc495cf2:4", "a7f2ff13bc495cf2:5", "a7f2ff13bc495cf2:6",
            "a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1", "55ec222b86bcae53:1", "cc97dc7b1d7d8f7b:1", "c129715d7a2bc9a3:1",
        ],
        HashesOf(string.Concat(Enumerable.Repeat("Lorem ipsum dolor sit amet.\n", 10))));

    [Fact]
    public void A_line_that_is_not_there_has_no_hash()
    {
        Assert.Null(LineHashes.Of("one")[0]);
        Assert.Null(LineHashes.Of("one")[2]);
    }

    [Fact]
    public void A_file_in_another_encoding_is_hashed_as_GitHub_reads_it()
    {
        var source = Source.FromBytes("a.reg", new byte[] { 0xff, 0xfe, (byte)'a', 0, (byte)'\n', 0, (byte)'b', 0 });

        Assert.Equal(HashesOf("\ufffd\ufffda\0\n\0b\0"), HashesOf(LineHashes.Of(source)));
    }

    private static string[] HashesOf(string text) => HashesOf(LineHashes.Of(text));

    private static string[] HashesOf(LineHashes hashes) => [.. Enumerable.Range(1, hashes.LineCount).Select(line => hashes[line] ?? "none")];
}
