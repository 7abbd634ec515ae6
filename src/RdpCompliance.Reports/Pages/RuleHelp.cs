using System.Collections.Immutable;
using System.Text;
using RdpCompliance.Engine.Policies;

namespace RdpCompliance.Reports.Pages;

/// <summary>A section of a rule's help.</summary>
/// <param name="Name">"What", "Why", "Confirm", "Fix" or "Do not"; the page shows them in this order.</param>
/// <param name="Markdown">Without the heading, trimmed.</param>
public sealed record HelpSection(string Name, string Markdown);

/// <summary>
/// The sections of <see cref="Rule.Help"/>: a heading of any depth with one of five names begins one, other headings belong to the section they stand in.
/// </summary>
public sealed class RuleHelp
{
    private static readonly ImmutableArray<string> Names = ["What", "Why", "Confirm", "Fix", "Do not"];

    private RuleHelp(ImmutableArray<HelpSection> sections) => Sections = sections;

    /// <summary>The sections that are there and not empty, in the order of the page. Text before the first heading is the section "What".</summary>
    public ImmutableArray<HelpSection> Sections { get; }

    /// <summary>The first paragraph of "What" as plain text; <see langword="null"/> without that section.</summary>
    public string? FirstParagraph => Find("What")?.Markdown is { } what ? MarkdownText.Plain(what.Split("\n\n", 2)[0]) : null;

    /// <summary>The first paragraph of "Fix" as plain text; <see langword="null"/> without that section.</summary>
    public string? FirstFix => Find("Fix")?.Markdown is { } fix ? MarkdownText.Plain(fix.Split("\n\n", 2)[0]) : null;

    public static RuleHelp Of(Rule rule)
    {
        var texts = Names.ToDictionary(name => name, _ => new StringBuilder(), StringComparer.Ordinal);
        var current = texts["What"];
        var fence = false;
        foreach (var line in rule.Help.ReplaceLineEndings("\n").Split('\n'))
        {
            fence ^= line.StartsWith("```", StringComparison.Ordinal);
            if (!fence && SectionOf(line) is { } name)
            {
                current = texts[name];
            }
            else
            {
                current.Append(line.TrimEnd()).Append('\n');
            }
        }

        return new([.. Names.Select(name => new HelpSection(name, texts[name].ToString().Trim('\n', ' '))).Where(section => section.Markdown.Length > 0)]);
    }

    public HelpSection? Find(string name) => Sections.FirstOrDefault(section => section.Name.Equals(name, StringComparison.Ordinal));

    /// <summary>The section that a heading line begins: "## Why", "# do not"; <see langword="null"/> for every other line.</summary>
    private static string? SectionOf(string line)
    {
        var title = line.TrimStart('#');
        return title.Length < line.Length && title.StartsWith(' ')
            ? Names.FirstOrDefault(name => name.Equals(title.Trim(), StringComparison.OrdinalIgnoreCase))
            : null;
    }
}
