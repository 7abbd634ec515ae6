using System.Collections.Immutable;

namespace RdpCompliance.Engine.Facts;

/// <summary>Kleene's three truth values, ordered so that "and" is the minimum and "or" the maximum.</summary>
public enum Truth
{
    False,
    Unknown,
    True,
}

/// <summary>A fact that a condition read, with the path it was read by.</summary>
public sealed record DecidingFact(string Path, Fact Fact);

/// <summary>The truth of a condition and the facts whose change would change it, in the order of the condition.</summary>
public sealed record Judgement(Truth Truth, ImmutableArray<DecidingFact> Deciders)
{
    public static Judgement True { get; } = new(Truth.True, []);

    private static readonly Judgement False = new(Truth.False, []);
    private static readonly Judgement Unknown = new(Truth.Unknown, []);

    /// <summary>A truth without its reasons.</summary>
    public static Judgement Bare(Truth truth) => truth switch
    {
        Truth.True => True,
        Truth.False => False,
        _ => Unknown,
    };
}
