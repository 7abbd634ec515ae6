using System.Collections.Immutable;
using RdpCompliance.Engine.Conditions;
using RdpCompliance.Engine.Settings;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Policies;

/// <summary>A rule of the pack, loaded and checked (design §6). Nothing downstream checks it again.</summary>
public sealed record Rule
{
    /// <summary>"RDP" and four digits; never reused.</summary>
    public required string Id { get; init; }

    /// <summary>Pascal case, unique in the pack.</summary>
    public required string Name { get; init; }

    /// <summary>What must hold, to the person who fixes the machine.</summary>
    public required string Title { get; init; }

    /// <summary>The file of the pack; null path parts never occur.</summary>
    public required Location Location { get; init; }

    /// <summary>Ids of <c>policies/causes.yml</c>.</summary>
    public ImmutableArray<string> Causes { get; init; } = [];

    public Severity Severity { get; init; } = Severity.Warning;

    public Confidence Confidence { get; init; } = Confidence.High;

    /// <summary>"0.0" to "10.0" for residue and exposure rules, as text because GitHub wants text; <see langword="null"/> for all others.</summary>
    public string? SecuritySeverity { get; init; }

    /// <summary>A kind of <c>policies/subjects.yml</c>.</summary>
    public required string Subject { get; init; }

    public ImmutableArray<RuleParameter> Parameters { get; init; } = [];

    /// <summary>Which subjects it concerns; <see langword="null"/> = all of the kind.</summary>
    public Condition? Where { get; init; }

    public required Condition Require { get; init; }

    /// <summary>Paths whose places are primary and related, in this order; empty = the deciding observations.</summary>
    public ImmutableArray<FieldPath> At { get; init; } = [];

    public ImmutableArray<string> Supersedes { get; init; } = [];

    /// <summary>Text with {paths} and {because}.</summary>
    public required string Message { get; init; }

    /// <summary>The checked paths in <see cref="Message"/>.</summary>
    public ImmutableArray<FieldPath> MessagePaths { get; init; } = [];

    /// <summary>Markdown with the sections What, Why, Confirm, Fix, Do not.</summary>
    public required string Help { get; init; }

    /// <summary>Never empty in a rule that was loaded from YAML.</summary>
    public ImmutableArray<Reference> References { get; init; } = [];

    /// <summary>Windows builds, such as "10.0.20348".</summary>
    public ImmutableArray<string> TestedOn { get; init; } = [];

    public ImmutableArray<RuleExample> Examples { get; init; } = [];

    /// <summary>Whether it is a user's, and the project has no page of it.</summary>
    public bool IsOwn { get; init; }

    /// <summary>The https address that explains an own rule; <see langword="null"/> for rules of the pack, whose pages are known by their ids.</summary>
    public string? Page { get; init; }

    /// <summary>The folder of the pack that holds the file: "host", "security", "residue" …</summary>
    public string Area => Location.Source.Folder[(Location.Source.Folder.LastIndexOf('/') + 1)..];

    /// <summary>Whether a fail says what is left behind or exposed, and not what keeps a connection from being made.</summary>
    public bool IsResidue => Area == "residue";
}
