using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Engine.Facts;

/// <summary>A subject's value in force after precedence, or why it is not known; with its grounds.</summary>
public sealed record Fact
{
    private Fact()
    {
    }

    /// <summary>The value in force; <see langword="null"/> when there is none (<see cref="Reason"/> null) or when it is not known.</summary>
    public FieldValue? Value { get; private init; }

    /// <summary>What would decide an unknown value; <see langword="null"/> when it is known, or nobody can say.</summary>
    public Need? Need { get; init; }

    /// <summary>Why it is not known; <see langword="null"/> when it is known, or known to be absent.</summary>
    public UnknownReason? Reason { get; private init; }

    /// <summary>The layer that wins; <see langword="null"/> when nothing states it.</summary>
    public Layer? Layer { get; init; }

    /// <summary>Whether some source writes it; <see langword="null"/> when that is not known.</summary>
    public bool? IsStated { get; init; }

    /// <summary>On what it rests, the winner first; for an absent or default value the place that should hold it.</summary>
    public ImmutableArray<Ground> Grounds { get; init; } = [];

    /// <summary>
    /// Layers that would win and were not collected, so that the value is in force only as far as
    /// evidence goes: enough for a fail, which says so, and never enough for a pass.
    /// Each is what to collect.
    /// </summary>
    public ImmutableArray<Need> Unless { get; init; } = [];

    /// <summary>The value and its source as a sentence: the {because} of messages.</summary>
    public Wording Because { get; init; } = Wording.None;

    public bool IsKnown => Reason is null;

    public static Fact Known(FieldValue value) => new() { Value = value, IsStated = true };

    public static Fact Absent() => new() { IsStated = false };

    public static Fact Unknown(UnknownReason reason, Wording? needs) => Unknown(reason, needs is null ? null : new Need(reason, needs));

    public static Fact Unknown(UnknownReason reason, Need? need) =>
        new()
        {
            Reason = reason,
            Need = need,
            IsStated = reason == UnknownReason.NotCollected ? null : true,
        };

    /// <summary>The address that would decide was not collected.</summary>
    public static Fact NotCollected(Address address) => Unknown(UnknownReason.NotCollected, Need.ToCollect(address));
}
