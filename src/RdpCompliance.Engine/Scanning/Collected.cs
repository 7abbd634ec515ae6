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
                read[index] = Weighed(claims[index].Reader.Read(claims[index].Claim, context), demand);
            }
            catch (IOException exception)
            {
                failed[index] = Detection.Unreadable(claims[index].Claim.Primary, exception);
            }

            progress?.Invoke(Interlocked.Increment(ref done), claims.Length);
        });

        var useless = UselessParameterFiles(deployment, read);
        var useful = deployment.ParameterFiles.Where(file => !useless.Exists(diagnostic => diagnostic.Location.Source == file)).Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        var inputs = useless.Select(diagnostic => new ScannedInput(diagnostic.Location.Source.Name, InputOutcome.Damaged, "parameter-file", null))
            .Concat(claims.SelectMany((claim, index) => InputsOf(claim.Claim, claim.Reader.Format, read[index])))
            .Concat(foreign.Select(input => useful.Contains(input.Name) ? input with { Outcome = InputOutcome.Read, Format = "parameter-file" } : input))
            .Concat(flaws.Where(flaw => flaw.Effect != DiagnosticEffect.Note).Select(flaw => new ScannedInput(flaw.Location.Source.Name, InputOutcome.Damaged, "archive", null)))
            .Concat(unreadable.Select(diagnostic => new ScannedInput(diagnostic.Location.Source.Name, InputOutcome.Damaged, null, null)));
        return new(
            [.. read.OfType<SourceEvidence>()],
            [.. inputs.DistinctBy(input => input.Name, StringComparer.Ordinal).OrderBy(input => input.Name, StringComparer.Ordinal)],
            [.. read.OfType<SourceEvidence>().SelectMany(evidence => evidence.Diagnostics).Concat(failed.OfType<Diagnostic>()).Concat(unreadable).Concat(flaws).Concat(useless).OrderBy(diagnostic => diagnostic.Location)]);
    }

    /// <summary>A malformed statement about a value that no rule reads is worth a word and nothing more.</summary>
    private static SourceEvidence Weighed(SourceEvidence evidence, Demand demand) => evidence with
    {
        Diagnostics = [.. evidence.Diagnostics.Select(one => IsIdle(one, demand) ? Noted(one) : one)],
    };

    private static bool IsIdle(Diagnostic diagnostic, Demand demand) =>
        diagnostic is { Effect: DiagnosticEffect.Damage, About: { } value } && !demand.Reads(value);

    private static Diagnostic Noted(Diagnostic diagnostic) =>
        diagnostic with { Descriptor = diagnostic.Descriptor with { Effect = DiagnosticEffect.Note } };

    private static IEnumerable<ScannedInput> InputsOf(Claim claim, string format, SourceEvidence? evidence) => claim.Consumed.Append(claim.Primary)
        .Select(source => new ScannedInput(source.Name, IsDamaged(source, claim, evidence) ? InputOutcome.Damaged : InputOutcome.Read, format, null));

    /// <summary>
    /// Of files that are read together each answers for itself: a damaged report does not damage the backup beside it. Damage that lies in
    /// none of them is the primary one's.
    /// </summary>
    private static bool IsDamaged(Source source, Claim claim, SourceEvidence? evidence)
    {
        var damaged = evidence?.Diagnostics.Where(one => one.Effect != DiagnosticEffect.Note).Select(one => one.Location.Source)
            .ToHashSet();
        return damaged is null ? source == claim.Primary : damaged.Contains(source)
            || (source == claim.Primary && damaged.Count > 0 && !claim.Consumed.Any(damaged.Contains));
    }

    /// <summary>A parameter file that the user names and that decides nothing: what he asked for was not judged.</summary>
    private static List<Diagnostic> UselessParameterFiles(DeploymentInputs deployment, IEnumerable<SourceEvidence?> read)
    {
        var used = read.OfType<SourceEvidence>().SelectMany(evidence => evidence.ParameterFiles).ToHashSet();
        return [.. deployment.ParameterFiles.Where(file => !used.Contains(file)).Select(file => new Diagnostic(FitsNoTemplate, Location.StartOf(file, SpanUnit.Bytes), file.Name))];
    }
}
