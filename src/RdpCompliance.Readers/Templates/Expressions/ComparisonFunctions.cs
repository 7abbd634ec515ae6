using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-comparison</summary>
internal static class ComparisonFunctions
{
    public static IEnumerable<LibraryFunction> All =>
    [
        new("coalesce", 1, int.MaxValue, Evaluation.Lazy, Coalesce),
        new("equals", 2, 2, Evaluation.Eager, call => call.Boolean(call.AreEqual(call[0], call[1]))),
        new("greater", 2, 2, Evaluation.Strict, call => Order(call, order => order > 0)),
        new("greaterOrEquals", 2, 2, Evaluation.Strict, call => Order(call, order => order >= 0)),
        new("less", 2, 2, Evaluation.Strict, call => Order(call, order => order < 0)),
        new("lessOrEquals", 2, 2, Evaluation.Strict, call => Order(call, order => order <= 0)),
    ];

    /// <summary>The first that is not null; one that is not known may be null, so that nothing behind it decides.</summary>
    private static Node Coalesce(FunctionCall call)
    {
        Node value = call.Evaluate(0);
        for (var index = 1; index < call.Count && value is Node.Null; index++)
        {
            value = Tracing.After(value.Trace, call.Evaluate(index));
        }

        if (value is not Node.Unresolved unknown || call.Count == 1)
        {
            return value;
        }

        var rest = Enumerable.Range(0, call.Count).Select(call.EvaluateMuted);
        return Unknown.From(unknown, call.Syntax.Name, [.. rest]);
    }

    private static Node Order(FunctionCall call, Func<int, bool> holds) => (call[0], call[1]) switch
    {
        (Node.Number { Whole: { } left }, Node.Number { Whole: { } right }) => call.Boolean(holds(left.CompareTo(right))),
        (Node.Number left, Node.Number right) => call.Boolean(holds(NumericFunctions.ToDecimal(left).CompareTo(NumericFunctions.ToDecimal(right)))),
        (Node.Text left, Node.Text right) => call.Boolean(holds(Comparison.Order(left.Value, right.Value))),
        (Node.Text, _) => call.WrongType(1, "a string"),
        (Node.Number, _) => call.WrongType(1, "an integer"),
        _ => call.WrongType(0, "an integer or a string"),
    };
}
