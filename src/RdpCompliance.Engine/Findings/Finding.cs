using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Findings;

/// <summary>What one rule says of one subject.</summary>
public enum Verdict
{
    Pass,
    Fail,

    /// <summary>Evidence was there and did not suffice; never a pass.</summary>
    Undecided,
    NotApplicable,
}

/// <summary>A place with the address that stands there, and what it means in the chain of evidence.</summary>
/// <param name="Address">The native address ("HKLM\…!Value", "privilege:Se…#value", a resource id with JSON path); <see langword="null"/> for a file as such.</param>
/// <param name="Text">What the place says, for related places: "by local value 0"; empty for a primary place.</param>
public sealed record FindingPlace(Location Location, string? Address, string Text)
{
    /// <summary>The kind of <see cref="Address"/> for SARIF's logical locations: "registry", "privilege", "service", "resource" …</summary>
    public string AddressKind { get; init; } = "member";

    /// <summary>
    /// A step of the way on which the deciding value came to the primary place. The steps among the related places stand in reading order (where the resource states it, parameter,
    /// module …) and the primary place ends them; reports show them as one chain.
    /// </summary>
    public bool IsStep { get; init; }
}

/// <summary>The subject of a finding, named for people and for machines.</summary>
/// <param name="Kind">A kind of <c>policies/subjects.yml</c>.</param>
/// <param name="Name">Name within its owner: "RDP-Tcp", "SeDenyRemoteInteractiveLogonRight".</param>
/// <param name="Owner">The machine, GPO or template it belongs to; <see langword="null"/> when it is that itself.</param>
public sealed record FindingSubject(string Kind, string Name, string? Owner)
{
    /// <summary>"listener 'RDP-Tcp' of 'host1'"</summary>
    public override string ToString() => Owner is null ? $"{Kind} '{Name}'" : $"{Kind} '{Name}' of '{Owner}'";
}

/// <summary>A finding of two states of one estate, as SARIF's baselineState tells it.</summary>
public enum BaselineState
{
    /// <summary>Only the later state has it.</summary>
    New,
    Unchanged,

    /// <summary>Only the earlier state has it.</summary>
    Absent,
}

/// <summary>A verdict worth reporting, with the place that decides it. A finding without a primary place cannot be built.</summary>
public sealed record Finding(Rule Rule, Verdict Verdict, FindingSubject Subject, string Message, FindingPlace Primary)
{
    /// <summary>The rule's severity after configuration.</summary>
    public Severity Severity { get; init; } = Rule.Severity;

    /// <summary>The places that led to the verdict, in the order of the rule; the primary place is not among them.</summary>
    public ImmutableArray<FindingPlace> Related { get; init; } = [];

    /// <summary>What decides an <see cref="Verdict.Undecided"/>: the reason; <see langword="null"/> for other verdicts.</summary>
    public UnknownReason? Reason { get; init; }

    /// <summary>The one input that would decide an undecided verdict, as an order to the reader; <see langword="null"/> when no input would.</summary>
    public string? Needs { get; init; }

    /// <summary>Whether something was found that speaks to the matter; <see langword="false"/> for an undecided verdict about which nothing was collected.</summary>
    public bool RestsOnEvidence { get; init; } = true;

    /// <summary>How a roll-out changes it; <see langword="null"/> in a scan.</summary>
    public BaselineState? Baseline { get; init; }

    /// <summary>Rule, subject and address: equal for the same fault wherever it moves in its file.</summary>
    public string Identity => $"{Rule.Id}|{Subject}|{Primary.Address ?? Primary.Location.Source.Name}";
}
