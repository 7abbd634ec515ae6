using System.Collections.Immutable;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>A set of addresses of which only the bounds are known: those certainly in it, and those possibly in it.</summary>
public readonly record struct AddressBounds(AddressSet Must, AddressSet May)
{
    private readonly AddressSet? _bulk;
    private readonly ImmutableHashSet<string>? _lacking;

    public static AddressBounds Nothing { get; } = Exactly(AddressSet.Empty);

    /// <summary>Nothing is known of it.</summary>
    public static AddressBounds Anything { get; } = new(AddressSet.Empty, AddressSet.All);

    /// <summary>All of these are certainly in it but those that a service tag of <see cref="Lacking"/> has, whose addresses are not known.</summary>
    public AddressSet Bulk
    {
        get => _bulk ?? Must;
        init => _bulk = value;
    }

    /// <summary>Names of service tags.</summary>
    public ImmutableHashSet<string> Lacking
    {
        get => _lacking ?? [];
        init => _lacking = value;
    }

    public static AddressBounds Exactly(AddressSet set) => new(set, set);

    public AddressBounds Union(AddressBounds other) => new(Must.Union(other.Must), May.Union(other.May))
    {
        Bulk = Bulk.Union(other.Bulk),
        Lacking = Lacking.Union(other.Lacking),
    };

    public AddressBounds Intersect(AddressBounds other) => new(Must.Intersect(other.Must), May.Intersect(other.May))
    {
        Bulk = Bulk.Intersect(other.Bulk),
        Lacking = Lacking.Union(other.Lacking),
    };

    public AddressBounds Within(AddressSet set) => Intersect(Exactly(set));

    /// <summary>The same where it is not certain that it counts at all.</summary>
    public AddressBounds Perhaps() => new(AddressSet.Empty, May);
}
