using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace RdpCompliance.Engine.Derivations.Firewall;

/// <summary>
/// Remote addresses as a rule lists them: addresses, ranges "a-b", subnets with prefix or mask, and keywords ([MS-GPFAS] 2.2.2.9 to 2.2.2.13).
/// </summary>
internal static class RemoteScope
{
    private static readonly string[] Keywords =
    [
        "LocalSubnet",
        "LocalSubnet4",
        "LocalSubnet6",
        "DNS",
        "DHCP",
        "WINS",
        "DefaultGateway",
        "IntrAnet",
        "IntErnet",
        "Ply2Renders",
        "PlayToDevice",
        "RmtIntrAnet",
        "CaptivePortal",
    ];

    public static bool IsKeyword(string text) => Keywords.Contains(text, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the text is an address, a range or a subnet.</summary>
    public static bool IsAddress(string text) => Range4(text) is not null || IsAddress6(text);

    /// <summary>Whether a client with any IPv4 address is meant: no list at all, or ranges that leave none out.</summary>
    public static bool IsEveryone(ImmutableArray<string> remote)
    {
        if (remote.IsEmpty || remote.Contains("any", StringComparer.OrdinalIgnoreCase) || remote.Contains("*", StringComparer.Ordinal))
        {
            return true;
        }

        long next = 0;
        foreach (var (first, last) in remote.Select(Range4).OfType<(uint First, uint Last)>().OrderBy(range => range.First))
        {
            if (first > next)
            {
                return false;
            }

            next = Math.Max(next, last + 1L);
        }

        return next > uint.MaxValue;
    }

    private static (uint First, uint Last)? Range4(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash > 0)
        {
            return Address4(text.AsSpan(0, dash)) is { } first && Address4(text.AsSpan(dash + 1)) is { } last && first <= last ? (first, last) : null;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return Address4(text) is { } single ? (single, single) : null;
        }

        if (Address4(text.AsSpan(0, slash)) is not { } address || Mask(text.AsSpan(slash + 1)) is not { } mask)
        {
            return null;
        }

        return (address & mask, address | ~mask);
    }

    private static uint? Mask(ReadOnlySpan<char> text)
    {
        if (byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return length > 32 ? null : length == 0 ? 0 : uint.MaxValue << (32 - length);
        }

        // A mask is ones and then zeros.
        return Address4(text) is { } mask && BitOperations.PopCount(mask) == BitOperations.LeadingZeroCount(~mask) ? mask : null;
    }

    private static uint? Address4(ReadOnlySpan<char> text) =>
        text.Count('.') == 3 && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork
            ? BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes())
            : null;

    private static bool IsAddress6(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash > 0)
        {
            return IsSingle6(text.AsSpan(0, dash)) && IsSingle6(text.AsSpan(dash + 1));
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? IsSingle6(text)
            : IsSingle6(text.AsSpan(0, slash))
                && byte.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                && length <= 128;
    }

    private static bool IsSingle6(ReadOnlySpan<char> text) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;
}
