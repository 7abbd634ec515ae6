using System.Globalization;

namespace RdpCompliance.Engine.Policies;

/// <summary>The numbers that somebody has: one, both of a dialogue, or those in a dialogue's text.</summary>
public static class CodeQuestion
{
    private static readonly char[] Separators = [' ', '/', ',', ';', '\t', '\r', '\n'];

    /// <summary>"0x904 0x7", "0x904/0x7", "2308", "-2147467259".</summary>
    /// <returns><see langword="null"/> unless all of it is one number or two.</returns>
    public static ErrorPair? TryParse(string text)
    {
        var parts = text.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            [var only] when Number(only) is { } number => new(number, null),
            [var first, var second] when Number(first) is { } code && Number(second) is { } extended => new(code, extended),
            _ => null,
        };
    }

    /// <summary>
    /// The numbers in a text of several words: the first two in hexadecimal, which a dialogue of any language has, else the first two that follow a
    /// colon and a blank, or a bracket, and are a number by themselves.
    /// </summary>
    public static ErrorPair? TryFindIn(string text)
    {
        var words = text.Split([.. Separators, '(', ')', '.', '\u3002', '\uff08', '\uff09', '"', '\''], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2)
        {
            return null;
        }

        var hexadecimal = words.Select(word => word.LastIndexOf("0x", StringComparison.OrdinalIgnoreCase) is var at and >= 0 ? word[at..] : "")
            .Select(ErrorPair.TryParseCode).OfType<uint>().Take(2).ToList();
        var numbers = hexadecimal.Count > 0 ? hexadecimal : Decimals(text).Take(2).ToList();
        return numbers switch
        {
            [var first, var second] => new(first, second),
            [var only] => new(only, null),
            _ => null,
        };
    }

    private static IEnumerable<uint> Decimals(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is not (':' or '\uff1a' or '(' or '\uff08'))
            {
                continue;
            }

            // A port, and the minutes of a time, stand right behind their colon.
            var start = at + 1;
            while (start < text.Length && char.IsWhiteSpace(text[start]))
            {
                start++;
            }

            if (text[at] == ':' && start == at + 1)
            {
                continue;
            }

            var end = start;
            while (end < text.Length && (char.IsAsciiDigit(text[end]) || (end == start && text[end] == '-')))
            {
                end++;
            }

            // Dates, times and addresses go on.
            if ((end == text.Length || !(char.IsLetterOrDigit(text[end]) || text[end] is ':' or '/' or '-')) && Number(text[start..end]) is { } number)
            {
                yield return number;
            }
        }
    }

    /// <summary>Logs show what is above 0x7fffffff as a negative number.</summary>
    private static uint? Number(string text) =>
        text.StartsWith('-') && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var negative)
            ? unchecked((uint)negative)
            : ErrorPair.TryParseCode(text);
}
