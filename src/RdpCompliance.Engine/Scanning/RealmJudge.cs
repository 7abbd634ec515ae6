using RdpCompliance.Engine.Conditions;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Realms;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Scanning;

/// <summary>Puts the rules to the subjects of one realm.</summary>
internal sealed class RealmJudge(Realm realm, JudgePlan plan)
{
    private static readonly DiagnosticDescriptor WrongType = new("RDP0006", DiagnosticEffect.Note, "'{0}', so Windows does not read it as what it should be.");
    private readonly Dictionary<Location, Diagnostic> _wrongTypes = [];
    private readonly Dictionary<Condition, (Subject Owner, Judgement Judgement)> _ofOwner = new(ReferenceEqualityComparer.Instance);

    /// <summary>Values of the wrong type that rules stumbled over, one for each place.</summary>
    public IEnumerable<Diagnostic> Diagnostics => _wrongTypes.Values;

    /// <summary>Every verdict, also where another rule speaks for it.</summary>
    public IEnumerable<Judged> JudgeAll()
    {
        foreach (var subject in realm.Own)
        {
            // What a template only refers to is another's to answer for.
            if (subject.Resource is { IsExisting: true })
            {
                continue;
            }

            foreach (var planned in plan.Of(subject.Kind))
            {
                if (planned.For(subject) is { } terms && JudgeOne(planned, terms, subject) is { } finding)
                {
                    yield return Judged.Of(subject, finding);
                }
            }
        }
    }

    private Finding? JudgeOne(PlannedRule planned, PlannedRule.Terms terms, Subject subject)
    {
        var rule = planned.Rule;
        var evaluator = new Evaluator(realm, terms.Parameters, plan.Settings.AsOf);
        if (planned.ConditionsOfOwner.Any(condition => OfOwner(condition, subject, evaluator).Truth == Truth.False))
        {
            return null;
        }

        var where = rule.Where is { } demanded ? evaluator.JudgeMeant(demanded, subject) : Judgement.True;
        if (where.Truth == Truth.False)
        {
            return null;
        }

        var require = evaluator.Judge(rule.Require, subject);
        Note(where);
        Note(require);
        return new VerdictTelling(rule, terms, subject, evaluator, where, require).Tell(plan.Settings);
    }

    private Judgement OfOwner(Condition condition, Subject subject, Evaluator evaluator)
    {
        if (subject.Owner is not { } owner)
        {
            return Judgement.True;
        }

        if (!_ofOwner.TryGetValue(condition, out var known) || known.Owner != owner)
        {
            _ofOwner[condition] = known = (owner, evaluator.Judge(condition, subject));
        }

        return known.Judgement;
    }

    private void Note(Judgement judgement)
    {
        foreach (var fact in judgement.Deciders.Select(decider => decider.Fact))
        {
            if (fact is { Reason: UnknownReason.WrongType, Grounds: [var place, ..] } && !_wrongTypes.ContainsKey(place.Location))
            {
                _wrongTypes.Add(place.Location, new(WrongType, place.Location, fact.Because.ToString()));
            }
        }
    }
}
