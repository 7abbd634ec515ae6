using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace RdpCompliance.Readers.Templates.Bicep.Parsing;

/// <summary>The text that the tokens of a string mean.</summary>
internal static class StringValue
{
    private const uint LastCodePoint = 0x10FFFF;

    /// <returns><see langword="null"/> when a token was cut off or holds what is no escape.</returns>
    public static ImmutableArray<string>? TryUnescape(IReadOnlyList<Syntax.Token> tokens)
    {
        var first = tokens[0].Text;
        var dollars = first.AsSpan().IndexOfAnyExcept('$');
        var isMultiLine = first.Length > 2 && (dollars > 0 || first[1] == '\'');
        var segments = ImmutableArray.CreateBuilder<string>(tokens.Count);
        foreach (var token in tokens)
        {
            var segment = isMultiLine ? TryMultiLine(token, dollars) : TryLine(token);
            if (segment is null)
            {
                return null;
            }

            segments.Add(segment);
        }

        return segments.MoveToImmutable();
    }

    /// <summary>Reads the escape at the beginning of <paramref name="text"/>, which is a backslash. <c>\${</c> is one escape of three characters.</summary>
    public static bool TryEscape(ReadOnlySpan<char> text, out int length, out Rune value)
    {
        (length, value) = text switch
        {
            ['\\', 'n', ..] => (2, new Rune('\n')),
            ['\\', 'r', ..] => (2, new Rune('\r')),
            ['\\', 't', ..] => (2, new Rune('\t')),
            ['\\', '\\' or '\'' or '$', ..] => (2, new Rune(text[1])),
            _ => (0, default),
        };
        return length > 0 || TryUnicode(text, out length, out value);
    }

    private static bool TryUnicode(ReadOnlySpan<char> text, out int length, out Rune value)
    {
        (length, value) = (0, default);
        if (text is not ['\\', 'u', '{', .. var rest])
        {
            return false;
        }

        var digits = 0;
        while (digits < rest.Length && char.IsAsciiHexDigit(rest[digits]))
        {
            digits++;
        }

        if (digits == 0 || digits == rest.Length || rest[digits] != '}'
            || !uint.TryParse(rest[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var point) || point > LastCodePoint)
        {
            return false;
        }

        // Half of a surrogate pair is legal in Bicep; alone it has no meaning as text.
        value = Rune.IsValid(point) ? new Rune(point) : Rune.ReplacementChar;
        length = digits + 4;
        return true;
    }

    private static string? TryMultiLine(Syntax.Token token, int dollars)
    {
        const int Quotes = 3;
        var hole = dollars + 1;
        var (before, after) = token.Kind switch
        {
            TokenKind.StringComplete => (dollars + Quotes, Quotes),
            TokenKind.StringLeft => (dollars + Quotes, hole),
            TokenKind.StringMiddle => (1, hole),
            _ => (1, Quotes),
        };
        var text = token.Text;
        if (
            text.Length < before + after
            || (token.Kind is TokenKind.StringComplete or TokenKind.StringRight && !text.EndsWith("'''", StringComparison.Ordinal)))
        {
            return null;
        }

        var content = text.AsSpan(before, text.Length - before - after);
        if (token.Kind is TokenKind.StringComplete or TokenKind.StringLeft)
        {
            // The line end right after the opening quotes is no part of the value.
            content = content is ['\r', ..] ? content[1..] : content;
            content = content is ['\n', ..] ? content[1..] : content;
        }

        return content.ToString();
    }

    private static string? TryLine(Syntax.Token token)
    {
        var text = token.Text;
        var after = token.Kind is TokenKind.StringLeft or TokenKind.StringMiddle ? 2 : 1;
        if (text.Length < 1 + after || (token.Kind is TokenKind.StringComplete or TokenKind.StringRight && text[^1] != '\''))
        {
            return null;
        }

        var content = text.AsSpan(1, text.Length - 1 - after);
        if (content.IndexOfAny('\\', '\'') < 0)
        {
            return content.ToString();
        }

        var value = new StringBuilder(content.Length);
        for (var position = 0; position < content.Length;)
        {
            switch (content[position])
            {
                case '\'':
                    return null;
                case '\\' when TryEscape(content[position..], out var length, out var rune):
                    value.Append(rune.ToString());
                    position += length;
                    break;
                case '\\':
                    return null;
                default:
                    value.Append(content[position++]);
                    break;
            }
        }

        return value.ToString();
    }
}
