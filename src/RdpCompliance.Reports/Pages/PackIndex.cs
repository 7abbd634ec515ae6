using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Policies;

namespace RdpCompliance.Reports.Pages;

/// <summary>The index of a pack, in Markdown: one table for each area, each rule with a link to its page.</summary>
public static class PackIndex
{
    public static string Of(Pack pack)
    {
        var page = new StringBuilder();
        var areas = pack.Rules.GroupBy(rule => rule.Area, StringComparer.Ordinal).OrderBy(area => area.Key, StringComparer.Ordinal).ToList();
        var decided = pack.Rules.SelectMany(rule => rule.Causes).Distinct(StringComparer.Ordinal).Count();
        var (rules, causes) = (Tally.Amount(pack.Rules.Length, "rule"), Tally.Amount(pack.Causes.Length, "documented cause"));
        page.Append(
            CultureInfo.InvariantCulture,
            $"{RulePage.Origin}\n\n# Rules\n\n{rules} in {Tally.Amount(areas.Count, "area")} decide {decided} of {causes}; [all causes]({CausePage.Index}).\n");
        foreach (var area in areas)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"\n## {area.Key}\n\n| Rule | What must hold | Judges | Severity | Causes |\n| --- | --- | --- | --- | --- |\n");
            foreach (var rule in area.OrderBy(rule => rule.Id, StringComparer.Ordinal))
            {
                var named = string.Join(", ", rule.Causes.Select(MarkdownText.Code));
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"| [{rule.Id}]({RuleAddress.FileOf(rule.Id)} \"{rule.Name}\") | {MarkdownText.Escape(rule.Title)} | {MarkdownText.Code(rule.Subject)} | {SeverityOf(rule)} | {named} |\n"
                );
            }
        }

        return page.ToString();
    }

    private static string SeverityOf(Rule rule) =>
        rule.SecuritySeverity is { } score ? $"{ContractName.Of(rule.Severity)}, security {score}" : ContractName.Of(rule.Severity);
}
