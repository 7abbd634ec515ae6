using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>
/// What names mean in one place of a deployment: its parameters and variables, the loops
/// around, and inside a user function only the function's own parameters.
/// </summary>
/// <param name="Arguments">The arguments of the user function whose body this is; <see langword="null"/> outside of one.</param>
internal sealed record ArmScope(ArmDeployment Deployment, DeploymentTarget Target, CopyIndex? Copy = null, ImmutableDictionary<string, Node>? Arguments = null)
    : IExpressionScope
{
    private static readonly Dictionary<string, string> Own = new[]
    {
        "parameters",
        "variables",
        "copyIndex",
        "reference",
        "references",
        "resourceInfo",
    }.ToDictionary(name => name, StringComparer.OrdinalIgnoreCase);

    public Node? Find(Expression.Symbol symbol, Frame frame, ExpressionEvaluator evaluator) => null;

    public Node? Call(Expression.Call call, Frame frame, ExpressionEvaluator evaluator)
    {
        if (call.Space is not null)
        {
            return CallUserFunction(call, frame, evaluator);
        }

        return Own.GetValueOrDefault(call.Name) switch
        {
            "parameters" => ByName(call, frame, evaluator, FindParameter, "parameter"),
            "variables" => ByName(call, frame, evaluator, FindVariable, "variable"),
            "copyIndex" => FindCopyIndex(call, frame, evaluator),
            "reference" => References.One(call, frame, evaluator, Deployment),
            "references" => References.All(call, frame, evaluator, Deployment),
            "resourceInfo" => References.Describe(call, frame, evaluator, Deployment),
            _ when call.Name.StartsWith("list", StringComparison.OrdinalIgnoreCase) => References.List(call, frame, evaluator, Deployment),
            _ => null,
        };
    }

    public (Node? Parameter, IEnumerable<Expression> Variable) Origin(Expression reference) =>
        reference switch
        {
            Expression.Call { Space: null, Arguments: [Expression.Literal { Value: Node.Text name }] } call
                when call.Name.Equals("parameters", StringComparison.OrdinalIgnoreCase) => (FindParameter(name.Value), []),
            Expression.Call { Space: null, Arguments: [Expression.Literal { Value: Node.Text name }] } call
                when call.Name.Equals("variables", StringComparison.OrdinalIgnoreCase)
                    && (Deployment.Template.Variables.GetValueOrDefault(name.Value) ?? Deployment.Template.VariableLoops.GetValueOrDefault(name.Value))
                        is { } syntax => (null, Deployment.Values.ExpressionsIn(syntax)),
            _ => (null, []),
        };

    /// <summary>Functions of a user see the variables of the template from language version 2.0 on.</summary>
    private Node? FindVariable(string name) => Arguments is null || Deployment.Template.HasOpenFunctions ? Deployment.Variable(name) : null;

    private Node? FindParameter(string name) => Arguments is null ? Deployment.Parameter(name) : Arguments.GetValueOrDefault(name);

    private static Node ByName(Expression.Call call, Frame frame, ExpressionEvaluator evaluator, Func<string, Node?> find, string what)
    {
        if (call.Arguments is not [var argument])
        {
            evaluator.Report(ExpressionDiagnostics.ArgumentCount, call.Location, call.Name, Conversion.Print(call.Arguments.Length), "1");
            return Unknown.Wrong(frame.Place, ExpressionEvaluator.Shown(call));
        }

        switch (evaluator.Evaluate(argument, frame))
        {
            case Node.Text name when find(name.Value) is { } value:
                return name.Trace.IsEmpty ? value : Tracing.After(name.Trace, value);
            case Node.Text name:
                evaluator.Report(ExpressionDiagnostics.NotDeclared, argument.Location, name.Value, what);
                return Unknown.Wrong(frame.Place, ExpressionEvaluator.Shown(call));
            case Node.Unresolved unknown:
                return Unknown.From(unknown, call.Name, [unknown]);
            case var other:
                evaluator.Report(ExpressionDiagnostics.ArgumentType, argument.Location, call.Name, Conversion.NameOf(other), "a string");
                return Unknown.Wrong(frame.Place, ExpressionEvaluator.Shown(call));
        }
    }

    /// <summary>copyIndex(), copyIndex(offset), copyIndex('loop'), copyIndex('loop', offset)</summary>
    private Node FindCopyIndex(Expression.Call call, Frame frame, ExpressionEvaluator evaluator)
    {
        string? loop = null;
        long offset = 0;
        foreach (var argument in call.Arguments)
        {
            switch (evaluator.Evaluate(argument, frame))
            {
                case Node.Text name:
                    loop = name.Value;
                    break;
                case Node.Number { Whole: { } number }:
                    offset = number;
                    break;
                case Node.Unresolved unknown:
                    return Unknown.From(unknown, call.Name, [unknown]);
            }
        }

        if (Copy?.Find(loop) is not { } turn)
        {
            evaluator.Report(ExpressionDiagnostics.NotDeclared, call.Location, loop ?? "copyIndex()", "loop around this place");
            return Unknown.Wrong(frame.Place, ExpressionEvaluator.Shown(call));
        }

        return (turn.Index, offset) switch
        {
            (_, 0) or (Node.Unresolved, _) => turn.Index,
            (Node.Number { Whole: { } index } number, _) => new Node.Number(number.Location, Conversion.Print(unchecked(index + offset)))
            {
                Trace = number.Trace,
            },
            _ => turn.Index,
        };
    }

    private Node? CallUserFunction(Expression.Call call, Frame frame, ExpressionEvaluator evaluator)
    {
        if (!Deployment.Template.Functions.TryGetValue($"{call.Space}.{call.Name}", out var function))
        {
            return null;
        }

        if ((function.Find("output") as Node.Object)?.Find("value") is not { } body)
        {
            evaluator.Report(ArmDiagnostics.Incomplete, function.Location, "function", "output");
            return Unknown.Wrong(frame.Place, ExpressionEvaluator.Shown(call));
        }

        var names = (function.Find("parameters") as Node.Array)
            ?.Elements.OfType<Node.Object>()
            .Select(parameter => (parameter.Find("name") as Node.Text)?.Value ?? "")
            .ToList()
            ?? [];
        if (names.Count != call.Arguments.Length)
        {
            evaluator.Report(
                ExpressionDiagnostics.ArgumentCount,
                call.Location,
                $"{call.Space}.{call.Name}",
                Conversion.Print(call.Arguments.Length),
                Conversion.Print(names.Count));
            return Unknown.Wrong(frame.Place, ExpressionEvaluator.Shown(call));
        }

        var arguments = ImmutableDictionary.CreateBuilder<string, Node>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < names.Count; index++)
        {
            arguments[names[index]] = evaluator.Evaluate(call.Arguments[index], frame);
        }

        return Deployment.Values.Evaluate(body, this with { Copy = null, Arguments = arguments.ToImmutable() });
    }
}
