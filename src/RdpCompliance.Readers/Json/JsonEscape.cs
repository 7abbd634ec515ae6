using System.Globalization;

namespace RdpCompliance.Readers.Json;

/// <summary>One character of a JSON string as it is written: itself, or an escape sequence.</summary>
internal static class JsonEscape
{
    /// <returns>How many characters of the text write the one character; 0 when a backslash begins no escape sequence.</returns>
    public static int Read(string text, int index, int end, out char character)
    {
        character = text[index];
        if (character != '\\')
        {
            return 1;
        }

        var next = index + 1 < end ? text[index + 1] : '\0';
        character = next switch
        {
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => next,
        };
        return next switch
        {
            '"' or '\'' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't' => 2,
            'u' when index + 6 <= end && ushort.TryParse(text.AsSpan(index + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
                => Take((char)unit, out character),
            _ => 0,
        };
    }

    private static int Take(char unit, out char character)
    {
        character = unit;
        return 6;
    }
}
