using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Policies;

namespace RdpCompliance.Reports.Pages;

/// <summary>All causes of a pack in tables: what decides each, and apart from them what is left behind, what a person has to test, and the myths.</summary>
public static class CauseIndex
{
    public static string Of(Pack pack)
    {
        var causes = pack.Causes.ToLookup(cause => SectionOf(cause, pack), StringComparer.Ordinal);
        var decided = causes["Causes"].Count() + causes["Left behind"].Count();
        var page = new StringBuilder();
        page.Append(
            CultureInfo.InvariantCulture,
            $"<!-- Made from causes.yml by 'rdpcompliance rules docs'; edit that. -->\n\n# Causes\n\n{Tally.Amount(pack.Causes.Length, "documented cause")}: evidence decides {decided}, a person has to test {causes["For a person to test"].Count()}, and {causes["Myths"].Count()} are none.\n"
        );
        Append(page, "Causes", causes["Causes"], pack);
        Append(page, "Left behind", causes["Left behind"], pack);
        Append(page, "For a person to test", causes["For a person to test"], pack);
        AppendMyths(page, causes["Myths"]);
        return page.ToString();
    }

    private static string SectionOf(Cause cause, Pack pack) => cause.Kind switch
    {
        CauseKind.Myth => "Myths",
        _ when cause.RulesOf(pack.Rules).IsEmpty => "For a person to test",
        CauseKind.Residue => "Left behind",
        _ => "Causes",
    };

    private static void Append(StringBuilder page, string title, IEnumerable<Cause> causes, Pack pack)
    {
        const string Head = "| Cause | What it is | Kind | 0x3/0x7 | 0x904/0x7 | Decided by |\n| --- | --- | --- | --- | --- | --- |\n";
        page.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n{Head}");
        foreach (var cause in causes)
        {
            var rules = cause.RulesOf(pack.Rules).Select(one => pack.Rule(one.Rule)).OfType<Rule>().Select(CausePage.Link).ToList();
            var by = rules.Count == 0 ? "a test" : string.Join(", ", rules);
            var fits = $"{Fit(cause, new(3, 7))} | {Fit(cause, new(0x904, 7))}";
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {CausePage.Link(cause.Id)} | {MarkdownText.Escape(cause.Title)} | {ContractName.Of(cause.Kind)} | {fits} | {by} |\n");
        }
    }

    private static void AppendMyths(StringBuilder page, IEnumerable<Cause> myths)
    {
        page.Append("\n## Myths\n\nNamed by the web, and no causes.\n\n| Myth | What is true |\n| --- | --- |\n");
        foreach (var myth in myths)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {CausePage.Link(myth.Id)} {MarkdownText.Escape(myth.Title)} | {myth.Truth} |\n");
        }
    }

    private static string Fit(Cause cause, ErrorPair pair) => cause.FitOf(pair) is { } strength ? ContractName.Of(strength) : "–";
}
