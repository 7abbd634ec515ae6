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
internal sealed class Evaluator(IFactSource facts, ImmutableDictionary<string, FieldValue> parameters, DateTimeOffset asOf)
{
    public Judgement Judge(Condition condition, Subject subject) => Judge(condition, ScopeOf(subject));

    /// <summary>Whether the subject is meant; one reason against it is enough, so that the first ends it.</summary>
    public Judgement JudgeMeant(Condition where, Subject subject) => JudgeMeant(where, ScopeOf(subject));

    /// <summary>The fact at a path of the subject, for messages and places.</summary>
    public Fact Read(FieldPath path, Subject subject) => Read(path, ScopeOf(subject));

    private static ImmutableStack<Element> ScopeOf(Subject subject) => ImmutableStack.Create<Element>(new Element.OfSubject(subject));

    private Judgement Judge(Condition condition, ImmutableStack<Element> scope) => condition switch
    {
        Condition.Leaf leaf => JudgeLeaf(leaf, scope),
        Condition.AllOf all => Combine(Truth.True, all.Parts.Select(part => Judge(part, scope))),
        Condition.AnyOf any => Combine(Truth.False, any.Parts.Select(part => Judge(part, scope))),
        Condition.Not not => Negate(Judge(not.Part, scope)),
        Condition.Any any => JudgeAny(any.Of, any.Where, scope),
        Condition.None none => Negate(JudgeAny(none.Of, none.Where, scope)),
        Condition.All all => JudgeAll(all, scope),
        Condition.Count count => JudgeCount(count, scope),
        _ => throw new UnreachableException($"{condition} has no case."),
    };

    private Judgement JudgeLeaf(Condition.Leaf leaf, ImmutableStack<Element> scope)
    {
        var fact = Read(leaf.Path, scope);
        var truth = Truth.True;
        var operands = ImmutableArray.CreateBuilder<DecidingFact>();
        var wanted = new List<FieldValue?>();
        foreach (var test in leaf.Tests)
        {
            var operand = test.Operand switch
            {
                Operand.Literal literal => Fact.Known(literal.Value),
                Operand.Parameter parameter => Fact.Known(parameters[parameter.Name]),
                Operand.Now now => Fact.Known(new FieldValue.Instant(asOf + now.Offset)),
                Operand.Path path => Deciding(path.Field),
                _ => throw new UnreachableException($"{test.Operand} has no case."),
            };
            var one = Operators.Apply(test.Operator, fact, operand);
            truth = one < truth ? one : truth;
            wanted.Add(operand.Value);
        }

        return new(truth, [new(leaf.Path.Text, AccountFacts.Decisive(fact, truth, wanted)), .. operands]);

        Fact Deciding(FieldPath path)
        {
            var read = Read(path, scope);
            operands.Add(new(path.Text, read));
            return read;
        }
    }

    /// <summary>
    /// "All of" (identity true) is false by its false parts, true by all; "any of" (identity
    /// false) the other way round. Unknown is decided by the unknown parts,
    /// and for "any of" by the false ones too: they are what speaks against.
    /// </summary>
    private static Judgement Combine(Truth identity, IEnumerable<Judgement> parts)
    {
        var judged = parts.ToImmutableArray();
        var opposite = identity == Truth.True ? Truth.False : Truth.True;
        var truth = judged.Any(part => part.Truth == opposite) ? opposite
            : judged.Any(part => part.Truth == Truth.Unknown) ? Truth.Unknown
            : identity;
        return new(
            truth,
            [
                .. judged
                    .Where(part => part.Truth == truth || (truth == Truth.Unknown && part.Truth == identity && identity == Truth.False))
                    .SelectMany(part => part.Deciders),
            ]);
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

    private Judgement JudgeAny(Members members, Condition? where, ImmutableStack<Element> scope)
    {
        var (elements, incomplete) = MembersOf(members, scope);
        var judged = elements.Select(element => where is null ? MemberItself(element) : JudgeMeant(where, scope.Push(element))).ToList();
        // Of a list that may go on, the members that are not meant say nothing against those that are not listed.
        return incomplete is null || judged.Exists(one => one.Truth == Truth.True)
            ? Combine(Truth.False, judged)
            : Combine(Truth.False, [.. judged.Where(one => one.Truth == Truth.Unknown), new(Truth.Unknown, [incomplete])]);
    }

    /// <summary>A member is not meant for one reason as well as for several, and a log has a hundred thousand members.</summary>
    private Judgement JudgeMeant(Condition where, ImmutableStack<Element> scope)
    {
        if (where is not Condition.AllOf all)
        {
            return Judge(where, scope);
        }

        var judged = ImmutableArray.CreateBuilder<Judgement>(all.Parts.Length);
        foreach (var part in all.Parts)
        {
            var one = Judge(part, scope);
            if (one.Truth == Truth.False)
            {
                return one;
            }

            judged.Add(one);
        }

        return Combine(Truth.True, judged);
    }

    private Judgement JudgeAll(Condition.All all, ImmutableStack<Element> scope)
    {
        var (elements, incomplete) = MembersOf(all.Of, scope);
        var judged = elements.Select(element => JudgeMember(element)).ToList();
        return incomplete is null || judged.Exists(one => one.Truth == Truth.False)
            ? Combine(Truth.True, judged)
            : Combine(Truth.True, [.. judged, new(Truth.Unknown, [incomplete])]);

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

    private Judgement JudgeCount(Condition.Count count, ImmutableStack<Element> scope)
    {
        var (elements, incomplete) = MembersOf(count.Of, scope);
        var judged = elements.Select(element => count.Where is null ? MemberItself(element) : Judge(count.Where, scope.Push(element))).ToList();
        var least = judged.LongCount(one => one.Truth == Truth.True);
        var most = incomplete is null ? least + judged.LongCount(one => one.Truth == Truth.Unknown) : long.MaxValue;
        var truth = Truth.True;
        foreach (var test in count.Tests)
        {
            var operand = test.Operand switch
            {
                Operand.Literal literal => Fact.Known(literal.Value),
                Operand.Parameter parameter => Fact.Known(parameters[parameter.Name]),
                Operand.Path path => Read(path.Field, scope),
                _ => throw new UnreachableException($"The loader lets no {test.Operand} be counted."),
            };
            var one = Operators.ApplyToRange(test.Operator, least, most, operand);
            truth = one < truth ? one : truth;
        }

        var relevant = judged.Where(one => one.Truth != Truth.False).SelectMany(one => one.Deciders);
        return new(truth, incomplete is null ? [.. relevant] : [.. relevant, incomplete]);
    }

    private static Judgement MemberItself(Element element) =>
        element switch
        {
            Element.OfSubject { Subject: var subject } => new(
                Truth.True,
                [
                    new(
                        subject.Kind.Name,
                        Fact.Known(new FieldValue.Text(subject.Name)) with
                        {
                            Grounds = [Ground.Thing(subject.Place)],
                            Because = $"there is {subject}",
                        }),
                ]),
            Element.OfValue { List: var list } => new(Truth.True, [new("value", list)]),
            _ => Judgement.True,
        };

    /// <returns>The members, and the fact that says why there may be more; <see langword="null"/> when all are known.</returns>
    private (IEnumerable<Element> Elements, DecidingFact? Incomplete) MembersOf(Members members, ImmutableStack<Element> scope)
    {
        switch (members)
        {
            case Members.Table table:
                return (
                    parameters[table.Parameter] is FieldValue.List rows
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

    private Fact Read(FieldPath path, ImmutableStack<Element> scope)
    {
        var (element, unknown) = Follow(path, scope);
        return element switch
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
        facts.FactOf(subject, field, subject.Kind.Field(field)?.Parameter is { } parameter ? parameters.GetValueOrDefault(parameter) : null);

    /// <summary>Steps out of quantifiers and along *one* relations; without a subject there, the fact that says why.</summary>
    private (Element? Element, Fact? Unknown) Follow(FieldPath path, ImmutableStack<Element> scope)
    {
        for (var outer = 0; outer < path.Outer; outer++)
        {
            scope = scope.Pop();
        }

        var element = scope.Peek();
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
