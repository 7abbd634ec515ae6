using System.Collections.Frozen;
using System.Globalization;

namespace RdpCompliance.Engine.Derivations.Access;

/// <summary>
/// Security identifiers as texts: "S-1-5-20" as written, the two letters of SDDL ([MS-DTYP] 2.5.1.1) by their
/// meaning. An alias of a domain whose identifier is not known ("DA") becomes "S-1-5-21-*-512",
/// which is nobody else's.
/// </summary>
public static class SecurityId
{
    public const string Everyone = "S-1-1-0";
    public const string OwnerRights = "S-1-3-4";
    public const string AuthenticatedUsers = "S-1-5-11";
    public const string LocalSystem = "S-1-5-18";
    public const string LocalService = "S-1-5-19";
    public const string NetworkService = "S-1-5-20";
    public const string Administrators = "S-1-5-32-544";
    public const string Users = "S-1-5-32-545";
    private const string Service = "S-1-5-6";
    private const int MostSubAuthorities = 15;

    /// <summary>Windows numbers its own accounts and groups of a domain below.</summary>
    private const long FirstAccount = 1000;
    private const long MostAuthority = (1L << 48) - 1;

    private static readonly FrozenDictionary<string, string> Aliases = new (string Text, string Meaning)[]
    {
        ("AA", "S-1-5-32-579"),
        ("AC", "S-1-15-2-1"),
        ("AN", "S-1-5-7"),
        ("AO", "S-1-5-32-548"),
        ("AS", "S-1-18-1"),
        ("AU", AuthenticatedUsers),
        ("BA", Administrators),
        ("BG", "S-1-5-32-546"),
        ("BO", "S-1-5-32-551"),
        ("BU", Users),
        ("CD", "S-1-5-32-574"),
        ("CG", "S-1-3-1"),
        ("CO", "S-1-3-0"),
        ("CY", "S-1-5-32-569"),
        ("ED", "S-1-5-9"),
        ("ER", "S-1-5-32-573"),
        ("ES", "S-1-5-32-576"),
        ("HA", "S-1-5-32-578"),
        ("HI", "S-1-16-12288"),
        ("HO", "S-1-5-32-584"),
        ("IS", "S-1-5-32-568"),
        ("IU", "S-1-5-4"),
        ("LS", LocalService),
        ("LU", "S-1-5-32-559"),
        ("LW", "S-1-16-4096"),
        ("ME", "S-1-16-8192"),
        ("MP", "S-1-16-8448"),
        ("MS", "S-1-5-32-577"),
        ("MU", "S-1-5-32-558"),
        ("NO", "S-1-5-32-556"),
        ("NS", NetworkService),
        ("NU", "S-1-5-2"),
        ("OW", OwnerRights),
        ("PO", "S-1-5-32-550"),
        ("PS", "S-1-5-10"),
        ("PU", "S-1-5-32-547"),
        ("RA", "S-1-5-32-575"),
        ("RC", "S-1-5-12"),
        ("RD", "S-1-5-32-555"),
        ("RE", "S-1-5-32-552"),
        ("RM", "S-1-5-32-580"),
        ("RU", "S-1-5-32-554"),
        ("SI", "S-1-16-16384"),
        ("SO", "S-1-5-32-549"),
        ("SS", "S-1-18-2"),
        ("SU", Service),
        ("SY", LocalSystem),
        ("UD", "S-1-5-84-0-0-0-0-0"),
        ("WD", Everyone),
        ("WR", "S-1-5-33"),
        ("AP", "S-1-5-21-*-525"),
        ("CA", "S-1-5-21-*-517"),
        ("CN", "S-1-5-21-*-522"),
        ("DA", "S-1-5-21-*-512"),
        ("DC", "S-1-5-21-*-515"),
        ("DD", "S-1-5-21-*-516"),
        ("DG", "S-1-5-21-*-514"),
        ("DU", "S-1-5-21-*-513"),
        ("EA", "S-1-5-21-*-519"),
        ("EK", "S-1-5-21-*-527"),
        ("KA", "S-1-5-21-*-526"),
        ("LA", "S-1-5-21-*-500"),
        ("LG", "S-1-5-21-*-501"),
        ("PA", "S-1-5-21-*-520"),
        ("RO", "S-1-5-21-*-498"),
        ("RS", "S-1-5-21-*-553"),
        ("SA", "S-1-5-21-*-518"),
    }.ToFrozenDictionary(known => known.Text, known => known.Meaning, StringComparer.Ordinal);

    /// <returns>The identifier in decimal form; <see langword="null"/> when <paramref name="text"/> is neither one nor an alias.</returns>
    public static string? TryParse(ReadOnlySpan<char> text)
    {
        if (text.Length == 2)
        {
            return Aliases.GetValueOrDefault(text.ToString().ToUpperInvariant());
        }

        if (text.Length < 5 || text[0] is not ('S' or 's') || text[1] != '-')
        {
            return null;
        }

        var parts = text[2..].ToString().Split('-');
        if (parts.Length is < 2 or > MostSubAuthorities + 2 || parts[0] != "1" || Number(parts[1]) is not { } authority || authority > MostAuthority)
        {
            return null;
        }

        var numbers = parts[2..].Select(Number).ToList();
        return numbers.TrueForAll(number => number <= uint.MaxValue)
            ? string.Create(CultureInfo.InvariantCulture, $"S-1-{authority}") + string.Concat(numbers.Select(number => $"-{number}"))
            : null;
    }

    /// <summary>
    /// The identifiers that stand in the token of whoever is <paramref name="sid"/>: itself, Everyone,
    /// and for the accounts of services the groups that Windows always puts them into.
    /// </summary>
    public static IReadOnlyList<string> TokenOf(string sid) => sid switch
    {
        LocalSystem => [sid, Administrators, AuthenticatedUsers, Everyone],
        LocalService or NetworkService => [sid, Service, Users, AuthenticatedUsers, Everyone],
        Everyone => [sid],
        _ => [sid, Everyone],
    };

    /// <summary>
    /// The identifier without what tells one domain and one account from another:
    /// "S-1-5-21-*-513" for the groups that every domain has, "S-1-5-21-*" for an account.
    /// </summary>
    public static string WithoutAccount(string sid)
    {
        var parts = sid.Split('-');
        return parts is not ["S", "1", "5", "21", _, _, _, var relative] ? sid : Number(relative) is < FirstAccount ? $"S-1-5-21-*-{relative}" : "S-1-5-21-*";
    }

    private static long? Number(string part)
    {
        var isHex = part.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return
            long.TryParse(
                isHex ? part.AsSpan(2) : part,
                isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var number)
            && number >= 0
            ? number
            : null;
    }
}
