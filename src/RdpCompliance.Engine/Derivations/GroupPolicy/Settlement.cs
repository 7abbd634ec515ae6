using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Engine.Derivations.GroupPolicy;

/// <summary>What stands at an address before policy: a value, nothing (<see cref="IsKnown"/> and no value), or nobody knows.</summary>
internal sealed record PresentValue(bool IsKnown, SettingValue? Value);

/// <summary>What all statements together leave at an address.</summary>
internal abstract record Settlement
{
    private Settlement()
    {
    }

    /// <summary>The value stays as it is.</summary>
    public sealed record Untouched : Settlement;

    /// <param name="Deciders">The statements that leave this value, the winner first.</param>
    public sealed record Decided(SettingValue? Value, ImmutableArray<PolicyEffect> Deciders) : Settlement;

    /// <param name="Candidates">The statements of which one decides.</param>
    public sealed record Undecided(UnknownReason Reason, ImmutableArray<PolicyEffect> Candidates) : Settlement;

    /// <summary>
    /// Carries out statements from the weakest to the strongest ([MS-GPREG] 3.2.5.1), as far as their
    /// order is known: a statement counts unless one that is carried out for certain
    /// displaces it, and where those that count leave different values, nobody knows which.
    /// </summary>
    public static Settlement Of(IReadOnlyList<PolicyEffect> effects, PresentValue present, Func<PolicyEffect, PolicyEffect, bool?> wins)
    {
        var certain = effects.Where(effect => effect.IsCertain).ToList();
        var open = effects.Where(effect => !certain.Exists(other => wins(other, effect) == true)).ToList();
        var settled = open.Where(effect => effect.Kind != EffectKind.SetIfAbsent).ToList();
        var soft = open.Where(effect => effect.Kind == EffectKind.SetIfAbsent).ToList();
        var outcomes = settled.ConvertAll(effect => new Outcome(true, effect.Result, effect));
        if (certain.Count == 0)
        {
            outcomes.Add(new(present.IsKnown, present.Value, null));
        }

        if (soft.Count > 0 && outcomes.Exists(outcome => outcome.Value is null))
        {
            if (outcomes.TrueForAll(outcome => outcome is { IsKnown: true, Value: null })
                && FirstOf(soft, wins) is { } first
                && settled.TrueForAll(effect => wins(first, effect) == true))
            {
                outcomes = [new(true, first.Result, first)];
            }
            else
            {
                outcomes.AddRange(soft.Select(effect => new Outcome(true, effect.Result, effect)));
            }
        }

        var candidates = outcomes.Select(outcome => outcome.By).OfType<PolicyEffect>().ToImmutableArray();
        if (outcomes.TrueForAll(outcome => outcome.IsKnown && Same(outcome.Value, outcomes[0].Value)))
        {
            return candidates.Length < outcomes.Count ? new Untouched() : new Decided(outcomes[0].Value, ByStrength(candidates, wins));
        }

        var firm = candidates.Where(effect => effect.IsCertain).ToList();
        var reason = firm.Exists(effect => !Same(effect.Result, firm[0].Result)) ? UnknownReason.Contradictory
            : candidates.Any(effect => effect.Targets is not null) ? UnknownReason.Targeted
            : outcomes.Exists(outcome => !outcome.IsKnown) ? UnknownReason.NotCollected
            : UnknownReason.Contradictory;
        return new Undecided(reason, ByStrength(candidates, wins));
    }

    /// <summary>The one that is carried out first, and so finds nothing; <see langword="null"/> when that may be several, or none for certain.</summary>
    private static PolicyEffect? FirstOf(List<PolicyEffect> soft, Func<PolicyEffect, PolicyEffect, bool?> wins) =>
        soft.Exists(effect => effect.Targets is not null)
            ? null
            : soft.Find(effect => soft.TrueForAll(other => ReferenceEquals(other, effect) || Same(other.Value, effect.Value) || wins(other, effect) == true));

    private static ImmutableArray<PolicyEffect> ByStrength(ImmutableArray<PolicyEffect> effects, Func<PolicyEffect, PolicyEffect, bool?> wins) =>
        [.. effects.OrderByDescending(effect => effects.Count(other => wins(effect, other) == true))];

    private static bool Same(SettingValue? one, SettingValue? other) => one is null || other is null ? one is null && other is null : one.IsSameAs(other);

    private sealed record Outcome(bool IsKnown, SettingValue? Value, PolicyEffect? By);
}
