using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Json;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-object</summary>
internal static class ObjectFunctions
{
    private const int MostDepth = 256;

    public static IEnumerable<LibraryFunction> All =>
        [
            new("createObject", 0, int.MaxValue, Evaluation.Eager, Create),
            new("items", 1, 1, Evaluation.Strict, Items),
            new("json", 1, 1, Evaluation.Strict, Json),
            new("null", 0, 0, Evaluation.Strict, call => new Node.Null(call.Syntax.Location)),
            new("objectKeys", 1, 1, Evaluation.Strict, call =>
                call[0] is Node.Object record ? call.List([.. Sorted(record).Select(property => call.Text(property.Name))]) : call.WrongType(0, "an object")),
            new("shallowMerge", 1, 1, Evaluation.Strict, ShallowMerge),
        ];

    /// <summary>
    /// Later properties replace earlier ones. In a union, records inside are merged too, null leaves
    /// what was there, and a list or record takes the place of nothing but its like.
    /// </summary>
    public static Node Merge(FunctionCall call, IEnumerable<Node.Object> records, bool isUnion)
    {
        var merged = new PropertyList();
        foreach (var record in records)
        {
            if (!Merge(merged, record, isUnion, call.Evaluator.Budget, 0))
            {
                return call.Evaluator.Budget.Exhausted is null
                    ? call.Fail("an array or object would take the place of something else, or something else its place")
                    : call.Evaluator.Exceeded(call.Syntax.Location);
            }
        }

        return call.Record(merged.ToImmutable());
    }

    /// <returns><see langword="null"/> when the text is no JSON.</returns>
    public static Node? Parse(FunctionCall call, string text)
    {
        if (!call.Evaluator.Budget.TakeText(text.Length))
        {
            return call.Evaluator.Exceeded(call.Syntax.Location);
        }

        var parsed = LocatedJson.ParseText(text, call.Place);
        return parsed.Diagnostics.IsEmpty && parsed.Root is { } root ? Tracing.After(call.Trace(), root) : null;
    }

    /// <returns>Whether they could be merged, within the budget.</returns>
    private static bool Merge(PropertyList merged, Node.Object record, bool isUnion, EvaluationBudget budget, int depth)
    {
        if (!budget.TakeValues(record.Properties.Length))
        {
            return false;
        }

        foreach (var property in record.Properties)
        {
            var value = Tracing.After(record.Trace, property.Value);
            if (isUnion && merged.Find(property.Name)?.Value is { } known)
            {
                switch (known, value)
                {
                    case (_, Node.Null):
                        merged.Replace(property with { Value = known });
                        continue;
                    case (Node.Object before, Node.Object inner) when depth < MostDepth:
                        var both = new PropertyList();
                        if (!Merge(both, before, isUnion, budget, depth + 1) || !Merge(both, inner, isUnion, budget, depth + 1))
                        {
                            return false;
                        }

                        value = new Node.Object(inner.Location, both.ToImmutable());
                        break;
                    case (Node.Null or Node.Unresolved, _) or (_, Node.Unresolved) or (Node.Array, Node.Array) or (Node.Object, Node.Object):
                        break;
                    case (Node.Object or Node.Array, _) or (_, Node.Object or Node.Array):
                        return false;
                }
            }

            Action<Property> add = isUnion ? merged.Replace : merged.Set;
            add(property with { Value = value });
        }

        return true;
    }

    private static Node Create(FunctionCall call)
    {
        if (call.Count % 2 != 0)
        {
            return call.WrongCount("an even number");
        }

        var properties = new PropertyList();
        for (var index = 0; index < call.Count; index += 2)
        {
            switch (call[index])
            {
                case Node.Text key:
                    properties.Set(new(key.Value, call.Syntax.Arguments[index].Location, call[index + 1]));
                    break;
                case Node.Unresolved:
                    return call.Unknown();
                default:
                    return call.WrongType(index, "a string");
            }
        }

        return call.Record(properties.ToImmutable());
    }

    private static IEnumerable<Property> Sorted(Node.Object record) => record.Properties.OrderBy(property => property.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Pairs in the order of their keys.</summary>
    private static Node Items(FunctionCall call) =>
        call[0] is not Node.Object record
            ? call.WrongType(0, "an object")
            : call.List([
                .. Sorted(record)
                    .Select(property =>
                        call.Record([call.Property("key", property.Name), call.Property("value", Tracing.After(record.Trace, property.Value))])),
            ]);

    private static Node Json(FunctionCall call) =>
        call[0] is not Node.Text text ? call.WrongType(0, "a string") : Parse(call, text.Value) ?? call.Fail("the text is no JSON");

    private static Node ShallowMerge(FunctionCall call)
    {
        if (call[0] is not Node.Array list)
        {
            return call.WrongType(0, "an array of objects");
        }

        if (list.Elements.Any(element => element is Node.Unresolved))
        {
            return call.Unknown();
        }

        return list.Elements.All(element => element is Node.Object)
            ? Merge(call, ArrayFunctions.Elements(list).OfType<Node.Object>(), isUnion: false)
            : call.WrongType(0, "an array of objects");
    }
}
