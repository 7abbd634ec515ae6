using System.Collections.Immutable;
using System.Diagnostics;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Conditions;

/// <summary>Evaluates conditions by Kleene's logic and says which facts decided.</summary>
/// <param name="facts">The world that paths lead into.</param>
/// <param name="parameters">The parameters of the rule in force.</param>
/// <param name="asOf">The clock.</param>
/// <param name="glance">
/// Given, only truths are judged and what was read is noted there: most rules say nothing of most
/// subjects, and reasons cost more than truths. <see langword="null"/> for judgements with reasons.
/// </param>
internal sealed class Evaluator(IFactSource facts, ImmutableDictionary<string, FieldValue> parameters, DateTimeOffset asOf, Glance? glance = null)
{
    private ImmutableDictionary<string, FieldValue> _parameters = parameters;

    /// <summary>The same for a rule with other parameters.</summary>
    public void Use(ImmutableDictionary<string, FieldValue> others) => _parameters = others;

    /// <summary>Whether the subject is meant; one reason against it is enough, so that the first ends it.</summary>
    public Judgement JudgeMeant(Condition where, Scope scope)
    {
        if (where is not Condition.AllOf all)
        {
            return Judge(where, scope);
        }

        // A member is not meant for one reason as well as for several, and a log has a hundred thousand members.
        var judged = new Combination(Truth.True, glance is null);
        foreach (var part in all.Parts)
        {
            var one = Judge(part, scope);
            if (one.Truth == Truth.False)
            {
                return one;
            }

            judged.Add(one);
        }

        return judged.Result();
    }

    public Judgement Judge(Condition condition, Scope scope) => condition switch
    {
        Condition.Leaf leaf => JudgeLeaf(leaf, scope),
        Condition.AllOf all => JudgeParts(Truth.True, all.Parts, scope),
        Condition.AnyOf any => JudgeParts(Truth.False, any.Parts, scope),
        Condition.Not not => Negate(Judge(not.Part, scope)),
        Condition.Any any => JudgeAny(any.Of, any.Where, scope),
        Condition.None none => Negate(JudgeAny(none.Of, none.Where, scope)),
        Condition.All all => JudgeAll(all, scope),
        Condition.Count count => JudgeCount(count, scope),
        _ => throw new UnreachableException($"{condition} has no case."),
    };

    private Judgement JudgeLeaf(Condition.Leaf leaf, Scope scope)
    {
        var fact = Read(leaf.Path, scope);
        var truth = Truth.True;
        List<(DecidingFact? Read, FieldValue? Value)>? operands = null;
        foreach (var test in leaf.Tests)
        {
            var (operand, value) = ReadOperand(test.Operand, scope);
            var one = Operators.Apply(test.Operator, fact, value, operand?.Fact.IsKnown ?? true);
            truth = one < truth ? one : truth;
            if (glance is null)
            {
                (operands ??= []).Add((operand, value));
            }
        }

        return operands is null
            ? Judgement.Bare(truth)
            : new(
                truth,
                [
                    new(leaf.Path.Text, AccountFacts.Decisive(fact, truth, operands.Select(operand => operand.Value))),
                    .. operands.Select(operand => operand.Read).OfType<DecidingFact>(),
                ]);
    }

    /// <returns>The value of an operand, and the fact that it was read from; <see langword="null"/> where the rule states it.</returns>
    private (DecidingFact? Read, FieldValue? Value) ReadOperand(Operand operand, Scope scope) => operand switch
    {
        Operand.Path { Field: var path } when Read(path, scope) is var read => (new(path.Text, read), read.Value),
        Operand.Literal literal => (null, literal.Value),
        Operand.Parameter parameter => (null, _parameters[parameter.Name]),
        Operand.Now now => (null, new FieldValue.Instant(asOf + now.Offset)),
        _ => throw new UnreachableException($"{operand} has no case."),
    };

    private Judgement JudgeParts(Truth identity, ImmutableArray<Condition> parts, Scope scope)
    {
        var judged = new Combination(identity, glance is null);
        foreach (var part in parts)
        {
            judged.Add(Judge(part, scope));
        }

        return judged.Result();
    }

    /// <summary>Known facts of an unknown judgement speak against it, so they speak for its opposite: they are no doubt of that.</summary>
    private static Judgement Negate(Judgement judgement) =>
        judgement.Truth switch
        {
            Truth.True => judgement with { Truth = Truth.False },
            Truth.False => judgement with { Truth = Truth.True },
            _ when judgement.Deciders.Any(decider => !decider.Fact.IsKnown) => judgement with
            {
                Deciders = judgement.Deciders.RemoveAll(decider => decider.Fact.IsKnown),
            },
            _ => judgement,
        };

    private Judgement JudgeAny(Members members, Condition? where, Scope scope)
    {
        var (elements, incomplete) = MembersOf(members, scope);
        var judged = new Combination(Truth.False, glance is null);
        var doubtful = new Combination(Truth.False, glance is null);
        foreach (var element in elements)
        {
            var one = where is null ? MemberItself(element) : JudgeMeant(where, scope.Push(element));
            judged.Add(one);
            if (one.Truth == Truth.Unknown)
            {
                doubtful.Add(one);
            }
        }

        if (incomplete is null || judged.Truth == Truth.True)
        {
            return judged.Result();
        }

        // Of a list that may go on, the members that are not meant say nothing against those that are not listed.
        doubtful.Add(Missing(incomplete));
        return doubtful.Result();
    }

    private Judgement JudgeAll(Condition.All all, Scope scope)
    {
        var (elements, incomplete) = MembersOf(all.Of, scope);
        var judged = new Combination(Truth.True, glance is null);
        foreach (var element in elements)
        {
            judged.Add(JudgeMember(element));
        }

        if (incomplete is not null && judged.Truth != Truth.False)
        {
            judged.Add(Missing(incomplete));
        }

        return judged.Result();

        // "where implies is": a member that is not meant satisfies; one that may be meant and fails is unknown.
        Judgement JudgeMember(Element element)
        {
            var inner = scope.Push(element);
            var meant = all.Where is null ? Judgement.True : Judge(all.Where, inner);
            if (meant.Truth == Truth.False)
            {
                return Judgement.True;
            }

            var satisfies = Judge(all.Is, inner);
            return meant.Truth == Truth.Unknown && satisfies.Truth != Truth.True
                ? new(Truth.Unknown, [.. meant.Deciders, .. satisfies.Deciders])
                : satisfies;
        }
    }

    private Judgement JudgeCount(Condition.Count count, Scope scope)
    {
        var (elements, incomplete) = MembersOf(count.Of, scope);
        var least = 0L;
        var most = incomplete is null ? 0L : long.MaxValue;
        var relevant = glance is null ? ImmutableArray.CreateBuilder<DecidingFact>() : null;
        foreach (var element in elements)
        {
            var one = count.Where is null ? MemberItself(element) : Judge(count.Where, scope.Push(element));
            least += one.Truth == Truth.True ? 1 : 0;
            most += one.Truth != Truth.False && incomplete is null ? 1 : 0;
            if (one.Truth != Truth.False)
            {
                relevant?.AddRange(one.Deciders);
            }
        }

        var truth = Truth.True;
        foreach (var test in count.Tests)
        {
            var one = Operators.ApplyToRange(test.Operator, least, most, ReadOperand(test.Operand, scope).Value);
            truth = one < truth ? one : truth;
        }

        if (relevant is null)
        {
            return Judgement.Bare(truth);
        }

        if (incomplete is not null)
        {
            relevant.Add(incomplete);
        }

        return new(truth, relevant.ToImmutable());
    }

    private Judgement MemberItself(Element element)
    {
        switch (element)
        {
            case Element.OfSubject { Subject: var subject }:
                var itself = Fact.Known(new FieldValue.Text(subject.Name)) with
                {
                    Grounds = [Ground.Thing(subject.Place)],
                    Because = $"there is {subject}",
                };
                glance?.At(itself);
                return glance is null ? new(Truth.True, [new(subject.Kind.Name, itself)]) : Judgement.True;

            case Element.OfValue { List: var list }:
                return new(Truth.True, [new("value", list)]);

            default:
                return Judgement.True;
        }
    }

    /// <summary>There may be members that nobody listed.</summary>
    private Judgement Missing(DecidingFact why)
    {
        glance?.At(why.Fact);
        return new(Truth.Unknown, [why]);
    }

    /// <returns>The members, and the fact that says why there may be more; <see langword="null"/> when all are known.</returns>
    private (IEnumerable<Element> Elements, DecidingFact? Incomplete) MembersOf(Members members, Scope scope)
    {
        switch (members)
        {
            case Members.Table table:
                return (
                    _parameters[table.Parameter] is FieldValue.List rows
                        ? rows.Values.OfType<FieldValue.Row>().Select(row => (Element)new Element.OfRow(row))
                        : [],
                    null);

            case Members.Related { Path: var path }:
                var (element, unknown) = Follow(path, scope);
                if (element is not Element.OfSubject { Subject: var subject })
                {
                    return ([], new(path.Text, unknown ?? Fact.Unknown(UnknownReason.NotCollected, path.Text)));
                }

                if (facts.Related(subject, path.Field) is { } related)
                {
                    return (
                        related.Members.Select(member => (Element)new Element.OfSubject(member)),
                        related.Incomplete is { } why ? new(path.Text, why) : null);
                }

                var list = FieldOf(subject, path.Field);
                return list switch
                {
                    { Value: FieldValue.List values } => (values.Values.Select(value => ElementOf(value, list)), null),
                    { IsKnown: true } => ([], null),
                    _ => ([], new(path.Text, list)),
                };

            default:
                throw new UnreachableException($"{members} has no case.");
        }
    }

    private static Element ElementOf(FieldValue value, Fact list) => value is FieldValue.Row row ? new Element.OfRow(row) : new Element.OfValue(value, list);

    /// <summary>The fact at a path, for conditions, messages and places.</summary>
    public Fact Read(FieldPath path, Scope scope)
    {
        var (element, unknown) = Follow(path, scope);
        var fact = element switch
        {
            Element.OfSubject { Subject: var subject } => FactOf(subject, path.Field),
            Element.OfRow { Row: var row } => row.Cells.TryGetValue(path.Field, out var cell) ? Fact.Known(cell) : Fact.Absent(),
            Element.OfValue value => Fact.Known(value.Value) with
            {
                Grounds = value.List.Grounds,
                Because = value.List.Because,
                Layer = value.List.Layer,
                Unless = value.List.Unless,
            },
            _ => unknown ?? Fact.Absent(),
        };
        glance?.At(fact);
        return fact;
    }

    /// <summary>A field, or the existence of what a *one* relation leads to.</summary>
    private Fact FactOf(Subject subject, string field)
    {
        if (facts.Related(subject, field) is not { } related)
        {
            return FieldOf(subject, field);
        }

        return related switch
        {
            { Members: [var member, ..] } => Fact.Known(new FieldValue.Text(member.Name)) with { Grounds = [Ground.Thing(member.Place)] },
            { Incomplete: { } why } => why,
            _ => Fact.Absent(),
        };
    }

    private Fact FieldOf(Subject subject, string field) =>
        facts.FactOf(subject, field, subject.Kind.Field(field)?.Parameter is { } parameter ? _parameters.GetValueOrDefault(parameter) : null);

    /// <summary>Steps out of quantifiers and along *one* relations; without a subject there, the fact that says why.</summary>
    private (Element? Element, Fact? Unknown) Follow(FieldPath path, Scope scope)
    {
        for (var outer = 0; outer < path.Outer; outer++)
        {
            scope = scope.Outer ?? throw new UnreachableException($"The loader lets no path leave its rule ('{path.Text}').");
        }

        var element = scope.Element;
        foreach (var relation in path.Relations)
        {
            if (element is not Element.OfSubject { Subject: var subject } || facts.Related(subject, relation) is not { } related)
            {
                return (null, Fact.Absent());
            }

            if (related.Members is not [var next, ..])
            {
                return (null, related.Incomplete ?? Fact.Absent());
            }

            element = new Element.OfSubject(next);
        }

        return (element, null);
    }
}
