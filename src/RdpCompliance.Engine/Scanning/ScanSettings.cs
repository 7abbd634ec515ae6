using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Realms;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Scanning;

/// <summary>Which undecided verdicts are reported.</summary>
public enum UndecidedInclusion
{
    None,

    /// <summary>Those where some evidence of the subject was there and did not suffice.</summary>
    WithEvidence,

    /// <summary>Also those for which nothing was collected.</summary>
    All,
}

/// <summary>What the user declared, from configuration files, environment and command line.</summary>
public sealed record ScanSettings
{
    /// <summary>The clock of all dates in rules.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The entries of <c>hosts:</c>.</summary>
    public ImmutableArray<HostDeclaration> Hosts { get; init; } = [];

    /// <summary>Names of sources, or of folders of sources: a GPO there reaches every machine (<c>--assume-gpo</c>).</summary>
    public ImmutableArray<string> AssumedGpos { get; init; } = [];

    /// <summary>Roles of every machine that <see cref="Hosts"/> does not declare (<c>--role</c>); empty = derived from evidence.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>The entries of <c>rules:</c>, in the order of the file; a later match wins.</summary>
    public ImmutableArray<RuleSetting> Rules { get; init; } = [];

    /// <summary>Rule ids to judge (<c>--rule</c>); empty = all.</summary>
    public ImmutableArray<string> OnlyRules { get; init; } = [];

    /// <summary>Rules below this severity are not judged (<c>--severity</c>).</summary>
    public Severity MinimumSeverity { get; init; } = Severity.Note;

    /// <summary>From where Remote Desktop shall be reachable (<c>reachable-from:</c>): CIDR ranges or service tags; empty = no intent.</summary>
    public ImmutableArray<string> ReachableFrom { get; init; } = [];

    /// <summary>What templates are deployed to (<c>scope:</c>) and with which values (<c>parameters:</c>).</summary>
    public DeploymentInputs Deployment { get; init; } = DeploymentInputs.None;

    public UndecidedInclusion IncludeUndecided { get; init; } = UndecidedInclusion.WithEvidence;

    public bool IncludePasses { get; init; }

    /// <summary>What is diagnosed; <see langword="null"/> for a scan. Then everything is judged as meant to be reachable.</summary>
    public DiagnosisQuestion? Question { get; init; }

    internal RealmContext ContextOf(Pack pack) => new(pack, AsOf)
    {
        Hosts = Hosts,
        AssumedGpos = AssumedGpos,
        Roles = Roles,
        ReachableFrom = ReachableFrom,
        Question = Question,
    };
}

/// <summary>What configuration changes on a rule; <see langword="null"/> leaves the pack's value.</summary>
/// <param name="Rule">An id, or "*" for all.</param>
/// <param name="Paths">Globs of source names it is limited to; empty = everywhere.</param>
public sealed record RuleSetting(string Rule, ImmutableArray<string> Paths)
{
    public Severity? Severity { get; init; }

    /// <summary>The rule is not judged.</summary>
    public bool IsOff { get; init; }

    public ImmutableDictionary<string, FieldValue> Parameters { get; init; } = ImmutableDictionary<string, FieldValue>.Empty;
}
