namespace RdpCompliance.Engine.Evidence;

/// <summary>Why a value is not known. An unknown value is never a pass (design: doubt is said, not guessed).</summary>
public enum UnknownReason
{
    /// <summary>No input covers the place where it would stand.</summary>
    NotCollected,

    /// <summary>The input that should state it is damaged there.</summary>
    Unreadable,

    /// <summary>It is stated by an expression that cannot be evaluated offline.</summary>
    Unresolvable,

    /// <summary>Two inputs of equal standing state different values.</summary>
    Contradictory,

    /// <summary>It is stated with a type or form that Windows or Azure would not take.</summary>
    WrongType,

    /// <summary>It applies only to some targets, and evidence does not settle which.</summary>
    Targeted,
}
