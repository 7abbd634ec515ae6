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

    /// <summary>The input that holds an address together with its neighbours, as somebody would collect it at once, and the command for it.</summary>
    public static (string What, string? Command) InputOf(Address address) => address switch
    {
        Address.Registry value => OfTree(TreeOf(value.Key)),
        Address.WholeKey key => OfTree(TreeOf(key.Path)),
        Address.Item item => (item.Space, CommandFor(item)),
        _ => (address.ToString() ?? "", null),
    };

    private static (string What, string? Command) OfTree(RegistryKey tree) => (tree.ToString(), Export(tree));

    /// <summary>Policies and services are exported as a whole; of the rest the component's key.</summary>
    private static RegistryKey TreeOf(RegistryKey key)
    {
        foreach (var whole in Trees)
        {
            if (key.IsWithin(whole))
            {
                return whole;
            }
        }

        const int PartsOfComponent = 5;
        var tree = key;
        while (tree.Path.Count(c => c == '\\') >= PartsOfComponent && tree.Parent is { } parent)
        {
            tree = parent;
        }

        return tree;
    }

    private static readonly RegistryKey[] Trees =
    [
        RegistryKey.LocalMachine.Below(@"SOFTWARE\Policies"), RegistryKey.CurrentUser.Below(@"SOFTWARE\Policies"),
        RegistryKey.LocalMachine.Below(@"SYSTEM\CurrentControlSet\Services"),
    ];

    private static string Export(RegistryKey key) => $"reg export \"{key.Path}\" {FileNameOf(key)}.reg /y";

    /// <summary>Two commands of one report must not write one file.</summary>
    private static string FileNameOf(RegistryKey key)
    {
        var user = key.IsWithin(RegistryKey.CurrentUser) ? "User" : "";
        var parent = Common.Contains(key.Name) && key.Parent is { Parent: not null } above ? Letters(above.Name) : "";
        return Letters(key.Name) is { Length: > 0 } name ? $"{user}{parent}{name}" : "export";

        static string Letters(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit));
    }

    /// <summary>Names that many keys have.</summary>
    private static readonly FrozenSet<string> Common =
        new[] { "CurrentVersion", "Parameters", "Policies", "Client", "Server", "Settings" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
