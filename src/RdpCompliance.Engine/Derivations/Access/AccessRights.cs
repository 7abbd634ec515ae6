using System.Collections.Frozen;
using System.Globalization;

namespace RdpCompliance.Engine.Derivations.Access;

/// <summary>What a descriptor protects; it decides what the generic rights mean.</summary>
public enum SecuredObject
{
    File,
    RegistryKey,
    Service,
}

/// <summary>
/// The rights of access masks: their letters in SDDL ([MS-DTYP] 2.5.1.1) and the meaning of the generic ones for files, registry keys and services.
/// </summary>
public static class AccessRights
{
    public const uint ReadControl = 0x0002_0000;
    public const uint WriteDac = 0x0004_0000;

    /// <summary>FILE_GENERIC_READ.</summary>
    public const uint FileRead = 0x0012_0089;

    /// <summary>FILE_GENERIC_READ and FILE_GENERIC_WRITE.</summary>
    public const uint FileReadWrite = 0x0012_019F;

    private const uint GenericAll = 0x1000_0000;
    private const uint GenericExecute = 0x2000_0000;
    private const uint GenericWrite = 0x4000_0000;
    private const uint GenericRead = 0x8000_0000;

    private static readonly FrozenDictionary<string, uint> Letters = new (string Text, uint Meaning)[]
    {
        ("GA", GenericAll), ("GX", GenericExecute), ("GW", GenericWrite), ("GR", GenericRead),
        ("SD", 0x0001_0000), ("RC", ReadControl), ("WD", WriteDac), ("WO", 0x0008_0000),
        ("CC", 0x0001), ("DC", 0x0002), ("LC", 0x0004), ("SW", 0x0008), ("RP", 0x0010), ("WP", 0x0020), ("DT", 0x0040), ("LO", 0x0080), ("CR", 0x0100),
        ("FA", 0x001F_01FF), ("FR", FileRead), ("FW", 0x0012_0116), ("FX", 0x0012_00A0),
        ("KA", 0x000F_003F), ("KR", 0x0002_0019), ("KW", 0x0002_0006), ("KX", 0x0002_0019),
        ("NW", 0x0001), ("NR", 0x0002), ("NX", 0x0004),
    }.ToFrozenDictionary(known => known.Text, known => known.Meaning, StringComparer.Ordinal);

    /// <returns>The mask of letters or of one number (0x…, 0…, decimal); <see langword="null"/> when it is neither.</returns>
    public static uint? TryParse(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        if (char.IsAsciiDigit(text[0]))
        {
            return Number(text);
        }

        uint mask = 0;
        for (var at = 0; at < text.Length; at += 2)
        {
            if (at + 2 > text.Length || !Letters.TryGetValue(text.Slice(at, 2).ToString().ToUpperInvariant(), out var right))
            {
                return null;
            }

            mask |= right;
        }

        return mask;
    }

    /// <summary>The mask with its generic rights as the rights that they mean for the kind of object.</summary>
    public static uint Map(uint mask, SecuredObject kind)
    {
        var (read, write, execute, all) = kind switch
        {
            SecuredObject.RegistryKey => (0x0002_0019u, 0x0002_0006u, 0x0002_0019u, 0x000F_003Fu),
            SecuredObject.Service => (0x0002_008Du, 0x0002_0002u, 0x0002_0170u, 0x000F_01FFu),
            _ => (FileRead, 0x0012_0116u, 0x0012_00A0u, 0x001F_01FFu),
        };
        return (mask & ~(GenericAll | GenericExecute | GenericWrite | GenericRead))
            | ((mask & GenericRead) != 0 ? read : 0)
            | ((mask & GenericWrite) != 0 ? write : 0)
            | ((mask & GenericExecute) != 0 ? execute : 0)
            | ((mask & GenericAll) != 0 ? all : 0);
    }

    /// <summary>What must be allowed to read the object.</summary>
    public static uint ReadOf(SecuredObject kind) => Map(GenericRead, kind);

    /// <summary>What must be allowed to do everything with the object.</summary>
    public static uint AllOf(SecuredObject kind) => Map(GenericAll, kind);

    private static uint? Number(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return uint.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : null;
        }

        if (text is ['0', _, ..])
        {
            return Octal(text);
        }

        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static uint? Octal(ReadOnlySpan<char> digits)
    {
        ulong number = 0;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7' || (number = (number * 8) + digit - '0') > uint.MaxValue)
            {
                return null;
            }
        }

        return (uint)number;
    }
}
