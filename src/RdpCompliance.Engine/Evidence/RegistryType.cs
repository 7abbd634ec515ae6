namespace RdpCompliance.Engine.Evidence;

/// <summary>The type number of a registry value ([MS-RRP] 3.1.1.5); numbers without a name are kept as they are.</summary>
public readonly record struct RegistryType(uint Number)
{
    private static readonly string[] Names =
    [
        "REG_NONE", "REG_SZ", "REG_EXPAND_SZ", "REG_BINARY", "REG_DWORD", "REG_DWORD_BIG_ENDIAN", "REG_LINK", "REG_MULTI_SZ",
        "REG_RESOURCE_LIST", "REG_FULL_RESOURCE_DESCRIPTOR", "REG_RESOURCE_REQUIREMENTS_LIST", "REG_QWORD",
    ];

    public static RegistryType None => new(0);

    public static RegistryType String => new(1);

    public static RegistryType ExpandString => new(2);

    public static RegistryType Binary => new(3);

    public static RegistryType Dword => new(4);

    public static RegistryType Link => new(6);

    public static RegistryType MultiString => new(7);

    public static RegistryType Qword => new(11);

    /// <summary>"REG_DWORD" and so on; a number without a name prints as "REG_0x1234".</summary>
    public string Name => Number < Names.Length ? Names[Number] : $"REG_0x{Number:x}";

    /// <returns><see langword="null"/> unless <paramref name="name"/> is a name that <see cref="Name"/> gives, in any letter case.</returns>
    public static RegistryType? TryParse(string name)
    {
        var index = Array.FindIndex(Names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? new((uint)index) : null;
    }

    public override string ToString() => Name;
}
