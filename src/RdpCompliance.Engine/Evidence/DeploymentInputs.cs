using System.Collections.Immutable;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Evidence;

/// <summary>What the user says of the deployments that templates describe.</summary>
public sealed record DeploymentInputs
{
    public static DeploymentInputs None { get; } = new();

    public DeploymentScope Scope { get; init; } = DeploymentScope.Unknown;

    /// <summary>
    /// Parameter files that the user names, in that order: each is a deployment of the templates that it
    /// fits, instead of the files that lie beside those. They are sources of the tree, too.
    /// </summary>
    public ImmutableArray<Source> ParameterFiles { get; init; } = [];
}

/// <summary>What is known of the place and time of deployment; what is <see langword="null"/> is not known and never guessed.</summary>
public sealed record DeploymentScope
{
    public static DeploymentScope Unknown { get; } = new();

    /// <summary>A GUID in text form.</summary>
    public string? SubscriptionId { get; init; }

    public string? SubscriptionName { get; init; }

    /// <summary>A GUID in text form.</summary>
    public string? TenantId { get; init; }

    public string? ResourceGroup { get; init; }

    /// <summary>The region of the resource group, and of the deployment; as Azure writes it: "westeurope".</summary>
    public string? Location { get; init; }

    /// <summary>The management group that is deployed to; its name, not its display name.</summary>
    public string? ManagementGroup { get; init; }

    public string? DeploymentName { get; init; }

    /// <summary>What <c>utcNow()</c> gives: a time that the user states, never that of the run, so that two runs read the same.</summary>
    public DateTimeOffset? AsOf { get; init; }
}
