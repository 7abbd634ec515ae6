using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Scanning;

/// <summary>Puts rules to subjects and turns verdicts into findings.</summary>
internal sealed class Judge(Estate estate, ScanSettings settings)
{
    private static readonly DiagnosticDescriptor WrongType = new("RDP0006", DiagnosticEffect.Note, "'{0}', so Windows does not read it as what it should be.");
    private readonly Dictionary<string, Glob?> _globs = new(StringComparer.Ordinal);
    private readonly Dictionary<Location, Diagnostic> _wrongTypes = [];

    /// <summary>Values of the wrong type that rules stumbled over, one for each place.</summary>
    public IEnumerable<Diagnostic> Diagnostics => _wrongTypes.Values;

    public IEnumerable<Finding> JudgeAll(IEnumerable<Rule> rules) => WithoutSuperseded(JudgeEach(rules).Select(judged => judged.Finding).ToList());

    /// <summary>Every verdict with its subject, also where another rule speaks for it.</summary>
    public IEnumerable<(Subject Subject, Finding Finding)> JudgeEach(IEnumerable<Rule> rules) => WorldFindings.Merge(JudgeInEachWorld(rules));

    private IEnumerable<(Subject Subject, Finding Finding)> JudgeInEachWorld(IEnumerable<Rule> rules)
    {
        foreach (var rule in rules.Where(IsWanted))
        {
            foreach (var subject in estate.OfKind(rule.Subject))
            {
                if (JudgeOne(rule, subject) is { } finding)
                {
                    yield return (subject, finding);
                }
            }
        }
    }

    /// <summary>Whether the rule is judged at all (<c>--rule</c>).</summary>
    public bool IsWanted(Rule rule) => settings.OnlyRules.IsEmpty || settings.OnlyRules.Contains(rule.Id, StringComparer.OrdinalIgnoreCase);

    private Finding? JudgeOne(Rule rule, Subject subject)
    {
        // What a template only refers to is another's to answer for.
        if (subject.Resource is { IsExisting: true })
        {
            return null;
        }

        var configured = settings.Rules.Where(setting => Concerns(setting, rule, subject)).ToList();
        var severity = configured.LastOrDefault(setting => setting.Severity is not null)?.Severity ?? rule.Severity;
        if (configured is [.., { IsOff: true }] || severity < settings.MinimumSeverity)
        {
            return null;
        }

        var parameters = rule.Parameters.ToImmutableDictionary(parameter => parameter.Name, parameter => parameter.Default, StringComparer.Ordinal);
        foreach (var setting in configured)
        {
            parameters = parameters.SetItems(setting.Parameters);
        }

        var evaluator = new Evaluator(estate, parameters, settings.AsOf);
        var where = rule.Where is { } condition ? evaluator.Judge(condition, subject) : Judgement.True;
        if (where.Truth == Truth.False)
        {
            return null;
        }

        var require = evaluator.Judge(rule.Require, subject);
        Note(where);
        Note(require);
        var verdict = (where.Truth, require.Truth) switch
        {
            (_, Truth.True) => Verdict.Pass,
            (Truth.True, Truth.False) => Verdict.Fail,
            _ => Verdict.Undecided,
        };

        // What a layer that was not collected may override is no pass.
        var provisos = where.Deciders.Concat(require.Deciders).Select(decider => decider.Fact.Proviso).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (verdict == Verdict.Pass && provisos.Count > 0)
        {
            verdict = Verdict.Undecided;
        }

        return verdict switch
        {
            Verdict.Fail when subject.Resource is { Condition: DeploymentCondition.Unknown } => Conditional(),
            Verdict.Fail => Build(Verdict.Fail, FailMessage(rule, subject, evaluator, parameters, require, provisos)),
            Verdict.Pass => settings.IncludePasses && subject.Mode == JudgementMode.InForce ? Build(Verdict.Pass, $"{rule.Title}: {Because(require, subject)}.") : null,
            _ => Undecided(),
        };

        Finding Build(Verdict kind, string message)
        {
            var places = Places(rule, subject, evaluator, require);
            return new Finding(rule, kind, subject.Named, message, places[0]) { Severity = severity, Related = [.. places.Skip(1)] };
        }

        // It would fail if it were deployed, and whether it is nobody knows.
        Finding? Conditional() => settings.IncludeUndecided == UndecidedInclusion.None
            ? null
            : Build(Verdict.Undecided, $"{FailMessage(rule, subject, evaluator, parameters, require, provisos)} Whether it is deployed is not known{(ConditionNeed() is { } need ? $"; that needs {need}" : "")}.") with
            {
                Reason = UnknownReason.Unresolvable,
                Needs = ConditionNeed() ?? "whether it is deployed",
            };

        string? ConditionNeed() => subject.Resource?.ConditionCause is { } cause ? ResourceFacts.NeedOf(cause) : null;

        Finding? Undecided()
        {
            var unknown = new[] { where, require }.Where(judgement => judgement.Truth == Truth.Unknown).SelectMany(judgement => judgement.Deciders).Where(decider => !decider.Fact.IsKnown).ToList();
            // Plain "not collected" is no finding; a value that is there and cannot be decided is, and so is one that speaks against a subject that the rule is about while the rest is missing.
            // Whether a thing is meant is no question while nothing is known of the thing itself.
            var doubtful = require.Truth == Truth.Unknown ? require : where;
            var telling = doubtful.Truth == Truth.Unknown ? doubtful.Deciders.FirstOrDefault(decider => decider.Fact is { IsKnown: false } and not { Reason: UnknownReason.NotCollected }) : null;
            var against = (where.Truth, require.Truth) == (Truth.True, Truth.Unknown) ? require.Deciders.FirstOrDefault(decider => decider.Fact is { IsKnown: true, IsStated: true, Places.IsEmpty: false }) : null;
            if (subject.Mode == JudgementMode.Stated || settings.IncludeUndecided == UndecidedInclusion.None || (telling is null && against is null && settings.IncludeUndecided != UndecidedInclusion.All))
            {
                return null;
            }

            var first = telling ?? unknown.FirstOrDefault();
            var needs = first?.Fact.Needs ?? (provisos.Count > 0 ? provisos[0] : null);
            var because = first is { Fact.Because: { Length: > 0 } said } ? said : $"{first?.Path ?? "a value"} is not known";
            var places = new[] { telling, against, first }.OfType<DecidingFact>().SelectMany(decider => decider.Fact.Places).DistinctBy(place => place.Location).ToImmutableArray();
            var place = places is [var found, ..] ? found : new FindingPlace(subject.Place, null, "");
            because = against is { Fact.Because: { Length: > 0 } speaks } ? $"{speaks} and {because}" : because;
            return new Finding(rule, Verdict.Undecided, subject.Named, $"{rule.Title}: this cannot be decided, because {because}{(needs is null ? "" : $"; it needs {needs}")}.", place)
            {
                Severity = severity,
                Reason = first?.Fact.Reason ?? UnknownReason.NotCollected,
                Needs = needs,
                RestsOnEvidence = telling is not null || against is not null,
                Related = [.. places.Skip(1)],
            };
        }
    }

    private bool Concerns(RuleSetting setting, Rule rule, Subject subject) =>
        (setting.Rule == "*" || setting.Rule.Equals(rule.Id, StringComparison.OrdinalIgnoreCase))
        && (setting.Paths.IsEmpty || setting.Paths.Any(path => GlobOf(path)?.Covers(subject.Place.Source.Name) == true));

    private Glob? GlobOf(string path)
    {
        if (!_globs.TryGetValue(path, out var glob))
        {
            _globs.Add(path, glob = Glob.TryParse(path));
        }

        return glob;
    }

    private void Note(Judgement judgement)
    {
        foreach (var fact in judgement.Deciders.Select(decider => decider.Fact))
        {
            if (fact is { Reason: UnknownReason.WrongType, Places: [var place, ..] })
            {
                _wrongTypes.TryAdd(place.Location, new(WrongType, place.Location, fact.Because));
            }
        }
    }

    private static string FailMessage(Rule rule, Subject subject, Evaluator evaluator, ImmutableDictionary<string, FieldValue> parameters, Judgement require, List<string> provisos)
    {
        var message = MessageTemplate.Fill(rule.Message, hole => hole switch
        {
            MessageTemplate.Because => Because(require, subject),
            MessageTemplate.Name => subject.Name,
            _ => parameters.TryGetValue(hole, out var parameter) ? parameter.ToString() : Read(hole, rule, subject, evaluator),
        });
        var overriding = subject.Resource is null ? "another layer overrides it" : "what is not in view decides otherwise";
        return provisos.Count == 0 ? message : $"{message} This holds unless {overriding}: {string.Join(", ", provisos)}.";
    }

    private static string Read(string hole, Rule rule, Subject subject, Evaluator evaluator) =>
        rule.MessagePaths.FirstOrDefault(path => path.Text == hole) is { } path && evaluator.Read(path, subject) is { } fact
            ? fact.Value?.ToString() ?? (fact.IsKnown ? "nothing" : "an unknown value")
            : hole;

    private static string Because(Judgement judgement, Subject subject) =>
        judgement.Deciders.Select(decider => decider.Fact.Because).FirstOrDefault(text => text.Length > 0) ?? $"of {subject}";

    private static ImmutableArray<FindingPlace> Places(Rule rule, Subject subject, Evaluator evaluator, Judgement require)
    {
        var facts = rule.At.IsEmpty ? require.Deciders.Select(decider => decider.Fact) : rule.At.Select(path => evaluator.Read(path, subject));
        var places = facts.SelectMany(fact => fact.Places).DistinctBy(place => place.Location).ToImmutableArray();
        return places.IsEmpty ? [new(subject.Place, null, "")] : places;
    }

    /// <summary>Where two rules judge one thing, the one that says so speaks: the same subject, or the same machine when the kinds differ.</summary>
    public static IEnumerable<Finding> WithoutSuperseded(List<Finding> findings)
    {
        var spoken = findings.Where(finding => finding.Verdict == Verdict.Fail && !finding.Rule.Supersedes.IsEmpty)
            .SelectMany(finding => finding.Rule.Supersedes.Select(other => (Rule: other, finding.Subject)))
            .ToList();
        return findings.Where(finding => !spoken.Exists(one => one.Rule == finding.Rule.Id && IsOneThing(one.Subject, finding.Subject)));
    }

    private static bool IsOneThing(FindingSubject left, FindingSubject right) =>
        left.Kind == right.Kind ? left == right : (left.Owner ?? left.Name) == (right.Owner ?? right.Name);
}
