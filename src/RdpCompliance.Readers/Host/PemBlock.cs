using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Host;

/// <summary>
/// A block between <c>-----BEGIN LABEL-----</c> and <c>-----END LABEL-----</c> (RFC 7468).
/// <paramref name="Content"/> is <see langword="null"/> when the end is missing or what stands between is no
/// base64; the span is that of the whole block.
/// </summary>
internal sealed record PemBlock(string Label, TextSpan Span, byte[]? Content)
{
    private const string Dashes = "-----";
    private const string Begin = "BEGIN ";
    private const string End = "END ";

    public static IEnumerable<PemBlock> Find(string text)
    {
        (string Label, int Start, int Content)? open = null;
        for (var at = text.IndexOf(Dashes, StringComparison.Ordinal); at >= 0; at = Next(text, at + Dashes.Length))
        {
            var from = at + Dashes.Length;
            var close = text.IndexOf(Dashes, from, Math.Min(64, text.Length - from), StringComparison.Ordinal);
            if (close < 0)
            {
                continue;
            }

            var words = text[from..close];
            if (words.StartsWith(Begin, StringComparison.Ordinal))
            {
                if (open is var (cut, start, content))
                {
                    yield return new(cut, TextSpan.FromBounds(start, content), null);
                }

                open = (words[Begin.Length..], at, close + Dashes.Length);
            }
            else if (words.StartsWith(End, StringComparison.Ordinal) && open is var (label, start, content))
            {
                // The dashes that close the first line may be those that open the last one: nothing stands between.
                var isWhole = words[End.Length..] == label && at >= content;
                yield return new(label, TextSpan.FromBounds(start, close + Dashes.Length), isWhole ? Decode(text.AsSpan(content, at - content)) : null);
                open = null;
            }
        }

        if (open is var (unclosed, begin, after))
        {
            yield return new(unclosed, TextSpan.FromBounds(begin, after), null);
        }
    }

    private static int Next(string text, int from) => from < text.Length ? text.IndexOf(Dashes, from, StringComparison.Ordinal) : -1;

    private static byte[]? Decode(ReadOnlySpan<char> base64)
    {
        var bytes = new byte[(base64.Length / 4 * 3) + 3];
        return Convert.TryFromBase64Chars(base64, bytes, out var count) ? bytes[..count] : null;
    }
}
