using System.Text;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Scanning;

/// <summary>Nothing that stands before what tells whose a file is hides the file.</summary>
public sealed class DetectionTests
{
    private const int Many = 100_000;
    private const string Schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";
    private const string Template = $$"""{ "$schema": "{{Schema}}", "contentVersion": "1.0.0.0", "resources": [] }""";

    private const string Report = """<Rsop xmlns="http://www.microsoft.com/GroupPolicy/Rsop"><ComputerResults /></Rsop>""";

    private static readonly string Blanks = new(' ', Many);
    private static readonly string Words = new('x', Many);

    private const string Listing = """

        SERVICE_NAME: TermService
                TYPE               : 30  WIN32
                STATE              : 4  RUNNING
                WIN32_EXIT_CODE    : 0  (0x0)

        """;

    private const string SecurityTemplate = """
        [Unicode]
        Unicode=yes
        [Registry Values]
        MACHINE\Software\A\B=4,1
        [Version]
        signature="$CHICAGO$"
        Revision=1

        """;

    /// <summary>A text, and the format that reads it.</summary>
    public static TheoryData<string, string, string> Hidden => new()
    {
        { "blanks before a template", Blanks + Template, "arm-template" },
        { "lines before a template", new string('\n', Many) + Template, "arm-template" },
        { "a comment before a template", $"/* {Words} */ {Template}", "arm-template" },
        { "comments before a template", Lines("// a comment") + Template, "arm-template" },
        { "a comment that leaves little of what is looked at", $"/* {Words[..65_500]} */{Within($"\"metadata\": \"{Words}\",")}", "arm-template" },
        { "a comment whose opening is cut", $"{Blanks[..2047]}/* {Words} */{Template}", "arm-template" },
        { "blanks within a template", Within(Blanks), "arm-template" },
        { "metadata within a template", Within($"\"metadata\": {{ \"a\": \"{Words}\" }},"), "arm-template" },
        {
            "parameters before resources",
            $$"""{ "contentVersion": "1.0.0.0", "parameters": { "p": { "type": "string", "metadata": { "d": "{{Words}}" } } }, "resources": [] }""",
            "arm-template"
        },
        { "escapes in a schema", Escaped(), "arm-template" },
        { "blanks before a listing", Blanks[..9000] + Listing, "sc" },
        { "a comment before a report", $"<?xml version=\"1.0\"?><!-- {Words} -->{Report}", "gpresult" },
        { "blanks of 8 KB within the start of a report", $"<?xml version=\"1.0\"?>{Spread(Blanks[..9000])}", "gpresult" },
        { "blanks within the start of a report", Spread(Blanks), "gpresult" },
        { "comments before a security template", Lines("; a comment") + SecurityTemplate, "security-template" },
    };

    [Theory]
    [MemberData(nameof(Hidden))]
    public void What_stands_before_it_hides_no_input(string what, string text, string format)
    {
        foreach (var encoding in new Encoding[] { new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];

            var input = Assert.Single(Scan("input.txt", bytes).Inputs);

            Assert.True(input.Format?.StartsWith(format, StringComparison.Ordinal) == true, $"{what} in {encoding.EncodingName}: {input}");
        }
    }

    [Fact]
    public void A_slash_that_begins_no_comment_begins_the_text()
    {
        var source = Source.FromText("a.json", $"{new string(' ', 3000)}/x{Words}");

        Assert.StartsWith("/x", SourceHead.Of(source, new byte[SourceHead.UsualLength]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_too_large_to_be_looked_through_is_named()
    {
        var text = $"{{ \"a\": \"{new string('x', SourceHead.MostLength)}\" }}";

        var result = Scan("large.json", Encoding.UTF8.GetBytes(text));

        Assert.Equal(InputOutcome.Foreign, Assert.Single(result.Inputs).Outcome);
        Assert.Equal("RDP0067", Assert.Single(result.Diagnostics).Id);
        Assert.Empty(Scan("small.json", Encoding.UTF8.GetBytes($"{{ \"a\": \"{Words}\" }}")).Diagnostics);
    }

    [Fact]
    public void A_file_that_is_nothing_but_a_comment_is_looked_through_once()
    {
        var bytes = Encoding.UTF8.GetBytes($"/* {new string('/', 20_000_000)}");
        var watch = ThreadTime.Start();

        Assert.Equal(InputOutcome.Foreign, Assert.Single(Scan("comment.json", bytes).Inputs).Outcome);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }

    private static string Lines(string line) => string.Concat(Enumerable.Repeat($"{line}\n", Many / 10));

    private static string Within(string text) => Template.Replace("{ ", $"{{ {text}", StringComparison.Ordinal);

    private static string Spread(string blanks) => Report.Replace("xmlns", $"{blanks}xmlns", StringComparison.Ordinal);

    private static string Escaped() => Template
        .Replace("$schema", "\\u0024schema", StringComparison.Ordinal)
        .Replace("deploymentT", "deployment\\u0054", StringComparison.Ordinal)
        .Replace("/", "\\/", StringComparison.Ordinal);

    private static ScanResult Scan(string name, byte[] bytes) =>
        new Engine.Scanning.Scan(Repository.Pack, RdpCompliance.Readers.EvidenceReaders.All, Packs.Settings)
            .Run(new SourceTree([Source.FromBytes(name, bytes)]), CancellationToken.None);
}
