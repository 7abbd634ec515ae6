using RdpCompliance.Engine.Settings;

namespace RdpCompliance.Reports.Pages;

/// <summary>What a claim rests on, as one line of a page.</summary>
public static class ReferenceLine
{
    public static string Of(Reference reference) => reference switch
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
}
