using System.Collections.Immutable;

namespace RdpCompliance.Engine.Facts;

/// <summary>Why a statement of a GPO, or of a file that would be imported, counts for a machine.</summary>
/// <param name="By">Who states it: "GPO 'X'".</param>
/// <param name="Says">What stands there: "1".</param>
public sealed record PolicyApplication(string By, Wording Says)
{
    /// <summary>The other statements that led there: those that agree, or those among which nobody can decide.</summary>
    public ImmutableArray<Ground> Others { get; init; } = [];

    /// <summary>Why the value is not known, as a clause; <see langword="null"/> when it is.</summary>
    public Wording? Doubt { get; init; }

    /// <summary>What is not among the inputs and would win; <see langword="null"/> when nothing is.</summary>
    public Need? MayBeOverriddenBy { get; init; }
}
