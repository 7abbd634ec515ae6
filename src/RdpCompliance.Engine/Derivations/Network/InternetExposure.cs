using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>How much of the Internet gets in.</summary>
public enum InternetExposure
{
    /// <summary>Nobody of it.</summary>
    None,

    /// <summary>Some addresses only.</summary>
    Restricted,

    /// <summary>What is not known decides.</summary>
    Unknown,

    /// <summary>At least a 256th part of all its addresses.</summary>
    Exposed,
}

internal static class InternetExposures
{
    /// <summary>2^24 addresses of IPv4: a network of length 8.</summary>
    private const ulong ManyOfIPv4 = 1UL << 24;

    /// <summary>The same part of the addresses that IPv6 uses on the Internet, 2000::/3.</summary>
    private static readonly UInt128 ManyOfIPv6 = UInt128.One << (125 - 8);

    public static InternetExposure Of(AddressBounds sources, NetworkSpace space)
    {
        var (must, may) = sources.Within(space.Internet);
        return AreMany(must) ? InternetExposure.Exposed
            : AreMany(may) ? InternetExposure.Unknown
            : !must.IsEmpty ? InternetExposure.Restricted
            : !may.IsEmpty ? InternetExposure.Unknown
            : InternetExposure.None;
    }

    /// <summary>The word that rules compare with; <see langword="null"/> when it is not known.</summary>
    public static FieldValue? AsField(this InternetExposure exposure) => exposure switch
    {
        InternetExposure.Exposed => new FieldValue.Text("exposed"),
        InternetExposure.Restricted => new FieldValue.Text("restricted"),
        InternetExposure.None => new FieldValue.Text("none"),
        _ => null,
    };

    private static bool AreMany(AddressSet set) => set.CountOfIPv4 >= ManyOfIPv4 || set.CountOfIPv6 >= ManyOfIPv6;
}
