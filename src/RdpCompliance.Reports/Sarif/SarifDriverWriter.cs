using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Reports.Pages;

namespace RdpCompliance.Reports.Sarif;

/// <summary>Writes the tool with its rules and notices, and the taxonomy of causes that the rules decide.</summary>
internal sealed class SarifDriverWriter(ReportContext context)
{
    private const string Taxonomy = "RdpComplianceCauses";

    /// <summary>GitHub and Azure DevOps keep no more of a description.</summary>
    private const int LongestDescription = 1_024;
    private const int MostTags = 20;

    public void WriteTool(Utf8JsonWriter json, ImmutableArray<Rule> rules, ImmutableArray<Diagnostic> diagnostics, ImmutableArray<string> causes)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "RdpCompliance");
        json.WriteString("fullName", "RdpCompliance, causes and residue of broken Remote Desktop connections");
        json.WriteString("organization", "RdpCompliance contributors");
        json.WriteString("version", context.ToolVersion);
        json.WriteString("semanticVersion", context.ToolVersion);
        json.WriteString("informationUri", RuleAddress.Project);
        json.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            WriteRule(json, rule, causes);
        }

        json.WriteEndArray();
        WriteNotices(json, diagnostics);
        if (!causes.IsEmpty)
        {
            json.WriteStartArray("supportedTaxonomies");
            WriteTaxonomyReference(json, name: null);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    public void WriteTaxonomies(Utf8JsonWriter json, ImmutableArray<string> causes)
    {
        if (causes.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("taxonomies");
        json.WriteStartObject();
        json.WriteString("name", Taxonomy);
        json.WriteString("version", context.ToolVersion);
        json.WriteString("organization", "RdpCompliance contributors");
        json.WriteString("informationUri", RuleAddress.Project);
        SarifPlaceWriter.WriteMessage(
            json,
            "shortDescription",
            "Documented causes of broken Remote Desktop connections, and insecure residue of attempts to mend them.");
        json.WriteBoolean("isComprehensive", value: false);
        json.WriteStartArray("taxa");
        foreach (var cause in causes)
        {
            json.WriteStartObject();
            json.WriteText("id", cause);
            json.WriteText("name", PascalCase(cause));
            SarifPlaceWriter.WriteMessage(json, "shortDescription", Sentence(context.CauseTitle(cause)));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteRule(Utf8JsonWriter json, Rule rule, ImmutableArray<string> causes)
    {
        var help = RuleHelp.Of(rule);
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        json.WriteText("name", rule.Name);
        SarifPlaceWriter.WriteMessage(json, "shortDescription", MarkdownText.Cut(Sentence(rule.Title), LongestDescription));
        SarifPlaceWriter.WriteMessage(json, "fullDescription", MarkdownText.Cut(Sentence(help.FirstParagraph ?? rule.Title), LongestDescription));
        json.WriteStartObject("help");
        json.WriteText("text", HelpText(rule, help));
        json.WriteText("markdown", RulePage.Brief(rule));
        json.WriteEndObject();
        if (RuleAddress.Of(rule) is { } page)
        {
            json.WriteString("helpUri", page);
        }

        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", ContractName.Of(rule.Severity));
        json.WriteEndObject();
        WriteRelationships(json, rule, causes);
        WriteProperties(json, rule);
        json.WriteEndObject();
    }

    private static void WriteRelationships(Utf8JsonWriter json, Rule rule, ImmutableArray<string> causes)
    {
        if (rule.Causes.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("relationships");
        foreach (var cause in rule.Causes.Distinct(StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteStartObject("target");
            json.WriteText("id", cause);
            json.WriteNumber("index", causes.BinarySearch(cause, StringComparer.Ordinal));
            WriteTaxonomyReference(json, "toolComponent");
            json.WriteEndObject();
            json.WriteStartArray("kinds");
            json.WriteStringValue("relevant");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTaxonomyReference(Utf8JsonWriter json, string? name)
    {
        if (name is not null)
        {
            json.WritePropertyName(name);
        }

        json.WriteStartObject();
        json.WriteString("name", Taxonomy);
        json.WriteNumber("index", 0);
        json.WriteEndObject();
    }

    private static void WriteProperties(Utf8JsonWriter json, Rule rule)
    {
        json.WriteStartObject("properties");
        json.WriteString("precision", ContractName.Of(rule.Confidence));
        json.WriteString("problem.severity", rule.Severity == Severity.Note ? "recommendation" : ContractName.Of(rule.Severity));
        if (rule.SecuritySeverity is { } score)
        {
            // A string, and ignored by GitHub unless the tag stands beside it.
            json.WriteString("security-severity", score);
        }

        json.WriteStartArray("tags");
        string[] security = rule.SecuritySeverity is null ? [] : ["security"];

        // An area is called "security" too, and the tag of that name would make every rule of it a security rule.
        foreach (
            var tag in security
                .Concat(["rdp", $"rdp-{rule.Area}"])
                .Concat(rule.Causes.Where(cause => cause != "security"))
                .Distinct(StringComparer.Ordinal)
                .Take(MostTags))
        {
            json.WriteText(tag);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The kinds of notifications that the run has or could have.</summary>
    private static void WriteNotices(Utf8JsonWriter json, ImmutableArray<Diagnostic> diagnostics)
    {
        json.WriteStartArray("notifications");
        foreach (var notice in SarifNotice.Kinds)
        {
            WriteNotice(json, notice.Id, notice.Name, notice.Description);
        }

        foreach (
            var descriptor in diagnostics
                .Select(diagnostic => diagnostic.Descriptor)
                .DistinctBy(descriptor => descriptor.Id, StringComparer.Ordinal)
                .OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal))
        {
            WriteNotice(json, descriptor.Id, $"Input{PascalCase(descriptor.Id)}", Sentence(descriptor.Format));
        }

        json.WriteEndArray();
    }

    private static void WriteNotice(Utf8JsonWriter json, string id, string name, string description)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("name", name);
        SarifPlaceWriter.WriteMessage(json, "shortDescription", description);

        // GitHub's rules for rules are put to notices too.
        SarifPlaceWriter.WriteMessage(json, "fullDescription", description);
        SarifPlaceWriter.WriteMessage(json, "help", description);
        json.WriteEndObject();
    }

    /// <summary>What is wrong and how it is mended; the page has the rest.</summary>
    private static string HelpText(Rule rule, RuleHelp help) =>
        string.Join(
            "\n\n",
            new[]
            {
                Sentence(rule.Title),
                help.FirstParagraph,
                help.FirstFix is { } fix ? $"Fix: {fix}" : null,
                RuleAddress.Of(rule) is { } page ? $"More: {page}" : null,
            }.OfType<string>());

    private static string Sentence(string text) => text.TrimEnd() is [.., '.' or '!' or '?'] whole ? whole : $"{text.TrimEnd()}.";

    /// <summary>"nla-off" → "NlaOff".</summary>
    private static string PascalCase(string words)
    {
        var name = new StringBuilder(words.Length);
        var atStart = true;
        foreach (var unit in words)
        {
            if (!char.IsAsciiLetterOrDigit(unit))
            {
                atStart = true;
                continue;
            }

            name.Append(atStart ? char.ToUpperInvariant(unit) : char.ToLowerInvariant(unit));
            atStart = false;
        }

        return name.Length > 0 && char.IsAsciiLetter(name[0]) ? name.ToString() : $"C{name}";
    }
}
