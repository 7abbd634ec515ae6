using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Sources.Archives;

namespace RdpCompliance.Engine.Scanning;

/// <summary>Everything that the readers made of a source tree, in the order of the sources.</summary>
public sealed record Collected(ImmutableArray<SourceEvidence> Evidence, ImmutableArray<ScannedInput> Inputs, ImmutableArray<Diagnostic> Diagnostics)
{
    public static readonly DiagnosticDescriptor FitsNoTemplate = new("RDP0007", DiagnosticEffect.Damage, "'{0}' gives parameters to none of the templates that were read; a file was wanted all of whose names are parameters of one.");

    /// <summary>What is wrong with inputs that no reader could say: they cannot be opened, or decide nothing.</summary>
    public ImmutableArray<Diagnostic> OtherDiagnostics =>
        [.. Diagnostics.Except(Evidence.SelectMany(evidence => evidence.Diagnostics), ReferenceEqualityComparer.Instance).Cast<Diagnostic>()];

    /// <summary>Opens archives, detects and reads, several sources at a time; the order of the answer does not depend on the number of cores.</summary>
    /// <param name="progress">Told how many of how many inputs were read, from any thread.</param>
    public static Collected From(
        SourceTree files, ImmutableArray<IEvidenceReader> readers, Demand demand, DeploymentInputs deployment, CancellationToken cancellation, Action<int, int>? progress = null)
    {
        var (tree, flaws) = ArchiveExpansion.Of(files);
        var done = 0;
        var (claims, foreign, unreadable) = new Detection(readers, tree).Detect(cancellation);
        var read = new SourceEvidence?[claims.Length];
        var failed = new Diagnostic?[claims.Length];
        var context = new ReadContext(tree, demand, cancellation) { Deployment = deployment };
        Parallel.For(0, claims.Length, new ParallelOptions { CancellationToken = cancellation }, index =>
        {
            try
            {
                read[index] = claims[index].Reader.Read(claims[index].Claim, context);
            }
            catch (IOException exception)
            {
                failed[index] = Detection.Unreadable(claims[index].Claim.Primary, exception);
            }

            progress?.Invoke(Interlocked.Increment(ref done), claims.Length);
        });

        var useless = UselessParameterFiles(deployment, read);
        var useful = deployment.ParameterFiles.Where(file => !useless.Exists(diagnostic => diagnostic.Location.Source == file)).Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        var inputs = useless.Select(diagnostic => new ScannedInput(diagnostic.Location.Source.Name, InputOutcome.Damaged, "parameter-file", null)).Concat(claims.SelectMany((claim, index) => claim.Claim.Consumed
                .Select(source => new ScannedInput(source.Name, InputOutcome.Read, claim.Reader.Format, null))
                .Append(new(claim.Claim.Primary.Name, read[index] is { IsDamaged: false } ? InputOutcome.Read : InputOutcome.Damaged, claim.Reader.Format, null))))
            .Concat(foreign.Select(input => useful.Contains(input.Name) ? input with { Outcome = InputOutcome.Read, Format = "parameter-file" } : input))
            .Concat(flaws.Where(flaw => flaw.Effect != DiagnosticEffect.Note).Select(flaw => new ScannedInput(flaw.Location.Source.Name, InputOutcome.Damaged, "archive", null)))
            .Concat(unreadable.Select(diagnostic => new ScannedInput(diagnostic.Location.Source.Name, InputOutcome.Damaged, null, null)));
        return new(
            [.. read.OfType<SourceEvidence>()],
            [.. inputs.DistinctBy(input => input.Name, StringComparer.Ordinal).OrderBy(input => input.Name, StringComparer.Ordinal)],
            [.. read.OfType<SourceEvidence>().SelectMany(evidence => evidence.Diagnostics).Concat(failed.OfType<Diagnostic>()).Concat(unreadable).Concat(flaws).Concat(useless).OrderBy(diagnostic => diagnostic.Location)]);
    }

    /// <summary>A parameter file that the user names and that decides nothing: what he asked for was not judged.</summary>
    private static List<Diagnostic> UselessParameterFiles(DeploymentInputs deployment, IEnumerable<SourceEvidence?> read)
    {
        var used = read.OfType<SourceEvidence>().SelectMany(evidence => evidence.ParameterFiles).ToHashSet();
        return [.. deployment.ParameterFiles.Where(file => !used.Contains(file)).Select(file => new Diagnostic(FitsNoTemplate, Location.StartOf(file, SpanUnit.Bytes), file.Name))];
    }
}
