namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>What is known of the place that templates are deployed to; what is <see langword="null"/> is not known and never guessed.</summary>
public sealed record TemplateScope
{
    public static TemplateScope Unknown { get; } = new();

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

    /// <summary>What <c>utcNow()</c> gives.</summary>
    public DateTimeOffset? AsOf { get; init; }
}
