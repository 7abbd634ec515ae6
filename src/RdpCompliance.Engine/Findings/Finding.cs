using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;

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
/// <param name="Address">The native address ("HKLM\…!Value", "privilege:Se…#value", a
/// resource id with JSON path); <see langword="null"/> for a file as such.</param>
/// <param name="Text">What the place says, for related places: "by local value 0"; empty for a primary place.</param>
public sealed record FindingPlace(Location Location, string? Address, string Text)
{
    /// <summary>The kind of <see cref="Address"/> for SARIF's logical locations: "registry", "privilege", "service", "resource" …</summary>
    public string AddressKind { get; init; } = "member";

    /// <summary>
    /// A step of the way on which the deciding value came to the primary place. The steps among the
    /// related places stand in reading order (where the resource states it, parameter,
    /// module …) and the primary place ends them; reports show them as one chain.
    /// </summary>
    public bool IsStep { get; init; }
}

/// <summary>One thing that a finding is about, and how the deciding value came to it.</summary>
/// <param name="Name">For people.</param>
/// <param name="Chain">The places that led to the verdict on this one, the deciding place first.</param>
public sealed record Concern(SubjectId Id, SubjectName Name, ImmutableArray<FindingPlace> Chain)
{
    /// <summary>The entry point that deploys it; <see langword="null"/> for things that no template deploys.</summary>
    public string? Deployment { get; init; }

    /// <summary>The parameters of the template under which it is so; <see langword="null"/> when it is so in every world.</summary>
    public string? World { get; init; }
}

/// <summary>What would decide an undecided verdict.</summary>
/// <param name="Kind">Why it is not decided, and so what kind of input decides.</param>
/// <param name="What">The input, as an order to the reader.</param>
public sealed record FindingNeed(UnknownReason Kind, string What)
{
    /// <summary>Where what is there now is written; <see langword="null"/> when nothing is.</summary>
    public Location? Where { get; init; }

    /// <summary>What collects the input on the machine; <see langword="null"/> when no command does.</summary>
    public string? Command { get; init; }

    /// <summary>
    /// The input together with its neighbours, as somebody would collect it at once; <see langword="null"/> when it is none that is collected.
    /// </summary>
    public (string What, string? Command)? Whole { get; init; }

    /// <summary>Whether it is a log, of which nobody ever has all: what is not in it decides nothing.</summary>
    public bool IsOfLog { get; init; }
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
public sealed record Finding(Rule Rule, Verdict Verdict, SubjectName Subject, string Message, FindingPlace Primary)
{
    /// <summary>The rule's severity after configuration.</summary>
    public Severity Severity { get; init; } = Rule.Severity;

    /// <summary>The places that led to the verdict, in the order of the rule; the primary place is not among them.</summary>
    public ImmutableArray<FindingPlace> Related { get; init; } = [];

    /// <summary>
    /// Everything that the finding is about: more than one thing where one place decides for several (a module and its callers, the worlds of a template).
    /// </summary>
    public ImmutableArray<Concern> Concerns { get; init; } = [];

    /// <summary>What a layer that was not collected may undo of a fail; each is what to collect.</summary>
    public ImmutableArray<FindingNeed> Unless { get; init; } = [];

    /// <summary>What decides an <see cref="Verdict.Undecided"/>: the reason; <see langword="null"/> for other verdicts.</summary>
    public UnknownReason? Reason { get; init; }

    /// <summary>The one input that would decide an undecided verdict; <see langword="null"/> when no input would.</summary>
    public FindingNeed? Need { get; init; }

    /// <summary>
    /// Whether something was found that speaks to the matter; <see langword="false"/> for an undecided verdict about which nothing was collected.
    /// </summary>
    public bool RestsOnEvidence { get; init; } = true;

    /// <summary>How a roll-out changes it; <see langword="null"/> in a scan.</summary>
    public BaselineState? Baseline { get; init; }

    /// <summary>
    /// What the finding is about, as text that stays the same when a template gets another world; <see langword="null"/> = the subject's name.
    /// </summary>
    public string? Signature { get; init; }

    /// <summary>Tells findings of one rule, thing and address at several places apart, in the order of the places; the first is 0.</summary>
    public int Ordinal { get; init; }

    /// <summary>Rule, thing and address: equal for the same fault wherever it moves in its file, and for no other fault of the scan.</summary>
    public string Identity
    {
        get
        {
            var identity = $"{Rule.Id}|{Signature ?? Subject.ToString()}|{Primary.Address ?? Primary.Location.Source.Name}";
            return Ordinal == 0 ? identity : $"{identity}|{Ordinal}";
        }
    }
}
