using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Evidence;

/// <summary>Whether a template deploys a resource.</summary>
public enum DeploymentCondition
{
    True,
    False,
    Unknown,
}

/// <summary>
/// An Azure resource as state or template gives it. Type and name are full ("Microsoft.Network/networkSecurityGroups/securityRules", "nsg1/allow-rdp");
/// a name that is not known is <see cref="Node.Unresolved"/>.
/// </summary>
public sealed record Resource(string Type, Node Name, Node.Object Body, Location Location)
{
    /// <summary><see langword="null"/> for live state.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Where it is deployed: "resourceGroup", "subscription", "managementGroup", "tenant", or the id of the resource that it extends.</summary>
    public string? Scope { get; init; }

    /// <summary>
    /// The full resource id, where the source carries one; of a template, parts that are not known stand in braces (<see cref="Node.Unresolved.Pattern"/>).
    /// </summary>
    public string? Id { get; init; }

    public DeploymentCondition Condition { get; init; } = DeploymentCondition.True;

    /// <summary>What decides whether it is deployed, where that is not known.</summary>
    public Node.Unresolved? ConditionCause { get; init; }

    /// <summary>The template only refers to it ("existing").</summary>
    public bool IsExisting { get; init; }

    /// <summary>
    /// The parameters under which it is deployed so ("main.parameters.prod.json", "environment=prod"); resources of one world refer to each other.
    /// <see langword="null"/> = so in every world of its source.
    /// </summary>
    public string? World { get; init; }
}
