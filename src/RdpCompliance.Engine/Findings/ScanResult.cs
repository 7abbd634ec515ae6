using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Policies;

namespace RdpCompliance.Engine.Findings;

/// <summary>What became of an input (design: four outcomes, all of them said).</summary>
public enum InputOutcome
{
    Read,

    /// <summary>Ours, but not or only partly readable.</summary>
    Damaged,

    /// <summary>No reader claims it.</summary>
    Foreign,

    /// <summary>Not looked at, for a reason.</summary>
    Skipped,
}

/// <summary>
/// An input and what became of it. <paramref name="Format"/> is the reader's, <see langword="null"/>
/// for foreign and skipped inputs; <paramref name="Reason"/> says why one was skipped.
/// </summary>
public sealed record ScannedInput(string Name, InputOutcome Outcome, string? Format, string? Reason)
{
    /// <summary>Given on the command line itself, so that being foreign is an error and not a count.</summary>
    public bool IsArgument { get; init; }

    /// <summary>No input but what the run goes by: its configuration, or a file of its own rules.</summary>
    public bool IsOfRun { get; init; }
}

/// <summary>Everything a report is made from; all lists are in report order (source, place, rule), so equal inputs give equal bytes.</summary>
public sealed record ScanResult
{
    /// <summary>Fails and undecideds, and passes when they were asked for.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>What a roll-out repairs: fails of the estate as it is, with <see cref="BaselineState.Absent"/>; <see langword="null"/> for a scan.</summary>
    public ImmutableArray<Finding>? Repaired { get; init; }

    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>What could not be read, or not wholly.</summary>
    public IEnumerable<Diagnostic> Losses => Diagnostics.Where(diagnostic => diagnostic.IsLoss);

    public ImmutableArray<ScannedInput> Inputs { get; init; } = [];

    /// <summary>The rules that were judged, ordered by id.</summary>
    public ImmutableArray<Rule> Rules { get; init; } = [];

    /// <summary>How many subjects of which kind were judged, ordered by kind.</summary>
    public ImmutableArray<(string Kind, int Count)> Subjects { get; init; } = [];

    /// <summary>Every verdict counted, and the rules that were not asked; <see langword="null"/> for a roll-out, which tells what changes.</summary>
    public ScanAccount? Account { get; init; }

    /// <summary>The answer to a question about codes; <see langword="null"/> for a scan.</summary>
    public Diagnosis? Diagnosis { get; init; }

    /// <summary>Whether no input is ours: an empty folder or archive, or files that nobody reads.</summary>
    public bool IsAboutNothing => Findings.IsEmpty && !HasDamage && !Inputs.Any(input => input.Outcome == InputOutcome.Read);

    /// <summary>
    /// Whether something that was given or declared was not, or only partly, judged: a damaged
    /// input, a foreign one that is an argument, a declared GPO that is not there.
    /// </summary>
    public bool HasDamage =>
        Inputs.Any(input => input.Outcome == InputOutcome.Damaged || input is { Outcome: InputOutcome.Foreign, IsArgument: true })
        || Diagnostics.Any(diagnostic => diagnostic.IsDamage);

    /// <summary>Whether everything that was given, declared or named by an input was read: then, and only then, "no findings" speaks of all of it.</summary>
    public bool IsComplete => !HasDamage && !HasGap;

    /// <summary>Whether something that an input names was not at hand.</summary>
    public bool HasGap => Diagnostics.Any(diagnostic => diagnostic.Effect == DiagnosticEffect.Gap);
}
