namespace RdpCompliance.Engine.Evidence;

/// <summary>
/// Registry values that are secrets whoever asks: account data (SAM, SECURITY) and the stored
/// password of automatic logon. They are read, and never written into an output.
/// </summary>
public static class SecretAddresses
{
    private static readonly RegistryKey[] Trees = [RegistryKey.LocalMachine.Below("SAM"), RegistryKey.LocalMachine.Below("SECURITY")];
    private static readonly string[] Names = ["DefaultPassword", "AltDefaultPassword"];

    /// <summary>The keys of the accounts that hold rights or privileges.</summary>
    public static RegistryKey Accounts { get; } = RegistryKey.LocalMachine.Below(@"SECURITY\Policy\Accounts");

    public static bool IsSecret(Address address) =>
        address is Address.Registry registry
        && (HoldsAccounts(registry.Key) || Names.Contains(registry.Name, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether the key stands in a tree of account data.</summary>
    public static bool HoldsAccounts(RegistryKey key) => Array.Exists(Trees, key.IsWithin);

    /// <summary>
    /// Whether readers leave the values of the key alone: all account data but the rights of
    /// an account (<c>Accounts\SID\ActSysAc</c>), which decide who may log on.
    /// </summary>
    public static bool IsLeftAlone(RegistryKey key) =>
        HoldsAccounts(key) && !(key.IsWithin(Accounts) && key.Name.Equals("ActSysAc", StringComparison.OrdinalIgnoreCase));
}
