using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using RdpCompliance.Reports;
using RdpCompliance.Reports.Logs;
using RdpCompliance.Reports.Sarif;

namespace RdpCompliance.Tests.Reports;

/// <summary>Whatever names and values inputs carry, no output does more than show them.</summary>
public sealed class HostileTextTests
{
    /// <summary>Indexes, because half of a surrogate pair does not reach a test as a parameter.</summary>
    public static TheoryData<int> Texts => [.. Enumerable.Range(0, HostileTexts.All.Count)];

    [Theory]
    [MemberData(nameof(Texts))]
    public void No_output_prints_a_character_that_acts(int index)
    {
        var text = HostileTexts.All[index];
        foreach (var report in ReportFormats.All.Where(report => report is not (JsonReport or SarifReport)))
        {
            foreach (var rune in Written(report, text).EnumerateRunes().Where(rune => rune.Value is not ('\n' or '\r')))
            {
                var acts =
                    Rune.GetUnicodeCategory(rune)
                    is UnicodeCategory.Control
                        or UnicodeCategory.Format
                        or UnicodeCategory.LineSeparator
                        or UnicodeCategory.ParagraphSeparator;
                Assert.False(acts, $"{report.Format} prints U+{rune.Value:X4}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void No_output_commands_GitHub_except_by_its_own_annotations(int index)
    {
        var text = HostileTexts.All[index];
        foreach (var report in ReportFormats.All)
        {
            foreach (var line in LinesOf(report, text))
            {
                if (report is GitHubReport && line.StartsWith("::", StringComparison.Ordinal))
                {
                    Assert.Matches(
                        "^::(error|warning|notice) (file=[^:,]*,line=[0-9]+(,col=[0-9]+)?(,endLine=[0-9]+)?(,endColumn=[0-9]+)?,)?title=[^:,]*::",
                        line);
                }
                else
                {
                    Assert.False(line.TrimStart().StartsWith("::", StringComparison.Ordinal), $"{report.Format}: {line}");
                    Assert.False(HasBracketCommand(line, "##["), $"{report.Format}: {line}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void No_output_commands_Azure_Pipelines_except_by_its_own_issues(int index)
    {
        var text = HostileTexts.All[index];
        foreach (var report in ReportFormats.All)
        {
            foreach (var line in LinesOf(report, text))
            {
                const string Command = "##vso[task.logissue ";
                var rest = report is AzurePipelinesReport && line.StartsWith(Command, StringComparison.Ordinal) ? line[Command.Length..] : line;

                Assert.False(HasBracketCommand(rest, "##vso["), $"{report.Format}: {line}");
                Assert.False(HasBracketCommand(rest, "##["), $"{report.Format}: {line}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Json_and_Sarif_hold_the_very_text(int index)
    {
        var text = HostileTexts.All[index];
        var whole = string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));

        var json = JsonDocument.Parse(Written(new JsonReport(), text)).RootElement;
        var sarif = JsonDocument.Parse(Written(new SarifReport(), text)).RootElement;

        Assert.Equal(whole, json.GetProperty("findings")[0].GetProperty("message").GetString());
        Assert.Equal(whole, json.GetProperty("findings")[0].GetProperty("subject").GetProperty("name").GetString());
        Assert.Equal(
            $"listener '{whole}' of '{whole}'",
            sarif.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("properties").GetProperty("subject").GetString());
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Junit_is_well_formed(int index) =>
        Assert.Equal("testsuites", XDocument.Parse(Written(new JUnitReport(), HostileTexts.All[index])).Root?.Name.LocalName);

    [Theory]
    [MemberData(nameof(Texts))]
    public void Csv_has_one_line_a_finding_and_no_formula(int index)
    {
        var text = HostileTexts.All[index];
        var lines = Written(new CsvReport(), text).Split("\r\n");

        Assert.Equal(["rule", ""], [lines[0][1..5], lines[^1]]);
        Assert.Equal(6, lines.Length);
        foreach (var line in lines[1..^1])
        {
            var cells = Regex
                .Matches(line, "\"(?<cell>(?:[^\"]|\"\")*)\"(?:,|$)", RegexOptions.None, TimeSpan.FromSeconds(5))
                .Select(match => match.Groups["cell"].Value)
                .ToList();
            Assert.Equal(16, cells.Count);
            Assert.DoesNotContain(cells, cell => cell.TrimStart() is ['=' or '+' or '-' or '@' or '\uff1d', ..]);
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Markdown_keeps_every_finding_in_its_row(int index)
    {
        var text = HostileTexts.All[index];
        var rows = Written(new MarkdownReport(), text).Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();

        Assert.Equal(4, rows.Count);
        Assert.All(rows, row =>
        {
            var bare = Regex.Replace(row, @"\\[\\|]", "", RegexOptions.None, TimeSpan.FromSeconds(5));
            Assert.Equal(4, bare.Count(unit => unit == '|'));
            Assert.DoesNotContain(
                "<",
                Regex.Replace(bare, "(?<fence>`+)(?!`).*?(?<!`)\\k<fence>(?!`)", "", RegexOptions.None, TimeSpan.FromSeconds(5)),
                StringComparison.Ordinal);
        });
    }

    [Fact]
    public void What_GitHub_undoes_is_what_was_said() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        text is null || (UndoGitHub(LogCommand.GitHubProperty(text), ":", ",") == text && UndoGitHub(LogCommand.GitHubData(text)) == text)));

    [Theory]
    [MemberData(nameof(Texts))]
    public void What_GitHub_undoes_is_the_hostile_text(int index)
    {
        var text = HostileTexts.All[index];
        Assert.Equal(text, UndoGitHub(LogCommand.GitHubProperty(text), ":", ","));
        Assert.Equal(text, UndoGitHub(LogCommand.GitHubData(text)));
        Assert.Equal(text, UndoAzure(LogCommand.AzurePipelines(text)));
    }

    [Fact]
    public void What_Azure_Pipelines_undoes_is_what_was_said() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        text is null || UndoAzure(LogCommand.AzurePipelines(text)) == text));

    [Fact]
    public void Text_that_is_harmless_is_shown_as_it_is() => Assert.Equal("Grüße, 日本語 😀 # ## :: [x]", VisibleText.Line("Grüße, 日本語 😀 # ## :: [x]"));

    [Fact]
    public void Any_text_is_shown_on_one_line_without_control_characters() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        text is null || !VisibleText.Line(text).Any(char.IsControl)));

    /// <summary>As the runner does it: one code after the other, the percent sign last.</summary>
    private static string UndoGitHub(string text, params string[] also)
    {
        var undone = text.Replace("%0D", "\r", StringComparison.Ordinal).Replace("%0A", "\n", StringComparison.Ordinal);
        foreach (var token in also)
        {
            undone = undone.Replace(token == ":" ? "%3A" : "%2C", token, StringComparison.Ordinal);
        }

        return undone.Replace("%25", "%", StringComparison.Ordinal);
    }

    private static string UndoAzure(string text) => text
        .Replace("%3B", ";", StringComparison.Ordinal)
        .Replace("%0D", "\r", StringComparison.Ordinal)
        .Replace("%0A", "\n", StringComparison.Ordinal)
        .Replace("%5D", "]", StringComparison.Ordinal)
        .Replace("%AZP25", "%", StringComparison.Ordinal);

    /// <summary>Build services compare by culture, which looks past characters that draw nothing.</summary>
    private static bool HasBracketCommand(string line, string command)
    {
        var seen = new StringBuilder();
        foreach (var unit in line.Where(unit => CharUnicodeInfo.GetUnicodeCategory(unit) is not UnicodeCategory.Format))
        {
            seen.Append(unit);
        }

        return seen.ToString().Contains(command, StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> LinesOf(IReport report, string text) => Written(report, text).Split('\n', '\r');

    private static string Written(IReport report, string text) => Samples.Written(report, HostileTexts.ResultOf(text));
}
