using System.Collections.Immutable;
using RdpCompliance.Engine.Conditions;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Subjects;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Scanning;

/// <summary>Turns what two conditions said of a subject into a verdict, and where that is reported into words and places.</summary>
internal sealed class VerdictTelling(Rule rule, PlannedRule.Terms terms, Subject subject, Scope scope, Evaluator evaluator, Judgement where, Judgement require)
{
    /// <summary>What a layer that was not collected may override; each once.</summary>
    private readonly ImmutableArray<Need> _unless =
        [.. where.Deciders.Concat(require.Deciders).SelectMany(decider => decider.Fact.Unless).DistinctBy(need => need.ToString(), StringComparer.Ordinal)];

    /// <param name="isFinal">Whether no layer that was not collected may override what was read: else it is no pass.</param>
    public static Verdict VerdictOf(Truth isMeant, Truth isMet, bool isFinal) => (isMeant, isMet) switch
    {
        (_, Truth.True) => isFinal ? Verdict.Pass : Verdict.Undecided,
        (Truth.True, Truth.False) => Verdict.Fail,
        _ => Verdict.Undecided,
    };

    /// <summary>Whether <see cref="Tell"/> would say nothing, as far as truths without their reasons tell; never true where it speaks.</summary>
    public static bool IsSilent(Truth isMeant, Truth isMet, Subject subject, Glance glance, ScanSettings settings) => (isMeant, isMet) switch
    {
        (Truth.True, Truth.False) => false,
        (_, Truth.True) when !glance.SawOverridable => !settings.IncludePasses || subject.Mode != JudgementMode.InForce,
        _ when subject.Mode == JudgementMode.Stated || settings.IncludeUndecided == UndecidedInclusion.None => true,
        _ => settings.IncludeUndecided != UndecidedInclusion.All && !glance.SawDoubtful && (isMeant != Truth.True || !glance.SawStated),
    };

    /// <returns><see langword="null"/> for a verdict that is not reported.</returns>
    public Finding? Tell(ScanSettings settings)
    {
        var verdict = VerdictOf(where.Truth, require.Truth, _unless.IsEmpty);
        return verdict switch
        {
            Verdict.Fail when subject.Resource is { Condition: DeploymentCondition.Unknown } => settings.IncludeUndecided == UndecidedInclusion.None
                ? null
                : Conditional(),
            Verdict.Fail => Build(Verdict.Fail, FailMessage()) with { Unless = [.. _unless.Select(need => FindingPlaces.Of(need, []))] },
            Verdict.Pass => settings.IncludePasses && subject.Mode == JudgementMode.InForce ? Build(Verdict.Pass, $"{rule.Title}: {Because()}.") : null,
            _ => Undecided(settings),
        };
    }

    /// <summary>It would fail if it were deployed, and whether it is nobody knows.</summary>
    private Finding Conditional()
    {
        var cause = subject.Resource?.ConditionCause;
        var need = cause is null ? null : ResourceFacts.NeedOf(cause);
        return Build(Verdict.Undecided, $"{FailMessage()} Whether it is deployed is not known{(need is null ? "" : $"; that needs {need}")}.") with
        {
            Reason = UnknownReason.Unresolvable,
            Need = new(UnknownReason.Unresolvable, need ?? "whether it is deployed") { Where = cause?.Location },
        };
    }

    private Finding? Undecided(ScanSettings settings)
    {
        if (subject.Mode == JudgementMode.Stated || settings.IncludeUndecided == UndecidedInclusion.None)
        {
            return null;
        }

        // Plain "not collected" is no finding; a value that is there and cannot be decided is, and so is
        // one that speaks against a subject that the rule is about while the rest is missing.
        // Whether a thing is meant is no question while nothing is known of the thing itself.
        var doubtful = require.Truth == Truth.Unknown ? require : where;
        var telling = doubtful.Truth == Truth.Unknown
            ? doubtful.Deciders.FirstOrDefault(decider => decider.Fact is { IsKnown: false } and not { Reason: UnknownReason.NotCollected })
            : null;
        var against = (where.Truth, require.Truth) == (Truth.True, Truth.Unknown)
            ? require.Deciders.FirstOrDefault(decider => decider.Fact is { IsKnown: true, IsStated: true, Grounds.IsEmpty: false })
            : null;
        if (telling is null && against is null && settings.IncludeUndecided != UndecidedInclusion.All)
        {
            return null;
        }

        var first = telling
            ?? new[] { where, require }
                .Where(judgement => judgement.Truth == Truth.Unknown)
                .SelectMany(judgement => judgement.Deciders)
                .FirstOrDefault(decider => !decider.Fact.IsKnown);
        var need = first?.Fact.Need ?? (_unless.IsEmpty ? null : _unless[0]);
        var because = first is { Fact.Because.IsEmpty: false } ? first.Fact.Because.ToString() : $"{first?.Path ?? "a value"} is not known";
        because = against is { Fact.Because.IsEmpty: false } ? $"{against.Fact.Because} and {because}" : because;
        var grounds = new[] { telling, against, first }
            .OfType<DecidingFact>()
            .SelectMany(decider => decider.Fact.Grounds)
            .DistinctBy(ground => ground.Location)
            .ToImmutableArray();
        return Build(Verdict.Undecided, $"{rule.Title}: this cannot be decided, because {because}{(need is null ? "" : $"; it needs {need}")}.", grounds) with
        {
            Reason = first?.Fact.Reason ?? UnknownReason.NotCollected,
            Need = need is null ? null : FindingPlaces.Of(need, first?.Fact.Grounds ?? []),
            RestsOnEvidence = telling is not null || against is not null,
        };
    }

    private Finding Build(Verdict verdict, string message) =>
        Build(
            verdict,
            message,
            [
                .. (rule.At.IsEmpty ? require.Deciders.Select(decider => decider.Fact) : rule.At.Select(path => evaluator.Read(path, scope)))
                    .SelectMany(fact => fact.Grounds)
                    .DistinctBy(ground => ground.Location),
            ]);

    private Finding Build(Verdict verdict, string message, ImmutableArray<Ground> grounds)
    {
        ImmutableArray<FindingPlace> places = grounds.IsEmpty ? [new(subject.Place, null, "")] : [.. grounds.Select(FindingPlaces.Of)];
        return new(rule, verdict, subject.Named, message, places[0])
        {
            Severity = terms.Severity,
            Related = [.. places.Skip(1)],
            Concerns = [new(subject.Id, subject.Named, places) { Deployment = subject.Deployment?.Name, World = subject.Deployment?.Id.World }],
            Signature = DeclaredName.Of(subject),
        };
    }

    private string FailMessage()
    {
        var message = MessageTemplate.Fill(rule.Message, hole => hole switch
        {
            MessageTemplate.Because => Because(),
            MessageTemplate.Name => subject.Name,
            _ => terms.Parameters.TryGetValue(hole, out var parameter) ? parameter.ToString() : Read(hole),
        });
        return _unless.IsEmpty ? message
            : subject.Resource is null
                ? $"{message} This holds unless another layer overrides it: {string.Join(", ", _unless.Select(need => $"{need} was not collected"))}."
            : $"{message} This holds unless what is not in view decides otherwise: {string.Join(", ", _unless)}.";
    }

    private string Read(string hole) =>
        rule.MessagePaths.FirstOrDefault(path => path.Text == hole) is { } path && evaluator.Read(path, scope) is { } fact
            ? fact.Value?.ToString() ?? (fact.IsKnown ? "nothing" : "an unknown value")
            : hole;

    private string Because() =>
        require.Deciders.Select(decider => decider.Fact.Because).FirstOrDefault(because => !because.IsEmpty)?.ToString() ?? $"of {subject}";
}
