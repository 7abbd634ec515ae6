using System.Globalization;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-numeric; numbers are 64-bit integers.</summary>
internal static class NumericFunctions
{
    public static IEnumerable<LibraryFunction> All =>
    [
        new("add", 2, 2, Evaluation.Strict, call => Compute(call, (left, right) => left + right)),
        new("div", 2, 2, Evaluation.Strict, call => Divide(call, (left, right) => left / right)),
        new("float", 1, 1, Evaluation.Strict, Float),
        new("int", 1, 1, Evaluation.Strict, Int),
        new("max", 1, int.MaxValue, Evaluation.Strict, call => Extreme(call, (best, next) => next > best)),
        new("min", 1, int.MaxValue, Evaluation.Strict, call => Extreme(call, (best, next) => next < best)),
        new("mod", 2, 2, Evaluation.Strict, call => Divide(call, (left, right) => left % right)),
        new("mul", 2, 2, Evaluation.Strict, call => Compute(call, (left, right) => left * right)),
        new("sub", 2, 2, Evaluation.Strict, call => Compute(call, (left, right) => left - right)),
    ];

    /// <summary>A number that is no integer, as near as 28 digits come; 0 beyond them.</summary>
    public static decimal ToDecimal(Node.Number number) =>
        decimal.TryParse(number.Literal, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0;

    private static Node Compute(FunctionCall call, Func<Int128, Int128, Int128> operation)
    {
        if (call[0] is not Node.Number { Whole: { } left })
        {
            return call.WrongType(0, "an integer");
        }

        if (call[1] is not Node.Number { Whole: { } right })
        {
            return call.WrongType(1, "an integer");
        }

        var result = operation(left, right);
        return result >= long.MinValue && result <= long.MaxValue ? call.Number((long)result) : call.Fail("the result has more than 64 bits");
    }

    private static Node Divide(FunctionCall call, Func<Int128, Int128, Int128> operation) =>
        call[1] is Node.Number { Whole: 0 } ? call.Fail("the divisor is 0") : Compute(call, operation);

    private static Node Float(FunctionCall call) => call[0] switch
    {
        Node.Number => call[0],
        Node.Text text when double.TryParse(text.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) =>
            new Node.Number(call.Place, value.ToString("R", CultureInfo.InvariantCulture)) { Trace = call.Trace() },
        _ => call.WrongType(0, "a number or a string of digits"),
    };

    private static Node Int(FunctionCall call) => call[0] switch
    {
        Node.Number { Whole: not null } => call[0],
        Node.Text text when long.TryParse(text.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) => call.Number(value),
        _ => call.WrongType(0, "an integer or a string of digits"),
    };

    /// <summary>Of several integers, or of the elements of one array.</summary>
    private static Node Extreme(FunctionCall call, Func<decimal, decimal, bool> isBetter)
    {
        var numbers = call is { Count: 1, Arguments: [Node.Array list] } ? list.Elements : call.Arguments;
        Node.Number? best = null;
        foreach (var number in numbers)
        {
            switch (number)
            {
                case Node.Number value:
                    best = best is not null && !isBetter(ToDecimal(best), ToDecimal(value)) ? best : value;
                    break;
                case Node.Unresolved:
                    return call.Unknown();
                default:
                    return call.WrongType(0, "integers or an array of integers");
            }
        }

        return best is null
            ? call.Fail("an empty array has no largest or smallest number")
            : new Node.Number(call.Place, best.Literal) { Trace = call.Trace() };
    }
}
