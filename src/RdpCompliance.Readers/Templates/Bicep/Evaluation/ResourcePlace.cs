using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Bicep.Binding;
using RdpCompliance.Readers.Templates.Deployments;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep.Evaluation;

/// <summary>Where a resource is deployed: what it belongs to, and its id.</summary>
/// <param name="Id">Text or not known; <see langword="null"/> when its name does not fit its type.</param>
/// <param name="Scope">As <see cref="Resource.Scope"/> says it.</param>
/// <param name="Type">Without what it extends, and so is <paramref name="Name"/>.</param>
internal sealed record ResourcePlace(Node? Id, string Scope, string Type, Node Name)
{
    public static ResourcePlace Of(BicepTurn turn)
    {
        var at = turn.Symbol.Whole;
        if (turn.Parent is { } parent)
        {
            // A child lives where its parent lives.
            return new(
                parent.Place.Id is { } holder ? TextComposer.Join(at, holder, "/", LastOf(turn.Type), "/", turn.OwnName) : null,
                parent.Place.Scope,
                turn.Type,
                turn.Name);
        }

        var target = turn.Deployment.Target;
        switch (turn.Symbol.Scope)
        {
            case ScopeReference.Of of when turn.Symbol is BicepSymbol.Resource && !IsGroup(of.Target.Symbol):
                var extended = turn.TurnOf(of.Target);
                return new(extended.Place.Id is { } prefix ? IdOf(turn.Type, turn.Name, prefix, at) : null, extended.IdText ?? "", turn.Type, turn.Name);
            case { } scope:
                target = ModuleTarget.InScope(turn, scope, target);
                break;
        }

        var whole = ExtensionName.Of(turn.Type, turn.Name, target.Id(at), at);
        return new(IdOf(whole.Type, whole.Name, whole.Prefix, at), whole.Extended ?? LevelName(target.Level), whole.Type, whole.Name);
    }

    /// <summary>The id by which Azure knows a resource; <c>id</c> of a resource group is in the common form as long as a template computes it.</summary>
    public static string? IdInAzure(BicepTurn turn) => IsGroup(turn.Symbol)
        ? turn.IdText?.Replace("/providers/Microsoft.Resources/resourceGroups/", "/resourceGroups/", StringComparison.OrdinalIgnoreCase)
        : turn.IdText;

    public static bool IsGroup(BicepSymbol.Deployed symbol) =>
        symbol is BicepSymbol.Resource { Type: var type } && type.Equals("Microsoft.Resources/resourceGroups", StringComparison.OrdinalIgnoreCase);

    private static Node? IdOf(string type, Node name, Node prefix, Location at) =>
        ResourceIds.Split(name, type.Split('/').Length - 1) is { } names ? ResourceIds.Create(at, prefix, type, names) : null;

    private static string LastOf(string type) => type[(type.LastIndexOf('/') + 1)..];

    private static string LevelName(DeploymentLevel level) => level switch
    {
        DeploymentLevel.ResourceGroup => "resourceGroup",
        DeploymentLevel.Subscription => "subscription",
        DeploymentLevel.ManagementGroup => "managementGroup",
        _ => "tenant",
    };
}
