using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Archives;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Scanning;

/// <summary>The inputs of a scan: detected at once, read when they are wanted, accounted for at the end. Several threads read at a time.</summary>
internal sealed class Reading
{
    public static readonly DiagnosticDescriptor FitsNoTemplate = new(
        "RDP0007",
        DiagnosticEffect.Damage,
        "'{0}' gives parameters to none of the templates that were read; a file was wanted all of whose names are parameters of one.");

    private static readonly DiagnosticDescriptor MoreStatements = new(
        "RDP0009", DiagnosticEffect.Refusal, "'{0}' states more than the {1} things that are judged of one file; the rest is left out.");

    private readonly ReadContext _context;
    private readonly Action<int, int>? _progress;
    private readonly ImmutableArray<ScannedInput> _foreign;
    private readonly ImmutableArray<Diagnostic> _unreadable;
    private readonly ImmutableArray<Diagnostic> _flaws;
    private readonly SourceEvidence?[] _accounts;
    private readonly Diagnostic?[] _failed;
    private int _done;

    /// <summary>Opens archives and detects.</summary>
    /// <param name="progress">Told how many of how many inputs were read, from any thread.</param>
    public Reading(
        SourceTree files,
        ImmutableArray<IEvidenceReader> readers,
        Demand demand,
        DeploymentInputs deployment,
        Action<int, int>? progress,
        CancellationToken cancellation)
    {
        _progress = progress;
        (var tree, _flaws) = ArchiveExpansion.Of(files);
        (Claims, _foreign, _unreadable) = new Detection(readers, tree).Detect(cancellation);
        _context = new ReadContext(tree, demand, cancellation) { Deployment = deployment };
        _accounts = new SourceEvidence?[Claims.Length];
        _failed = new Diagnostic?[Claims.Length];
    }

    /// <summary>In the order of the sources.</summary>
    public ImmutableArray<WonClaim> Claims { get; }

    /// <returns><see langword="null"/> when the disk failed, which is accounted for.</returns>
    public SourceEvidence? Read(int claim)
    {
        try
        {
            var evidence = Weighed(Claims[claim].Reader.Read(Claims[claim].Claim, _context), _context.Demand);
            if (_accounts[claim] is null)
            {
                _accounts[claim] = evidence with { Observations = [], Items = [], Resources = [], Coverage = [] };
                _progress?.Invoke(Interlocked.Increment(ref _done), Claims.Length);
            }

            return evidence;
        }
        catch (Exception fault) when (Contained.Holds(fault))
        {
            _failed[claim] = Contained.Of(
                fault,
                $"the reader {Claims[claim].Reader.Format}",
                Location.StartOf(Claims[claim].Claim.Primary, SpanUnit.Bytes));
            return null;
        }
        catch (IOException exception)
        {
            _failed[claim] = Detection.Unreadable(Claims[claim].Claim.Primary, exception);
            return null;
        }
    }

    /// <summary>Lets what was read of a claim go; what reports speak of stays at hand.</summary>
    public void Release(int claim, bool isSilent)
    {
        foreach (var source in Claims[claim].Claim.Consumed.Append(Claims[claim].Claim.Primary))
        {
            if (isSilent && (_accounts[claim]?.Diagnostics.IsEmpty ?? false))
            {
                source.Forget();
            }
            else
            {
                source.Release();
            }
        }
    }

    /// <summary>What became of every input, and all that is wrong with them, once all claims were read.</summary>
    public (ImmutableArray<ScannedInput> Inputs, ImmutableArray<Diagnostic> Diagnostics) Account()
    {
        var useless = UselessParameterFiles();
        var useful = _context
            .Deployment.ParameterFiles.Where(file => !useless.Exists(diagnostic => diagnostic.Location.Source == file))
            .Select(file => file.Name)
            .ToHashSet(StringComparer.Ordinal);
        var inputs = useless
            .Select(diagnostic => new ScannedInput(diagnostic.Location.Source.Name, InputOutcome.Damaged, "parameter-file", null))
            .Concat(Claims.SelectMany((claim, index) => InputsOf(claim.Claim, claim.Reader.Format, _accounts[index])))
            .Concat(_foreign.Select(input => useful.Contains(input.Name) ? input with { Outcome = InputOutcome.Read, Format = "parameter-file" } : input))
            .Concat(
                _flaws
                    .Where(flaw => flaw.IsDamage)
                    .Select(flaw => new ScannedInput(flaw.Location.Source.Name, InputOutcome.Damaged, "archive", null)))
            .Concat(_unreadable.Where(diagnostic => diagnostic.IsDamage)
                .Select(diagnostic => new ScannedInput(diagnostic.Location.Source.Name, InputOutcome.Damaged, null, null)));
        return (
            [.. inputs.DistinctBy(input => input.Name, StringComparer.Ordinal).OrderBy(input => input.Name, StringComparer.Ordinal)],
            [
                .. _accounts.OfType<SourceEvidence>().SelectMany(evidence => evidence.Diagnostics)
                    .Concat(_failed.OfType<Diagnostic>()).Concat(_unreadable).Concat(_flaws).Concat(useless).OrderBy(diagnostic => diagnostic.Location),
            ]);
    }

    /// <summary>A malformed statement about a value that no rule reads is worth a word and nothing more.</summary>
    private static SourceEvidence Weighed(SourceEvidence evidence, Demand demand) => Bounded(evidence, demand.MostStatements) with
    {
        Diagnostics = [.. evidence.Diagnostics.Select(one => IsIdle(one, demand) ? Noted(one) : one), .. TooMany(evidence, demand.MostStatements)],
    };

    /// <summary>What was left out is not known to be absent: nothing is covered.</summary>
    private static SourceEvidence Bounded(SourceEvidence evidence, int most) => StatementsOf(evidence) <= most
        ? evidence
        : evidence with { Observations = [.. evidence.Observations.Take(most)], Items = [.. evidence.Items.Take(most)], Coverage = [] };

    private static IEnumerable<Diagnostic> TooMany(SourceEvidence evidence, int most)
    {
        if (StatementsOf(evidence) > most)
        {
            yield return new(
                MoreStatements,
                Location.StartOf(evidence.Source, SpanUnit.Bytes),
                evidence.Source.FileName,
                most.ToString("N0", CultureInfo.InvariantCulture));
        }
    }

    private static int StatementsOf(SourceEvidence evidence) => Math.Max(evidence.Observations.Length, evidence.Items.Length);

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
        var damaged = evidence?.Diagnostics.Where(one => one.IsDamage).Select(one => one.Location.Source)
            .ToHashSet();
        return damaged is null ? source == claim.Primary : damaged.Contains(source)
            || (source == claim.Primary && damaged.Count > 0 && !claim.Consumed.Any(damaged.Contains));
    }

    /// <summary>A parameter file that the user names and that decides nothing: what he asked for was not judged.</summary>
    private List<Diagnostic> UselessParameterFiles()
    {
        var used = _accounts.OfType<SourceEvidence>().SelectMany(evidence => evidence.ParameterFiles).ToHashSet();
        return
        [
            .. _context
                .Deployment.ParameterFiles.Where(file => !used.Contains(file))
                .Select(file => new Diagnostic(FitsNoTemplate, Location.StartOf(file, SpanUnit.Bytes), file.Name)),
        ];
    }
}
