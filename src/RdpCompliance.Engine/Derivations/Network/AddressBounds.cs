namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>A set of addresses of which only the bounds are known: those certainly in it, and those possibly in it.</summary>
public readonly record struct AddressBounds(AddressSet Must, AddressSet May)
{
    public static AddressBounds Nothing { get; } = Exactly(AddressSet.Empty);

    /// <summary>Nothing is known of it.</summary>
    public static AddressBounds Anything { get; } = new(AddressSet.Empty, AddressSet.All);

    public static AddressBounds Exactly(AddressSet set) => new(set, set);

    public AddressBounds Union(AddressBounds other) => new(Must.Union(other.Must), May.Union(other.May));

    public AddressBounds Intersect(AddressBounds other) => new(Must.Intersect(other.Must), May.Intersect(other.May));

    public AddressBounds Within(AddressSet set) => new(Must.Intersect(set), May.Intersect(set));

    /// <summary>The same where it is not certain that it counts at all.</summary>
    public AddressBounds Perhaps() => this with { Must = AddressSet.Empty };
}
