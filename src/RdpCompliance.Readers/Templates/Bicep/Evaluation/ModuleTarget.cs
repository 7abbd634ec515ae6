using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Templates.Bicep.Binding;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep.Evaluation;

/// <summary>Finds what <c>scope:</c> deploys to.</summary>
internal static class ModuleTarget
{
    /// <summary>Resource groups may be scoped to each other in a circle.</summary>
    private const int MostDepth = 8;

    public static DeploymentTarget InScope(BicepTurn turn, ScopeReference scope, DeploymentTarget target, int depth = 0)
    {
        switch (scope)
        {
            case ScopeReference.Level { Kind: DeploymentLevel.ResourceGroup, Arguments: [var subscription, var name, ..] }:
                return Group(turn, turn.EvaluateChecked(name), target with { SubscriptionId = turn.EvaluateChecked(subscription) });
            case ScopeReference.Level { Kind: DeploymentLevel.ResourceGroup, Arguments: [var name] }:
                return Group(turn, turn.EvaluateChecked(name), target);
            case ScopeReference.Level { Kind: DeploymentLevel.Subscription, Arguments: var arguments }:
                return target with
                {
                    Level = DeploymentLevel.Subscription,
                    SubscriptionId = arguments is [var id, ..] ? turn.EvaluateChecked(id) : target.SubscriptionId,
                };
            case ScopeReference.Level { Kind: DeploymentLevel.ManagementGroup, Arguments: var arguments }:
                return target with
                {
                    Level = DeploymentLevel.ManagementGroup,
                    ManagementGroup = arguments is [var group, ..] ? turn.EvaluateChecked(group) : target.ManagementGroup,
                };
            case ScopeReference.Level { Kind: DeploymentLevel.Tenant }:
                return target with { Level = DeploymentLevel.Tenant };
            case ScopeReference.Of of when ResourcePlace.IsGroup(of.Target.Symbol) && depth < MostDepth:
                var made = turn.TurnOf(of.Target);
                var holder = made.Symbol.Scope is { } outer ? InScope(made, outer, target, depth + 1) : target;
                return holder with
                {
                    Level = DeploymentLevel.ResourceGroup,
                    ResourceGroup = made.OwnName,
                    Location = made.Stated("location") ?? UnknownLocation(made.OwnName),
                };
            case ScopeReference.Of { Target.Symbol: BicepSymbol.Resource { Type: var type } } of
                when type.Equals("Microsoft.Management/managementGroups", StringComparison.OrdinalIgnoreCase):
                return target with { Level = DeploymentLevel.ManagementGroup, ManagementGroup = turn.TurnOf(of.Target).OwnName };
            default:
                return target;
        }
    }

    /// <summary>The group around says where it is, and one that the same file makes; any other does not.</summary>
    private static DeploymentTarget Group(BicepTurn turn, Node name, DeploymentTarget target)
    {
        var location = target.Level == DeploymentLevel.ResourceGroup && Comparison.AreEqual(name, target.ResourceGroup) == true
            ? target.Location
            : Made(turn, name)?.Stated("location") ?? UnknownLocation(name);
        return target with { Level = DeploymentLevel.ResourceGroup, ResourceGroup = name, Location = location };
    }

    private static BicepTurn? Made(BicepTurn turn, Node name) => turn.Deployment.Model.Deployed
        .Where(symbol => ResourcePlace.IsGroup(symbol) && symbol.Repetition == LoopKind.Single)
        .Select(symbol => turn.Deployment.TurnsOf(symbol).All[0])
        .FirstOrDefault(group => !group.IsExisting && Comparison.AreEqual(group.OwnName, name) == true);

    private static Node.Unresolved UnknownLocation(Node name) =>
        Unknown.Input(
            name.Location,
            $"resourceGroup('{(name is Node.Text text ? text.Value : (name as Node.Unresolved)?.Pattern?.Replace('{', '‹').Replace('}', '›'))}').location");
}
