using System.CommandLine;
using System.Text.Json;
using RdpCompliance.Cli.Configuration;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Reports.Pages;

namespace RdpCompliance.Cli.Commands;

/// <summary><c>rules list</c>: id, severity, name and title, one rule a line; or as JSON, for programs that choose among them.</summary>
internal static class RulesListCommand
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    public static Command Create(ProgramHost host)
    {
        var policies = new PolicyOptions();
        var area = new Option<string[]>("--area") { Description = "Only rules of these areas, the folders of the pack; repeatable.", HelpName = "AREA" };
        var severity = new Option<string?>("--severity")
        {
            Description = "Only rules of at least this severity.",
            HelpName = "note|warning|error",
            CompletionSources = { "note", "warning", "error" },
        };
        var format = new Option<string>("--format")
        {
            Description = "text or json.",
            HelpName = "text|json",
            DefaultValueFactory = _ => "text",
            CompletionSources = { "text", "json" },
        };
        var command = new Command("list", "Lists the rules.") { area, severity, format };
        foreach (var option in policies.All)
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            var problems = new UsageProblems(host.Error);
            var minimum = Words.Severity(parsed.GetValue(severity), "--severity", problems) ?? Severity.Note;
            var wanted = Words.Choice(parsed.GetValue(format) ?? "text", "--format", problems, "text", "json");
            if (policies.Load(parsed, host, BuiltInPack.ForScans) is not { } pack)
            {
                return (int)ExitCode.Usage;
            }

            var areas = AreasOf(parsed.GetValue(area) ?? [], pack, problems);
            if (problems.Any)
            {
                return (int)ExitCode.Usage;
            }

            Write([.. pack.Rules.Where(rule => rule.Severity >= minimum && (areas.Count == 0 || areas.Contains(rule.Area)))], wanted, host);
            return (int)ExitCode.Clean;
        });
        return command;
    }

    private static HashSet<string> AreasOf(IEnumerable<string> asked, Pack pack, UsageProblems problems)
    {
        string[] known = [.. pack.Rules.Select(rule => rule.Area).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
        return
        [
            .. asked.SelectMany(text => CommaList.Parts(text)).Select(area => Words.Choice(area, "--area", problems, known)).OfType<string>(),
        ];
    }

    private static void Write(Rule[] rules, string? format, ProgramHost host)
    {
        if (format == "json")
        {
            using var json = new Utf8JsonWriter(host.Output, Indented);
            json.WriteStartArray();
            foreach (var rule in rules)
            {
                WriteRule(json, rule);
            }

            json.WriteEndArray();
            json.Flush();
            host.Output.WriteByte((byte)'\n');
            return;
        }

        using var output = new StreamWriter(host.Output, leaveOpen: true) { NewLine = "\n" };
        var width = rules.Select(rule => rule.Name.Length).DefaultIfEmpty().Max();
        foreach (var rule in rules)
        {
            output.WriteLine($"{rule.Id}  {PackWord.Of(rule.Severity),-7}  {rule.Name.PadRight(width)}  {rule.Title}");
        }
    }

    private static void WriteRule(Utf8JsonWriter json, Rule rule)
    {
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        json.WriteString("name", rule.Name);
        json.WriteString("title", rule.Title);
        json.WriteString("area", rule.Area);
        json.WriteString("severity", PackWord.Of(rule.Severity));
        json.WriteString("confidence", PackWord.Of(rule.Confidence));
        json.WriteString("securitySeverity", rule.SecuritySeverity);
        json.WriteString("subject", rule.Subject);
        json.WriteStartArray("causes");
        foreach (var cause in rule.Causes)
        {
            json.WriteStringValue(cause);
        }

        json.WriteEndArray();
        json.WriteBoolean("own", rule.IsOwn);
        json.WriteString("page", RuleAddress.Of(rule));
        json.WriteEndObject();
    }
}
