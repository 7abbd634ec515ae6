using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace RdpCompliance.Engine.Derivations.Access;

/// <summary>
/// The English names of the accounts that every Windows has, and of those whose identifier is made from the name (services, application
/// pools). On a Windows of another language they have other names, so a
/// name that is not here says nothing of who is meant.
/// https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers
/// </summary>
public static class AccountNames
{
    private const string Builtin = "BUILTIN";
    private const string Authority = "NT AUTHORITY";
    private const string Service = "NT SERVICE";
    private const string Pool = "IIS APPPOOL";

    /// <summary>The groups editor of preferences writes the name of a built-in group so, and its accounts likewise.</summary>
    private const string BuiltInMark = " (built-in)";

    private static readonly ImmutableArray<(string Domain, string Name, string Sid)> Known =
    [
        ("", "Everyone", SecurityId.Everyone), ("", "LOCAL", "S-1-2-0"), ("", "CONSOLE LOGON", "S-1-2-1"), ("", "CREATOR OWNER", "S-1-3-0"),
        ("", "CREATOR GROUP", "S-1-3-1"), ("", "OWNER RIGHTS", SecurityId.OwnerRights),
        (Authority, "DIALUP", "S-1-5-1"), (Authority, "NETWORK", "S-1-5-2"), (Authority, "BATCH", "S-1-5-3"),
        (Authority, "INTERACTIVE", "S-1-5-4"), (Authority, "SERVICE", "S-1-5-6"),
        (Authority, "ANONYMOUS LOGON", "S-1-5-7"), (Authority, "PROXY", "S-1-5-8"), (Authority, "ENTERPRISE DOMAIN CONTROLLERS", "S-1-5-9"),
        (Authority, "SELF", "S-1-5-10"),
        (Authority, "Authenticated Users", SecurityId.AuthenticatedUsers), (Authority, "RESTRICTED", "S-1-5-12"),
        (Authority, "TERMINAL SERVER USER", "S-1-5-13"),
        (Authority, "REMOTE INTERACTIVE LOGON", "S-1-5-14"), (Authority, "This Organization", "S-1-5-15"), (Authority, "IUSR", "S-1-5-17"),
        (Authority, "SYSTEM", SecurityId.LocalSystem),
        (Authority, "LOCAL SERVICE", SecurityId.LocalService), (Authority, "NETWORK SERVICE", SecurityId.NetworkService),
        (Authority, "WRITE RESTRICTED", "S-1-5-33"),
        (Authority, "NTLM Authentication", "S-1-5-64-10"), (Authority, "SChannel Authentication", "S-1-5-64-14"),
        (Authority, "Digest Authentication", "S-1-5-64-21"),
        (Authority, "Local account", "S-1-5-113"), (Authority, "Local account and member of Administrators group", "S-1-5-114"),
        (Builtin, "Administrators", SecurityId.Administrators), (Builtin, "Users", SecurityId.Users), (Builtin, "Guests", "S-1-5-32-546"),
        (Builtin, "Power Users", "S-1-5-32-547"),
        (Builtin, "Account Operators", "S-1-5-32-548"), (Builtin, "Server Operators", "S-1-5-32-549"),
        (Builtin, "Print Operators", "S-1-5-32-550"), (Builtin, "Backup Operators", "S-1-5-32-551"),
        (Builtin, "Replicator", "S-1-5-32-552"), (Builtin, "Pre-Windows 2000 Compatible Access", "S-1-5-32-554"),
        (Builtin, "Remote Desktop Users", "S-1-5-32-555"),
        (Builtin, "Network Configuration Operators", "S-1-5-32-556"), (Builtin, "Incoming Forest Trust Builders", "S-1-5-32-557"),
        (Builtin, "Performance Monitor Users", "S-1-5-32-558"),
        (Builtin, "Performance Log Users", "S-1-5-32-559"), (Builtin, "Windows Authorization Access Group", "S-1-5-32-560"),
        (Builtin, "Terminal Server License Servers", "S-1-5-32-561"),
        (Builtin, "Distributed COM Users", "S-1-5-32-562"), (Builtin, "IIS_IUSRS", "S-1-5-32-568"),
        (Builtin, "Cryptographic Operators", "S-1-5-32-569"), (Builtin, "Event Log Readers", "S-1-5-32-573"),
        (Builtin, "Certificate Service DCOM Access", "S-1-5-32-574"), (Builtin, "RDS Remote Access Servers", "S-1-5-32-575"),
        (Builtin, "RDS Endpoint Servers", "S-1-5-32-576"),
        (Builtin, "RDS Management Servers", "S-1-5-32-577"), (Builtin, "Hyper-V Administrators", "S-1-5-32-578"),
        (Builtin, "Access Control Assistance Operators", "S-1-5-32-579"),
        (Builtin, "Remote Management Users", "S-1-5-32-580"), (Builtin, "System Managed Accounts Group", "S-1-5-32-581"),
        (Builtin, "Storage Replica Administrators", "S-1-5-32-582"),
        (Service, "ALL SERVICES", "S-1-5-80-0"), ("NT VIRTUAL MACHINE", "Virtual Machines", "S-1-5-83-0"),
        ("Window Manager", "Window Manager Group", "S-1-5-90-0"),
    ];

    /// <summary>
    /// Accounts and groups that every machine, or every domain, has one of; the part of the identifier that tells one from another is not
    /// known.
    /// </summary>
    private static readonly ImmutableArray<(string Name, string Sid)> Relative =
    [
        ("Administrator", "S-1-5-21-*-500"), ("Guest", "S-1-5-21-*-501"), ("DefaultAccount", "S-1-5-21-*-503"),
        ("WDAGUtilityAccount", "S-1-5-21-*-504"), ("Domain Admins", "S-1-5-21-*-512"),
        ("Domain Users", "S-1-5-21-*-513"), ("Domain Guests", "S-1-5-21-*-514"), ("Domain Computers", "S-1-5-21-*-515"),
        ("Domain Controllers", "S-1-5-21-*-516"), ("Schema Admins", "S-1-5-21-*-518"),
        ("Enterprise Admins", "S-1-5-21-*-519"), ("Protected Users", "S-1-5-21-*-525"),
    ];

    private static readonly FrozenDictionary<string, string> SidsByName = Known.Select(known => (known.Name, known.Sid))
        .Concat(Known.Where(known => known.Domain.Length > 0).Select(known => (Name: $@"{known.Domain}\{known.Name}", known.Sid)))
        .Concat(Relative)
        .ToFrozenDictionary(known => known.Name, known => known.Sid, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> NamesBySid = Known.Select(known => (known.Name, known.Sid)).Concat(Relative)
        .ToFrozenDictionary(known => known.Sid, known => known.Name, StringComparer.Ordinal);

    /// <param name="written">As a policy or a listing writes an account: "*S-1-1-0", "S-1-1-0", "Everyone", "BUILTIN\Users",
    /// "CONTOSO\Domain Users".</param>
    /// <returns>The identifier; <see langword="null"/> when nobody but the machine knows who is meant.</returns>
    public static string? SidOf(string written)
    {
        var text = written.Trim();
        var bare = text.StartsWith('*') ? text[1..] : text;
        if (SecurityId.TryParse(bare) is { } sid && bare.Length > 2)
        {
            return sid;
        }

        if (bare.StartsWith("S-1-5-21-*", StringComparison.Ordinal))
        {
            return bare;
        }

        var name = (text.EndsWith(BuiltInMark, StringComparison.OrdinalIgnoreCase) ? text[..^BuiltInMark.Length] : text).TrimStart('.')
            .TrimStart('\\');
        if (SidsByName.TryGetValue(name, out var known))
        {
            return known;
        }

        return name.Split('\\') switch
        {
            [var domain, { Length: > 0 } service] when domain.Equals(Service, StringComparison.OrdinalIgnoreCase) =>
                Made("S-1-5-80", service.ToUpperInvariant()),
            [var domain, { Length: > 0 } pool] when domain.Equals(Pool, StringComparison.OrdinalIgnoreCase) =>
                Made("S-1-5-82", pool.ToLowerInvariant()),
            [{ Length: > 0 } domain, var relative] when !IsOfWindows(domain) =>
                Relative.FirstOrDefault(one => one.Name.Equals(relative, StringComparison.OrdinalIgnoreCase)).Sid,
            _ => null,
        };
    }

    /// <summary>"Everyone (S-1-1-0)"; the identifier alone where its name is not known.</summary>
    public static string Shown(string sid) =>
        NamesBySid.TryGetValue(SecurityId.WithoutAccount(sid), out var name) ? $"{name} ({sid})" : sid;

    /// <summary>What two spellings of one account have in common.</summary>
    public static string KeyOf(string written) => SidOf(written) is { } sid ? SecurityId.WithoutAccount(sid) : written.Trim();

    private static bool IsOfWindows(string domain) => Known.Any(known => known.Domain.Equals(domain, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Five numbers out of the SHA-1 of the name, upper case for services ([MS-DTYP] 2.4.2.4 names the prefixes; <c>sc showsid</c> prints
    /// the result).
    /// </summary>
    private static string Made(string prefix, string name)
    {
#pragma warning disable CA5350 // Windows makes the identifier so; nothing is protected by it.
        var hash = SHA1.HashData(Encoding.Unicode.GetBytes(name));
#pragma warning restore CA5350
        var sid = new StringBuilder(prefix);
        for (var at = 0; at < hash.Length; at += sizeof(uint))
        {
            sid.Append('-').Append(BinaryPrimitives.ReadUInt32LittleEndian(hash.AsSpan(at)));
        }

        return sid.ToString();
    }
}
