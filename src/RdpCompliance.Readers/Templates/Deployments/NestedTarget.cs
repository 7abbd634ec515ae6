using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>Finds what a deployment inside a template deploys to: its resourceGroup, subscriptionId, scope and location, else what is around it.</summary>
internal static class NestedTarget
{
    private const string ManagementGroups = "Microsoft.Management/managementGroups/";

    public static DeploymentTarget Of(Node.Object deployment, Node deploymentName, ArmScope scopeAround, ArmExpansion around, DeploymentTarget target)
    {
        Node? Text(string name) => deployment.Find(name) is { } syntax ? scopeAround.Deployment.Values.EvaluateText(syntax, scopeAround, name) : null;
        var nested = target with { DeploymentName = deploymentName };
        if (Text("scope") is { } scope && ArmResource.Text(scope) is { } scopeText)
        {
            nested = InScope(nested, scope, scopeText.TrimStart('/'));
        }

        if (Text("subscriptionId") is { } subscription)
        {
            nested = nested with
            {
                SubscriptionId = subscription,
                Level = nested.Level == DeploymentLevel.ResourceGroup ? nested.Level : DeploymentLevel.Subscription,
            };
        }

        if (Text("resourceGroup") is { } group)
        {
            nested = nested with { Level = DeploymentLevel.ResourceGroup, ResourceGroup = group, Location = LocationOf(group, around, target) };
        }
        else if (Text("location") is { } location && nested.Level != DeploymentLevel.ResourceGroup)
        {
            nested = nested with { Location = location };
        }

        return nested;
    }

    private static DeploymentTarget InScope(DeploymentTarget target, Node scope, string text)
    {
        if (text.Length == 0)
        {
            return target with { Level = DeploymentLevel.Tenant };
        }

        var name = text.StartsWith("providers/", StringComparison.OrdinalIgnoreCase) ? text["providers/".Length..] : text;
        if (
            name.StartsWith(ManagementGroups, StringComparison.OrdinalIgnoreCase)
            && ResourceIds.Split(scope, scope is Node.Text whole ? whole.Value.Split('/').Length : 3) is { } parts)
        {
            return target with { Level = DeploymentLevel.ManagementGroup, ManagementGroup = parts[^1] };
        }

        return text.StartsWith("subscriptions/", StringComparison.OrdinalIgnoreCase) && scope is Node.Text && text.Split('/') is [_, var id, ..]
            ? target with { Level = DeploymentLevel.Subscription, SubscriptionId = new Node.Text(scope.Location, id) { Trace = scope.Trace } }
            : target;
    }

    /// <summary>A resource group that the same template makes says where it is; of the one around, that is known already.</summary>
    private static Node LocationOf(Node group, ArmExpansion around, DeploymentTarget target)
    {
        if (target.Level == DeploymentLevel.ResourceGroup && Comparison.AreEqual(group, target.ResourceGroup) == true)
        {
            return target.Location;
        }

        var made = around.Resources.FirstOrDefault(resource =>
            resource.Type.Equals("Microsoft.Resources/resourceGroups", StringComparison.OrdinalIgnoreCase)
            && !resource.IsExisting
            && Comparison.AreEqual(resource.Name, group) == true);
        return made?.Syntax.Find("location") is { } location
            ? made.Scope.Deployment.Values.EvaluateText(location, made.Scope, "location")
            : Unknown.Input(group.Location, $"resourceGroup('{ArmResource.Text(group)}').location");
    }
}
