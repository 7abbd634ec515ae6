using System.Globalization;

namespace RdpCompliance.Engine.Policies;

/// <summary>
/// The two numbers in the text of the client's dialogue, in whatever language of Windows: words are never looked at, because they are localised. The
/// code comes first and the extended code after it, in hexadecimal; where there is none, in decimal.
/// </summary>
public static class PastedDialogue
{
    /// <summary>A code is a number of 32 bits.</summary>
    private const int MostDigits = 8;

    private const char FirstNarrow = '!';
    private const char FirstWide = '\uff01';
    private const char LastWide = '\uff5e';

    /// <summary>Scripts without blanks between words begin here.</summary>
    private const char FirstOfEastAsia = '\u2e80';

    /// <returns><see langword="null"/> when the text holds no code.</returns>
    public static ErrorPair? TryParse(string text)
    {
        // Input methods of East Asia write digits and letters in full width, which stand as far apart as the usual ones.
        var plain = string.Create(text.Length, text, (narrow, wide) =>
        {
            for (var index = 0; index < wide.Length; index++)
            {
                narrow[index] = wide[index] is >= FirstWide and <= LastWide ? (char)(wide[index] - FirstWide + FirstNarrow) : wide[index];
            }
        });
        var codes = Hexadecimals(plain).Take(2).ToList();
        codes = codes.Count > 0 ? codes : [.. Decimals(plain).Take(2)];
        return codes switch
        {
            [var code, var extended] => new(code, extended),
            [var code] => new(code, null),
            _ => null,
        };
    }

    /// <summary>"0x904", and as people type it: "0 x904", "0x 904", "Ox904" with a letter, "0x904Extended" without the end of the line.</summary>
    private static IEnumerable<uint> Hexadecimals(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!BeginsHexadecimal(text, at, out var digits))
            {
                continue;
            }

            var end = digits;
            while (end < text.Length && char.IsAsciiHexDigit(text[end]))
            {
                end++;
            }

            var next = end;
            while (end > digits && next < text.Length && char.IsAsciiLetter(text[next]) && char.IsAsciiLetter(text[end - 1]))
            {
                end--;
            }

            if (end > digits && end - digits <= MostDigits)
            {
                yield return uint.Parse(text.AsSpan(digits, end - digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            }

            at = Math.Max(at, end - 1);
        }
    }

    private static bool BeginsHexadecimal(string text, int at, out int digits)
    {
        digits = 0;
        var before = at > 0 ? text[at - 1] : ' ';
        if (text[at] == '0' ? char.IsAsciiDigit(before) : text[at] is not ('o' or 'O') || char.IsAsciiLetterOrDigit(before))
        {
            return false;
        }

        var mark = SkipBlank(text, at + 1);
        if (mark >= text.Length || text[mark] is not ('x' or 'X' or '\u00d7'))
        {
            return false;
        }

        digits = SkipBlank(text, mark + 1);
        return true;
    }

    /// <summary>Numbers that are no part of a date, a time, an address, a version or a name.</summary>
    private static IEnumerable<uint> Decimals(string text)
    {
        var end = 0;
        for (var at = 0; at < text.Length; at = Math.Max(at + 1, end))
        {
            if (!char.IsAsciiDigit(text[at]))
            {
                continue;
            }

            end = at;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            if (!IsJoinedBefore(text, at)
                && !IsJoinedBehind(text, end)
                && uint.TryParse(text.AsSpan(at, end - at), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            {
                yield return code;
            }
        }
    }

    private static bool IsJoinedBefore(string text, int at) => at > 0 && text[at - 1] switch
    {
        // "Code:2308" is one, "20:15" is not.
        ':' => at > 1 && char.IsAsciiDigit(text[at - 2]),
        var before => IsOfName(before) || before is '.' or '/' or '-' or '\\',
    };

    private static bool IsJoinedBehind(string text, int end) => end < text.Length && (
        IsOfName(text[end]) || (text[end] is '.' or ':' or '/' or '-' && end + 1 < text.Length && IsOfName(text[end + 1])));

    private static bool IsOfName(char unit) => unit == '_' || (unit < FirstOfEastAsia && char.IsLetterOrDigit(unit));

    private static int SkipBlank(string text, int at) => at < text.Length && char.IsWhiteSpace(text[at]) ? at + 1 : at;
}
