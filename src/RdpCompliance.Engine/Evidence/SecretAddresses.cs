namespace RdpCompliance.Engine.Evidence;

/// <summary>Registry values that are secrets whoever asks: account data (SAM, SECURITY) and the stored password of automatic logon. They are read, and never written into an output.</summary>
public static class SecretAddresses
{
    private static readonly RegistryKey[] Trees = [RegistryKey.LocalMachine.Below("SAM"), RegistryKey.LocalMachine.Below("SECURITY")];
    private static readonly string[] Names = ["DefaultPassword", "AltDefaultPassword"];

    public static bool IsSecret(Address address) =>
        address is Address.Registry registry
        && (Array.Exists(Trees, registry.Key.IsWithin) || Names.Contains(registry.Name, StringComparer.OrdinalIgnoreCase));
}
