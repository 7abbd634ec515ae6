using System.Collections.Immutable;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Evidence;

/// <summary>Everything that one claim of one reader gave.</summary>
public sealed record SourceEvidence(Source Source, string Format, Origin Origin)
{
    public ImmutableArray<Observation> Observations { get; init; } = [];

    public ImmutableArray<Item> Items { get; init; } = [];

    public ImmutableArray<Resource> Resources { get; init; } = [];

    public ImmutableArray<Coverage> Coverage { get; init; } = [];

    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>Those of <see cref="DeploymentInputs.ParameterFiles"/> that gave values here.</summary>
    public ImmutableArray<Source> ParameterFiles { get; init; } = [];

    /// <summary>
    /// Modules and linked templates of the deployment that are not at hand, as the source names
    /// them: what they deploy is not known, so what is not seen may be there.
    /// </summary>
    public ImmutableArray<string> NotRead { get; init; } = [];

    /// <summary>Whether the input is ours and not, or only partly, readable.</summary>
    public bool IsDamaged => Diagnostics.Any(diagnostic => diagnostic.IsDamage);
}
