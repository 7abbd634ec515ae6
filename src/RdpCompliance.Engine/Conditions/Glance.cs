using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Conditions;

/// <summary>
/// What a judgement without reasons remembers of the facts that it read, so that whoever asked
/// knows whether the reasons are worth asking for. It may remember more than the reasons would
/// hold, never less.
/// </summary>
internal sealed class Glance
{
    /// <summary>What would decide the first value that was not known; <see langword="null"/> when all were, or nobody can say.</summary>
    public Need? Need { get; private set; }

    /// <summary>What may override the first value that something may.</summary>
    public Need? Unless { get; private set; }

    /// <summary>A value of the wrong type, which is said wherever a rule stumbles over it.</summary>
    public bool SawWrongType { get; private set; }

    /// <summary>A value that a layer that was not collected may override.</summary>
    public bool SawOverridable { get; private set; }

    /// <summary>A value that is there and cannot be known.</summary>
    public bool SawDoubtful { get; private set; }

    /// <summary>A value that a source states.</summary>
    public bool SawStated { get; private set; }

    public void At(Fact fact)
    {
        Need ??= fact.Need;
        Unless ??= fact.Unless is [var first, ..] ? first : null;
        SawWrongType |= fact.Reason == UnknownReason.WrongType;
        SawOverridable |= !fact.Unless.IsEmpty;
        SawDoubtful |= fact.Reason is not null and not UnknownReason.NotCollected;
        SawStated |= fact is { IsKnown: true, IsStated: true, Grounds.IsEmpty: false };
    }

    /// <summary>What states a value says nothing against a rule where it only tells that the rule is meant.</summary>
    public void ForgetStated() => SawStated = false;

    public void Reset()
    {
        SawWrongType = SawOverridable = SawDoubtful = SawStated = false;
        Need = Unless = null;
    }
}
