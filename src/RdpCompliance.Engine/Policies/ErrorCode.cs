using System.Collections.Immutable;
using RdpCompliance.Engine.Settings;

namespace RdpCompliance.Engine.Policies;

/// <summary>How well it is known what a number means.</summary>
public enum CodeStanding
{
    /// <summary>A page of Microsoft states number, name and meaning.</summary>
    Documented,

    /// <summary>A page of Microsoft names it; something of it is known from elsewhere.</summary>
    InPart,

    /// <summary>No page of Microsoft has it; programs, forums or issues do.</summary>
    Observed,

    /// <summary>It is asked for, and nobody says.</summary>
    Undocumented,
}

/// <summary>What one list says of a number (<c>policies/codes.yml</c>).</summary>
/// <param name="Number"><see langword="null"/> for what is known by its name alone.</param>
/// <param name="Last">The last number of a range; <see langword="null"/> for one number.</param>
/// <param name="Meaning">Without capital and full stop.</param>
public sealed record ErrorCode(uint? Number, uint? Last, string Meaning, CodeStanding Standing)
{
    /// <summary>Other numbers by which the same thing is shown.</summary>
    public ImmutableArray<uint> Also { get; init; } = [];

    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>On which side it happens, "network" or "server (certificate)"; <see langword="null"/> when nobody knows.</summary>
    public string? TellsOf { get; init; }

    /// <summary>Empty for what nobody documents.</summary>
    public ImmutableArray<Reference> Sources { get; init; } = [];

    public string? Note { get; init; }

    /// <summary>Whether it is this number, and not only one of a range around it.</summary>
    public bool IsExactly(uint number) => (Number == number && Last is null) || Also.Contains(number);

    public bool Covers(uint number) => IsExactly(number) || (Number <= number && Last >= number);
}
