using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Reports.Pages;

namespace RdpCompliance.Reports.Diagnoses;

/// <summary>The sentences of a diagnosis, alike in every format.</summary>
internal static class DiagnosisWords
{
    /// <summary>"0x904 (the socket was closed), extended 0x7 (server refused the connection)".</summary>
    public static string Codes(DiagnosisQuestion question)
    {
        var (code, extended) = question.Pair;
        return extended is { } second
            ? $"{Named(code, question.Meaning)}, extended {Named(second, question.ExtendedMeaning)}"
            : Named(code, question.Meaning);

        static string Named(uint number, string? meaning) => meaning is null ? ErrorPair.Shown(number) : $"{ErrorPair.Shown(number)} ({meaning})";
    }

    /// <summary>What to do first.</summary>
    public static string Answer(Diagnosis diagnosis)
    {
        var pair = diagnosis.Question.Pair;
        if (!diagnosis.IsDocumented)
        {
            return $"No cause is documented for {pair}.";
        }

        if (diagnosis.Targets.IsEmpty)
        {
            return "Nothing that people connect to is among the inputs.";
        }

        var present = diagnosis.Targets
            .SelectMany(target => target.Causes.Select(cause => (Target: target, Cause: cause)))
            .Where(one => one.Cause is { Verdict: CauseVerdict.Present, ImpliedBy: null, Findings.IsEmpty: false, Cause.Kind: not CauseKind.Myth })
            .OrderBy(one => one.Cause.ShowsOther ? 1 : 0)
            .ThenByDescending(one => one.Cause.Strength)
            .ThenByDescending(one => one.Cause.Severity)
            .ThenByDescending(one => one.Cause.Confidence)
            .ToList();
        if (present is [var (target, cause), ..])
        {
            var fix = RuleHelp.Of(cause.Findings[0].Rule).FirstFix;
            var others = present.Count == 1 ? "" : $" {Tally.Amount(present.Count - 1, "more cause")} {(present.Count == 2 ? "is" : "are")} present.";
            return $"At '{target.Name}' mend this first: {Sentence(cause.Cause.Title)}{OtherCode(cause)} {cause.Findings[0].Message}"
                + $"{(fix is null ? "" : $" Fix: {Sentence(fix)}")}{others}";
        }

        return Nothing(diagnosis);
    }

    /// <summary>That nothing is present, and what was not seen.</summary>
    private static string Nothing(Diagnosis diagnosis)
    {
        var causes = diagnosis.Targets.SelectMany(target => target.Causes).ToList();
        var where = diagnosis.Targets is [var only] ? $"'{only.Name}'" : $"any of {diagnosis.Targets.Length} targets";
        var left = diagnosis.Targets.SelectMany(target => target.Residue).Count(cause => cause.Verdict == CauseVerdict.Present);
        var next = diagnosis.ToCollect is [var input, ..]
            ? $" Collect next what decides {Tally.Amount(input.Causes, "of them", "of them")}: {input.Command ?? input.What}."
            : "";
        return $"Nothing that is documented for {diagnosis.Question.Pair} is present at {where}, as far as was seen: "
            + $"{Count(CauseVerdict.RuledOut)} ruled out, {Count(CauseVerdict.Unknown)} cannot be known from these inputs, "
            + $"{Count(CauseVerdict.Manual)} show in no configuration."
            + $"{(left == 0 ? "" : $" {Tally.Amount(left, "insecure workaround was", "insecure workarounds were")} left behind.")}{next}";

        string Count(CauseVerdict verdict) => causes
            .Where(cause => cause.Verdict == verdict)
            .Select(cause => cause.Cause.Id)
            .Distinct(StringComparer.Ordinal)
            .Count()
            .ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>"; the client mostly shows 0x204 or 0x108 for it"; empty where the pair is its own.</summary>
    private static string OtherCode(DiagnosedCause cause) => Shows(cause) is { } shows ? $" ({shows}.)" : "";

    /// <summary>"The client mostly shows 0x204 or 0x108 for it"; <see langword="null"/> where the pair is its own.</summary>
    public static string? Shows(DiagnosedCause cause) =>
        cause.ShowsOther ? $"The client mostly shows {string.Join(" or ", cause.Cause.Shows.Select(ErrorPair.Shown))} for it" : null;

    /// <summary>What stands behind a verdict, a line each.</summary>
    public static IEnumerable<string> Because(DiagnosedCause cause)
    {
        if (cause.ImpliedBy is { } by)
        {
            yield return $"It comes with '{by}'.";
        }
        else
        {
            foreach (var finding in cause.Findings)
            {
                yield return $"{PlaceOf(finding.Primary.Location)}: {finding.Rule.Id} {finding.Message}";
            }
        }

        if (cause is { Verdict: CauseVerdict.RuledOut, Findings.IsEmpty: true })
        {
            yield return cause.Cause.Kind == CauseKind.Myth ? "It is none." : "It does not concern this target.";
        }
    }

    /// <summary>"a value; reg export …"; <see langword="null"/> where nothing is missing.</summary>
    public static string? Needs(DiagnosedCause cause) =>
        cause.Need is { Command: { } command } collected ? $"{collected.What}: {command}" : cause.Need?.What;

    /// <summary>"HKLM\…!Value says otherwise (reg export …)".</summary>
    public static string Unless(FindingNeed need) =>
        need.Command is { } command ? $"{need.What} says otherwise ({command})" : $"{need.What} says otherwise";

    /// <summary>What would decide an unknown cause, as somebody would collect it together with its neighbours.</summary>
    public static string Input(DiagnosedCause cause) => cause.Need is not { } need ? "something that no input tells"
        : need.Whole is { } whole ? whole.Command ?? whole.What
        : need.Command ?? need.What;

    public static string PlaceOf(Location location) => location.Position is { } position
        ? string.Create(CultureInfo.InvariantCulture, $"{location.Source.Name}:{position.Line}:{position.Column}")
        : string.Create(CultureInfo.InvariantCulture, $"{location.Source.Name}, byte {location.Start}");

    /// <summary>"12 causes: reg export …".</summary>
    public static string Line(DecidingInput input) =>
        $"{Tally.Amount(input.Causes, "cause")}: {(input.Command is { } command ? command : input.What)}";

    /// <summary>The causes of a target by what is known of them.</summary>
    public static ImmutableArray<DiagnosedCause> Of(IEnumerable<DiagnosedCause> causes, CauseVerdict verdict) =>
        [.. causes.Where(cause => cause.Verdict == verdict && cause.Cause.Kind != CauseKind.Myth)];

    public static ImmutableArray<DiagnosedCause> Myths(IEnumerable<DiagnosedCause> causes) => [.. causes.Where(cause => cause.Cause.Kind == CauseKind.Myth)];

    private static string Sentence(string text) => text.EndsWith('.') ? text : $"{text}.";
}
