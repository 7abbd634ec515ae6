using System.Text;
using System.Text.Json;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Reports;
using RdpCompliance.Reports.Sarif;

namespace RdpCompliance.Tests.Reports;

public sealed class SarifReportTests
{
    [Fact]
    public void Only_rules_that_report_or_were_asked_for_are_listed_with_short_help_and_the_address_of_the_rest()
    {
        var result = Samples.Result(Samples.Finding(Samples.Rule(), "[|x|]")) with
        {
            Rules = [Samples.Rule(), Samples.Rule("RDP1002"), Samples.Rule("RDP1003")],
        };

        var rules = Read(result, Samples.Context with { AskedRules = ["RDP1003"] })
            .GetProperty("runs")[0]
            .GetProperty("tool")
            .GetProperty("driver")
            .GetProperty("rules");

        Assert.Equal(["RDP1001", "RDP1003"], rules.EnumerateArray().Select(rule => rule.GetProperty("id").GetString()));
        var help = rules[0].GetProperty("help").GetProperty("markdown").GetString() ?? "";
        Assert.Contains("Set `UserAuthentication` to 1.", help, StringComparison.Ordinal);
        Assert.Contains("/policies/pages/RDP1001.md", help, StringComparison.Ordinal);
        Assert.DoesNotContain("## Why", help, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_written_as_expected() =>
        Testing.GoldenFile.Check("sarif", Samples.Written(new SarifReport(), Samples.Everything()));

    [Fact]
    public void Every_region_cut_out_of_its_file_is_its_snippet()
    {
        var result = Samples.Everything();
        var sources = result.Findings
            .SelectMany(finding => finding.Related.Prepend(finding.Primary).Select(place => place.Location.Source))
            .Concat(result.Diagnostics.Select(diagnostic => diagnostic.Location.Source))
            .DistinctBy(source => source.Name, StringComparer.Ordinal)
            .ToDictionary(source => SarifUriOf(source.Name), StringComparer.Ordinal);
        var checkedRegions = 0;

        foreach (
            var place in Descendants(Read(result))
                .Where(element => element.ValueKind == JsonValueKind.Object && element.TryGetProperty("artifactLocation", out _)))
        {
            var text = sources[place.GetProperty("artifactLocation").GetProperty("uri").GetString() ?? ""].Text;
            foreach (
                var region in new[] { "region", "contextRegion" }
                    .Where(name => place.TryGetProperty(name, out _))
                    .Select(name => place.GetProperty(name))
                    .Where(region => region.TryGetProperty("snippet", out _)))
            {
                var snippet = region.GetProperty("snippet").GetProperty("text").GetString();
                var start = text.OffsetOf(new(region.GetProperty("startLine").GetInt32(), region.GetProperty("startColumn").GetInt32()));
                var end = text.OffsetOf(new(region.GetProperty("endLine").GetInt32(), region.GetProperty("endColumn").GetInt32()));
                Assert.Equal(snippet, text.Value[start..end]);
                Assert.Equal(snippet, text.Value.Substring(region.GetProperty("charOffset").GetInt32(), region.GetProperty("charLength").GetInt32()));
                checkedRegions++;
            }
        }

        Assert.True(checkedRegions > 10);
    }

    [Theory]
    [InlineData("one\n[|two\n|]three", "2:1-2:5")]
    [InlineData("one\r\n[|two\r\nth|]ree", "2:1-3:3")]
    [InlineData("one\n[||]two", "2:1-2:1")]
    [InlineData("one\n[||]", "2:1-2:1")]
    [InlineData("[|\ud83d\ude00|]", "1:1-1:3")]
    public void A_region_ends_after_its_last_character(string marked, string expected)
    {
        var region = Result(Read(Samples.Result(Samples.Finding(Samples.Rule(), marked))))
            .GetProperty("locations")[0]
            .GetProperty("physicalLocation")
            .GetProperty("region");

        Assert.Equal(
            expected,
            $"{region.GetProperty("startLine")}:{region.GetProperty("startColumn")}-{region.GetProperty("endLine")}:{region.GetProperty("endColumn")}");
    }

    [Fact]
    public void A_binary_place_has_its_bytes_and_the_first_line()
    {
        var region = Read(Samples.Everything())
            .GetProperty("runs")[0]
            .GetProperty("results")[0]
            .GetProperty("locations")[0]
            .GetProperty("physicalLocation")
            .GetProperty("region");

        Assert.Equal("""{"startLine":1,"byteOffset":8,"byteLength":120}""", JsonSerializer.Serialize(region));
    }

    [Fact]
    public void A_path_is_relative_and_encoded()
    {
        var finding = Samples.Finding(Samples.Rule(), "[|x|]", "a b/100%/#1/ü?.reg");

        Assert.Equal("a%20b/100%25/%231/%C3%BC%3F.reg", ArtifactOf(Result(Read(Samples.Result(finding)))).GetProperty("uri").GetString());
    }

    [Fact]
    public void Evidence_outside_of_the_repository_is_shown_at_the_nearest_file_and_related()
    {
        var context = Samples.Context with { PathBelowRoot = _ => null, NearestPath = _ => "infra/main.bicep" };

        var result = Result(Read(Samples.Result(Samples.Finding(Samples.Rule(), "[|x|]", "export/rdp.reg")), context));

        Assert.Equal("infra/main.bicep", ArtifactOf(result).GetProperty("uri").GetString());
        Assert.Equal(
            "export/rdp.reg",
            result.GetProperty("relatedLocations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.False(result.GetProperty("partialFingerprints").TryGetProperty("primaryLocationLineHash", out _));
    }

    [Fact]
    public void The_steps_of_a_value_are_one_flow_that_ends_where_it_is_decided()
    {
        var flow = Read(Samples.Everything())
            .GetProperty("runs")[0]
            .GetProperty("results")[2]
            .GetProperty("codeFlows")[0]
            .GetProperty("threadFlows")[0]
            .GetProperty("locations");

        var uris = flow.EnumerateArray()
            .Select(step => step.GetProperty("location").GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal("infra/net.bicep infra/main.bicep infra/main.bicep", string.Join(' ', uris));
    }

    [Theory]
    [InlineData(Verdict.Fail, "fail error")]
    [InlineData(Verdict.Undecided, "open none")]
    [InlineData(Verdict.Pass, "pass none")]
    public void Only_a_fail_has_a_level(Verdict verdict, string expected)
    {
        var result = Result(Read(Samples.Result(Samples.Finding(Samples.Rule(), "[|x|]") with { Verdict = verdict })));

        Assert.Equal(expected, $"{result.GetProperty("kind")} {result.GetProperty("level")}");
    }

    [Fact]
    public void A_message_of_an_input_makes_no_link()
    {
        var finding = Samples.Finding(Samples.Rule(), "[|x|]", message: "The name is '[mend](https://evil.example)'.");

        Assert.DoesNotContain(
            "](https",
            Result(Read(Samples.Result(finding))).GetProperty("message").GetProperty("text").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Undecided_verdicts_that_are_left_out_are_counted()
    {
        var run = Read(Samples.Everything(), Samples.Context with { Undecided = UndecidedReporting.LeftOut }).GetProperty("runs")[0];

        Assert.DoesNotContain(run.GetProperty("results").EnumerateArray(), result => result.GetProperty("kind").GetString() == "open");
        Assert.Contains(Notifications(run), text => text.StartsWith("1 undecided", StringComparison.Ordinal));
    }

    [Fact]
    public void Too_many_findings_are_split_rule_by_rule_into_runs_of_their_own_category()
    {
        var limits = new SarifLimits { ResultsPerRun = 25, Runs = 20 };

        var runs = Read(Samples.Many(100), limits: limits).GetProperty("runs").EnumerateArray().ToList();

        Assert.Equal(100, runs.Sum(run => run.GetProperty("results").GetArrayLength()));
        Assert.All(runs, run => Assert.InRange(run.GetProperty("results").GetArrayLength(), 1, 25));
        Assert.Equal(
            runs.Count,
            runs.Select(run => run.GetProperty("automationDetails").GetProperty("id").GetString()).Distinct(StringComparer.Ordinal).Count());
        Assert.All(runs, run => Assert.Contains(Notifications(run), text => text.Contains($"{runs.Count} runs", StringComparison.Ordinal)));
        var runsOfRules = runs.SelectMany(
            (run, index) => run.GetProperty("results").EnumerateArray().Select(result => (Rule: result.GetProperty("ruleId").GetString(), index)).Distinct());
        Assert.All(runsOfRules.GroupBy(pair => pair.Rule, StringComparer.Ordinal), rule => Assert.Single(rule));
    }

    [Fact]
    public void More_findings_than_the_runs_hold_are_told_together_and_none_is_lost()
    {
        var limits = new SarifLimits { ResultsPerRun = 5, Runs = 2, PlacesPerResult = 100 };

        var runs = Read(Samples.Many(100), limits: limits).GetProperty("runs").EnumerateArray().ToList();

        var results = runs.SelectMany(run => run.GetProperty("results").EnumerateArray()).ToList();
        Assert.Equal(10, results.Count);
        Assert.Equal(100, results.Sum(result => 1 + result.GetProperty("relatedLocations").GetArrayLength()));
        Assert.All(runs, run => Assert.Contains(Notifications(run), text => text.StartsWith("100 findings are told as 10 results", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_file_that_is_too_large_loses_the_text_around_its_places_and_says_so()
    {
        var result = Samples.Many(400);
        var full = Samples.Written(new SarifReport(), result);

        var run = Read(result, limits: new SarifLimits { Compressed = 15_000 }).GetProperty("runs")[0];

        Assert.Contains("contextRegion", full, StringComparison.Ordinal);
        Assert.DoesNotContain(Descendants(run), element => element.ValueKind == JsonValueKind.Object && element.TryGetProperty("contextRegion", out _));
        Assert.Contains(Notifications(run), text => text.StartsWith("Text around the places is left out", StringComparison.Ordinal));
    }

    [Fact]
    public void Equal_findings_give_equal_bytes() =>
        Assert.Equal(Samples.Written(new SarifReport(), Samples.Everything()), Samples.Written(new SarifReport(), Samples.Everything()));

    [Fact]
    public void Half_of_a_surrogate_pair_gives_a_valid_file_without_its_snippet()
    {
        var source = Source.FromBytes("a.reg", (byte[])[0xff, 0xfe, .. Encoding.Unicode.GetBytes("ab"), 0x00, 0xd8, .. Encoding.Unicode.GetBytes("cd")]);
        var finding = new Finding(Samples.Rule(), Verdict.Fail, new("listener", "\ud800", null), "It is '\ud800'.", Samples.Place(source, new(1, 3)));

        var region = Result(Read(Samples.Result(finding))).GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region");

        Assert.Equal(3, region.GetProperty("charLength").GetInt32());
    }

    private static JsonElement Read(ScanResult result, ReportContext? context = null, SarifLimits? limits = null) =>
        JsonDocument.Parse(Samples.Written(new SarifReport(limits ?? SarifLimits.GitHub), result, context)).RootElement;

    private static JsonElement Result(JsonElement log) => Assert.Single(log.GetProperty("runs")[0].GetProperty("results").EnumerateArray());

    private static JsonElement ArtifactOf(JsonElement result) =>
        result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation");

    private static IEnumerable<string> Notifications(JsonElement run) =>
        run.GetProperty("invocations")[0]
            .GetProperty("toolExecutionNotifications")
            .EnumerateArray()
            .Select(notification => notification.GetProperty("message").GetProperty("text").GetString() ?? "");

    private static string SarifUriOf(string name) => string.Join('/', name.Split('/').Select(Uri.EscapeDataString));

    private static IEnumerable<JsonElement> Descendants(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Descendants(property.Value)).Prepend(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Descendants).Prepend(element),
        _ => [element],
    };
}
