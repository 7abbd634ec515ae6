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
    private readonly Dictionary<Condition, (Subject Owner, bool IsMeant)> _ofOwner = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, Diagnostic> _faults = new(StringComparer.Ordinal);
    private readonly Glance _glance = new();

    /// <summary>What was decided, also where nothing is reported.</summary>
    public Reckoning Reckoning { get; } = new(plan.Rules.Length, plan.Addresses);
    private Evaluator? _brief;

    /// <summary>Values of the wrong type that rules stumbled over, one for each place, and rules that ended in a fault of the program.</summary>
    public IEnumerable<Diagnostic> Diagnostics => _wrongTypes.Values.Concat(_faults.Values);

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

            var scope = Scope.Of(subject);
            foreach (var planned in plan.Of(subject.Kind))
            {
                if (planned.For(subject) is not { } terms)
                {
                    Reckoning.Off(planned);
                }
                else if (JudgeAlone(planned, terms, subject, scope) is { } finding)
                {
                    yield return Judged.Of(subject, finding);
                }
            }
        }
    }

    private Finding? JudgeAlone(PlannedRule planned, PlannedRule.Terms terms, Subject subject, Scope scope)
    {
        try
        {
            return JudgeOne(planned, terms, subject, scope);
        }
        catch (Exception fault) when (Contained.Holds(fault))
        {
            _faults.TryAdd(planned.Rule.Id, Contained.Of(fault, planned.Rule.Id, subject.Place));
            return null;
        }
    }

    /// <summary>Configuration may say something of the file in which a finding stands, which is known only when there is one.</summary>
    private Finding? JudgeOne(PlannedRule planned, PlannedRule.Terms terms, Subject subject, Scope scope)
    {
        var decision = Decide(planned, terms, subject, scope);
        if (planned.MindsPlaces && decision is { Finding: { } found })
        {
            terms = planned.For(subject, found);
            decision = terms.IsOff ? decision : Decide(planned, terms, subject, scope);
        }

        if (terms.IsOff)
        {
            Reckoning.Off(planned);
            return null;
        }

        if (decision is not { } decided)
        {
            return null;
        }

        Reckoning.Asked(planned);
        if (subject.Mode == JudgementMode.InForce)
        {
            Reckoning.Count(decided.Verdict, decided.Need);
        }

        return decided.Finding;
    }

    /// <summary>Truths first: only a verdict that may be reported, or that a value of the wrong type speaks in, is judged again with its reasons.</summary>
    /// <returns><see langword="null"/> where the rule does not concern the subject.</returns>
    private Decision? Decide(PlannedRule planned, PlannedRule.Terms terms, Subject subject, Scope scope)
    {
        var brief = _brief ??= new(realm, terms.Parameters, plan.Settings.AsOf, _glance);
        brief.Use(terms.Parameters);
        foreach (var condition in planned.ConditionsOfOwner)
        {
            if (!MeansOwner(condition, subject, scope, brief))
            {
                NotMeant(planned, scope, brief);
                return null;
            }
        }

        var rule = planned.Rule;
        _glance.Reset();
        var isMeant = rule.Where is { } demanded ? brief.JudgeMeant(demanded, scope).Truth : Truth.True;
        if (isMeant == Truth.False)
        {
            NotMeant(planned, scope, brief);
            return null;
        }

        _glance.ForgetStated();
        var isMet = brief.Judge(rule.Require, scope).Truth;
        var verdict = VerdictTelling.VerdictOf(isMeant, isMet, !_glance.SawOverridable);
        var need = _glance.Need ?? _glance.Unless;
        if (!_glance.SawWrongType && VerdictTelling.IsSilent(isMeant, isMet, subject, _glance, plan.Settings))
        {
            return new(verdict, need, null);
        }

        var evaluator = new Evaluator(realm, terms.Parameters, plan.Settings.AsOf);
        var where = rule.Where is { } meant ? evaluator.JudgeMeant(meant, scope) : Judgement.True;
        var require = evaluator.Judge(rule.Require, scope);
        Note(where);
        Note(require);
        return new(verdict, need, new VerdictTelling(rule, terms, subject, scope, evaluator, where, require).Tell(plan.Settings));
    }

    private void NotMeant(PlannedRule planned, Scope scope, Evaluator brief)
    {
        if (!Reckoning.IsOpen(planned))
        {
            return;
        }

        foreach (var condition in planned.ConditionsOfRole)
        {
            if (brief.Judge(condition, scope).Truth == Truth.False)
            {
                Reckoning.OtherRole(planned);
                return;
            }
        }

        Reckoning.Asked(planned);
    }

    private bool MeansOwner(Condition condition, Subject subject, Scope scope, Evaluator evaluator)
    {
        if (subject.Owner is not { } owner)
        {
            return true;
        }

        if (!_ofOwner.TryGetValue(condition, out var known) || known.Owner != owner)
        {
            _ofOwner[condition] = known = (owner, evaluator.Judge(condition, scope).Truth != Truth.False);
        }

        return known.IsMeant;
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

    /// <param name="Finding"><see langword="null"/> where the verdict is not reported.</param>
    private readonly record struct Decision(Verdict Verdict, Need? Need, Finding? Finding);
}
