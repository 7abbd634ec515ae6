using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Templates.Bicep.Binding;
using RdpCompliance.Readers.Templates.Deployments;

namespace RdpCompliance.Readers.Templates.Bicep.Evaluation;

/// <summary>Lists everything that a deployment and its modules deploy.</summary>
internal static class DeployedResources
{
    public static IReadOnlyList<Resource> Of(BicepDeployment deployment)
    {
        // First every resource gets its id, so that each can refer to all others; then they are evaluated.
        var found = new List<Func<IEnumerable<Resource>>>();
        Collect(deployment, found);
        return [.. found.SelectMany(resources => resources())];
    }

    public static IEnumerable<Resource> Of(CompiledTemplate compiled, int depth) => Of(compiled.Expansion, depth);

    private static void Collect(BicepDeployment deployment, List<Func<IEnumerable<Resource>>> found)
    {
        foreach (var symbol in deployment.Model.Deployed)
        {
            if (symbol is BicepSymbol.Resource { Type: var type } && !IsAzure(type))
            {
                continue;
            }

            foreach (var turn in deployment.TurnsOf(symbol).All)
            {
                if (!deployment.Session.TakeResource(symbol.Whole))
                {
                    return;
                }

                if (turn.IdText is { } id)
                {
                    deployment.ById.TryAdd(id, turn);
                    deployment.ById.TryAdd(ResourcePlace.IdInAzure(turn) ?? id, turn);
                }

                found.Add(() => [ToResource(turn)]);
                if (turn.Nested is not null && turn.Condition != DeploymentCondition.False)
                {
                    found.Add(() => turn.Nested is { Expansion: { } expansion } ? Of(expansion, 0) : []);
                }

                if (symbol is BicepSymbol.Module && turn.Condition != DeploymentCondition.False)
                {
                    CollectModule(turn.Module, found);
                }
            }
        }
    }

    private static void CollectModule(BicepModule module, List<Func<IEnumerable<Resource>>> found)
    {
        if (module.Deployment is { } deployment)
        {
            Collect(deployment, found);
        }
        else if (module.Compiled is { } compiled)
        {
            found.Add(() => Of(compiled, 0));
        }
    }

    private static IEnumerable<Resource> Of(ArmExpansion expansion, int depth)
    {
        foreach (var resource in expansion.Resources)
        {
            var evaluator = resource.Scope.Deployment.Values.Evaluator;
            yield return new Resource(resource.Type, resource.Name, ResourceBody.Finish(resource.Body(), evaluator.Budget), resource.Syntax.Location)
            {
                ApiVersion = resource.ApiVersion,
                Scope = resource.Target,
                Id = resource.IdText,
                Condition = resource.Condition,
                ConditionCause = resource.ConditionCause,
                IsExisting = resource.IsExisting,
            };
            if (depth < BicepTurn.MostDepth && resource.Nested?.Expansion is { } nested)
            {
                foreach (var inner in Of(nested, depth + 1))
                {
                    yield return inner;
                }
            }
        }
    }

    private static Resource ToResource(BicepTurn turn) =>
        new(turn.Place.Type, turn.Place.Name, ResourceBody.Finish(Shown(turn), turn.Deployment.Session.Evaluator.Budget), turn.Symbol.Whole)
        {
            ApiVersion = (turn.Symbol as BicepSymbol.Resource)?.ApiVersion,
            Scope = turn.Place.Scope,
            Id = ResourcePlace.IdInAzure(turn),
            Condition = turn.Condition,
            ConditionCause = turn.ConditionCause,
            IsExisting = turn.IsExisting,
        };

    /// <summary>Of a deployment, its template is expanded and its parameters may be secret: neither is part of the body.</summary>
    private static Node.Object Shown(BicepTurn turn)
    {
        var body = turn.Body();
        return turn.Nested is null
            ? body
            : new(
                body.Location,
                [
                    .. body.Properties.Select(property => property.Name == "properties" && property.Value is Node.Object inside
                        ? property with { Value = ArmResource.WithoutTemplate(inside) }
                        : property),
                ])
            { Trace = body.Trace };
    }

    /// <summary>Types of other extensions (Kubernetes, Microsoft Graph) are none of Azure Resource Manager's.</summary>
    private static bool IsAzure(string type) =>
        type.IndexOf('/', StringComparison.Ordinal) is var slash and > 0
        && type.AsSpan(0, slash).Contains('.')
        && !type.StartsWith("Microsoft.Graph/", StringComparison.OrdinalIgnoreCase);
}
