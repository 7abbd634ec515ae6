using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Connections;

/// <summary>The host that a connection file leads to.</summary>
internal static class ConnectionAddress
{
    private const string Field = "full-address";

    /// <summary>The host of an address: "host01.contoso.com:3390" without its port, "[fe80::1]" without its brackets.</summary>
    public static string HostOf(string address)
    {
        var trimmed = address.Trim();
        if (trimmed is ['[', .. var inner] && inner.IndexOf(']', StringComparison.Ordinal) is var bracket and >= 0)
        {
            return inner[..bracket];
        }

        var colon = trimmed.IndexOf(':', StringComparison.Ordinal);
        return (colon >= 0 && colon == trimmed.LastIndexOf(':') ? trimmed[..colon] : trimmed).TrimEnd('.');
    }

    /// <summary>The host that the file names; <see langword="null"/> when it names none.</summary>
    public static string? HostOf(Subject file, IFactSource facts) =>
        facts.FactOf(file, Field).Value is FieldValue.Text { Value: var address } && HostOf(address) is { Length: > 0 } host ? host : null;
}
