using System.Diagnostics;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;

namespace RdpCompliance.Reports;

/// <summary>The words of the machine-readable contracts; they outlive the names of the code.</summary>
internal static class ContractName
{
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Fail => "fail",
        Verdict.Undecided => "undecided",
        Verdict.NotApplicable => "not-applicable",
        _ => throw new UnreachableException($"{verdict} has no name."),
    };

    public static string Of(CauseVerdict verdict) => verdict switch
    {
        CauseVerdict.Present => "present",
        CauseVerdict.Unknown => "unknown",
        CauseVerdict.Manual => "manual",
        CauseVerdict.RuledOut => "ruled-out",
        _ => throw new UnreachableException($"{verdict} has no name."),
    };

    public static string Of(Strength strength) => strength switch
    {
        Strength.Weak => "weak",
        Strength.Medium => "medium",
        Strength.Strong => "strong",
        _ => throw new UnreachableException($"{strength} has no name."),
    };

    public static string Of(CauseKind kind) => kind switch
    {
        CauseKind.Cause => "cause",
        CauseKind.Contributing => "contributing",
        CauseKind.Residue => "residue",
        CauseKind.Myth => "myth",
        CauseKind.Aggregate => "aggregate",
        _ => throw new UnreachableException($"{kind} has no name."),
    };

    public static string Of(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Note => "note",
        _ => throw new UnreachableException($"{severity} has no name."),
    };

    public static string Of(Confidence confidence) => confidence switch
    {
        Confidence.High => "high",
        Confidence.Medium => "medium",
        Confidence.Low => "low",
        _ => throw new UnreachableException($"{confidence} has no name."),
    };

    public static string Of(UnknownReason reason) => reason switch
    {
        UnknownReason.NotCollected => "not-collected",
        UnknownReason.Unreadable => "unreadable",
        UnknownReason.Unresolvable => "unresolvable",
        UnknownReason.Contradictory => "contradictory",
        UnknownReason.WrongType => "wrong-type",
        UnknownReason.Targeted => "targeted",
        _ => throw new UnreachableException($"{reason} has no name."),
    };

    public static string Of(NotAskedReason reason) => reason switch
    {
        NotAskedReason.SwitchedOff => "switched-off",
        NotAskedReason.Role => "role",
        NotAskedReason.NothingOfItsKind => "nothing-of-its-kind",
        _ => throw new UnreachableException($"{reason} has no name."),
    };

    public static string Of(InputOutcome outcome) => outcome switch
    {
        InputOutcome.Read => "read",
        InputOutcome.Damaged => "damaged",
        InputOutcome.Foreign => "foreign",
        InputOutcome.Skipped => "skipped",
        _ => throw new UnreachableException($"{outcome} has no name."),
    };

    public static string Of(BaselineState state) => state switch
    {
        BaselineState.New => "new",
        BaselineState.Unchanged => "unchanged",
        BaselineState.Absent => "absent",
        _ => throw new UnreachableException($"{state} has no name."),
    };

    public static string Of(DiagnosticEffect effect) => effect switch
    {
        DiagnosticEffect.Note => "note",
        DiagnosticEffect.Gap => "gap",
        DiagnosticEffect.Damage => "damage",
        DiagnosticEffect.Refusal => "refusal",
        _ => throw new UnreachableException($"{effect} has no name."),
    };

    /// <summary>What a list of findings says before the rule: the severity of a fail, otherwise the verdict.</summary>
    public static string Of(Finding finding) => finding.Verdict == Verdict.Fail ? Of(finding.Severity) : Of(finding.Verdict);
}
