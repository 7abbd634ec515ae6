using System.Collections.Immutable;
using System.Text;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>
/// What "%token%" stands for: the section [Strings] says it. A section for one language ([Strings.0407]) counts only on a Windows of that
/// language, so a token that such a section changes stays as it is
/// written, and whoever is meant by it is not known. "%%" is one '%', and a token that nobody defines stays too ("%SystemRoot%").
/// </summary>
internal static class InfStrings
{
    private const string Section = "Strings";

    public static ImmutableArray<InfSection> Substitute(ImmutableArray<InfSection> sections)
    {
        var strings = Read(sections, Is);
        if (strings.Count == 0)
        {
            return sections;
        }

        foreach (var (token, text) in Read(sections, section => section.Name.StartsWith(Section + ".", StringComparison.OrdinalIgnoreCase)))
        {
            if (strings.TryGetValue(token, out var known) && known != text)
            {
                strings.Remove(token);
            }
        }

        return [.. sections.Select(section =>
            Is(section) ? section : section with { Lines = [.. section.Lines.Select(line => Filled(line, strings))] })];
    }

    private static bool Is(InfSection section) => section.Name.Equals(Section, StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> Read(ImmutableArray<InfSection> sections, Func<InfSection, bool> isMeant)
    {
        var strings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in sections.Where(isMeant).SelectMany(section => section.Lines))
        {
            if (line is { Key.Value: { Length: > 0 } token, Fields: [{ Value: var text }] })
            {
                strings[token] = text;
            }
        }

        return strings;
    }

    private static InfLine Filled(InfLine line, Dictionary<string, string> strings) => line with
    {
        Key = line.Key is { } key ? key with { Value = Filled(key.Value, strings) } : null,
        Fields = [.. line.Fields.Select(field => field with { Value = Filled(field.Value, strings) })],
    };

    private static string Filled(string text, Dictionary<string, string> strings)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var filled = new StringBuilder();
        var at = 0;
        while (text.IndexOf('%', at) is var open and >= 0 && text.IndexOf('%', open + 1) is var close and >= 0)
        {
            filled.Append(text, at, open - at);
            var token = text[(open + 1)..close];
            if (token.Length == 0)
            {
                filled.Append('%');
                at = close + 1;
            }
            else if (strings.TryGetValue(token, out var known))
            {
                filled.Append(known);
                at = close + 1;
            }
            else
            {
                // The second '%' may begin the next token.
                filled.Append(text, open, close - open);
                at = close;
            }
        }

        return filled.Append(text, at, text.Length - at).ToString();
    }
}
