using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Registry.Hives;

/// <summary>
/// Where Windows mounts a hive, told by the children of its root, else by the path that its base block keeps, else by its file's name: a
/// renamed SAM or SECURITY hive is still one, and holds secrets.
/// </summary>
internal sealed record HiveMount(RegistryHalf Half, RegistryKey Key)
{
    /// <summary>In the order in which they are looked for in a name: "ntuser_software.dat" is a user's hive.</summary>
    private static readonly (string Name, HiveMount Mount)[] ByName =
    [
        ("NTUSER", new(RegistryHalf.User, RegistryKey.CurrentUser)),
        ("USRCLASS", new(RegistryHalf.User, RegistryKey.CurrentUser.Below(@"Software\Classes"))),
        ("SYSTEM", Machine("SYSTEM")),
        ("SOFTWARE", Machine("SOFTWARE")),
        ("SECURITY", Machine("SECURITY")),
        ("SAM", Machine("SAM")),
        ("DEFAULT", new(RegistryHalf.User, RegistryKey.TryParse(@"HKU\.DEFAULT") ?? RegistryKey.Unmounted)),
    ];

    public static HiveMount Unknown { get; } = new(RegistryHalf.Machine, RegistryKey.Unmounted);

    public bool IsKnown => Key != RegistryKey.Unmounted;

    /// <summary>Whether control sets stand below.</summary>
    public bool IsSystem => Key == Machine("SYSTEM").Key;

    /// <param name="loadedFrom">What <see cref="HiveHeader.LoadedFrom"/> says.</param>
    /// <param name="hasChild">Whether the root has a child of that name.</param>
    public static HiveMount Of(string fileName, string loadedFrom, Func<string, bool> hasChild)
    {
        if (hasChild("Select") && Enumerable.Range(1, 9).Any(number => hasChild($"ControlSet00{number}")))
        {
            return Machine("SYSTEM");
        }

        if (hasChild("Classes") && hasChild("Policies") && hasChild("Microsoft"))
        {
            return Machine("SOFTWARE");
        }

        if (hasChild("Policy") && (hasChild("RXACT") || hasChild("Cache") || hasChild("Recovery") || hasChild("SAM")))
        {
            return Machine("SECURITY");
        }

        if (hasChild("SAM"))
        {
            return Machine("SAM");
        }

        return hasChild("Software") && hasChild("Control Panel") ? new(RegistryHalf.User, RegistryKey.CurrentUser)
            : ByFileName(loadedFrom[(loadedFrom.LastIndexOf('\\') + 1)..]) is { IsKnown: true } loaded ? loaded
            : ByFileName(fileName);
    }

    /// <summary>The name as a word of its own: copies are called SYSTEM_2, SYSTEM.bak, NTUSER1.DAT, old_system_hive.</summary>
    private static HiveMount ByFileName(string fileName)
    {
        var words = new string([.. fileName.Select(character => char.IsAsciiLetter(character) ? character : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return ByName.FirstOrDefault(known => words.Contains(known.Name, StringComparer.OrdinalIgnoreCase)).Mount ?? Unknown;
    }

    private static HiveMount Machine(string name) => new(RegistryHalf.Machine, RegistryKey.LocalMachine.Below(name));
}
