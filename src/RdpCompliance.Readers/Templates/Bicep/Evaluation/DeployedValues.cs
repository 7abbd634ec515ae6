using System.Collections.Immutable;
using System.Diagnostics;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Bicep.Binding;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep.Evaluation;

/// <summary>
/// What expressions get when they ask for something of a resource or module: names and ids are known, and what the template states of a deployed resource;
/// what Azure adds is not.
/// </summary>
internal static class DeployedValues
{
    public static Node Find(BicepDeployment deployment, Expression.Call call, Frame frame)
    {
        var (key, indexExpression) = DeployedAccess.PartsOf(call);
        var symbol = deployment.Model.ByKey.GetValueOrDefault(key) ?? throw new UnreachableException($"'{key}' was bound.");
        var turns = deployment.TurnsOf(symbol);
        if (symbol.Repetition == LoopKind.Loop && indexExpression is null)
        {
            return AllTurns(turns, call);
        }

        var index = indexExpression is null ? null : deployment.Session.Evaluator.Evaluate(indexExpression, frame);
        var turn = turns.At(index);
        if (call.Space is DeployedAccess.SafePropertySpace or DeployedAccess.SafeOutputSpace && turn.Condition == DeploymentCondition.False)
        {
            return new Node.Null(call.Location);
        }

        return call.Space is DeployedAccess.OutputSpace or DeployedAccess.SafeOutputSpace
            ? turn.Module.Output(call.Name, call.Location, call.Space == DeployedAccess.SafeOutputSpace ? Access.Safe : Access.Strict)
            : Property(turn, call.Name, call.Location);
    }

    /// <summary><c>reference(id)</c> of a resource that the same deployment makes: its stated properties are known.</summary>
    public static Node Reference(BicepDeployment deployment, Expression.Call call, Frame frame)
    {
        ImmutableArray<Node> arguments = [.. call.Arguments.Select(argument => deployment.Session.Evaluator.Evaluate(argument, frame))];
        var id = arguments is [var first, ..] ? first switch { Node.Text text => text.Value, Node.Unresolved unknown => unknown.Pattern, _ => null } : null;
        if (id is not null && deployment.ById.GetValueOrDefault(id) is { } found)
        {
            return arguments is [_, _, Node.Text { Value: var mode }, ..] && mode.Equals("Full", StringComparison.OrdinalIgnoreCase)
                ? Whole(found, call.Location)
                : Property(found, "properties", call.Location);
        }

        var shown = ExpressionEvaluator.Shown(call);
        return new Node.Unresolved(frame.Place, UnknownReason.Unresolvable, shown)
        {
            Pattern = Unknown.From(Unknown.Changing(frame.Place, shown), call.Name, arguments).Pattern,
        };
    }

    private static Node AllTurns(BicepTurns turns, Expression.Call call)
    {
        var all = turns.All;
        return turns.AreKnown
            ? new Node.Array(call.Location, [.. all.Select(turn => Property(turn, call.Name, call.Location))])
            : Unknown.Changing(call.Location, ExpressionEvaluator.Shown(call));
    }

    private static Node Property(BicepTurn turn, string name, Location at)
    {
        if (turn.Symbol is BicepSymbol.Module)
        {
            return name switch
            {
                "name" => turn.OwnName,
                "outputs" => turn.Module.Outputs(at),
                DeployedAccess.All => new Node.Object(at, [new("name", at, turn.OwnName), new("outputs", at, turn.Module.Outputs(at))]),
                _ => Unknown.Input(at, $"{turn.Symbol.Name}.{name}"),
            };
        }

        return name switch
        {
            "name" => turn.OwnName,
            "id" => turn.Place.Id is { } id ? id : Unknown.Wrong(at, ExpressionEvaluator.Shown(at)),
            "type" => new Node.Text(at, turn.Type),
            "apiVersion" => new Node.Text(at, ((BicepSymbol.Resource)turn.Symbol).ApiVersion ?? ""),
            DeployedAccess.All => Whole(turn, at),
            _ => Stated(turn, name, at),
        };
    }

    private static Node.Unresolved Whole(BicepTurn turn, Location at)
    {
        ImmutableArray<Property> known =
        [
            new("id", at, turn.Place.Id ?? Unknown.Wrong(at, ExpressionEvaluator.Shown(at))),
            new("name", at, turn.OwnName),
            new("type", at, new Node.Text(at, turn.Type)),
            new("apiVersion", at, new Node.Text(at, ((BicepSymbol.Resource)turn.Symbol).ApiVersion ?? "")),
        ];
        var stated = turn.Stated("properties") is null
            ? []
            : turn.Body().Properties.Where(property => !known.Any(own => own.Name.Equals(property.Name, StringComparison.OrdinalIgnoreCase)));
        return Runtime(turn, ", full", at, new Node.Object(at, [.. known, .. stated]));
    }

    /// <summary>A text or number that is stated is the value; of a record or list more may be known to Azure.</summary>
    private static Node Stated(BicepTurn turn, string name, Location at) => (StatedOf(turn, name, at), name) switch
    {
        (Node.Object or Node.Array or null, "properties") and var (known, _) => Runtime(turn, "", at, known),
        (Node.Object or Node.Array or null, _) and var (known, _) => Unknown.Below(Runtime(turn, ", full", at, null), $".{name}", known),
        var (known, _) => known,
    };

    /// <summary>Of a deployment, its outputs are known.</summary>
    private static Node? StatedOf(BicepTurn turn, string name, Location at) =>
        name == "properties" && turn is { Condition: DeploymentCondition.True, Nested: { } nested }
            ? nested.Deployment is { } deployment
                ? new Node.Object(at, [new("outputs", at, deployment.Outputs())])
                : null
            : turn.Stated(name);

    private static Node.Unresolved Runtime(BicepTurn turn, string mode, Location at, Node? partial) =>
        new(at, UnknownReason.Unresolvable, ExpressionEvaluator.Shown(at))
        {
            Pattern = turn.IdText is { } id && Unknown.Short(id) is { } text ? $"{{reference({text.Replace('{', '‹').Replace('}', '›')}{mode})}}" : null,
            Partial = partial,
        };
}
