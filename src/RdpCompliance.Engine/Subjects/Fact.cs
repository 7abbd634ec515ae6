using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Settings;

namespace RdpCompliance.Engine.Subjects;

/// <summary>A subject's value in force after precedence, with the observations behind it.</summary>
public sealed record Fact
{
    private Fact()
    {
    }

    /// <summary>The value in force; <see langword="null"/> when there is none (<see cref="Reason"/> null) or when it is not known.</summary>
    public FieldValue? Value { get; private init; }

    /// <summary>Why it is not known; <see langword="null"/> when it is known, or known to be absent.</summary>
    public UnknownReason? Reason { get; private init; }

    /// <summary>The expression or text behind an unknown value, and the input that would decide it.</summary>
    public string? Needs { get; init; }

    /// <summary>The layer that wins; <see langword="null"/> when nothing states it.</summary>
    public Layer? Layer { get; init; }

    /// <summary>Whether some source writes it; <see langword="null"/> when that is not known.</summary>
    public bool? IsStated { get; init; }

    /// <summary>Where it is stated, the winner first; for an absent or default value the place that should hold it.</summary>
    public ImmutableArray<FindingPlace> Places { get; init; } = [];

    /// <summary>
    /// A layer that would win was not collected, so the value is in force only as far as evidence goes: enough for a fail, which says so, and never enough for a pass.
    /// The text names what to collect.
    /// </summary>
    public string? Proviso { get; init; }

    /// <summary>The value and its source as a sentence: the {because} of messages.</summary>
    public string Because { get; init; } = "";

    public bool IsKnown => Reason is null;

    public static Fact Known(FieldValue value) => new() { Value = value, IsStated = true };

    public static Fact Absent() => new() { IsStated = false };

    public static Fact Unknown(UnknownReason reason, string? needs) => new() { Reason = reason, Needs = needs, IsStated = reason == UnknownReason.NotCollected ? null : true };
}
