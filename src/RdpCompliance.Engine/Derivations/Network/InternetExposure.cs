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
    public static InternetExposure Of(AddressBounds sources, NetworkSpace space)
    {
        var inside = sources.Within(space.Internet);
        return Of(AddressCount.Of(inside.Must), AddressCount.Of(inside.Bulk).WithoutTags(inside.Lacking.Count), AddressCount.Of(inside.May));
    }

    /// <param name="certain">Those that certainly get in, address by address.</param>
    /// <param name="bulk">As many as certainly get in, whichever they are.</param>
    public static InternetExposure Of(AddressCount certain, AddressCount bulk, AddressCount possible) =>
        certain.IsMany || bulk.IsMany ? InternetExposure.Exposed
        : possible.IsMany ? InternetExposure.Unknown
        : !certain.IsZero ? InternetExposure.Restricted
        : !possible.IsZero ? InternetExposure.Unknown
        : InternetExposure.None;

    /// <summary>The word that rules compare with; <see langword="null"/> when it is not known.</summary>
    public static FieldValue? AsField(this InternetExposure exposure) => exposure switch
    {
        InternetExposure.Exposed => new FieldValue.Text("exposed"),
        InternetExposure.Restricted => new FieldValue.Text("restricted"),
        InternetExposure.None => new FieldValue.Text("none"),
        _ => null,
    };
}
