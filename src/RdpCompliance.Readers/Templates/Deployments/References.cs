using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>
/// <c>reference()</c> and its like: of a resource that the same input deploys, the properties that it states are known; what Azure adds is not.
/// </summary>
internal static class References
{
    public static Node One(Expression.Call call, Frame frame, ExpressionEvaluator evaluator, ArmDeployment deployment)
    {
        var arguments = Evaluate(call, frame, evaluator);
        var shown = ExpressionEvaluator.Shown(call);
        var isFull = arguments is [_, _, Node.Text { Value: var mode }, ..] && mode.Equals("Full", StringComparison.OrdinalIgnoreCase);
        var found = arguments is [var target, ..] ? deployment.Expansion?.Find(target) : null;
        if (found is null && arguments is [Node.Text name, ..] && deployment.Template.IsSymbolic && !name.Value.Contains('/', StringComparison.Ordinal)
            && deployment.Expansion?.IsForeign(name.Value) != true)
        {
            evaluator.Report(ExpressionDiagnostics.NotDeclared, call.Arguments[0].Location, name.Value, "resource");
            return Unknown.Wrong(frame.Place, shown);
        }

        var version = arguments is [_, Node.Text given, ..] ? given.Value : found?.ApiVersion;
        var id = found?.IdText ?? (arguments is [var any, ..] ? ArmResource.Text(any) : null);
        return new Node.Unresolved(frame.Place, UnknownReason.Unresolvable, shown)
        {
            Pattern = id is null ? null : Unknown.Short($"{{reference({id.Replace('{', '‹').Replace('}', '›')}, {version}{(isFull ? ", full" : "")})}}"),
            Needs = Unknown.Deployed,
            Partial = found?.KnownState(isFull),
            Trace = arguments is [{ Trace: var trace }, ..] ? trace : [],
        };
    }

    /// <summary>listKeys and the like: Azure answers, for a resource by its id or its symbolic name.</summary>
    public static Node List(Expression.Call call, Frame frame, ExpressionEvaluator evaluator, ArmDeployment deployment)
    {
        var arguments = Evaluate(call, frame, evaluator);
        if (arguments is [Node.Text target, ..] && deployment.Expansion?.Find(target)?.Id is { } id)
        {
            arguments = arguments.SetItem(0, id);
        }

        var shown = ExpressionEvaluator.Shown(call);
        return new Node.Unresolved(frame.Place, UnknownReason.Unresolvable, shown)
        {
            Needs = Unknown.Deployed,
            Pattern = Unknown.From(Unknown.Changing(frame.Place, shown), call.Name, arguments).Pattern,
        };
    }

    /// <summary>The copies of a resource with a symbolic name; how many there are is known, what each holds as <see cref="One"/> knows it.</summary>
    public static Node All(Expression.Call call, Frame frame, ExpressionEvaluator evaluator, ArmDeployment deployment)
    {
        var arguments = Evaluate(call, frame, evaluator);
        var isFull = arguments is [_, Node.Text { Value: var mode }, ..] && mode.Equals("Full", StringComparison.OrdinalIgnoreCase);
        if (arguments is not [Node.Text symbol, ..] || deployment.Expansion?.Copies(symbol.Value) is not { } copies)
        {
            return Unknown.From(Unknown.Changing(frame.Place, ExpressionEvaluator.Shown(call)), call.Name, arguments);
        }

        return new Node.Array(
            frame.Place,
            [
                .. copies.Select(
                    (copy, index) =>
                        new Node.Unresolved(frame.Place, UnknownReason.Unresolvable, $"{ExpressionEvaluator.Shown(call)}[{index}]")
                        {
                            Needs = Unknown.Deployed,
                            Partial = copy.KnownState(isFull),
                        }),
            ]);
    }

    /// <summary>resourceInfo('symbol'): id, name, type and apiVersion, which need no deployed resource.</summary>
    public static Node Describe(Expression.Call call, Frame frame, ExpressionEvaluator evaluator, ArmDeployment deployment)
    {
        var arguments = Evaluate(call, frame, evaluator);
        if (arguments is not [Node.Text symbol, ..] || deployment.Expansion?.Find(symbol) is not { } found)
        {
            return Unknown.From(Unknown.Changing(frame.Place, ExpressionEvaluator.Shown(call)), call.Name, arguments);
        }

        return new Node.Object(frame.Place,
        [
            new("id", frame.Place, found.Id ?? Unknown.Changing(frame.Place, ExpressionEvaluator.Shown(call))),
            new("name", frame.Place, found.Name),
            new("type", frame.Place, new Node.Text(frame.Place, found.Type)),
            new("apiVersion", frame.Place, new Node.Text(frame.Place, found.ApiVersion ?? "")),
        ]);
    }

    private static ImmutableArray<Node> Evaluate(Expression.Call call, Frame frame, ExpressionEvaluator evaluator) =>
        [.. call.Arguments.Select(argument => evaluator.Evaluate(argument, frame))];
}
