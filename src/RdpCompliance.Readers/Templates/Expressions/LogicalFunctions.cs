using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-logical, in three values.</summary>
internal static class LogicalFunctions
{
    public static IEnumerable<LibraryFunction> All =>
    [
        new("and", 1, int.MaxValue, Evaluation.Lazy, call => Decide(call, decisive: false)),
        new("bool", 1, 1, Evaluation.Strict, Bool),
        new("false", 0, 0, Evaluation.Strict, call => new Node.Boolean(call.Syntax.Location, false)),
        new("if", 3, 3, Evaluation.Lazy, If),
        new("not", 1, 1, Evaluation.Strict, call => call[0] is Node.Boolean value ? call.Boolean(!value.Value) : call.WrongType(0, "true or false")),
        new("or", 1, int.MaxValue, Evaluation.Lazy, call => Decide(call, decisive: true)),
        new("true", 0, 0, Evaluation.Strict, call => new Node.Boolean(call.Syntax.Location, true)),
    ];

    /// <summary>
    /// The first decisive value ends it; one that is not known only matters when none is decisive, and what follows it may not be meant to be evaluated.
    /// </summary>
    private static Node Decide(FunctionCall call, bool decisive)
    {
        Node.Unresolved? unknown = null;
        var values = new List<Node>(call.Count);
        for (var index = 0; index < call.Count; index++)
        {
            var value = unknown is null ? call.Evaluate(index) : call.EvaluateMuted(index);
            values.Add(value);
            switch (value)
            {
                case Node.Boolean known when known.Value == decisive:
                    return new Node.Boolean(call.Place, decisive) { Trace = value.Trace };
                case Node.Boolean:
                    break;
                case Node.Unresolved found:
                    unknown ??= found;
                    break;
                default:
                    return call.WrongValue(call.Syntax.Arguments[index].Location, Conversion.NameOf(value), "true or false");
            }
        }

        return unknown is not null
            ? call.Unknown([.. values])
            : new Node.Boolean(call.Place, !decisive) { Trace = values.Aggregate(values[0].Trace, (trace, value) => Tracing.Join(trace, value.Trace)) };
    }

    private static Node Bool(FunctionCall call) => call[0] switch
    {
        Node.Boolean => call[0],
        Node.Text text when bool.TryParse(text.Value, out var value) => call.Boolean(value),
        Node.Number number => call.Boolean(NumericFunctions.ToDecimal(number) != 0),
        _ => call.WrongType(0, "'true', 'false' or an integer"),
    };

    /// <summary>
    /// Only the branch that is taken is evaluated; where the condition is not known, both, and when they agree the condition does not matter.
    /// </summary>
    private static Node If(FunctionCall call)
    {
        var condition = call.Evaluate(0);
        switch (condition)
        {
            case Node.Boolean { Value: true }:
                return Tracing.After(condition.Trace, call.Evaluate(1));
            case Node.Boolean:
                return Tracing.After(condition.Trace, call.Evaluate(2));
            case Node.Unresolved unknown:
                var (yes, no) = (call.EvaluateMuted(1), call.EvaluateMuted(2));
                return call.AreEqual(yes, no) == true && yes is not Node.Unresolved ? yes : Unknown.From(unknown, "if", [condition, yes, no]);
            default:
                return call.WrongValue(call.Syntax.Arguments[0].Location, Conversion.NameOf(condition), "true or false");
        }
    }
}
