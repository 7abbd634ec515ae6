using System.Text;
using RdpCompliance.Engine.Findings;

namespace RdpCompliance.Reports.Text;

/// <summary>
/// Shows resource ids from their type on ("networkSecurityGroups/nsg/securityRules/rdp") where no other id of the report ends like that: the scope before
/// is as long as a line and mostly the same.
/// </summary>
public sealed class ResourceNames
{
    private const string Beginning = "/subscriptions/";

    /// <summary>What is not known stands in braces and may hold anything; longer than this it is no part of an id.</summary>
    private const int LongestUnknown = 512;

    private readonly HashSet<string> _unclear = new(StringComparer.OrdinalIgnoreCase);

    public ResourceNames(IEnumerable<Finding> findings)
    {
        var scopes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in findings.SelectMany(TextsOf))
        {
            foreach (var (start, type, end) in IdsIn(text))
            {
                var name = NameOf(text[type..end]);
                if (!scopes.TryAdd(name, text[start..type]) && !scopes[name].Equals(text[start..type], StringComparison.OrdinalIgnoreCase))
                {
                    _unclear.Add(name);
                }
            }
        }
    }

    public string Short(string text)
    {
        StringBuilder? shown = null;
        var done = 0;
        foreach (var (start, type, end) in IdsIn(text).Where(id => !_unclear.Contains(NameOf(text[id.Type..id.End]))))
        {
            (shown ??= new()).Append(text, done, start - done).Append(text, type, end - type);
            done = end;
        }

        return shown is null ? text : shown.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>Without what is named inside the resource ("#properties.prefix"), which makes it no other.</summary>
    private static string NameOf(string id) => id.LastIndexOf('#') is var member and > 0 ? id[..member] : id;

    private static IEnumerable<string> TextsOf(Finding finding) =>
        finding.Related.Append(finding.Primary).SelectMany(place => new[] { place.Address, place.Text })
            .Concat([finding.Message, finding.Need?.What])
            .OfType<string>();

    /// <summary>Where ids begin, where their type does, and where they end.</summary>
    private static IEnumerable<(int Start, int Type, int End)> IdsIn(string text)
    {
        var at = text.IndexOf(Beginning, StringComparison.OrdinalIgnoreCase);
        while (at >= 0)
        {
            var parts = new List<(int Start, int End)>();
            var end = at;
            while (end < text.Length && text[end] == '/' && EndOfPart(text, end + 1) is var next && next > end + 1)
            {
                parts.Add((end + 1, next));
                end = next;
            }

            if (TypeIn(text, parts) is { } type)
            {
                yield return (at, type, end);
            }

            at = text.IndexOf(Beginning, Math.Max(end, at + 1), StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>"subscriptions", its id, the resource group where there is one, "providers", a namespace; then the type.</summary>
    private static int? TypeIn(string text, List<(int Start, int End)> parts)
    {
        var providers = Is(2, "resourceGroups") ? 4 : 2;
        return Is(providers, "providers") && parts.Count >= providers + 4 ? parts[providers + 2].Start : null;

        bool Is(int part, string word) =>
            part < parts.Count && text.AsSpan(parts[part].Start, parts[part].End - parts[part].Start).Equals(word, StringComparison.OrdinalIgnoreCase);
    }

    private static int EndOfPart(string text, int start)
    {
        var at = start;
        while (at < text.Length && text[at] is not ('/' or '\'' or '"' or ',' or ';' or '(' or ')' or '}') && !char.IsWhiteSpace(text[at]))
        {
            at = text[at] == '{' ? AfterUnknown(text, at) : at + 1;
            if (at < 0)
            {
                return start;
            }
        }

        return at;
    }

    private static int AfterUnknown(string text, int start)
    {
        var depth = 0;
        for (var at = start; at < text.Length && at - start < LongestUnknown; at++)
        {
            depth += text[at] switch
            {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            if (depth == 0)
            {
                return at + 1;
            }
        }

        return -1;
    }
}
