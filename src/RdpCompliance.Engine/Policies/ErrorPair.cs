using System.Globalization;

namespace RdpCompliance.Engine.Policies;

/// <summary>The two numbers of the client's dialogue.</summary>
/// <param name="Extended"><see langword="null"/> where only the error code is known.</param>
public readonly record struct ErrorPair(uint Code, uint? Extended)
{
    /// <summary>Takes "0x904/0x7", and "0x904" alone; decimal as well.</summary>
    public static ErrorPair? TryParse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return TryParseCode(text) is { } only ? new(only, null) : null;
        }

        return TryParseCode(text[..slash]) is { } code && TryParseCode(text[(slash + 1)..]) is { } extended ? new(code, extended) : null;
    }

    /// <summary>Hexadecimal with 0x, or decimal.</summary>
    public static uint? TryParseCode(string text)
    {
        var trimmed = text.AsSpan().Trim();
        var isHexadecimal = trimmed.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return uint.TryParse(
            isHexadecimal ? trimmed[2..] : trimmed,
            isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number)
            ? number
            : null;
    }

    public static string Shown(uint code) => string.Create(CultureInfo.InvariantCulture, $"0x{code:x}");

    public override string ToString() => Extended is { } extended ? $"{Shown(Code)}/{Shown(extended)}" : Shown(Code);
}
