using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>Evaluates JSON of a template: the expressions in its strings and property names, and its property loops.</summary>
internal sealed class ArmValues(ExpressionEvaluator evaluator)
{
    /// <summary>More turns of one loop Azure does not take.</summary>
    public const int MostCopies = 800;

    private const int LongestStep = 80;
    private readonly Dictionary<Node.Text, Expression?> _expressions = new(ReferenceEqualityComparer.Instance);

    public ExpressionEvaluator Evaluator { get; } = evaluator;

    public Node Evaluate(Node node, ArmScope scope) => node switch
    {
        Node.Text text => Evaluate(text, scope),
        Node.Object or Node.Array when !RuntimeHelpers.TryEnsureSufficientExecutionStack() => Unknown.Wrong(node.Location, "a value nested too deep"),
        Node.Object record => Evaluate(record, scope),
        Node.Array list => Evaluate(list, scope),
        _ => node,
    };

    /// <summary>Evaluates to text, or to something not known; anything else is reported and not known.</summary>
    public Node EvaluateText(Node node, ArmScope scope, string what)
    {
        var value = Evaluate(node, scope);
        switch (value)
        {
            case Node.Text or Node.Unresolved:
                return value;
            case Node.Number or Node.Boolean:
                return new Node.Text(value.Location, Conversion.ToText(value) ?? "") { Trace = value.Trace };
            default:
                Evaluator.Report(ArmDiagnostics.WrongShape, node.Location, what, Conversion.NameOf(value), "a string");
                return Unknown.Wrong(node.Location, what);
        }
    }

    /// <summary>How often a loop runs: a number within the limit, or not known, also when the count is not allowed, which is reported.</summary>
    public Node Count(Node count, ArmScope scope)
    {
        var value = Evaluate(count, scope);
        switch (value)
        {
            case Node.Number { Whole: >= 0 and <= MostCopies } or Node.Unresolved:
                return value;
            case Node.Text text when int.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var turns) && turns <= MostCopies:
                return new Node.Number(value.Location, text.Value) { Trace = value.Trace };
            default:
                Evaluator.Report(ArmDiagnostics.CopyCount, count.Location, Conversion.ToText(value) ?? Conversion.NameOf(value), Conversion.Print(MostCopies));
                return Unknown.Wrong(count.Location, "copy count");
        }
    }

    /// <summary>The turns of a loop; one whose number is not known when the count is not.</summary>
    public static IEnumerable<CopyIndex> Turns(string name, CopyKind kind, Node count, Location place, CopyIndex? outer) =>
        count switch
        {
            Node.Number { Whole: { } turns } => Enumerable
                .Range(0, (int)turns)
                .Select(turn => new CopyIndex(
                    name,
                    kind,
                    Tracing.After(place, $"turn {Conversion.Print(turn)} of loop '{name}'", new Node.Number(place, Conversion.Print(turn))),
                    outer)),
            Node.Unresolved unknown => [new(name, kind, new Node.Unresolved(unknown), outer)],
            _ => throw new UnreachableException("A count is a number or not known."),
        };

    private Node Evaluate(Node.Text text, ArmScope scope)
    {
        if (!ArmExpressionParser.IsExpression(text.Value))
        {
            var plain = ArmExpressionParser.Unescape(text.Value);
            return ReferenceEquals(plain, text.Value) ? text : new Node.Text(text.Location, plain) { Trace = text.Trace };
        }

        if (Parsed(text) is not { } expression)
        {
            return Unknown.Wrong(text.Location, Short(text.Value));
        }

        var value = Tracing.After(text.Trace, Evaluator.Evaluate(expression, new Frame(scope, text.Location)));
        return Contains(text.Location, value.Location) ? value : Tracing.After(text.Location, $"stated as '{Short(text.Value)}'", value);
    }

    private Expression? Parsed(Node.Text text)
    {
        if (!_expressions.TryGetValue(text, out var expression))
        {
            expression = ArmExpressionParser.Parse(text, Evaluator);
            _expressions.Add(text, expression);
        }

        return expression;
    }

    /// <summary>The expressions in the strings of a value that is not evaluated.</summary>
    public IEnumerable<Expression> ExpressionsIn(Node syntax)
    {
        var pending = new Stack<Node>([syntax]);
        while (pending.TryPop(out var next))
        {
            if (next is Node.Text text && ArmExpressionParser.IsExpression(text.Value) && Parsed(text) is { } expression)
            {
                yield return expression;
            }

            foreach (
                var child in next switch
                {
                    Node.Object record => record.Properties.Select(property => property.Value),
                    Node.Array list => list.Elements,
                    _ => [],
                })
            {
                pending.Push(child);
            }
        }
    }

    private Node Evaluate(Node.Object record, ArmScope scope)
    {
        if (!Evaluator.Budget.TakeSteps(record.Properties.Length))
        {
            return Evaluator.Exceeded(record.Location);
        }

        // Most objects stay as they are written.
        ImmutableArray<Property>.Builder? changed = null;
        for (var index = 0; index < record.Properties.Length; index++)
        {
            var property = record.Properties[index];
            if (Loops(property) is { } loops)
            {
                changed ??= Copy(record.Properties, index);
                changed.AddRange(loops.Select(loop => Repeat(loop, scope)));
                continue;
            }

            var value = Evaluate(property.Value, scope);
            if (ArmExpressionParser.IsExpression(property.Name))
            {
                changed ??= Copy(record.Properties, index);
                var name = EvaluateName(property, scope);
                if (name is Node.Unresolved unknown)
                {
                    // Any property may be the one whose name is not known.
                    return Tracing.After(record.Location, "has a property whose name is not known", Unknown.Opaque(unknown));
                }

                changed.Add(property with { Name = Conversion.ToText(name) ?? "", Value = value });
                continue;
            }

            var plain = ArmExpressionParser.Unescape(property.Name);
            if (!ReferenceEquals(value, property.Value) || !ReferenceEquals(plain, property.Name))
            {
                changed ??= Copy(record.Properties, index);
                changed.Add(property with { Name = plain, Value = value });
            }
            else
            {
                changed?.Add(property);
            }
        }

        if (changed is null)
        {
            return record;
        }

        return Evaluator.Budget.TakeValues(changed.Count) ? new Node.Object(record.Location, changed.DrainToImmutable()) : Evaluator.Exceeded(record.Location);
    }

    private static ImmutableArray<Property>.Builder Copy(ImmutableArray<Property> properties, int count)
    {
        var copy = ImmutableArray.CreateBuilder<Property>(properties.Length);
        copy.AddRange(properties.AsSpan(0, count));
        return copy;
    }

    private Node Evaluate(Node.Array list, ArmScope scope)
    {
        if (!Evaluator.Budget.TakeSteps(list.Elements.Length))
        {
            return Evaluator.Exceeded(list.Location);
        }

        ImmutableArray<Node>.Builder? changed = null;
        for (var index = 0; index < list.Elements.Length; index++)
        {
            var value = Evaluate(list.Elements[index], scope);
            if (!ReferenceEquals(value, list.Elements[index]))
            {
                changed ??= list.Elements.ToBuilder();
                changed[index] = value;
            }
        }

        if (changed is null)
        {
            return list;
        }

        return Evaluator.Budget.TakeValues(changed.Count) ? new Node.Array(list.Location, changed.DrainToImmutable()) : Evaluator.Exceeded(list.Location);
    }

    private Node EvaluateName(Property property, ArmScope scope)
    {
        var name = new Node.Text(property.NameLocation, property.Name);
        return ArmExpressionParser.Parse(name, Evaluator) is { } expression
            ? Evaluator.Evaluate(expression, new Frame(scope, name.Location))
            : Unknown.Wrong(name.Location, Short(property.Name));
    }

    /// <summary>The loops of a property "copy"; <see langword="null"/> when it is a property like any other.</summary>
    public static IEnumerable<Node.Object>? Loops(Property property) =>
        property.Name.Equals("copy", StringComparison.OrdinalIgnoreCase)
        && property.Value is Node.Array { Elements: [_, ..] elements }
        && elements.All(element =>
            element is Node.Object loop && loop.Find("name") is Node.Text && loop.Find("count") is not null && loop.Find("input") is not null)
            ? elements.OfType<Node.Object>()
            : null;

    /// <summary>The property that a loop of properties or variables makes.</summary>
    public Property Repeat(Node.Object loop, ArmScope scope)
    {
        var name = loop.Find("name") is { } given && EvaluateText(given, scope, "name") is Node.Text text ? text : new Node.Text(loop.Location, "");
        return new(name.Value, name.Location, RepeatInput(loop, name.Value, CopyKind.Property, scope));
    }

    /// <summary>The array of what each turn of a loop gives; not known when the number of turns is not.</summary>
    public Node RepeatInput(Node.Object loop, string name, CopyKind kind, ArmScope scope)
    {
        if (loop.Find("count") is not { } count || loop.Find("input") is not { } input)
        {
            Evaluator.Report(ArmDiagnostics.Incomplete, loop.Location, "loop", loop.Find("count") is null ? "count" : "input");
            return Unknown.Wrong(loop.Location, "copy");
        }

        var turns = Count(count, scope);
        if (turns is Node.Unresolved unknown)
        {
            return Unknown.Opaque(unknown);
        }

        var elements = ImmutableArray.CreateBuilder<Node>();
        foreach (var turn in Turns(name, kind, turns, count.Location, scope.Copy))
        {
            elements.Add(Evaluate(input, scope with { Copy = turn }));
        }

        return Evaluator.Budget.TakeValues(elements.Count) ? new Node.Array(loop.Location, elements.DrainToImmutable()) : Evaluator.Exceeded(loop.Location);
    }

    private static bool Contains(Location outer, Location inner) =>
        ReferenceEquals(outer.Source, inner.Source) && inner.Start >= outer.Start && inner.Start + inner.Length <= outer.Start + outer.Length;

    private static string Short(string text) => text.Length > LongestStep ? $"{text[..LongestStep]}…" : text;
}
