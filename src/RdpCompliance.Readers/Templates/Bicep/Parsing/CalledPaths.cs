namespace RdpCompliance.Readers.Templates.Bicep.Parsing;

/// <summary>
/// The paths that a file deploys, by its tokens alone: <c>module name 'path'</c> and <c>using
/// 'path'</c> at the beginning of a line. Who is an entry has to be known of every file
/// before the first is read, and most files name none.
/// </summary>
internal static class CalledPaths
{
    public static IEnumerable<string> Of(string text)
    {
        if (!MayBeginLine(text, Keywords.Module) && !MayBeginLine(text, Keywords.Using))
        {
            yield break;
        }

        var tokens = LexedText.Of(text).Tokens;
        for (var index = 0; index < tokens.Length - 1; index++)
        {
            if (index > 0 && tokens[index - 1].Kind != TokenKind.NewLine)
            {
                continue;
            }

            var path = tokens[index].Is(Keywords.Using) ? tokens[index + 1]
                : tokens[index].Is(Keywords.Module) && index + 2 < tokens.Length && tokens[index + 1].Kind == TokenKind.Identifier ? tokens[index + 2]
                : null;
            if (path is { Kind: TokenKind.StringComplete } && StringValue.TryUnescape([path]) is [var value])
            {
                yield return value;
            }
        }
    }

    /// <summary>Whether a word stands somewhere with nothing but blanks, or the end of a comment, before it.</summary>
    private static bool MayBeginLine(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + word.Length, StringComparison.Ordinal))
        {
            var before = text.AsSpan(0, at).TrimEnd(" \t");
            if (before is [] or [.., '\n' or '\r' or '/' or '\ufeff'])
            {
                return true;
            }
        }

        return false;
    }
}
