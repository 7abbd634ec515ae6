using System.Collections.Immutable;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Findings;

/// <summary>What the evidence says of a cause at one target.</summary>
public enum CauseVerdict
{
    /// <summary>A deciding rule fails.</summary>
    Present,

    /// <summary>Nobody can know from this evidence.</summary>
    Unknown,

    /// <summary>No configuration shows it; <see cref="Cause.Test"/> says how a person finds out.</summary>
    Manual,

    /// <summary>Every deciding rule passes or does not concern the target, and nothing is unknown.</summary>
    RuledOut,
}

/// <summary>Which documented causes of a pair of codes are present, which are ruled out, and what would decide the rest.</summary>
public sealed record Diagnosis(DiagnosisQuestion Question)
{
    /// <summary>Whether a cause is documented for the codes.</summary>
    public bool IsDocumented { get; init; }

    /// <summary>By name.</summary>
    public ImmutableArray<DiagnosedTarget> Targets { get; init; } = [];

    /// <summary>Names of targets of the inputs that the question does not mean.</summary>
    public ImmutableArray<string> Unasked { get; init; } = [];

    /// <summary>The machines that count as those which connect; what their evidence says counts at every target.</summary>
    public ImmutableArray<string> Clients { get; init; } = [];

    /// <summary>What to collect next: what would decide most causes first.</summary>
    public ImmutableArray<DecidingInput> ToCollect { get; init; } = [];
}

/// <summary>An input that is missing.</summary>
/// <param name="Command">What prints it; <see langword="null"/> when no command does.</param>
/// <param name="Causes">For how many causes it is the first thing missing; a cause counts once, at however many targets.</param>
public sealed record DecidingInput(string What, string? Command, int Causes);

/// <summary>Something that people connect to.</summary>
/// <param name="Kind">machine, virtual-machine, connection-file, gpo or deployment.</param>
/// <param name="Place">Where its evidence begins.</param>
public sealed record DiagnosedTarget(string Name, string Kind, Location Place)
{
    /// <summary>Empty where it is no machine.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>The documented causes, the likeliest first; residue is apart.</summary>
    public ImmutableArray<DiagnosedCause> Causes { get; init; } = [];

    /// <summary>Insecure workarounds of the pair: left behind, not the cause.</summary>
    public ImmutableArray<DiagnosedCause> Residue { get; init; } = [];

    /// <summary>Causes that are present and documented for another pair.</summary>
    public ImmutableArray<DiagnosedCause> Others { get; init; } = [];
}

/// <summary>One cause at one target.</summary>
/// <param name="Strength">How well the pair of the question fits it.</param>
public sealed record DiagnosedCause(Cause Cause, CauseVerdict Verdict, Strength Strength)
{
    /// <summary>The fails that prove it, or the passes that rule it out; empty where rules do not concern the target, or nothing is known.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>What would decide it; <see langword="null"/> when it is decided, or nobody can say.</summary>
    public FindingNeed? Need { get; init; }

    /// <summary>The cause that brings it along; <see langword="null"/> when a rule of its own fails.</summary>
    public string? ImpliedBy { get; init; }

    /// <summary>The rule that speaks for those that would decide it, because it tells more of the same thing; <see langword="null"/> for most.</summary>
    public Rule? ExplainedBy { get; init; }

    /// <summary>Whether the client mostly shows another code for it.</summary>
    public bool ShowsOther { get; init; }

    /// <summary>What a layer that was not collected may undo of a cause that is present.</summary>
    public IEnumerable<FindingNeed> Unless => Findings.SelectMany(finding => finding.Unless).DistinctBy(need => need.What, StringComparer.Ordinal);

    /// <summary>The worst of what proves it.</summary>
    public Severity? Severity => Verdict == CauseVerdict.Present && !Findings.IsEmpty ? Findings.Max(finding => finding.Severity) : null;

    /// <summary>Trust in the entry and in the rules that spoke, whichever is less.</summary>
    public Confidence Confidence => Findings.Select(finding => finding.Rule.Confidence).Append(Cause.Confidence).Min();
}
