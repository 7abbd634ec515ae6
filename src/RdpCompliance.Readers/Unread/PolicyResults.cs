using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Unread;

/// <summary>What <c>gpresult /h</c>, <c>gpresult /r</c> and <c>Get-GPOReport -ReportType Html</c> write: words in the language of Windows.</summary>
internal static class PolicyResults
{
    private const int LookedAt = 4096;

    private static readonly UnreadFormat Html = new(
        "a report of group policy as a page (gpresult /h, or -ReportType Html)",
        "'gpresult /x FILE' for a machine, 'Get-GPOReport -ReportType Xml' for a GPO write XML, which is read.")
    {
        IsEvidence = true,
    };

    private static readonly UnreadFormat Text = new(
        "the text of gpresult (/r, /v or /z)",
        "'gpresult /x FILE' writes the same as XML, which is read.")
    {
        IsEvidence = true,
    };

    public static UnreadFormat? Recognise(SourceHead head)
    {
        var text = head.Text.AsSpan().TrimStart("\ufeff \t\r\n");
        if (text.StartsWith("<"))
        {
            var page = text[..Math.Min(text.Length, LookedAt)];
            return page.Contains("<html", StringComparison.OrdinalIgnoreCase) && page.Contains("gpmc_reportInitialized", StringComparison.OrdinalIgnoreCase)
                ? Html
                : null;
        }

        // Of the banner only the marks of trade and the version are the same in every language; RSOP is no word of any.
        text = text[..Math.Min(text.Length, LookedAt)];
        return text.Contains("RSOP", StringComparison.Ordinal) && text.Contains("(R) Windows (R)", StringComparison.Ordinal)
            && text.Contains("----------", StringComparison.Ordinal)
            ? Text
            : null;
    }
}
