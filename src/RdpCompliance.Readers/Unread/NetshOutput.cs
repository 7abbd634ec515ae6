using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Unread;

/// <summary>
/// What <c>netsh</c> prints. Its words are those of the language of Windows, which is why it is not read; it is known by what is not translated, or in
/// English.
/// </summary>
internal static class NetshOutput
{
    private const int LookedAt = 16 * 1024;

    private static readonly UnreadFormat Firewall = new(
        "what 'netsh advfirewall' prints",
        @"'reg export HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess FILE' has its profiles and rules, and is read.")
    {
        IsEvidence = true,
    };

    private static readonly UnreadFormat Other = new(
        "what 'netsh' prints",
        "The cmdlet of PowerShell for the same with '| ConvertTo-Json -Depth 5' gives what is read.")
    {
        IsEvidence = true,
    };

    public static UnreadFormat? Recognise(SourceHead head)
    {
        var text = head.Text[..Math.Min(head.Text.Length, LookedAt)];
        var lines = text.Split('\n', StringSplitOptions.TrimEntries);
        return !Array.Exists(lines, IsRuler) ? null
            : Array.Exists(lines, IsFirewallPolicy) || (Begins("LocalIP:") && Begins("RemoteIP:")) ? Firewall
            : (Begins("IP:port") && Begins("Certificate Hash")) || text.Contains("WinHTTP proxy settings", StringComparison.Ordinal)
                || (text.Contains("MediaSenseState", StringComparison.Ordinal) && text.Contains("Bytes In", StringComparison.Ordinal)) ? Other
            : null;

        bool Begins(string word) => Array.Exists(lines, line => line.StartsWith(word, StringComparison.Ordinal));
    }

    private static bool IsRuler(string line) => line.Length > 8 && line.AsSpan().IndexOfAnyExcept("- ") < 0;

    /// <summary>"Firewall Policy            BlockInbound,AllowOutbound": the value is never translated, and a script has it behind one blank.</summary>
    private static bool IsFirewallPolicy(string line) =>
        (line.IndexOf("  BlockInbound", StringComparison.Ordinal) > 0 || line.IndexOf("  AllowInbound", StringComparison.Ordinal) > 0)
        && line.EndsWith("Outbound", StringComparison.Ordinal);
}
