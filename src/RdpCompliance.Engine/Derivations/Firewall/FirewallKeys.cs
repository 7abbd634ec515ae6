using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Engine.Derivations.Firewall;

/// <summary>Where the firewall keeps its state.</summary>
internal static class FirewallKeys
{
    public static RegistryKey Policy { get; } = RegistryKey.LocalMachine.Below(@"SOFTWARE\Policies\Microsoft\WindowsFirewall");

    public static RegistryKey PolicyRules { get; } = Policy.Below("FirewallRules");

    public static RegistryKey Local { get; } = RegistryKey.LocalMachine.Below(@"SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy");

    public static RegistryKey LocalRules { get; } = Local.Below("FirewallRules");

    /// <summary>Rules of app containers, one for each user and app.</summary>
    public static RegistryKey AppRules { get; } = Local.Below(@"RestrictedServices\AppIso\FirewallRules");

    public static RegistryKey Notifications { get; } = RegistryKey.LocalMachine.Below(@"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Notifications");
}
