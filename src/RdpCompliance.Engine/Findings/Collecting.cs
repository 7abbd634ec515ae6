using System.Collections.Frozen;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Engine.Findings;

/// <summary>The commands of Windows that print what a scan can read.</summary>
internal static class Collecting
{
    private static readonly FrozenDictionary<string, string> Commands = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["privilege"] = "secedit /export /cfg rights.inf",
        ["system-access"] = "secedit /export /cfg rights.inf",
        ["group"] = "secedit /export /cfg rights.inf",
        ["service"] = "Get-Service | ConvertTo-Json > services.json",
        ["firewall-rule"] = "Get-NetFirewallRule -PolicyStore ActiveStore | ConvertTo-Json -Depth 5 > firewall.json",
        ["firewall-profile"] = "Get-NetFirewallProfile -PolicyStore ActiveStore | ConvertTo-Json > profiles.json",
        ["network-profile"] = "Get-NetConnectionProfile | ConvertTo-Json > networks.json",
        ["socket"] = "netstat -ano > netstat.txt",
        ["hotfix"] = "Get-HotFix | ConvertTo-Json > hotfixes.json",
        ["device"] = "Get-PnpDevice | ConvertTo-Json > devices.json",
        ["event"] = "wevtutil qe System /f:xml > events.xml",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <returns><see langword="null"/> when no command of Windows prints it.</returns>
    public static string? CommandFor(Address? address) => address switch
    {
        Address.Registry value => Export(value.Key),
        Address.WholeKey key => Export(key.Path),
        Address.Item item => Commands.GetValueOrDefault(item.Space),
        _ => null,
    };

    private static string Export(RegistryKey key) => $"reg export \"{key.Path}\" {FileNameOf(key)}.reg /y";

    private static string FileNameOf(RegistryKey key) => string.Concat(key.Name.Where(char.IsAsciiLetterOrDigit)) is { Length: > 0 } name ? name : "export";
}
