using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Bicep.Binding;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep.Evaluation;

/// <summary>Where a resource is deployed: what it belongs to, and its id.</summary>
/// <param name="Id">Text or not known; <see langword="null"/> when its name does not fit its type.</param>
/// <param name="Scope">As <see cref="Resource.Scope"/> says it.</param>
internal sealed record ResourcePlace(Node? Id, string Scope)
{
    public static ResourcePlace Of(BicepTurn turn)
    {
        var at = turn.Symbol.Whole;
        if (turn.Parent is { } parent)
        {
            // A child lives where its parent lives.
            return new(parent.Place.Id is { } holder ? TextComposer.Join(at, holder, "/", LastOf(turn.Type), "/", turn.OwnName) : null, parent.Place.Scope);
        }

        var target = turn.Deployment.Target;
        switch (turn.Symbol.Scope)
        {
            case ScopeReference.Of of when turn.Symbol is BicepSymbol.Resource && !IsGroup(of.Target.Symbol):
                var extended = turn.TurnOf(of.Target);
                return new(extended.Place.Id is { } prefix ? IdOf(turn, prefix, at) : null, extended.IdText ?? "");
            case { } scope:
                target = ModuleTarget.InScope(turn, scope, target);
                break;
        }

        return new(IdOf(turn, target.Id(at), at), LevelName(target.Level));
    }

    /// <summary>The id by which Azure knows a resource; <c>id</c> of a resource group is in the common form as long as a template computes it.</summary>
    public static string? IdInAzure(BicepTurn turn) => IsGroup(turn.Symbol)
        ? turn.IdText?.Replace("/providers/Microsoft.Resources/resourceGroups/", "/resourceGroups/", StringComparison.OrdinalIgnoreCase)
        : turn.IdText;

    public static bool IsGroup(BicepSymbol.Deployed symbol) =>
        symbol is BicepSymbol.Resource { Type: var type } && type.Equals("Microsoft.Resources/resourceGroups", StringComparison.OrdinalIgnoreCase);

    private static Node? IdOf(BicepTurn turn, Node prefix, Location at)
    {
        var count = turn.Type.Split('/').Length - 1;
        return ResourceIds.Split(turn.Name, count) is { } names ? ResourceIds.Create(at, prefix, turn.Type, names) : null;
    }

    private static string LastOf(string type) => type[(type.LastIndexOf('/') + 1)..];

    private static string LevelName(DeploymentLevel level) => level switch
    {
        DeploymentLevel.ResourceGroup => "resourceGroup",
        DeploymentLevel.Subscription => "subscription",
        DeploymentLevel.ManagementGroup => "managementGroup",
        _ => "tenant",
    };
}
