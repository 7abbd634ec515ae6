using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>Registry values in the notation of security templates: root names, and "type,data" as Windows would store it ([MS-GPSB] 2.2.5).</summary>
internal static class TemplateRegistry
{
    private static readonly (string Name, string Root)[] Roots = [("MACHINE", "HKLM"), ("USERS", "HKU"), ("CLASSES_ROOT", "HKCR"), ("CURRENT_USER", "HKCU")];

    /// <returns><see langword="null"/> when the first part is no root.</returns>
    public static RegistryKey? KeyOf(string path)
    {
        var end = path.IndexOf('\\', StringComparison.Ordinal);
        var first = end < 0 ? path : path[..end];
        var root = Array.Find(Roots, known => known.Name.Equals(first, StringComparison.OrdinalIgnoreCase)).Root;
        return RegistryKey.TryParse(root is null ? path : root + path[first.Length..]);
    }

    /// <summary>
    /// The bytes that Windows would store. Bytes of a REG_BINARY above 9 are unresolvable: sources differ on whether they are decimal or hexadecimal.
    /// </summary>
    public static SettingValue ValueOf(string type, ImmutableArray<string> data) =>
        (type.Trim(), data) switch
        {
            ("1" or "2", var texts) => new SettingValue.Registry(
                RegistryData.Text(type.Trim() == "1" ? RegistryType.String : RegistryType.ExpandString, string.Join(',', texts))),
            ("3", var bytes) when bytes.All(text => text is [>= '0' and <= '9']) => new SettingValue.Registry(
                new(RegistryType.Binary, bytes.Select(text => (byte)(text[0] - '0')).ToArray())),
            ("3", var bytes) when bytes.All(text => text.Length is > 0 and <= 3 && text.All(char.IsAsciiHexDigit)) => new SettingValue.Unresolved(
                UnknownReason.Unresolvable,
                string.Join(',', bytes)),
            ("4", [var number]) when Dword(number) is { } dword => new SettingValue.Registry(RegistryData.Dword(dword)),
            ("7", var texts) => new SettingValue.Registry(RegistryData.Texts(texts.Where(text => text.Length > 0))),
            ("11", [var number]) when ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var qword) => new SettingValue.Registry(
                RegistryData.Qword(qword)),
            (_, var texts) => new SettingValue.Unresolved(UnknownReason.WrongType, string.Join(',', texts)),
        };

    /// <summary>Decimal, also negative as two's complement, or hexadecimal after "0x".</summary>
    private static uint? Dword(string text) => text switch
    {
        ['0', 'x' or 'X', .. var digits] when uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) => hex,
        ['-', ..] when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var negative) => unchecked((uint)negative),
        _ when uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
