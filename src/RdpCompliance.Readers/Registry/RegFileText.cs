using System.Text;

namespace RdpCompliance.Readers.Registry;

/// <summary>How far text in quotes may reach: names stand on one line, but regedit writes the line breaks of a text as they are.</summary>
internal enum QuotedExtent
{
    Line,
    Lines,
}

/// <summary>
/// Text in quotes as a .reg file writes it: \\ and \" are the escapes of Windows, \n and \r those that Wine writes besides; text with any
/// other is refused by
/// the importer, and so is a path that somebody wrote with single backslashes ("C:\new").
/// </summary>
internal static class RegFileText
{
    /// <param name="start">The offset behind the opening quote.</param>
    /// <returns>The offset of the closing quote; −1 when there is none within <paramref name="extent"/>.</returns>
    public static int ClosingQuote(string text, int start, QuotedExtent extent)
    {
        var stops = extent == QuotedExtent.Line ? "\"\\\r\n" : "\"\\";
        for (var at = start; at < text.Length; at += 2)
        {
            var found = text.AsSpan(at).IndexOfAny(stops);
            if (found < 0)
            {
                return -1;
            }

            at += found;
            if (text[at] != '\\')
            {
                return text[at] == '"' ? at : -1;
            }
        }

        return -1;
    }

    /// <returns><see langword="null"/> when an escape is none of these.</returns>
    public static string? Unescape(ReadOnlySpan<char> quoted)
    {
        if (!quoted.Contains('\\'))
        {
            return quoted.ToString();
        }

        return EscapesOf(quoted) is { } escapes
            ? string.Create(quoted.Length - escapes, quoted, static (characters, quoted) => CopyUnescaped(quoted, characters))
            : null;
    }

    /// <returns>UTF-16LE with its terminator; <see langword="null"/> when an escape is none of these.</returns>
    public static byte[]? Encode(ReadOnlySpan<char> quoted)
    {
        if (EscapesOf(quoted) is not { } escapes)
        {
            return null;
        }

        var bytes = new byte[2 * (quoted.Length - escapes + 1)];
        Encoding.Unicode.GetBytes(escapes == 0 ? quoted : Unescape(quoted), bytes);
        return bytes;
    }

    private static int? EscapesOf(ReadOnlySpan<char> quoted)
    {
        var escapes = 0;
        for (var rest = quoted; rest.IndexOf('\\') is var at and >= 0; rest = rest[(at + 2)..])
        {
            if (at + 1 == rest.Length || rest[at + 1] is not ('\\' or '"' or 'n' or 'r')
                || (rest[at + 1] is 'n' or 'r' && at > 0 && rest[at - 1] == ':'))
            {
                return null;
            }

            escapes++;
        }

        return escapes;
    }

    private static void CopyUnescaped(ReadOnlySpan<char> quoted, Span<char> characters)
    {
        var count = 0;
        for (var index = 0; index < quoted.Length; index++)
        {
            characters[count++] = quoted[index] != '\\' ? quoted[index] : quoted[++index] switch
            {
                'n' => '\n',
                'r' => '\r',
                var kept => kept,
            };
        }
    }
}
