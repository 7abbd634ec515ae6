using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;

namespace RdpCompliance.Engine.Scanning;

/// <summary>
/// Decides causes at one target: present as soon as a deciding rule fails; ruled out when all pass or do not concern it and nothing is unknown; else
/// unknown, with the first thing that is missing.
/// </summary>
internal sealed class CauseJudge(TargetEvidence target, ImmutableArray<Rule> rules)
{
    private readonly Dictionary<string, int> _ordinals =
        rules.Select((rule, ordinal) => (rule.Id, ordinal)).ToDictionary(pair => pair.Id, pair => pair.ordinal, StringComparer.Ordinal);

    /// <param name="strength">How well the question's pair fits it.</param>
    public DiagnosedCause Judge(Cause cause, Strength strength, bool showsOther)
    {
        var deciding = cause.RulesOf(rules).Where(one => _ordinals.ContainsKey(one.Rule)).ToList();
        var findings = deciding.SelectMany(one => target.Of(one)).ToLookup(finding => finding.Verdict);
        ImmutableArray<Finding> fails = [.. findings[Verdict.Fail].OrderByDescending(finding => finding.Severity)];
        if (!fails.IsEmpty)
        {
            return Of(CauseVerdict.Present) with { Findings = fails };
        }

        if (deciding.Count == 0)
        {
            // What does not exist, or changes nothing, cannot be the cause.
            return Of(cause.Kind == CauseKind.Myth ? CauseVerdict.RuledOut : CauseVerdict.Manual);
        }

        if (deciding.Select(target.SpeakingFor).FirstOrDefault(finding => finding is not null) is { } speaking)
        {
            return Of(CauseVerdict.Unknown) with
            {
                ExplainedBy = speaking.Rule,
                Need = new(UnknownReason.NotCollected, $"what {speaking.Rule.Id} finds to be mended first; it speaks for what would decide this"),
            };
        }

        // A log is a witness: what it says counts, what it does not say leaves the others their word.
        var open = findings[Verdict.Undecided].Where(finding => finding.Need is not { IsOfLog: true }).ToList();
        var silences = deciding.Where(one => target.Of(one).IsEmpty).Select(one => (Rule: one, Silence: SilenceOf(one))).ToList();
        if (open.Count > 0)
        {
            return Of(CauseVerdict.Unknown) with { Need = open.Select(finding => finding.Need).FirstOrDefault(need => need is not null) ?? NeedOf(cause) };
        }

        if (silences.Exists(one => one.Silence == RuleSilence.SwitchedOff))
        {
            return Of(CauseVerdict.Unknown) with
            {
                Need = new(UnknownReason.NotCollected, $"{silences.Find(one => one.Silence == RuleSilence.SwitchedOff).Rule.Rule}, which the configuration switches off"),
            };
        }

        if (silences.Exists(one => one.Silence is RuleSilence.NothingOfItsKind or RuleSilence.OtherRole))
        {
            return Of(CauseVerdict.Unknown) with { Need = NeedOf(cause) };
        }

        ImmutableArray<Finding> passes = [.. findings[Verdict.Pass]];
        return passes.IsEmpty && silences.Count == 0
            ? Of(CauseVerdict.Unknown) with { Need = findings[Verdict.Undecided].Select(finding => finding.Need).FirstOrDefault() ?? NeedOf(cause) }
            : Of(CauseVerdict.RuledOut) with { Findings = passes };

        DiagnosedCause Of(CauseVerdict verdict) => new(cause, verdict, strength) { ShowsOther = showsOther };
    }

    private RuleSilence SilenceOf(DecidingRule deciding)
    {
        var ordinal = _ordinals[deciding.Rule];
        return target.SilenceOf(ordinal, rules[ordinal].Subject);
    }

    private static FindingNeed? NeedOf(Cause cause) => cause.Evidence is [var input, ..]
        ? new(UnknownReason.NotCollected, input.Title) { Command = input.Command, Whole = (input.Title, input.Command) }
        : null;
}
