using System.Globalization;

namespace RdpCompliance.Reports;

/// <summary>The service that runs the scan, because each takes SARIF in its own way.</summary>
public abstract record Pipeline
{
    private Pipeline()
    {
    }

    /// <summary>Somebody's own machine, or a service that wants nothing special.</summary>
    public static Pipeline None { get; } = new Nowhere();

    public static Pipeline GitHub { get; } = new GitHubActions();

    public sealed record GitHubActions : Pipeline;

    /// <summary>
    /// What Advanced Security for Azure DevOps wants of a run (sarif-sdk rules GHAzDO1019 and GHAzDO1020): without one of these the upload is refused.
    /// </summary>
    public sealed record AzurePipelines : Pipeline
    {
        private AzurePipelines()
        {
        }

        public required string Organization { get; init; }

        public required Guid ProjectId { get; init; }

        /// <summary>Positive, or -1 for a run without a saved definition.</summary>
        public required int DefinitionId { get; init; }

        public required string DefinitionName { get; init; }

        public required Guid PhaseId { get; init; }

        public required string PhaseName { get; init; }

        public required string Branch { get; init; }

        public required int BuildId { get; init; }

        /// <param name="variable">The value of an environment variable; <see langword="null"/> when it is unset.</param>
        /// <returns><see langword="null"/> outside of Azure Pipelines, or where one value is missing or
        /// malformed: a half-told run is refused like one that tells nothing.</returns>
        public static AzurePipelines? TryFrom(Func<string, string?> variable)
        {
            if (!string.Equals(variable("TF_BUILD"), "true", StringComparison.OrdinalIgnoreCase)
                || OrganizationOf(variable("SYSTEM_COLLECTIONURI")) is not { } organization
                || Identity(variable("SYSTEM_TEAMPROJECTID")) is not { } project
                || Number(First("BUILD_DEFINITIONID", "SYSTEM_DEFINITIONID")) is not { } definition
                || First("BUILD_DEFINITIONNAME") is not { } definitionName
                || Identity(First("SYSTEM_PHASEID", "SYSTEM_JOBID")) is not { } phase
                || First("SYSTEM_PHASENAME", "SYSTEM_JOBNAME") is not { } phaseName
                || First("BUILD_SOURCEBRANCH") is not { } branch
                || Number(variable("BUILD_BUILDID")) is not { } build)
            {
                return null;
            }

            return new()
            {
                Organization = organization,
                ProjectId = project,
                DefinitionId = definition,
                DefinitionName = definitionName,
                PhaseId = phase,
                PhaseName = phaseName,
                Branch = branch,
                BuildId = build,
            };

            string? First(params ReadOnlySpan<string> names)
            {
                foreach (var name in names)
                {
                    if (variable(name) is { } value && !string.IsNullOrWhiteSpace(value))
                    {
                        return value;
                    }
                }

                return null;
            }
        }

        private static Guid? Identity(string? text) => Guid.TryParse(text, out var id) && id != Guid.Empty ? id : null;

        private static int? Number(string? text) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number is > 0 or -1 ? number : null;

        /// <summary>"https://dev.azure.com/contoso/" or "https://contoso.visualstudio.com/".</summary>
        private static string? OrganizationOf(string? collection)
        {
            if (!Uri.TryCreate(collection, UriKind.Absolute, out var address))
            {
                return null;
            }

            return address.Host.EndsWith(".visualstudio.com", StringComparison.OrdinalIgnoreCase)
                ? address.Host[..address.Host.IndexOf('.', StringComparison.Ordinal)]
                : address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries) is [var first, ..] ? Uri.UnescapeDataString(first) : null;
        }
    }

    private sealed record Nowhere : Pipeline;
}
