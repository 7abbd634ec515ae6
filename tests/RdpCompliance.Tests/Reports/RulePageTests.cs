using System.Collections.Immutable;
using System.Reflection;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Reports.Pages;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Reports;

public sealed class RulePageTests
{
    private static readonly Location Nowhere = Location.StartOf(Source.FromText("policies/host/RDP1042.yml", ""), SpanUnit.Characters);

    private static readonly Pack Pack = new(
        [],
        [],
        [
            new("nla-off", "Network level authentication is off | really", "security", CauseKind.Residue)
            {
                Pairs = [new(new(0x904, 7), Strength.Strong), new(new(3, 7), Strength.Weak)],
            },
            new("other", "Another", "host", CauseKind.Cause),
        ],
        [Samples.Rule(), Rich(), Samples.Rule("RDP9001", "RdpOpenToInternet", "residue") with { SecuritySeverity = "8.2", Causes = [] }]);

    [Fact]
    public void A_page_is_written_as_expected() => GoldenFile.Check("page", RulePage.Of(Rich(), Pack));

    [Fact]
    public void A_page_of_a_rule_without_anything_has_the_same_shape() =>
        GoldenFile.Check("page.bare", RulePage.Of(Samples.Rule() with { Help = "", Causes = [], References = [], TestedOn = [] }, Pack));

    [Fact]
    public void The_index_is_written_as_expected() => GoldenFile.Check("index", PackIndex.Of(Pack));

    [Theory]
    [InlineData("a [|b|] c", "a b c\n  ^ fails here\n")]
    [InlineData("a [||]c", "a c\n  ^ fails here\n")]
    [InlineData("a[||]", "a\n ^ fails here\n")]
    [InlineData("\t[?b?]\nc", "\tb\n\t? cannot be decided here\nc\n")]
    [InlineData("[|a|] {|bc|}\r\nd\r\n", "a bc\n^ fails here\n  ~~ is named as a reason\nd\n")]
    [InlineData("[|a\nb|]", "a\n^ fails here\nb\n")]
    public void An_example_has_a_caret_below_each_place(string marked, string drawn) => Assert.Equal(drawn, ExampleDrawing.Of(MarkedExample.Parse(marked)));

    [Fact]
    public void A_page_stands_in_the_repository_that_the_package_names() => Assert.Contains(
        typeof(RuleAddress).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>(),
        metadata => metadata is { Key: "RepositoryUrl", Value: RuleAddress.Project });

    [Fact]
    public void Sections_come_in_the_order_of_the_page_and_headings_in_code_are_code()
    {
        var help = RuleHelp.Of(Samples.Rule() with { Help = "## Fix\nDo.\n\n## What\nIt is.\n```\n## Why\n```\n### Detail\nMore.\n" });

        Assert.Equal(
            ["What: It is.\n```\n## Why\n```\n### Detail\nMore.", "Fix: Do."],
            help.Sections.Select(section => $"{section.Name}: {section.Markdown}").ToArray());
    }

    private static Rule Rich() =>
        Samples.Rule("RDP1042", "IdleLimitTooShort", "host") with
        {
            Title = "Idle limits must leave time to work",
            Supersedes = ["RDP1041"],
            Parameters =
            [
                new("min-limit-ms", ParameterType.Number, new FieldValue.Number(300_000), "The shortest limit | in ms"),
                new("suites", ParameterType.List, new FieldValue.List([new FieldValue.Text("a"), new FieldValue.Text("b")]), null),
                new(
                    "table",
                    ParameterType.Table,
                    new FieldValue.List([new FieldValue.Row(ImmutableDictionary<string, FieldValue>.Empty.Add("build", new FieldValue.Number(20348)))]),
                    "Rows"),
            ],
            Examples =
            [
                new("idle limit of one minute by policy", Nowhere)
                {
                    Files =
                    [
                        new(
                            "policy.reg",
                            "Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies]\n\"MaxIdleTime\"=dword:[|0000ea60|]\n",
                            Nowhere),
                        new("local.reg", "\"fInheritMaxIdleTime\"=dword:{|00000000|}\n", Nowhere),
                    ],
                },
                new("no limit", Nowhere) { Files = [new("policy.reg", "\"MaxIdleTime\"=dword:00000000\n```\n", Nowhere)] },
            ],
        };
}
