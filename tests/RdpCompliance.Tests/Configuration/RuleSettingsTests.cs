using System.Collections.Immutable;
using RdpCompliance.Engine.Conditions;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Tests.Configuration;

public sealed class RuleSettingsTests
{
    private static readonly ImmutableArray<Rule> Rules =
    [
        Rule("RDP1001", new("limit", ParameterType.Number, new FieldValue.Number(1), null), new("on", ParameterType.Flag, new FieldValue.Flag(true), null)),
        Rule(
            "RDP1002",
            new("age", ParameterType.Duration, new FieldValue.Duration(TimeSpan.Zero), null),
            new("since", ParameterType.Date, new FieldValue.Instant(DateTimeOffset.UnixEpoch), null),
            new("name", ParameterType.Text, new FieldValue.Text(""), null),
            new("suites", ParameterType.List, new FieldValue.List([new FieldValue.Text("a")]), null),
            new(
                "builds",
                ParameterType.Table,
                new FieldValue.List([new FieldValue.Row(ImmutableDictionary<string, FieldValue>.Empty.Add("build", new FieldValue.Number(1)))]),
                null)),
        Rule("RDP1003"),
    ];

    [Theory]
    [InlineData("RDP1001", "limit: 300000", "300000")]
    [InlineData("RDP1001", "limit: 0xffffffff", "4294967295")]
    [InlineData("RDP1001", "on: false", "false")]
    [InlineData("RDP1002", "age: 36h", "36h")]
    [InlineData("RDP1002", "age: -14d", "-14d")]
    [InlineData("RDP1002", "since: 2026-06-01", "2026-06-01T00:00:00Z")]
    [InlineData("RDP1002", "name: 5", "5")]
    [InlineData("RDP1002", "suites: [b, c]", "b, c")]
    [InlineData("RDP1002", "suites: b", "b")]
    [InlineData("RDP1002", "suites: []", "nothing")]
    [InlineData("RDP1002", "builds: [{ build: 20348, ubr: 1 }, { build: 2 }]", "build 20348, ubr 1, build 2")]
    public void A_parameter_has_the_type_that_its_rule_declares(string rule, string parameter, string value)
    {
        var setting = Assert.Single(Read($"rules: {{ {rule}: {{ parameters: {{ {parameter} }} }} }}"));

        Assert.Equal(value, setting.Parameters.Single().Value.ToString());
    }

    [Theory]
    [InlineData("{ RDP1001: { parameters: { limit: many } } }", "'many' as 'limit' of RDP1001 is not a whole number (decimal, or hexadecimal after '0x').")]
    [InlineData("{ RDP1001: { parameters: { limit: 1.5 } } }", "'1.5' as 'limit' of RDP1001 is not a whole number (decimal, or hexadecimal after '0x').")]
    [InlineData(
        "{ RDP1001: { parameters: { limit: [1] } } }",
        "What is given as 'limit' of RDP1001 is not a whole number (decimal, or hexadecimal after '0x')."
    )]
    [InlineData("{ RDP1001: { parameters: { limti: 1 } } }", "'limti' is not a parameter of RDP1001; did you mean 'limit'?")]
    [InlineData("{ RDP1003: { parameters: { limit: 1 } } }", "'limit' is not a parameter of RDP1003; it has none.")]
    [InlineData("{ RDP1002: { parameters: { age: 14 } } }", "'14' as 'age' of RDP1002 is not a duration such as 14d, 12h, 20m or 30s.")]
    [InlineData(
        "{ RDP1002: { parameters: { age: 99999999999999999d } } }",
        "'99999999999999999d' as 'age' of RDP1002 is not a duration such as 14d, 12h, 20m or 30s."
    )]
    [InlineData("{ RDP1002: { parameters: { builds: 5 } } }", "'5' as 'builds' of RDP1002 is not a list of rows.")]
    [InlineData("{ RDP1002: { parameters: { builds: [{ build: x }] } } }", "What is given as 'builds' of RDP1002 is not a list of rows.")]
    [InlineData("{ RDP1005: { severity: off } }", "'RDP1005' is not a rule of the pack; did you mean 'RDP1001'?")]
    [InlineData("{ \"*\": { parameters: { limit: 1 } } }", "'limit' is a parameter for '*'; parameters belong to one rule.")]
    public void What_a_rule_does_not_have_is_a_problem(string rules, string message)
    {
        using var sample = new ConfigurationSample();

        var (settings, problems) = sample.Load($"rules: {rules}").For(Rules);

        Assert.Null(settings);
        Assert.Equal(message, Assert.Single(problems).Message);
    }

    [Fact]
    public void A_rule_can_have_several_entries_and_what_is_said_of_all_comes_first()
    {
        var settings = Read("""
            rules:
              RDP1002: { severity: note }
              RDP1001:
                - severity: off
                  paths: [legacy/]
                - severity: warning
              "*": { severity: error }
            """);

        Assert.Equal(
            ["* Error False []", "RDP1001  True [legacy/]", "RDP1001 Warning False []", "RDP1002 Note False []"],
            settings.Select(setting => $"{setting.Rule} {setting.Severity} {setting.IsOff} [{string.Join(", ", setting.Paths)}]").ToArray());
    }

    [Fact]
    public void Variables_change_one_thing_of_a_rule_and_leave_the_rest()
    {
        using var sample = new ConfigurationSample();
        sample.Variables["RULES:RDP1001:SEVERITY"] = "error";
        sample.Variables["RULES:RDP1001:PARAMETERS:LIMIT"] = "7";

        var setting = Assert.Single(
            sample.Load("rules: { RDP1001: { severity: off, paths: a, parameters: { limit: 1, on: false } } }").For(Rules).Settings?.Rules ?? []);

        Assert.Equal((Severity.Error, false, "a"), (setting.Severity, setting.IsOff, setting.Paths.Single()));
        Assert.Equal(
            "limit 7, on false",
            string.Join(", ", setting.Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}")));
    }

    private static ImmutableArray<RuleSetting> Read(string text)
    {
        using var sample = new ConfigurationSample();
        var (settings, problems) = sample.Load(text).For(Rules);
        Assert.Empty(problems.Select(problem => problem.ToString()).ToArray());
        return settings?.Rules ?? [];
    }

    private static Rule Rule(string id, params RuleParameter[] parameters) => new()
    {
        Id = id,
        Name = id,
        Title = id,
        Location = Location.StartOf(Source.FromText($"policies/host/{id}.yml", ""), SpanUnit.Characters),
        Subject = "machine",
        Require = new Condition.AllOf([]),
        Message = id,
        Help = id,
        Parameters = [.. parameters],
    };
}
