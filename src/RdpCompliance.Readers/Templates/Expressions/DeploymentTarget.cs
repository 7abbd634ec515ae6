using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>The four levels that a template can be deployed to.</summary>
public enum DeploymentLevel
{
    ResourceGroup,
    Subscription,
    ManagementGroup,
    Tenant,
}

/// <summary>What a deployment deploys to; each part is text or not known.</summary>
public sealed record DeploymentTarget(
    DeploymentLevel Level,
    Node TenantId,
    Node SubscriptionId,
    Node ResourceGroup,
    Node ManagementGroup,
    Node Location,
    Node DeploymentName)
{
    /// <summary>The display name of the subscription.</summary>
    public required Node SubscriptionName { get; init; }

    public static DeploymentTarget From(DeploymentScope scope, DeploymentLevel level, Location place) => new(
        level,
        Known(scope.TenantId, place, "tenant().tenantId", "tenant"),
        Known(scope.SubscriptionId, place, "subscription().subscriptionId", "subscription"),
        Known(scope.ResourceGroup, place, "resourceGroup().name", "resource-group"),
        Known(scope.ManagementGroup, place, "managementGroup().name", "management-group"),
        Known(scope.Location, place, level == DeploymentLevel.ResourceGroup ? "resourceGroup().location" : "deployment().location", "location"),
        Known(scope.DeploymentName, place, "deployment().name", "deployment-name"))
    {
        SubscriptionName = Known(scope.SubscriptionName, place, "subscription().displayName", "subscription-name"),
    };

    /// <summary>The id that the ids of its resources begin with; "" for the tenant.</summary>
    public Node Id(Location place) => Level switch
    {
        DeploymentLevel.ResourceGroup => TextComposer.Join(place, "/subscriptions/", SubscriptionId, "/resourceGroups/", ResourceGroup),
        DeploymentLevel.Subscription => TextComposer.Join(place, "/subscriptions/", SubscriptionId),
        DeploymentLevel.ManagementGroup => TextComposer.Join(place, "/providers/Microsoft.Management/managementGroups/", ManagementGroup),
        _ => new Node.Text(place, ""),
    };

    /// <param name="key">Where the configuration says it, below "scope".</param>
    private static Node Known(string? value, Location place, string expression, string key) => value is { Length: > 0 }
        ? new Node.Text(place, value)
        : Unknown.Input(place, expression, $"the place of the deployment; set scope: {key}: in the configuration");
}
