using System.Text;
using System.Xml.Linq;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Reports;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Reports;

public sealed class FormatTests
{
    [Theory]
    [InlineData("azure-pipelines")]
    [InlineData("csv")]
    [InlineData("github")]
    [InlineData("json")]
    [InlineData("junit")]
    [InlineData("markdown")]
    public void It_is_written_as_expected(string format) =>
        GoldenFile.Check(format, Written(format, Samples.Everything()).Replace("\r\n", "\n", StringComparison.Ordinal));

    [Theory]
    [InlineData("azure-pipelines")]
    [InlineData("csv")]
    [InlineData("github")]
    [InlineData("json")]
    [InlineData("junit")]
    [InlineData("markdown")]
    [InlineData("text")]
    public void A_roll_out_is_written_as_expected(string format) =>
        GoldenFile.Check($"rollout.{format}", Written(format, Samples.RollOut()).Replace("\r\n", "\n", StringComparison.Ordinal));

    [Fact]
    public void A_roll_out_keeps_to_the_schema() => Assert.Empty(SchemaCheck.Faults("findings.json", Written("json", Samples.RollOut())));

    [Fact]
    public void Code_scanning_is_not_told_what_a_roll_out_repairs()
    {
        Assert.Contains("\"absent\"", Written("sarif", Samples.RollOut()), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "\"absent\"",
            Samples.Written(new RdpCompliance.Reports.Sarif.SarifReport(), Samples.RollOut(), Samples.Context with { Pipeline = Pipeline.GitHub }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_format_is_found_by_its_name_and_the_list_is_ordered()
    {
        Assert.All(ReportFormats.All, report => Assert.Same(report, ReportFormats.Find(report.Format.ToUpperInvariant())));
        Assert.Equal(
            [.. ReportFormats.All.Select(report => report.Format).Order(StringComparer.Ordinal)],
            ReportFormats.All.Select(report => report.Format).ToArray());
    }

    [Fact]
    public void Every_format_says_nothing_found()
    {
        var nothing = new ScanResult { Rules = [Samples.Rule()] };

        Assert.All(ReportFormats.All, report => Assert.NotEmpty(Samples.Written(report, nothing)));
    }

    [Fact]
    public void Every_format_leaves_the_stream_open_and_begins_without_a_byte_order_mark()
    {
        foreach (var report in ReportFormats.All)
        {
            using var output = new MemoryStream();
            report.Write(Samples.Everything(), Samples.Context, output);

            Assert.True(output.CanWrite, report.Format);
            Assert.NotEqual(0xef, output.ToArray()[0]);
        }
    }

    [Fact]
    public void Json_keeps_to_its_schema()
    {
        Assert.Empty(SchemaCheck.Faults("findings.json", Written("json", Samples.Everything())));
        Assert.Empty(
            SchemaCheck.Faults(
                "findings.json",
                Samples.Written(
                    new JsonReport(),
                    HostileTexts.ResultOfAll(),
                    Samples.Context with
                    {
                        Times = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch),
                    })));
    }

    [Fact]
    public void The_schema_refuses_what_is_not_in_it() =>
        Assert.NotEmpty(
            SchemaCheck.Faults("findings.json", Written("json", Samples.Everything()).Replace("\"identity\"", "\"identities\"", StringComparison.Ordinal)));

    [Fact]
    public void A_summary_that_would_be_too_long_is_cut_and_says_how_much_is_missing()
    {
        var text = Samples.Written(new MarkdownReport(20_000), Samples.Many(1000));

        var rows = text.Split('\n').Count(line => line.StartsWith("| `hosts/", StringComparison.Ordinal));
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 10_000, 20_000);
        Assert.Contains($"{1000 - rows} more lines did not fit into 20000 bytes", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_links_to_the_lines_of_a_repository_that_is_known()
    {
        var context = Samples.Context with { Provenance = GitProvenance.TryParse("git@github.com:contoso/estate.git", "0123abc", "main") };

        var text = Samples.Written(new MarkdownReport(), Samples.Result(Samples.Finding(Samples.Rule(), "a\n[|b|]", "a (1)/b c.reg")), context);

        Assert.Contains("[`a (1)/b c.reg:2`](https://github.com/contoso/estate/blob/0123abc/a%20%281%29/b%20c.reg#L2)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_below_the_level_that_fails_the_run_is_no_failed_test()
    {
        var suites = XDocument.Parse(Written("junit", Samples.Everything())).Root;

        Assert.Equal("1", suites?.Attribute("failures")?.Value);
        Assert.Equal("2", suites?.Attribute("errors")?.Value);
        Assert.Equal("1", suites?.Attribute("skipped")?.Value);
    }

    [Fact]
    public void GitHub_is_told_the_worst_first()
    {
        var kinds = Written("github", Samples.Everything())
            .Split('\n')
            .Where(line => line.StartsWith("::", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[0]);

        Assert.Equal("::error ::warning ::notice ::notice ::warning ::error", string.Join(' ', kinds));
    }

    private static string Written(string format, ScanResult result) =>
        Samples.Written(ReportFormats.Find(format) ?? throw new InvalidOperationException(format), result);
}
