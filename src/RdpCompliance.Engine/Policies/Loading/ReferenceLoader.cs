using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Settings;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>
/// Reads what a claim rests on, and refuses what nobody could check it by: a site's or a repository's front page,
/// a link that does not say where it leads, a page without a word on what it states or when it was opened.
/// </summary>
internal sealed class ReferenceLoader(PackReport report)
{
    private static readonly DiagnosticDescriptor NoReference =
        new("RDP0070", DiagnosticEffect.Damage, "'{0}' rests on no reference.");
    private static readonly DiagnosticDescriptor FrontPage =
        new("RDP0071", DiagnosticEffect.Damage, "'{0}' is a front page; the page that states the claim is wanted.");
    private static readonly DiagnosticDescriptor BlindLink =
        new("RDP0072", DiagnosticEffect.Damage, "'{0}' is a short link or a form; the page that states the claim is wanted.");
    private static readonly DiagnosticDescriptor TooSure =
        new("RDP0073", DiagnosticEffect.Damage, "'{0}' rests on experience; confidence low is wanted.");

    private static readonly HashSet<string> CodeHosts =
        new(StringComparer.OrdinalIgnoreCase) { "github.com", "gitlab.com", "bitbucket.org", "codeberg.org" };

    private static readonly HashSet<string> BlindHosts = new(StringComparer.OrdinalIgnoreCase)
    {
        "aka.ms", "go.microsoft.com", "bit.ly", "tinyurl.com", "t.co", "goo.gl", "forms.gle", "forms.office.com",
        "forms.microsoft.com", "forms.cloud.microsoft", "feedback.azure.com", "feedbackportal.microsoft.com",
    };

    /// <summary>The references of a rule.</summary>
    public IReadOnlyList<Reference> Load(PackNode.Map rule, string id, Confidence confidence)
    {
        var nodes = report.OptionalList(rule, "references");
        var references = nodes.Select(node => Load(node, "a reference")).OfType<Reference>().ToList();
        var place = rule.Find("references")?.KeyLocation ?? rule.Location with { Length = 0 };
        if (nodes.Count == 0)
        {
            report.Add(NoReference, place, id);
        }

        if (confidence != Confidence.Low && references.Exists(reference => reference is Reference.Experience))
        {
            report.Add(TooSure, place, id);
        }

        return references;
    }

    /// <param name="what">Completes "'says' is not a key of …".</param>
    public Reference? Load(PackNode node, string what)
    {
        if (report.Map(node, what, "url", "says", "read", "experience") is not { } map)
        {
            return null;
        }

        if (map.Find("experience") is { } experience)
        {
            foreach (var entry in map.Entries.Where(entry => entry.Key is "url" or "says" or "read"))
            {
                report.Wrong(entry.KeyLocation, entry.Key, "said of experience, which no page states");
            }

            return Sentence(experience) is { } seen ? new Reference.Experience(seen) : null;
        }

        var url = report.RequiredText(map, "url");
        var says = report.Required(map, "says") is null ? null : Sentence(map.Find("says"));
        var read = report.RequiredText(map, "read");
        if (url is null || says is null || read is null)
        {
            return null;
        }

        CheckAddress(url, map.Find("url")?.Value.Location ?? map.Location);
        if (!DateOnly.TryParseExact(read, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            report.Wrong(map.Find("read")?.Value.Location ?? map.Location, read, "a year and a month such as 2026-11");
        }

        return new Reference.Page(url, says, read);
    }

    private string? Sentence(PackEntry? entry)
    {
        if (entry is null || report.Text(entry.Value, entry.Key) is not { } text)
        {
            return null;
        }

        if (!text.Contains(' ', StringComparison.Ordinal) || !text.EndsWith('.'))
        {
            report.Wrong(entry.Value.Location, text, "a sentence with a full stop at its end");
        }

        return text;
    }

    private void CheckAddress(string url, Location place)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps)
        {
            report.Wrong(place, url, "an https address");
            return;
        }

        var host = address.Host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? address.Host[4..] : address.Host;
        var parts = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (BlindHosts.Contains(host) || parts.Contains("forms", StringComparer.OrdinalIgnoreCase) || IsNewIssue(host, parts))
        {
            report.Add(BlindLink, place, url);
        }
        else if (IsFrontPage(host, parts, address.Query))
        {
            report.Add(FrontPage, place, url);
        }
    }

    private static bool IsNewIssue(string host, string[] parts) =>
        CodeHosts.Contains(host) && parts is [_, _, "issues", "new", ..] or [_, _, "-", "issues", "new", ..];

    /// <summary>Nothing behind the site, its language, the owner and repository, or the branch.</summary>
    private static bool IsFrontPage(string host, string[] parts, string query) => CodeHosts.Contains(host)
        ? parts is [] or [_] or [_, _] or [_, _, "tree", _] or [_, _, "-", "tree", _]
        : parts is [] ? query.Length <= 1 : parts is [[_, _, '-', _, _]] or [[_, _]];
}
