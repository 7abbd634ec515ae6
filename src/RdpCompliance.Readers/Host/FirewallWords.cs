namespace RdpCompliance.Readers.Host;

/// <summary>The words of the fields of space "firewall-rule".</summary>
internal static class FirewallWords
{
    /// <summary>Where a rule comes from.</summary>
    public static readonly string[] Layers = ["local", "policy", "mdm", "dynamic", "generated", "hardcoded"];
}
