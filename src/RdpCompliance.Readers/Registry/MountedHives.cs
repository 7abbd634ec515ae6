using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Registry;

/// <summary>
/// Hives of a Windows that does not run, loaded under a name of somebody's choice ("HKLM\BROKENSYSTEM", as the way to repair an Azure
/// virtual machine has it) or exported without any root ("[\ControlSet001]",
/// as hivexregedit does without --prefix). What they are is told by their children, as it is of a hive file. Where a text prints two of one
/// kind, or one beside the registry of the machine that runs, nobody can
/// say whose values count, and the mounted one is not read.
/// https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/troubleshoot-rdp-internal-error
/// </summary>
internal sealed class MountedHives
{
    private static readonly DiagnosticDescriptor Taken = new(
        "RDP0196", DiagnosticEffect.Note, "'{0}' is taken for {1}: the keys below it are those of that hive.");

    private static readonly DiagnosticDescriptor Rootless = new(
        "RDP0197",
        DiagnosticEffect.Damage,
        "The keys have no root ('{0}'), and nothing says which hive they are of; they are skipped. Export again with a root, such as hivexregedit --prefix 'HKEY_LOCAL_MACHINE\\SYSTEM'."
    );

    private static readonly DiagnosticDescriptor Beside = new(
        "RDP0198", DiagnosticEffect.Note, "'{0}' is {1} of another Windows beside one that is printed too; it was not read.");

    private static readonly string[] Standard = ["SYSTEM", "SOFTWARE", "SAM", "SECURITY", "HARDWARE", "COMPONENTS", "DRIVERS", "SCHEMA",
        "BCD00000000", "WindowsAppLockerCache"];

    private readonly Dictionary<string, Mount> _mounts = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _standard = new(StringComparer.OrdinalIgnoreCase);
    private bool _isEmpty = true;

    /// <summary>What the text prints without a root, or below HKLM beside the hives of Windows.</summary>
    public static MountedHives In(string text)
    {
        var hives = new MountedHives();
        for (var at = 0; at < text.Length; at = TextLines.After(text, at))
        {
            if (text[at] is '[' or 'H')
            {
                hives.Look(text, TextSpan.FromBounds(at, TextLines.EndOf(text, at)));
            }
        }

        hives.Decide();
        return hives;
    }

    public IEnumerable<Diagnostic> Diagnostics(Source source) =>
        _mounts.Where(mount => mount.Value.Outcome is not null || mount.Key.Length == 0)
        .Select(mount =>
            new Diagnostic(mount.Value.Outcome ?? Rootless, Location.InText(source, mount.Value.Place), mount.Key.Length == 0 ? "\\"
            : $"HKLM\\{mount.Key}", $"HKLM\\{mount.Value.Hive}"));

    /// <summary>Whether the name of a key begins with no root, which was said once for all.</summary>
    public static bool IsRootless(ReadOnlySpan<char> name) => name.StartsWith('\\');

    /// <returns>The key as the Windows of the hive has it; <see langword="null"/> when it is of a mounted hive that is not read.</returns>
    public RegistryKey? Real(RegistryKey key)
    {
        if (_isEmpty || key.Root != "HKLM")
        {
            return key;
        }

        var parts = key.Path.Split('\\', 3);
        return parts.Length < 2 || !_mounts.TryGetValue(parts[1], out var mount) || mount.Outcome is null ? key
            : mount.Outcome == Beside || mount.Hive is null ? null
            : RegistryKey.LocalMachine.Below(mount.Hive).Below(parts.Length > 2 ? parts[2] : "");
    }

    /// <returns>The key that a name without a root means; <see langword="null"/> when nobody knows.</returns>
    public RegistryKey? Rooted(string name) =>
        _mounts.GetValueOrDefault("") is { Hive: { } hive, Outcome: { } outcome } && outcome == Taken
            ? RegistryKey.LocalMachine.Below(hive).Below(name) : null;

    private void Look(string text, TextSpan line)
    {
        var name = text.AsSpan(line.Start, line.Length).TrimStart("[-").TrimEnd();
        name = name is [.., ']'] ? name[..^1] : name;
        if (name.StartsWith('\\') && text[line.Start] == '[')
        {
            Add("", name[1..], line);
            return;
        }

        var rest = After(name, "HKEY_LOCAL_MACHINE\\") is { IsEmpty: false } of ? of : After(name, "HKLM\\");
        if (rest.IsEmpty)
        {
            return;
        }

        var slash = rest.IndexOf('\\');
        var mount = (slash < 0 ? rest : rest[..slash]).ToString();
        if (Standard.Contains(mount, StringComparer.OrdinalIgnoreCase))
        {
            _standard.Add(mount);
        }
        else
        {
            Add(mount, slash < 0 ? [] : rest[(slash + 1)..], line);
        }
    }

    private static ReadOnlySpan<char> After(ReadOnlySpan<char> name, string root) =>
        name.StartsWith(root, StringComparison.OrdinalIgnoreCase) ? name[root.Length..] : [];

    private void Add(string name, ReadOnlySpan<char> below, TextSpan line)
    {
        _isEmpty = false;
        if (!_mounts.TryGetValue(name, out var mount))
        {
            _mounts.Add(name, mount = new(line));
        }

        mount.Hive ??= HiveOf(below.IndexOf('\\') is var slash and >= 0 ? below[..slash] : below);
    }

    private static string? HiveOf(ReadOnlySpan<char> child) => child switch
    {
        _ when IsControlSet(child) || child.Equals("Select", StringComparison.OrdinalIgnoreCase) => "SYSTEM",
        _ when child.Equals("Microsoft", StringComparison.OrdinalIgnoreCase)
            || child.Equals("Policies", StringComparison.OrdinalIgnoreCase) => "SOFTWARE",
        _ when child.Equals("Policy", StringComparison.OrdinalIgnoreCase) => "SECURITY",
        _ => null,
    };

    private static bool IsControlSet(ReadOnlySpan<char> child) =>
        child.StartsWith("ControlSet", StringComparison.OrdinalIgnoreCase)
            && int.TryParse(child["ControlSet".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private void Decide()
    {
        var hives = _mounts.Values.Select(mount => mount.Hive).OfType<string>().Concat(_standard).CountBy(hive => hive, StringComparer.OrdinalIgnoreCase);
        var ambiguous = hives.Where(hive => hive.Value > 1).Select(hive => hive.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var mount in _mounts.Values.Where(mount => mount.Hive is not null))
        {
            mount.Outcome = ambiguous.Contains(mount.Hive ?? "") ? Beside : Taken;
        }
    }

    private sealed class Mount(TextSpan place)
    {
        public TextSpan Place { get; } = place;

        public string? Hive { get; set; }

        public DiagnosticDescriptor? Outcome { get; set; }
    }
}
