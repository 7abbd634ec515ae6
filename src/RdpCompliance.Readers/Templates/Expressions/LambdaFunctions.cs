using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-lambda</summary>
internal static class LambdaFunctions
{
    public static IEnumerable<LibraryFunction> All =>
    [
        new("filter", 2, 2, Evaluation.Lazy, Filter),
        new("groupBy", 2, 3, Evaluation.Lazy, GroupBy),
        new("map", 2, 2, Evaluation.Lazy, Map),
        new("mapValues", 2, 2, Evaluation.Lazy, MapValues),
        new("reduce", 3, 3, Evaluation.Lazy, Reduce),
        new("sort", 2, 2, Evaluation.Lazy, Sort),
        new("toObject", 2, 3, Evaluation.Lazy, ToObject),
    ];

    private static Node Filter(FunctionCall call) => OverList(call, 1, 2, (list, lambda) =>
    {
        var kept = ImmutableArray.CreateBuilder<Node>();
        foreach (var (index, element) in Indexed(list))
        {
            switch (Apply(call, lambda, element, Index(call, index)))
            {
                case Node.Boolean { Value: true }:
                    kept.Add(element);
                    break;
                case Node.Boolean:
                    break;
                case Node.Unresolved unknown:
                    return call.UnknownInLambda(unknown);
                case var other:
                    return WrongResult(call, other, "true or false");
            }
        }

        return call.List(kept.DrainToImmutable());
    });

    private static Node GroupBy(FunctionCall call) => OverList(call, 1, 2, (list, lambda) =>
    {
        var valueLambda = call.Count > 2 ? call.Lambda(2, 2) : null;
        if (call.Count > 2 && valueLambda is null)
        {
            return call.Wrong();
        }

        var keys = new List<string>();
        var groups = new Dictionary<string, ImmutableArray<Node>.Builder>(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, element) in Indexed(list))
        {
            switch (Apply(call, lambda, element, Index(call, index)))
            {
                case Node.Text key:
                    if (!groups.TryGetValue(key.Value, out var group))
                    {
                        groups.Add(key.Value, group = ImmutableArray.CreateBuilder<Node>());
                        keys.Add(key.Value);
                    }

                    group.Add(valueLambda is null ? element : Apply(call, valueLambda, element, Index(call, index)));
                    break;
                case Node.Unresolved unknown:
                    return call.UnknownInLambda(unknown);
                case var other:
                    return WrongResult(call, other, "a string");
            }
        }

        return call.Record([.. keys.Select(key => call.Property(key, call.List(groups[key].DrainToImmutable())))]);
    });

    private static Node Map(FunctionCall call) => OverList(call, 1, 2, (list, lambda) =>
    {
        var mapped = ImmutableArray.CreateBuilder<Node>(list.Elements.Length);
        foreach (var (index, element) in Indexed(list))
        {
            mapped.Add(Apply(call, lambda, element, Index(call, index)));
        }

        return call.List(mapped.DrainToImmutable());
    });

    private static Node MapValues(FunctionCall call)
    {
        var target = call.Evaluate(0);
        switch (target)
        {
            case Node.Object record when call.Lambda(1, 1) is { } lambda:
                var properties = record.Properties.Select(property =>
                    property with
                    {
                        Value = Apply(call, lambda, Tracing.After(record.Trace, property.Value)),
                    });
                return call.Record([.. properties]);
            case Node.Object:
                return call.Wrong();
            case Node.Unresolved:
                return call.UnknownInLambda(target);
            default:
                return WrongTarget(call, target, "an object");
        }
    }

    private static Node Reduce(FunctionCall call)
    {
        var target = call.Evaluate(0);
        switch (target)
        {
            case Node.Array list when call.Lambda(2, 3) is { } lambda:
                var total = call.Evaluate(1);
                foreach (var (index, element) in Indexed(list))
                {
                    total = Apply(call, lambda, total, element, Index(call, index));
                }

                return total;
            case Node.Array:
                return call.Wrong();
            case Node.Unresolved:
                return call.UnknownInLambda(target);
            default:
                return WrongTarget(call, target, "an array");
        }
    }

    /// <summary>A stable merge sort: the lambda says whether its first variable comes before its second; where it says so both ways, the order stays.</summary>
    private static Node Sort(FunctionCall call) => OverList(call, 1, 2, (list, lambda) =>
    {
        var from = ArrayFunctions.Elements(list).ToArray();
        var to = new Node[from.Length];
        for (var width = 1; width < from.Length; width *= 2)
        {
            for (var start = 0; start < from.Length; start += 2 * width)
            {
                var (left, middle) = (start, Math.Min(start + width, from.Length));
                var (right, end) = (middle, Math.Min(start + (2 * width), from.Length));
                for (var at = start; at < end; at++)
                {
                    var takeRight = left >= middle;
                    if (left < middle && right < end)
                    {
                        var before = Apply(call, lambda, from[left], from[right]);
                        if (before is Node.Boolean { Value: false })
                        {
                            before = Apply(call, lambda, from[right], from[left]);
                            takeRight = before is Node.Boolean { Value: true };
                        }

                        if (before is not Node.Boolean)
                        {
                            return before is Node.Unresolved unknown ? call.UnknownInLambda(unknown) : WrongResult(call, before, "true or false");
                        }
                    }

                    to[at] = takeRight ? from[right++] : from[left++];
                }
            }

            (from, to) = (to, from);
        }

        return call.List([.. from]);
    });

    private static Node ToObject(FunctionCall call) => OverList(call, 1, 2, (list, keyLambda) =>
    {
        var valueLambda = call.Count > 2 ? call.Lambda(2, 1) : null;
        if (call.Count > 2 && valueLambda is null)
        {
            return call.Wrong();
        }

        var properties = new PropertyList();
        foreach (var (index, element) in Indexed(list))
        {
            switch (Apply(call, keyLambda, element, Index(call, index)))
            {
                case Node.Text key when properties.Find(key.Value) is not null:
                    return call.Fail($"two elements have the key '{key.Value}'");
                case Node.Text key:
                    properties.Set(call.Property(key.Value, valueLambda is null ? element : Apply(call, valueLambda, element)));
                    break;
                case Node.Unresolved unknown:
                    return call.UnknownInLambda(unknown);
                case var other:
                    return WrongResult(call, other, "a string");
            }
        }

        return call.Record(properties.ToImmutable());
    });

    private static Node OverList(FunctionCall call, int lambdaIndex, int variables, Func<Node.Array, Expression.Lambda, Node> work)
    {
        var target = call.Evaluate(0);
        return target switch
        {
            Node.Array list when call.Lambda(lambdaIndex, variables) is { } lambda => work(list, lambda),
            Node.Array => call.Wrong(),
            Node.Unresolved => call.UnknownInLambda(target),
            _ => WrongTarget(call, target, "an array"),
        };
    }

    private static Node Apply(FunctionCall call, Expression.Lambda lambda, params ReadOnlySpan<Node> values) =>
        call.Evaluator.Apply(lambda, call.Frame, values);

    private static Node.Number Index(FunctionCall call, int index) => new(call.Place, Conversion.Print(index));

    private static IEnumerable<(int Index, Node Element)> Indexed(Node.Array list) => ArrayFunctions.Elements(list).Index();

    private static Node.Unresolved WrongTarget(FunctionCall call, Node target, string wanted) =>
        call.WrongValue(call.Syntax.Arguments[0].Location, Conversion.NameOf(target), wanted);

    private static Node.Unresolved WrongResult(FunctionCall call, Node result, string wanted) =>
        call.WrongValue(call.Syntax.Location, $"a lambda that gives {Conversion.NameOf(result)}", wanted);
}
