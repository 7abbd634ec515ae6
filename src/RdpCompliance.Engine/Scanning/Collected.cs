using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Scanning;

/// <summary>Everything that the readers made of a source tree, in the order of the sources: for those who want it whole. A scan reads realm by realm.</summary>
public sealed record Collected(ImmutableArray<SourceEvidence> Evidence, ImmutableArray<ScannedInput> Inputs, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>What is wrong with inputs that no reader could say: they cannot be opened, or decide nothing.</summary>
    public ImmutableArray<Diagnostic> OtherDiagnostics =>
        [.. Diagnostics.Except(Evidence.SelectMany(evidence => evidence.Diagnostics), ReferenceEqualityComparer.Instance).Cast<Diagnostic>()];

    /// <summary>Opens archives, detects and reads, several sources at a time; the order of the answer does not depend on the number of cores.</summary>
    /// <param name="progress">Told how many of how many inputs were read, from any thread.</param>
    public static Collected From(
        SourceTree files,
        ImmutableArray<IEvidenceReader> readers,
        Demand demand,
        DeploymentInputs deployment,
        CancellationToken cancellation,
        Action<int, int>? progress = null)
    {
        var reading = new Reading(files, readers, demand, deployment, progress, cancellation);
        var evidence = new SourceEvidence?[reading.Claims.Length];
        Parallel.For(0, evidence.Length, new ParallelOptions { CancellationToken = cancellation }, index => evidence[index] = reading.Read(index));
        var (inputs, diagnostics) = reading.Account();
        return new([.. evidence.OfType<SourceEvidence>()], inputs, diagnostics);
    }
}
