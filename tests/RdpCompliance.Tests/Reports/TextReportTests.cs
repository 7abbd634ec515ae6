using System.Text.RegularExpressions;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Reports;
using RdpCompliance.Reports.Text;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Reports;

public sealed class TextReportTests
{
    [Fact]
    public void Everything_is_told_in_a_file() => GoldenFile.Check("text", Written(Samples.Everything()));

    [Fact]
    public void A_narrow_terminal_is_not_overrun()
    {
        var text = Written(Samples.Everything(), Samples.Context with { Terminal = new(TerminalColour.None, 60), Detail = ReportDetail.Verbose });

        GoldenFile.Check("text.narrow", text);
        Assert.All(
            text.Split('\n')
                .Where(line => !line.Contains("Terminal Server\\", StringComparison.Ordinal) && !line.Contains("/Registry.pol", StringComparison.Ordinal)),
            line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public void Nothing_found_is_said_in_three_lines() =>
        GoldenFile.Check(
            "text.nothing",
            Written(
                new()
                {
                    Rules = [Samples.Rule()],
                    Inputs = [new("a.reg", InputOutcome.Read, "reg-file", null)],
                    Subjects = [("listener", 1)],
                }));

    [Fact]
    public void Colours_change_no_character()
    {
        var coloured = Written(Samples.Everything(), Samples.Context with { Terminal = new(TerminalColour.Standard, 80) });

        Assert.Contains("\u001b[", coloured, StringComparison.Ordinal);
        Assert.Equal(
            Written(Samples.Everything(), Samples.Context with { Terminal = new(TerminalColour.None, 80) }),
            Regex.Replace(coloured, "\u001b\\[[0-9;]*m", "", RegexOptions.None, TimeSpan.FromSeconds(5)));
    }

    [Theory]
    [InlineData("a = [|b|] c", "a = b c", "    ^")]
    [InlineData("[|a|]", "a", "^")]
    [InlineData("a[||]", "a", " ^")]
    [InlineData("[||]", "", "^")]
    [InlineData("\ta\t= [|b|]", "    a   = b", "          ^")]
    [InlineData("日本 [|語|] x", "日本 語 x", "     ^^")]
    [InlineData("e\u0301 [|x|]", "e\u0301 x", "  ^")]
    [InlineData("\u001b[31m[|x|]", "\\u001b[31mx", "          ^")]
    [InlineData("\u202e[|x|]", "\\u202ex", "      ^")]
    [InlineData("[|\u0007|]x", "\\u0007x", "^^^^^^")]
    [InlineData("a [|b\nc|]", "a b", "  ^")]
    [InlineData("😀 [|x|]", "😀 x", "   ^")]
    [InlineData("x ##vso[|[y]|]", "x \\u0023#vso[y]", "            ^^^")]
    public void A_caret_stands_below_each_column_of_the_place(string marked, string text, string carets)
    {
        var excerpt = ExcerptOf(marked, 80);

        Assert.Equal((text, carets), (excerpt.Text, excerpt.Carets));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(79)]
    public void A_long_line_is_cut_around_its_place(int room)
    {
        foreach (var before in new[] { 0, 3, 10, 50, 1000 })
        {
            foreach (var after in new[] { 0, 3, 10, 50, 1000 })
            {
                var excerpt = ExcerptOf($"{new string('a', before)}[|XYZ|]{new string('b', after)}", room);

                Assert.InRange(excerpt.Text.Length, 3, room);
                Assert.Equal("XYZ", excerpt.Text.Substring(excerpt.Carets.IndexOf('^'), 3));
                Assert.Equal(3, excerpt.Carets.Count(unit => unit == '^'));
                Assert.Equal(before + 3 + after > room, excerpt.Text.Contains("...", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void A_place_that_is_wider_than_the_room_is_underlined_as_far_as_it_is_shown()
    {
        var excerpt = ExcerptOf($"ab [|{new string('x', 500)}|] cd", 40);

        Assert.Equal(excerpt.Text.Count(unit => unit == 'x'), excerpt.Carets.Count(unit => unit == '^'));
    }

    [Fact]
    public void An_excerpt_of_a_line_of_many_megabytes_takes_no_time()
    {
        var source = Source.FromText("a.json", new string('x', 20_000_000));
        _ = source.Text.PositionOf(0);
        var watch = ThreadTime.Start();

        for (var index = 0; index < 1000; index++)
        {
            Excerpt.Of(source.Text, new(index * 1000, 10), 100);
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
    }

    [Fact]
    public void A_message_that_is_wrapped_begins_no_line_with_a_command()
    {
        var finding = Samples.Finding(Samples.Rule(), "[|x|]", message: "This is long enough to be wrapped at ::error::mine and nowhere else.");
        var result = Samples.Result(finding);

        for (var width = 20; width < 80; width++)
        {
            Assert.DoesNotContain(Written(result, Samples.Context with { Terminal = new(TerminalColour.None, width) }).Split('\n'), line =>
                line.TrimStart().StartsWith("::", StringComparison.Ordinal));
        }
    }

    private static string Written(ScanResult result, ReportContext? context = null) => Samples.Written(new TextReport(), result, context);

    private static Excerpt ExcerptOf(string marked, int room)
    {
        var (source, span) = MarkedText.One(marked);
        return Excerpt.Of(source.Text, span, room);
    }
}
