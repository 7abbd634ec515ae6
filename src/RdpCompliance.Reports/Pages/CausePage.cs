using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Policies;

namespace RdpCompliance.Reports.Pages;

/// <summary>The page of one cause, in Markdown: what is true, for which codes, what decides it, what to collect, what to test.</summary>
public static class CausePage
{
    /// <summary>The index of causes, from the pack's folder on.</summary>
    public const string Index = $"{Folder}README.md";

    private const string Origin = "<!-- Made from causes.yml by 'rdpcompliance rules docs'; edit that. -->";
    private const string Folder = "pages/causes/";

    /// <summary>From the pack's folder on.</summary>
    public static string FileOf(string id) => $"{Folder}{id}.md";

    /// <summary>The page as a file of the pack.</summary>
    public static string Written(Cause cause, Pack pack) => $"{Origin}\n\n{Of(cause, pack)}";

    public static string Of(Cause cause, Pack pack)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# {cause.Id}\n\n{MarkdownText.Escape(cause.Title)}\n\n## What is true\n\n{cause.Truth}\n\n");
        page.Append("| | |\n| --- | --- |\n");
        Row("Kind", KindOf(cause.Kind));
        Row("Area", cause.Area);
        Row("Codes", string.Join(", ", cause.Pairs.Select(fit => $"{MarkdownText.Code(fit.Pair.ToString())} ({ContractName.Of(fit.Strength)})")));
        Row("Mostly shown instead", cause.Shows.IsEmpty ? "nothing" : string.Join(", ", cause.Shows.Select(code => MarkdownText.Code(ErrorPair.Shown(code)))));
        Row("Confidence", ContractName.Of(cause.Confidence));
        Row("Brings along", cause.Implies.IsEmpty ? "nothing" : string.Join(", ", cause.Implies.Select(Link)));
        page.Append('\n');
        AppendRules(page, cause, pack);
        AppendEvidence(page, cause);
        AppendSources(page, cause);
        return page.ToString().TrimEnd('\n') + "\n";

        void Row(string name, string value) => page.Append(CultureInfo.InvariantCulture, $"| {name} | {value} |\n");
    }

    internal static string Link(string id) => $"[{MarkdownText.Code(id)}]({id}.md)";

    internal static string Link(Rule rule) => $"[{rule.Id}](../{rule.Id}.md)";

    internal static string KindOf(CauseKind kind) => kind switch
    {
        CauseKind.Contributing => "contributing: makes the error likelier, does not raise it alone",
        CauseKind.Residue => "residue: an insecure workaround left behind, not the cause",
        CauseKind.Myth => "myth: named by the web, and no cause",
        CauseKind.Aggregate => "aggregate: a symptom that stands for several causes",
        _ => "cause",
    };

    private static void AppendRules(StringBuilder page, Cause cause, Pack pack)
    {
        page.Append("## What decides it\n\n");
        var deciding = cause.RulesOf(pack.Rules);
        foreach (var one in deciding)
        {
            if (pack.Rule(one.Rule) is { } rule)
            {
                var of = one.Of is { } name ? $", of {MarkdownText.Code(name)}" : "";
                page.Append(CultureInfo.InvariantCulture, $"- {Link(rule)} {MarkdownText.Escape(rule.Title)}{of}\n");
            }
        }

        page.Append(deciding.IsEmpty ? "No configuration shows it.\n" : "");
        var others = pack.Rules
            .Where(rule => rule.Causes.Contains(cause.Id, StringComparer.Ordinal) && !deciding.Any(one => one.Rule == rule.Id))
            .Select(Link)
            .ToList();
        page.Append(others.Count == 0 ? "\n" : $"\nRules that speak of it and do not decide it: {string.Join(", ", others)}.\n\n");
    }

    private static void AppendEvidence(StringBuilder page, Cause cause)
    {
        if (!cause.Evidence.IsEmpty)
        {
            page.Append("## What to collect\n\n");
            foreach (var input in cause.Evidence)
            {
                var command = input.Command is { } text ? $": {MarkdownText.Code(text)}" : "";
                page.Append(CultureInfo.InvariantCulture, $"- {MarkdownText.Escape(input.Title)}{command}\n");
            }

            page.Append('\n');
        }

        if (cause.Test is { } test)
        {
            page.Append(CultureInfo.InvariantCulture, $"## What a person can test\n\n{MarkdownText.Escape(test)}\n\n");
        }
    }

    private static void AppendSources(StringBuilder page, Cause cause)
    {
        page.Append("## Sources\n\n");
        foreach (var source in cause.Sources)
        {
            page.Append(CultureInfo.InvariantCulture, $"- {ReferenceLine.Of(source)}\n");
        }
    }
}
