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

    /// <summary>The full resource id, where the source carries one.</summary>
    public string? Id { get; init; }

    public DeploymentCondition Condition { get; init; } = DeploymentCondition.True;

    /// <summary>The template only refers to it ("existing").</summary>
    public bool IsExisting { get; init; }

    /// <summary>The symbolic name, the copy index and the parameter world, for messages; <see langword="null"/> when there are none.</summary>
    public string? World { get; init; }
}
