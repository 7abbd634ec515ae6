using System.Globalization;

namespace RdpCompliance.Readers.Host;

/// <summary>Points in time as Windows' tools write them.</summary>
internal static class WindowsTime
{
    private const string DateOpen = "/Date(";
    private const string DateClose = ")/";

    /// <summary>
    /// ISO 8601 with any number of fraction digits (a time without an offset is UTC), or the
    /// <c>/Date(milliseconds since 1970)/</c> of PowerShell 5, whose own offset does not move the instant.
    /// </summary>
    /// <returns><see langword="null"/> for anything else: words of a language are not read.</returns>
    public static DateTimeOffset? TryParse(string text)
    {
        if (text.StartsWith(DateOpen, StringComparison.Ordinal) && text.EndsWith(DateClose, StringComparison.Ordinal))
        {
            var inside = text.AsSpan(DateOpen.Length, text.Length - DateOpen.Length - DateClose.Length);
            var offset = inside.Length > 1 ? inside[1..].IndexOfAny('+', '-') : -1;
            return
                long.TryParse(offset < 0 ? inside : inside[..(offset + 1)], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
                && milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
                && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
                : null;
        }

        const string Shape = "dddd-dd-dd";
        if (
            text.Length < Shape.Length
            || !Shape.Select((wanted, index) => wanted == 'd' ? char.IsAsciiDigit(text[index]) : text[index] == wanted).All(isRight => isRight))
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;
    }
}
