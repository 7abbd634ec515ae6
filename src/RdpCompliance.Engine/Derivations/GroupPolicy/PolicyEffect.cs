using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Derivations.GroupPolicy;

/// <summary>What a statement does to the value at an address.</summary>
internal enum EffectKind
{
    Set,
    Delete,

    /// <summary>Set where nothing is ("**soft."; a preference that creates): never displaces a value.</summary>
    SetIfAbsent,
}

/// <summary>One statement of one GPO, seen from one address.</summary>
/// <param name="Sequence">Its place among the statements of its source, which are carried out in order.</param>
/// <param name="Targets">Those it is for, where evidence does not settle who that is; <see langword="null"/> when it is carried out for certain.</param>
internal sealed record PolicyEffect(
    PolicyObject Gpo,
    SourceEvidence Source,
    int Sequence,
    EffectKind Kind,
    SettingValue Value,
    Location Location,
    string? Targets)
{
    /// <summary>A preference writes an ordinary value, which a policy value overrides.</summary>
    public bool IsPreference { get; init; }

    /// <summary>The observation or the field of an item behind it.</summary>
    public required object Statement { get; init; }

    public bool IsCertain => Targets is null && Kind != EffectKind.SetIfAbsent;

    /// <summary>The value that it leaves; <see langword="null"/> = none.</summary>
    public SettingValue? Result => Kind == EffectKind.Delete ? null : Value;

    /// <summary>Whether it wins over another where both state the address; <see langword="null"/> when that is not known.</summary>
    public bool? Wins(PolicyEffect other, ReachingPolicies reach)
    {
        if (IsPreference != other.IsPreference && Gpo.Origin >= PolicyOrigin.Resultant && other.Gpo.Origin >= PolicyOrigin.Resultant)
        {
            return other.IsPreference;
        }

        return ReferenceEquals(Source, other.Source) && ReferenceEquals(Gpo, other.Gpo)
            ? (Sequence == other.Sequence ? null : Sequence > other.Sequence)
            : reach.Wins(Gpo, other.Gpo);
    }
}
