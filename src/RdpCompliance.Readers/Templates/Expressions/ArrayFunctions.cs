using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>
/// https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-array; those that take strings too are here as well.
/// </summary>
internal static class ArrayFunctions
{
    public static IEnumerable<LibraryFunction> All =>
        [
            new("array", 1, 1, Evaluation.Strict, call => call[0] is Node.Array ? call[0] : call.List([call[0]])),
            new("concat", 1, int.MaxValue, Evaluation.Eager, Concat),
            new("contains", 2, 2, Evaluation.Eager, Contains),
            new("createArray", 0, int.MaxValue, Evaluation.Eager, call => call.List(call.Arguments)),
            new("distinct", 1, 1, Evaluation.Strict, call => call[0] is Node.Array list ? Union(call, [list]) : call.WrongType(0, "an array")),
            new("empty", 1, 1, Evaluation.Strict, Empty),
            new("first", 1, 1, Evaluation.Strict, call => End(call, first: true)),
            new("flatten", 1, 1, Evaluation.Strict, Flatten),
            new("indexFromEnd", 2, 2, Evaluation.Eager, call =>
                Selection.Element(call.Evaluator, call[0], call[1], Access.FromEnd, call.Syntax.Location, call.Place)),
            new("indexOf", 2, 2, Evaluation.Eager, call => IndexOf(call, last: false)),
            new("intersection", 2, int.MaxValue, Evaluation.Strict, Intersection),
            new("last", 1, 1, Evaluation.Strict, call => End(call, first: false)),
            new("lastIndexOf", 2, 2, Evaluation.Eager, call => IndexOf(call, last: true)),
            new("length", 1, 1, Evaluation.Strict, Length),
            new("range", 2, 2, Evaluation.Strict, Range),
            new("skip", 2, 2, Evaluation.Strict, call => Part(call, taken: false)),
            new("take", 2, 2, Evaluation.Strict, call => Part(call, taken: true)),
            new("tryGet", 2, int.MaxValue, Evaluation.Eager, call => TryGet(call, Access.Safe)),
            new("tryIndexFromEnd", 2, int.MaxValue, Evaluation.Eager, call => TryGet(call, Access.SafeFromEnd)),
            new("union", 1, int.MaxValue, Evaluation.Strict, Union),
        ];

    private static Node Concat(FunctionCall call)
    {
        if (!call.Arguments.Any(argument => argument is Node.Array))
        {
            return StringFunctions.Concat(call);
        }

        var elements = ImmutableArray.CreateBuilder<Node>();
        for (var index = 0; index < call.Count; index++)
        {
            if (call[index] is not Node.Array list)
            {
                return call.WrongType(index, "an array");
            }

            elements.AddRange(Elements(list));
        }

        return call.List(elements.DrainToImmutable());
    }

    private static Node Contains(FunctionCall call)
    {
        switch (call[0], call[1])
        {
            case (Node.Unresolved, _):
                return call.Unknown();
            case (Node.Array list, _):
                bool? found = false;
                foreach (var element in list.Elements)
                {
                    var equal = call.AreEqual(element, call[1]);
                    if (equal == true)
                    {
                        return call.Boolean(true);
                    }

                    found = equal is null ? null : found;
                }

                return call.Boolean(found);
            case (Node.Object or Node.Text, Node.Unresolved):
                return call.Unknown();
            case (Node.Object record, Node.Text key):
                return call.Boolean(record.Find(key.Value) is not null);
            case (Node.Text text, Node.Text part):
                return call.Boolean(text.Value.Contains(part.Value, StringComparison.Ordinal));
            case (Node.Object or Node.Text, _):
                return call.WrongType(1, "a string");
            default:
                return call.WrongType(0, "an array, an object or a string");
        }
    }

    private static Node Empty(FunctionCall call) => call[0] switch
    {
        Node.Array list => call.Boolean(list.Elements.IsEmpty),
        Node.Object record => call.Boolean(record.Properties.IsEmpty),
        Node.Text text => call.Boolean(text.Value.Length == 0),
        Node.Null => call.Boolean(true),
        _ => call.WrongType(0, "an array, an object or a string"),
    };

    /// <summary>The first or last of an array, or null when it has none; of a string, its first or last character.</summary>
    private static Node End(FunctionCall call, bool first) => call[0] switch
    {
        Node.Array { Elements: [] } => call.Null(),
        Node.Array list => Tracing.After(list.Trace, first ? list.Elements[0] : list.Elements[^1]),
        Node.Text { Value: "" } => call.Text(""),
        Node.Text text => call.Text(first ? text.Value[..1] : text.Value[^1..]),
        _ => call.WrongType(0, "an array or a string"),
    };

    private static Node Flatten(FunctionCall call)
    {
        if (call[0] is not Node.Array outer)
        {
            return call.WrongType(0, "an array of arrays");
        }

        var elements = ImmutableArray.CreateBuilder<Node>();
        foreach (var inner in outer.Elements)
        {
            switch (inner)
            {
                case Node.Array list:
                    elements.AddRange(Elements(list));
                    break;
                case Node.Unresolved:
                    return call.Unknown();
                default:
                    return call.WrongType(0, "an array of arrays");
            }
        }

        return call.List(elements.DrainToImmutable());
    }

    /// <summary>Positions in a string ignore letter case; elements of an array are compared exactly.</summary>
    private static Node IndexOf(FunctionCall call, bool last)
    {
        switch (call[0], call[1])
        {
            case (Node.Text text, Node.Text part):
                return call.Number(last
                    ? part.Value.Length == 0 ? Math.Max(0, text.Value.Length - 1) : text.Value.LastIndexOf(part.Value, StringComparison.OrdinalIgnoreCase)
                    : text.Value.IndexOf(part.Value, StringComparison.OrdinalIgnoreCase));
            case (Node.Array list, _):
                for (var step = 0; step < list.Elements.Length; step++)
                {
                    var index = last ? list.Elements.Length - 1 - step : step;
                    switch (call.AreEqual(list.Elements[index], call[1]))
                    {
                        case true:
                            return call.Number(index);
                        case null:
                            return call.Unknown();
                    }
                }

                return call.Number(-1);
            case (Node.Unresolved, _) or (Node.Text, Node.Unresolved):
                return call.Unknown();
            case (Node.Text, _):
                return call.WrongType(1, "a string");
            default:
                return call.WrongType(0, "an array or a string");
        }
    }

    private static Node Intersection(FunctionCall call)
    {
        if (call.Arguments.All(argument => argument is Node.Array))
        {
            var common = new NodeSet(call.Evaluator.Budget);
            var rest = call.Arguments.Skip(1).OfType<Node.Array>().Select(list => NodeSet.Of(list, call.Evaluator.Budget)).ToList();
            foreach (var element in ((Node.Array)call[0]).Elements)
            {
                bool? inAll = true;
                foreach (var other in rest)
                {
                    inAll = (inAll, other.Contains(element)) switch
                    {
                        (false, _) or (_, false) => false,
                        (true, true) => true,
                        _ => null,
                    };
                }

                if (inAll is null)
                {
                    return call.Unknown();
                }

                if (inAll is true && common.Add(element) is null)
                {
                    return call.Unknown();
                }
            }

            return call.List(common.ToImmutable());
        }

        if (!call.Arguments.All(argument => argument is Node.Object))
        {
            return NotAlike(call);
        }

        var properties = ImmutableArray.CreateBuilder<Property>();
        foreach (var property in ((Node.Object)call[0]).Properties)
        {
            bool? same = true;
            foreach (var other in call.Arguments.Skip(1).OfType<Node.Object>())
            {
                same = other.Find(property.Name) is { } value && same is not false ? And(same, call.AreEqual(property.Value, value)) : false;
            }

            if (same is null)
            {
                return call.Unknown();
            }

            if (same is true)
            {
                properties.Add(property);
            }
        }

        return call.Record(properties.DrainToImmutable());
    }

    /// <summary>Reports the first argument that is neither list nor record, or not what the first one is.</summary>
    private static Node NotAlike(FunctionCall call)
    {
        var wrong = 0;
        while (call[0] is Node.Array or Node.Object && call[wrong].GetType() == call[0].GetType())
        {
            wrong++;
        }

        return call.WrongType(wrong, "arrays alone, or objects alone,");
    }

    private static Node Length(FunctionCall call) => call[0] switch
    {
        Node.Array list => call.Number(list.Elements.Length),
        Node.Object record => call.Number(record.Properties.Length),
        Node.Text text => call.Number(text.Value.Length),
        _ => call.WrongType(0, "an array, an object or a string"),
    };

    private static Node Range(FunctionCall call)
    {
        if (call[0] is not Node.Number { Whole: { } start })
        {
            return call.WrongType(0, "an integer");
        }

        if (call[1] is not Node.Number { Whole: { } count })
        {
            return call.WrongType(1, "an integer");
        }

        if (count is < 0 or > EvaluationBudget.LongestRange || start + count > int.MaxValue + 1L || start is < int.MinValue or > int.MaxValue)
        {
            return call.Fail("a range has 0 to 10,000 numbers, none above 2,147,483,647");
        }

        var numbers = ImmutableArray.CreateBuilder<Node>((int)count);
        for (var offset = 0; offset < count; offset++)
        {
            numbers.Add(call.Number(start + offset));
        }

        return call.List(numbers.MoveToImmutable());
    }

    private static Node Part(FunctionCall call, bool taken)
    {
        if (call[1] is not Node.Number { Whole: >= int.MinValue and <= int.MaxValue and var count })
        {
            return call.WrongType(1, "an integer of 32 bits");
        }

        switch (call[0])
        {
            case Node.Array list:
                var cut = (int)Math.Clamp(count, 0, list.Elements.Length);
                return new Node.Array(list.Location, taken ? list.Elements[..cut] : list.Elements[cut..]) { Trace = list.Trace };
            case Node.Text text:
                var at = (int)Math.Clamp(count, 0, text.Value.Length);
                return call.Text(taken ? text.Value[..at] : text.Value[at..]);
            default:
                return call.WrongType(0, "an array or a string");
        }
    }

    /// <summary>Only the first access may find nothing; when it does, the others are not made.</summary>
    private static Node TryGet(FunctionCall call, Access first)
    {
        var found = Selection.Element(call.Evaluator, call[0], call[1], first, call.Syntax.Location, call.Place);
        if (found is Node.Null)
        {
            return found;
        }

        for (var index = 2; index < call.Count; index++)
        {
            found = Selection.Element(call.Evaluator, found, call[index], Access.Strict, call.Syntax.Location, call.Place);
        }

        return found;
    }

    private static Node Union(FunctionCall call)
    {
        if (call.Arguments.All(argument => argument is Node.Array))
        {
            return Union(call, call.Arguments.OfType<Node.Array>());
        }

        return call.Arguments.All(argument => argument is Node.Object)
            ? ObjectFunctions.Merge(call, call.Arguments.OfType<Node.Object>(), isUnion: true)
            : NotAlike(call);
    }

    private static Node Union(FunctionCall call, IEnumerable<Node.Array> lists)
    {
        var union = new NodeSet(call.Evaluator.Budget);
        foreach (var element in lists.SelectMany(Elements))
        {
            if (union.Add(element) is null)
            {
                return call.Unknown();
            }
        }

        return call.List(union.ToImmutable());
    }

    private static bool? And(bool? left, bool? right) => (left, right) switch
    {
        (false, _) or (_, false) => false,
        (true, true) => true,
        _ => null,
    };

    /// <summary>The elements, each with the way of its list.</summary>
    public static IEnumerable<Node> Elements(Node.Array list) =>
        Tracing.AfterEach(list.Trace, list.Elements);
}
