using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>Values of lists and records that are written out; their parts have their own places.</summary>
internal static class Literals
{
    public static Node List(ExpressionEvaluator evaluator, Expression.List list, Frame frame)
    {
        var elements = ImmutableArray.CreateBuilder<Node>(list.Items.Length);
        foreach (var item in list.Items)
        {
            var value = evaluator.Evaluate(item.Value, frame.At(item.Value.Location));
            switch (item.Kind, value)
            {
                case (ItemKind.One, _):
                    elements.Add(value);
                    break;
                case (_, Node.Array spread):
                    elements.AddRange(Tracing.AfterEach(spread.Trace, spread.Elements));
                    break;
                case (_, Node.Unresolved unknown):
                    return Unknown.Opaque(unknown);
                default:
                    evaluator.Report(ExpressionDiagnostics.ArgumentType, item.Value.Location, "...", Conversion.NameOf(value), "an array");
                    return Unknown.Wrong(list.Location, ExpressionEvaluator.Shown(item.Value));
            }
        }

        return evaluator.Budget.TakeValues(elements.Count) ? new Node.Array(list.Location, elements.DrainToImmutable()) : evaluator.Exceeded(list.Location);
    }

    public static Node Record(ExpressionEvaluator evaluator, Expression.Record record, Frame frame)
    {
        var properties = new PropertyList();
        foreach (var item in record.Items)
        {
            var value = evaluator.Evaluate(item.Value, frame.At(item.Value.Location));
            switch (item, value)
            {
                case ({ Name: { } name }, _):
                    var key = evaluator.Evaluate(name, frame.At(name.Location));
                    if (key is Node.Unresolved unknownKey)
                    {
                        return Unknown.Opaque(unknownKey);
                    }

                    properties.Set(new(Conversion.ToText(key) ?? "", name.Location, value));
                    break;
                case (_, Node.Object spread):
                    foreach (var property in spread.Properties)
                    {
                        properties.Set(property with { Value = Tracing.After(spread.Trace, property.Value) });
                    }

                    break;
                case (_, Node.Null):
                    break;
                case (_, Node.Unresolved unknown):
                    return Unknown.Opaque(unknown);
                default:
                    evaluator.Report(ExpressionDiagnostics.ArgumentType, item.Value.Location, "...", Conversion.NameOf(value), "an object");
                    return Unknown.Wrong(record.Location, ExpressionEvaluator.Shown(item.Value));
            }
        }

        return evaluator.Budget.TakeValues(properties.Count) ? new Node.Object(record.Location, properties.ToImmutable()) : evaluator.Exceeded(record.Location);
    }
}
