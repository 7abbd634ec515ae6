using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Facts;

/// <summary>What a place is to the fact that rests on it.</summary>
public enum GroundKind
{
    /// <summary>The value, or the thing itself, is written there.</summary>
    Stated,

    /// <summary>Nothing is written, and there it would stand.</summary>
    Absent,

    /// <summary>A step of the way on which the value came to the place that decides it: a parameter, a module.</summary>
    Step,
}

/// <summary>A place on which a fact rests.</summary>
/// <param name="Address">The native address that stands there; <see langword="null"/> for a file or a thing as such.</param>
/// <param name="Text">What the place says beside the deciding one: "by local value 0"; empty when its address says it all.</param>
public sealed record Ground(Location Location, Address? Address, Wording Text)
{
    public GroundKind Kind { get; init; }

    /// <summary>The place of a thing that is there.</summary>
    public static Ground Thing(Location location) => new(location, null, Wording.None);

    public static Ground Stated(Location location, Address address) => new(location, address, Wording.None);

    /// <param name="location">The nearest thing that should hold it; the ground has its beginning.</param>
    public static Ground Absent(Location location, Address? address) => new(location with { Length = 0 }, address, Wording.None) { Kind = GroundKind.Absent };
}
