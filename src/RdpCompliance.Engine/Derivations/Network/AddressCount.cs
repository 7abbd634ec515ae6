namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>How many addresses of either family.</summary>
internal readonly record struct AddressCount(ulong OfIPv4, UInt128 OfIPv6)
{
    /// <summary>2^24 addresses of IPv4: a network of length 8.</summary>
    private const ulong ManyOfIPv4 = 1UL << 24;

    /// <summary>The same part of the addresses that IPv6 uses on the Internet, 2000::/3.</summary>
    private static readonly UInt128 ManyOfIPv6 = UInt128.One << (125 - 8);

    public bool IsZero => OfIPv4 == 0 && OfIPv6 == 0;

    /// <summary>At least a 256th part of the Internet of either family.</summary>
    public bool IsMany => OfIPv4 >= ManyOfIPv4 || OfIPv6 >= ManyOfIPv6;

    public static AddressCount Of(AddressSet set) => new(set.CountOfIPv4, set.CountOfIPv6);

    /// <summary>What is left at the least when so many service tags may take their addresses away. Of IPv6 it is not known how many those have.</summary>
    public AddressCount WithoutTags(int tags) => new(OfIPv4 - Math.Min(OfIPv4, (ulong)tags * RuleTakes.MostOfTag), tags == 0 ? OfIPv6 : 0);
}
