namespace RdpCompliance.Readers.Registry;

/// <summary>Walks over the lines of a text that is not cut into them. Lines end with CR, LF or both.</summary>
internal static class TextLines
{
    /// <summary>The offset of the line's end, before its CR or LF.</summary>
    public static int EndOf(string text, int at) => text.AsSpan(at).IndexOfAny('\r', '\n') is var length and >= 0 ? at + length : text.Length;

    /// <summary>The start of the next line, or the end of the text.</summary>
    public static int After(string text, int at)
    {
        var end = EndOf(text, at);
        return end == text.Length ? end : end + (text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? 2 : 1);
    }

    /// <summary>Blanks are spaces and tabs: they never end a line.</summary>
    public static int SkipBlanks(string text, int at) => text.AsSpan(at).IndexOfAnyExcept(' ', '\t') is var length and >= 0 ? at + length : text.Length;

    public static bool IsAtEnd(string text, int at) => at == text.Length || text[at] is '\r' or '\n';
}
