namespace RdpCompliance.Engine.Evidence;

/// <summary>
/// A registry key path: the root in its short form (HKLM, HKCU, HKU, HKCR, HKCC, or ROOT for a
/// hive whose mount is unknown) and the path with single '\' and its case kept.
/// Compared ignoring case. WOW6432Node is a part like any other, so the 32-bit view is a key of its own.
/// </summary>
public readonly record struct RegistryKey
{
    private static readonly (string Long, string Short)[] Roots =
    [
        ("HKEY_LOCAL_MACHINE", "HKLM"), ("HKEY_CURRENT_USER", "HKCU"), ("HKEY_USERS", "HKU"),
        ("HKEY_CLASSES_ROOT", "HKCR"), ("HKEY_CURRENT_CONFIG", "HKCC"), ("ROOT", "ROOT"),
    ];

    private RegistryKey(string path) => Path = path;

    /// <summary>"HKLM\SYSTEM\CurrentControlSet\…"</summary>
    public string Path { get; }

    public string Root => Path.IndexOf('\\', StringComparison.Ordinal) is var slash and >= 0 ? Path[..slash] : Path;

    /// <summary>The last part of the path; the root itself for a root.</summary>
    public string Name => Path[(Path.LastIndexOf('\\') + 1)..];

    /// <summary>The key above; <see langword="null"/> for a root.</summary>
    public RegistryKey? Parent => Path.LastIndexOf('\\') is var slash and >= 0 ? new(Path[..slash]) : null;

    public static RegistryKey LocalMachine => new("HKLM");

    public static RegistryKey CurrentUser => new("HKCU");

    public static RegistryKey Unmounted => new("ROOT");

    /// <summary>Takes long and short root names in any case, with an optional ':' (PowerShell drives), "Computer\" before and '\' after.</summary>
    /// <returns><see langword="null"/> when the first part is no root.</returns>
    public static RegistryKey? TryParse(string text)
    {
        var path = text.Trim().Trim('\\');
        if (path.StartsWith("Computer\\", StringComparison.OrdinalIgnoreCase))
        {
            path = path["Computer\\".Length..];
        }
        else if (path.StartsWith("Registry::", StringComparison.OrdinalIgnoreCase))
        {
            path = path["Registry::".Length..];
        }

        var end = path.IndexOf('\\', StringComparison.Ordinal);
        var first = (end < 0 ? path : path[..end]).TrimEnd(':');
        foreach (var (longName, shortName) in Roots)
        {
            if (first.Equals(longName, StringComparison.OrdinalIgnoreCase) || first.Equals(shortName, StringComparison.OrdinalIgnoreCase))
            {
                return end < 0 ? new(shortName) : new RegistryKey(shortName).Below(path[end..]);
            }
        }

        return null;
    }

    /// <summary>The key that <paramref name="relative"/> names below this one; doubled and outer '\' are dropped.</summary>
    public RegistryKey Below(string relative)
    {
        if (relative.Length > 0 && relative[0] != '\\' && relative[^1] != '\\' && !relative.Contains("\\\\", StringComparison.Ordinal))
        {
            return new($"{Path}\\{relative}");
        }

        var parts = relative.Split('\\', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 0 ? this : new($"{Path}\\{string.Join('\\', parts)}");
    }

    /// <summary>Whether this key is <paramref name="ancestor"/> or stands below it.</summary>
    public bool IsWithin(RegistryKey ancestor) => IsWithin(Path, ancestor.Path);

    internal static bool IsWithin(string path, string ancestor) =>
        path.StartsWith(ancestor, StringComparison.OrdinalIgnoreCase) && (path.Length == ancestor.Length || path[ancestor.Length] == '\\');

    public bool Equals(RegistryKey other) => string.Equals(Path, other.Path, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Path ?? "");

    public override string ToString() => Path;
}
