using System.Globalization;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>Who evaluates the arguments of a function, and what one that is not known means.</summary>
internal enum Evaluation
{
    /// <summary>All arguments are evaluated; when one is not known as a whole, the result is not known.</summary>
    Strict,

    /// <summary>All arguments are evaluated; the function decides what is not known.</summary>
    Eager,

    /// <summary>The function evaluates what it needs.</summary>
    Lazy,
}

/// <summary>A function of the library.</summary>
/// <param name="Most">The largest number of arguments; <see cref="int.MaxValue"/> for any.</param>
internal sealed record LibraryFunction(string Name, int Least, int Most, Evaluation Evaluation, Func<FunctionCall, Node> Body)
{
    public Node Call(FunctionCall call)
    {
        if (call.Count < Least || call.Count > Most)
        {
            return call.WrongCount(Wanted());
        }

        if (Evaluation == Evaluation.Lazy)
        {
            return Body(call);
        }

        call.EvaluateArguments();
        if (!call.Evaluator.Budget.TakeSteps(call.Arguments.Sum(Size)))
        {
            return call.Evaluator.Exceeded(call.Syntax.Location);
        }

        if (Evaluation == Evaluation.Strict)
        {
            foreach (var argument in call.Arguments)
            {
                if (argument is Node.Unresolved)
                {
                    return call.Unknown();
                }
            }
        }

        // What stands for a text that is not known is text, too.
        return Body(call) is var result && result is Node.Unresolved { Pattern.Length: var length } && !call.Evaluator.Budget.TakeText(length)
            ? call.Evaluator.Exceeded(call.Syntax.Location)
            : result;
    }

    /// <summary>What it costs to look at the whole of a value once, in steps.</summary>
    private static long Size(Node node) => node switch
    {
        Node.Array list => list.Elements.Length / 8,
        Node.Object record => record.Properties.Length / 8,
        Node.Text text => text.Value.Length / 256,
        _ => 0,
    };

    private string Wanted() => (Least, Most) switch
    {
        var (least, most) when least == most => Print(least),
        (_, int.MaxValue) => $"at least {Print(Least)}",
        _ => $"{Print(Least)} to {Print(Most)}",
    };

    private static string Print(int number) => number.ToString(CultureInfo.InvariantCulture);
}
