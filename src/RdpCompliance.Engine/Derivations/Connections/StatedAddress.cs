using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RdpCompliance.Engine.Derivations.Connections;

/// <summary>What kind of address a connection file states.</summary>
internal enum AddressForm
{
    Name,
    Ipv4,
    Ipv6,

    /// <summary>The client itself: one end of a tunnel.</summary>
    Loopback,

    /// <summary>Neither a name nor an address that a host can have, or with a port that is none.</summary>
    Malformed,
}

/// <summary>The address of a connection file: "host01.contoso.com:3390", "10.0.0.4", "[fd00::4]:3390".</summary>
/// <param name="Port"><see langword="null"/> where the address states none.</param>
internal sealed record StatedAddress(string Host, int? Port, AddressForm Form)
{
    private const int LongestName = 255;
    private const byte FirstMulticast = 224;

    /// <returns><see langword="null"/> for an empty address.</returns>
    public static StatedAddress? TryParse(string text)
    {
        var trimmed = text.Trim();
        var host = ConnectionAddress.HostOf(trimmed);
        if (trimmed.Length == 0)
        {
            return null;
        }

        var rest = trimmed[(trimmed.IndexOf(host, StringComparison.Ordinal) + host.Length)..].TrimStart('.', ']');
        int? port = rest is [':', .. var digits] ? PortOf(digits) : null;
        var isWhole = rest.Length == 0 || port is > 0;
        return new(host, port, isWhole ? FormOf(host) : AddressForm.Malformed);
    }

    private static int? PortOf(string digits) =>
        ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;

    private static bool IsByte(string digits) => byte.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static AddressForm FormOf(string host)
    {
        if (host.Contains(':', StringComparison.Ordinal))
        {
            return IPAddress.TryParse(host, out var address) ? FormOf(address) : AddressForm.Malformed;
        }

        // Four numbers are an address or a mistyped one; Windows reads fewer as an address too, and nobody means that.
        if (host.Split('.') is { Length: 4 } parts && Array.TrueForAll(parts, part => part.Length > 0 && part.All(char.IsAsciiDigit)))
        {
            return Array.TrueForAll(parts, IsByte) && IPAddress.TryParse(host, out var address)
                ? FormOf(address)
                : AddressForm.Malformed;
        }

        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? AddressForm.Loopback
            : host.Length is > 0 and <= LongestName && host.All(IsOfName) && !host.Contains("..", StringComparison.Ordinal) ? AddressForm.Name
            : AddressForm.Malformed;
    }

    private static AddressForm FormOf(IPAddress address) => (address.AddressFamily, address.GetAddressBytes()[0]) switch
    {
        _ when IPAddress.IsLoopback(address) => AddressForm.Loopback,
        (AddressFamily.InterNetwork, 0 or >= FirstMulticast) => AddressForm.Malformed,
        (AddressFamily.InterNetwork, _) => AddressForm.Ipv4,
        _ when address.IsIPv6Multicast || address.Equals(IPAddress.IPv6Any) => AddressForm.Malformed,
        _ => AddressForm.Ipv6,
    };

    /// <summary>Windows resolves names with '_' and with letters of any script.</summary>
    private static bool IsOfName(char c) => char.IsLetterOrDigit(c) || c is '-' or '.' or '_';
}
