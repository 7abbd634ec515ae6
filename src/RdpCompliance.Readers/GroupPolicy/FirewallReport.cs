using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Xml;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>Windows Firewall in a report: its elements are named as the registry values of the policy ([MS-GPFAS] 2.2), and become them.</summary>
internal static class FirewallReport
{
    private const string Key = @"SOFTWARE\Policies\Microsoft\WindowsFirewall";

    public static void Read(ReportSettings.Half half, XmlElement setting)
    {
        switch (setting.Name)
        {
            case "GlobalSettings":
                ReadValues(half, setting, Key);
                break;
            case "DomainProfile" or "PrivateProfile" or "PublicProfile" or "StandardProfile":
                ReadValues(half, setting, $@"{Key}\{setting.Name}");
                break;
            case "InboundFirewallRules" or "OutboundFirewallRules":
                ReadRule(half, setting);
                break;
        }
    }

    /// <summary>Flags are DWORDs in the registry. Each value may carry its own GPO.</summary>
    private static void ReadValues(ReportSettings.Half half, XmlElement profile, string path)
    {
        foreach (var setting in profile.Children)
        {
            if (setting.Find("Value") is not { } value)
            {
                continue;
            }

            var key = half.Root.Below(setting.Name.StartsWith("Log", StringComparison.Ordinal) ? path + @"\Logging" : path);
            var data = value.Text.Value.Trim() switch
            {
                "true" => RegistryData.Dword(1),
                "false" => RegistryData.Dword(0),
                var text when uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => RegistryData.Dword(number),
                _ => RegistryData.Text(RegistryType.String, value.Text.Value),
            };
            half.Observe(setting, key, setting.Name, new SettingValue.Registry(data), value.Text.Span);
        }
    }

    /// <summary>
    /// A report splits the rule's registry text ("v2.10|Action=Allow|…") into elements of the same
    /// names and leaves out the value's name: put together again, under the rule's name.
    /// </summary>
    private static void ReadRule(ReportSettings.Half half, XmlElement rule)
    {
        var parts = rule.Children
            .Where(part => ReportSettings.ExtensionOf(part) == "WindowsFirewall" && part.Name != "Version" && part.Children.Length == 0)
            .Select(part => $"{part.Name}={(part.Text.Value is "true" or "false" ? part.Text.Value.ToUpperInvariant() : part.Text.Value)}|");
        var text = $"v{rule.Find("Version")?.Text.Value ?? "2.0"}|{string.Concat(parts)}";
        half.Observe(
            rule,
            half.Root.Below($@"{Key}\FirewallRules"),
            rule.Find("Name")?.Text.Value ?? "",
            new SettingValue.Registry(RegistryData.Text(RegistryType.String, text)),
            rule.Span);
    }
}
