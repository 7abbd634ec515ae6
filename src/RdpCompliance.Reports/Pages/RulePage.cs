using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Settings;

namespace RdpCompliance.Reports.Pages;

/// <summary>The page of one rule, in Markdown; every page has the same shape, because it is made from the rule and from nothing else.</summary>
public static class RulePage
{
    public const string Origin = "<!-- Made from the rule by 'rdpcompliance rules docs'; edit the rule. -->";

    /// <param name="pack">Where the rule's causes are described.</param>
    public static string Of(Rule rule, Pack pack)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"{Origin}\n\n# {rule.Id} {rule.Name}\n\n{MarkdownText.Escape(rule.Title)}\n\n");
        AppendFacts(page, rule);
        AppendCauses(page, rule, pack);
        AppendHelp(page, rule);
        AppendParameters(page, rule);
        AppendExamples(page, rule);
        AppendReferences(page, rule);
        return page.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>What stands beside a result in a console: what is wrong, how it is mended, what not to do, and the address of the page.</summary>
    public static string Brief(Rule rule)
    {
        var brief = new StringBuilder();
        brief.Append(CultureInfo.InvariantCulture, $"# {rule.Id}: {MarkdownText.Escape(rule.Title)}\n\n");
        foreach (var section in RuleHelp.Of(rule).Sections.Where(section => section.Name is "What" or "Fix" or "Do not"))
        {
            brief.Append(CultureInfo.InvariantCulture, $"## {section.Name}\n\n{section.Markdown}\n\n");
        }

        brief.Append(CultureInfo.InvariantCulture, $"More: <{RuleAddress.Of(rule.Id)}>\n");
        return brief.ToString();
    }

    private static void AppendFacts(StringBuilder page, Rule rule)
    {
        page.Append("| | |\n| --- | --- |\n");
        Row("Judges", MarkdownText.Code(rule.Subject));
        Row("Severity", ContractName.Of(rule.Severity));
        Row("Confidence", ContractName.Of(rule.Confidence));
        Row("Security severity", rule.SecuritySeverity is { } score ? $"{score}, {Band(score)}" : "none: it breaks connections, it opens nothing");
        Row("Area", rule.Area);
        Row("Supersedes", List(rule.Supersedes));
        Row("Tested on", List(rule.TestedOn));
        page.Append('\n');

        void Row(string name, string value) => page.Append(CultureInfo.InvariantCulture, $"| {name} | {value} |\n");

        static string List(IReadOnlyCollection<string> values) => values.Count == 0 ? "none" : string.Join(", ", values.Select(MarkdownText.Code));
    }

    private static void AppendCauses(StringBuilder page, Rule rule, Pack pack)
    {
        page.Append("## Causes that it decides\n\n");
        if (rule.Causes.IsEmpty)
        {
            page.Append("None.\n\n");
            return;
        }

        page.Append("| Cause | What it is | Documented for |\n| --- | --- | --- |\n");
        foreach (var id in rule.Causes)
        {
            var cause = pack.Causes.FirstOrDefault(cause => cause.Id == id);
            page.Append(
                CultureInfo.InvariantCulture,
                $"| [{MarkdownText.Code(id)}](causes/{id}.md) | {MarkdownText.Escape(cause?.Title ?? "")} | {string.Join(", ", (cause?.Codes ?? []).Select(MarkdownText.Code))} |\n"
            );
        }

        page.Append('\n');
    }

    private static void AppendHelp(StringBuilder page, Rule rule)
    {
        foreach (var section in RuleHelp.Of(rule).Sections)
        {
            page.Append(CultureInfo.InvariantCulture, $"## {section.Name}\n\n{section.Markdown}\n\n");
        }
    }

    private static void AppendParameters(StringBuilder page, Rule rule)
    {
        page.Append("## Parameters\n\n");
        if (rule.Parameters.IsEmpty)
        {
            page.Append("None.\n\n");
            return;
        }

        page.Append("| Name | Type | Default | Meaning |\n| --- | --- | --- | --- |\n");
        foreach (var parameter in rule.Parameters)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {MarkdownText.Code(parameter.Name)} | {TypeOf(parameter)} | {DefaultOf(parameter)} | {MarkdownText.Escape(parameter.Title ?? "")} |\n");
        }

        page.Append('\n');
    }

    private static void AppendExamples(StringBuilder page, Rule rule)
    {
        page.Append("## Examples\n\n");
        if (rule.Examples.IsEmpty)
        {
            page.Append("None.\n\n");
        }

        foreach (var example in rule.Examples)
        {
            page.Append(CultureInfo.InvariantCulture, $"### {MarkdownText.Escape(example.Name)}\n\n");
            foreach (var file in example.Files)
            {
                var marked = MarkedExample.Parse(file.MarkedText);
                var text = ExampleDrawing.Of(marked);
                var fence = MarkdownText.Fence(text);
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"{MarkdownText.Code(file.Name)}{(marked.Marks.IsEmpty ? ", nothing is reported in it" : "")}:\n\n{fence}text\n{text}{fence}\n\n");
            }
        }
    }

    private static void AppendReferences(StringBuilder page, Rule rule)
    {
        if (rule.References.IsEmpty)
        {
            return;
        }

        page.Append("## References\n\n");
        foreach (var reference in rule.References)
        {
            page.Append(CultureInfo.InvariantCulture, $"- {Line(reference)}\n");
        }

        page.Append('\n');
    }

    internal static string Line(Reference reference) => reference switch
    {
        Reference.Page page => $"<{Address(page.Address)}> (read {MarkdownText.Escape(page.Read)}): {MarkdownText.Escape(page.Says)}",
        Reference.Experience experience => $"No page states it; seen at work: {MarkdownText.Escape(experience.Seen)}",
        _ => throw new ArgumentOutOfRangeException(nameof(reference)),
    };

    /// <summary>An address inside '&lt;' and '&gt;', which it must not hold itself.</summary>
    private static string Address(string reference) => VisibleText.Line(reference)
        .Replace("<", "%3C", StringComparison.Ordinal)
        .Replace(">", "%3E", StringComparison.Ordinal)
        .Replace(" ", "%20", StringComparison.Ordinal);

    private static string TypeOf(RuleParameter parameter) => parameter.Type switch
    {
        ParameterType.Number => "number",
        ParameterType.Text => "text",
        ParameterType.Flag => "flag",
        ParameterType.Duration => "duration",
        ParameterType.Date => "date",
        ParameterType.List => "list",
        _ => "table",
    };

    private static string DefaultOf(RuleParameter parameter) => parameter.Default switch
    {
        FieldValue.List { Values: [FieldValue.Row, ..] rows } => string.Join("<br>", rows.Select(row => MarkdownText.Code(row.ToString()))),
        var value => MarkdownText.Code(value.ToString()),
    };

    /// <summary>GitHub's names for scores.</summary>
    private static string Band(string score) => decimal.TryParse(score, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        ? number switch
        {
            > 9.0m => "critical",
            >= 7.0m => "high",
            >= 4.0m => "medium",
            > 0m => "low",
            _ => "none",
        }
        : "unknown";
}
