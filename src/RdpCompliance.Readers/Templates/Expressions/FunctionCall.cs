using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>One call of a function of the library: its arguments, and the results that it can give.</summary>
internal sealed class FunctionCall(ExpressionEvaluator evaluator, Expression.Call syntax, Frame frame)
{
    public ExpressionEvaluator Evaluator { get; } = evaluator;

    public Expression.Call Syntax { get; } = syntax;

    public Frame Frame { get; } = frame;

    /// <summary>The values of the arguments; empty where the function evaluates them itself.</summary>
    public ImmutableArray<Node> Arguments { get; private set; } = [];

    public int Count => Syntax.Arguments.Length;

    /// <summary>The place of what this call computes.</summary>
    public Location Place => Frame.Place;

    public Node this[int index] => Arguments[index];

    public void EvaluateArguments()
    {
        if (Syntax.Arguments.IsEmpty)
        {
            return;
        }

        var values = ImmutableArray.CreateBuilder<Node>(Syntax.Arguments.Length);
        foreach (var argument in Syntax.Arguments)
        {
            values.Add(Evaluator.Evaluate(argument, Frame));
        }

        Arguments = values.MoveToImmutable();
    }

    public Node Evaluate(int index) => Evaluator.Evaluate(Syntax.Arguments[index], Frame);

    public Node EvaluateMuted(int index) => Evaluator.EvaluateMuted(Syntax.Arguments[index], Frame);

    public Node Text(string value) =>
        Evaluator.Budget.TakeText(value.Length) ? new Node.Text(Place, value) { Trace = Trace() } : Evaluator.Exceeded(Syntax.Location);

    public Node Number(long value) => new Node.Number(Place, Conversion.Print(value)) { Trace = Trace() };

    public Node Boolean(bool value) => new Node.Boolean(Place, value) { Trace = Trace() };

    /// <summary>True, false, or what is not known because of the arguments.</summary>
    public Node Boolean(bool? value) => value is { } known ? Boolean(known) : Unknown();

    public Node Null() => new Node.Null(Place) { Trace = Trace() };

    public Node List(ImmutableArray<Node> elements) =>
        Evaluator.Budget.TakeValues(elements.Length) ? new Node.Array(Place, elements) : Evaluator.Exceeded(Syntax.Location);

    public Node Record(ImmutableArray<Property> properties) =>
        Evaluator.Budget.TakeValues(properties.Length) ? new Node.Object(Place, properties) : Evaluator.Exceeded(Syntax.Location);

    /// <summary>A property of a record that this call makes.</summary>
    public Property Property(string name, Node value) => new(name, Place, value);

    public Property Property(string name, string value) => new(name, Place, new Node.Text(Place, value));

    /// <returns>Whether the values are equal; <see langword="null"/> when a part is not known, or a limit was hit.</returns>
    public bool? AreEqual(Node left, Node right) => Comparison.AreEqual(left, right, Evaluator.Budget);

    /// <summary>Not known, because an argument or a part of one is not, or because a limit was hit.</summary>
    public Node.Unresolved Unknown() => Evaluator.Budget.Exhausted is not null
        ? Evaluator.Exceeded(Syntax.Location)
        : Expressions.Unknown.From(FirstUnknown() ?? Expressions.Unknown.Changing(Place, ExpressionEvaluator.Shown(Syntax)), Syntax.Name, Arguments);

    /// <summary>Not known because of the first of these, the arguments that the function evaluated itself.</summary>
    public Node.Unresolved Unknown(params ReadOnlySpan<Node> evaluated)
    {
        Arguments = [.. evaluated];
        return Unknown();
    }

    /// <summary>Not known because of something inside; nothing tells it from other values, because a lambda is no value that could be compared.</summary>
    public Node.Unresolved UnknownInLambda(Node cause) => cause is Node.Unresolved unknown
        ? new(unknown)
        : Expressions.Unknown.Changing(Place, ExpressionEvaluator.Shown(Syntax));

    /// <summary>Known to Azure only.</summary>
    public Node.Unresolved Unresolvable()
    {
        var shown = ExpressionEvaluator.Shown(Syntax);
        var arguments = Expressions.Unknown.From(Expressions.Unknown.Changing(Place, shown), Syntax.Name, Arguments);
        return new(Place, UnknownReason.Unresolvable, shown) { Pattern = arguments.Pattern, Trace = Trace(), Needs = Expressions.Unknown.Deployed };
    }

    public Node.Unresolved Fail(string why) =>
        Evaluator.Refuse(
            ExpressionDiagnostics.NotComputable,
            Syntax.Location,
            Place,
            ExpressionEvaluator.Shown(Syntax),
            ExpressionEvaluator.Shown(Syntax),
            why);

    /// <summary>Reports that an argument has a type that the function does not take.</summary>
    public Node WrongType(int index, string wanted)
    {
        if (Arguments[index] is Node.Unresolved)
        {
            return Unknown();
        }

        return WrongValue(Syntax.Arguments[index].Location, Conversion.NameOf(Arguments[index]), wanted);
    }

    /// <param name="found">The value in words.</param>
    public Node.Unresolved WrongValue(Location at, string found, string wanted) =>
        Evaluator.Refuse(ExpressionDiagnostics.ArgumentType, at, Place, ExpressionEvaluator.Shown(Syntax), Syntax.Name, found, wanted);

    public Node.Unresolved WrongCount(string wanted)
    {
        Evaluator.Report(ExpressionDiagnostics.ArgumentCount, Syntax.Location, Syntax.Name, Count.ToString(CultureInfo.InvariantCulture), wanted);
        return Wrong();
    }

    public Node.Unresolved Wrong() => Expressions.Unknown.Wrong(Place, ExpressionEvaluator.Shown(Syntax));

    /// <summary>The lambda that an argument is; <see langword="null"/>, reported, when it is none.</summary>
    public Expression.Lambda? Lambda(int index, int variables)
    {
        if (Syntax.Arguments[index] is Expression.Lambda lambda && lambda.Parameters.Length >= 1 && lambda.Parameters.Length <= variables)
        {
            return lambda;
        }

        Evaluator.Report(
            ExpressionDiagnostics.ArgumentType,
            Syntax.Arguments[index].Location,
            Syntax.Name,
            "another expression",
            $"a lambda of up to {variables} variables");
        return null;
    }

    /// <summary>The ways of all arguments.</summary>
    public ImmutableArray<TraceStep> Trace()
    {
        ImmutableArray<TraceStep> trace = [];
        foreach (var argument in Arguments)
        {
            if (!argument.Trace.IsEmpty)
            {
                trace = Tracing.Join(trace, argument.Trace);
            }
        }

        return trace;
    }

    private Node.Unresolved? FirstUnknown()
    {
        foreach (var argument in Arguments)
        {
            if (FirstUnknown(argument, 0) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static Node.Unresolved? FirstUnknown(Node node, int depth)
    {
        const int MostDepth = 8;
        return node switch
        {
            Node.Unresolved unknown => unknown,
            Node.Array list when depth < MostDepth => list
                .Elements.Select(element => FirstUnknown(element, depth + 1))
                .FirstOrDefault(found => found is not null),
            Node.Object record when depth < MostDepth => record
                .Properties.Select(property => FirstUnknown(property.Value, depth + 1))
                .FirstOrDefault(found => found is not null),
            _ => null,
        };
    }
}
