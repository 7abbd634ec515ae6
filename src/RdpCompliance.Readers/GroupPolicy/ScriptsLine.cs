using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Registry;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>
/// A line of scripts.ini as the functions for private profiles read it: a header, or a key with the value behind '=', blanks and a pair
/// of quotes around it taken off; ';' begins a comment line.
/// </summary>
/// <param name="Section">The section that it stands in or begins; "" before the first.</param>
/// <param name="Key"><see langword="null"/> for a header, and for a line without '='.</param>
internal sealed record ScriptsLine(string Section, string? Key, string Value, TextSpan ValueSpan, TextSpan Span)
{
    public bool IsHeader { get; private init; }

    public static IEnumerable<ScriptsLine> ReadAll(string text)
    {
        var section = "";
        for (var at = 0; at < text.Length; at = TextLines.After(text, at))
        {
            var span = Trim(text, TextSpan.FromBounds(at, TextLines.EndOf(text, at)));
            if (span.Length == 0 || text[span.Start] == ';')
            {
                continue;
            }

            if (text[span.Start] == '[' && text.IndexOf(']', span.Start, span.Length) is var close and >= 0)
            {
                section = text[(span.Start + 1)..close].Trim();
                yield return new(section, null, "", span, span) { IsHeader = true };
                continue;
            }

            var equals = text.IndexOf('=', span.Start, span.Length);
            if (equals < 0)
            {
                yield return new(section, null, "", span, span);
                continue;
            }

            var key = Trim(text, TextSpan.FromBounds(span.Start, equals));
            var value = Unquote(text, Trim(text, TextSpan.FromBounds(equals + 1, span.End)));
            yield return new(section, text.Substring(key.Start, key.Length), text.Substring(value.Start, value.Length), value, span);
        }
    }

    private static TextSpan Trim(string text, TextSpan span)
    {
        var (start, end) = (span.Start, span.End);
        while (start < end && IsBlank(text[start]))
        {
            start++;
        }

        while (end > start && IsBlank(text[end - 1]))
        {
            end--;
        }

        return TextSpan.FromBounds(start, end);
    }

    private static TextSpan Unquote(string text, TextSpan span) =>
        span.Length >= 2 && text[span.Start] is ('"' or '\'') && text[span.End - 1] == text[span.Start]
            ? TextSpan.FromBounds(span.Start + 1, span.End - 1)
            : span;

    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || c == '\0';
}
