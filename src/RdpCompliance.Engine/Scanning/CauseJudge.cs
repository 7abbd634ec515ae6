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

        if (silences.Find(one => one.Silence == RuleSilence.SwitchedOff) is { Rule.Rule: { } off })
        {
            return Of(CauseVerdict.Unknown) with { Need = new(UnknownReason.NotCollected, $"{off}, which the configuration switches off") };
        }

        if (silences.Find(one => one.Silence == RuleSilence.NothingOfItsKind) is { Rule: { } unseen })
        {
            return Of(CauseVerdict.Unknown) with { Need = NeedOf(cause, RuleOf(unseen).Subject) };
        }

        // What a gateway or a broker would have to be is another machine's, unless nothing else decides; the client's half of a connection is always open.
        ImmutableArray<Finding> passes = [.. findings[Verdict.Pass]];
        var isDecidedHere = !passes.IsEmpty || silences.Exists(one => one.Silence is RuleSilence.DoesNotConcern or RuleSilence.NoneThere);
        if (silences.Find(one => one.Silence == RuleSilence.OtherRole && (!isDecidedHere || RuleRole.Of(RuleOf(one.Rule)) == RuleRole.Client))
            is { Rule: { } elsewhere })
        {
            return Of(CauseVerdict.Unknown) with { Need = NeedOf(cause, RuleOf(elsewhere)) };
        }

        return passes.IsEmpty && silences.Count == 0
            ? Of(CauseVerdict.Unknown) with { Need = findings[Verdict.Undecided].Select(finding => finding.Need).FirstOrDefault() ?? NeedOf(cause) }
            : Of(CauseVerdict.RuledOut) with { Findings = passes };

        DiagnosedCause Of(CauseVerdict verdict) => new(cause, verdict, strength) { ShowsOther = showsOther };
    }

    private RuleSilence SilenceOf(DecidingRule deciding) => target.SilenceOf(_ordinals[deciding.Rule], RuleOf(deciding).Subject);

    private Rule RuleOf(DecidingRule deciding) => rules[_ordinals[deciding.Rule]];

    /// <param name="kind">The kind of which nothing was seen; <see langword="null"/> when that is not what is missing.</param>
    private static FindingNeed? NeedOf(Cause cause, string? kind = null)
    {
        var input = cause.Evidence.FirstOrDefault(one => kind is not null && one.Kinds.Contains(kind, StringComparer.OrdinalIgnoreCase))
            ?? cause.Evidence.FirstOrDefault();
        return input is null ? null : new(UnknownReason.NotCollected, input.Title) { Command = input.Command, Whole = (input.Title, input.Command) };
    }

    /// <summary>The same, of a machine of the role that the rule speaks of.</summary>
    private static FindingNeed? NeedOf(Cause cause, Rule rule)
    {
        var role = RuleRole.Of(rule);
        return role is null || NeedOf(cause, rule.Subject) is not { } need ? NeedOf(cause) : need with
        {
            What = $"{need.What}, on the {role}",
            Whole = ($"what the {role} has: its registry, services and events", null),
            Command = need.Command,
        };
    }
}
