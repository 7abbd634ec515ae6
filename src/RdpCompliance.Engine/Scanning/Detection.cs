using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Scanning;

/// <summary>A claim that won, with the reader that made it.</summary>
internal sealed record WonClaim(Claim Claim, IEvidenceReader Reader);

/// <summary>
/// Says which reader reads which source: the first that finds its signature, else the surest. 64 KB of each are looked at, behind its blanks and
/// comments; all of it where no reader claims what these begin.
/// </summary>
internal sealed class Detection(ImmutableArray<IEvidenceReader> readers, SourceTree tree)
{
    public static readonly DiagnosticDescriptor Untold = new(
        "RDP0067",
        DiagnosticEffect.Note,
        "'{0}' does not tell by its beginning whether it is an input, and is too large to be looked through; it is not read.")
    {
        IsAlwaysSaid = true,
    };

    public static readonly DiagnosticDescriptor OtherForm = new("RDP0068", DiagnosticEffect.Note, "'{0}' is {1}, which is not read. {2}.")
    {
        IsAlwaysSaid = true,
    };

    public static readonly DiagnosticDescriptor ForEyes = new("RDP0069", DiagnosticEffect.Note, "'{0}' is {1}, which is not read. {2}.");

    public static readonly DiagnosticDescriptor CannotOpen = new("RDP0005", DiagnosticEffect.Refusal, "'{0}' cannot be read: {1}.");

    /// <summary>The claims in the order of the sources; a source consumed by a claim on another one is nobody's else.</summary>
    public (ImmutableArray<WonClaim> Claims, ImmutableArray<ScannedInput> Foreign, ImmutableArray<Diagnostic> Diagnostics) Detect(
        CancellationToken cancellation)
    {
        var won = new WonClaim?[tree.Sources.Length];
        var unreadable = new Diagnostic?[tree.Sources.Length];
        var untold = new bool[tree.Sources.Length];
        var others = new UnreadFormat?[tree.Sources.Length];
        Parallel.For(0, tree.Sources.Length, new ParallelOptions { CancellationToken = cancellation }, index =>
        {
            try
            {
                won[index] = Claim(tree.Sources[index], out untold[index], out others[index]);
            }
            catch (Exception fault) when (Contained.Holds(fault))
            {
                unreadable[index] = Contained.Of(fault, "detection", Location.StartOf(tree.Sources[index], SpanUnit.Bytes));
            }
            catch (IOException exception)
            {
                unreadable[index] = Unreadable(tree.Sources[index], exception);
            }
        });

        var consumed = won.OfType<WonClaim>().SelectMany(claim => claim.Claim.Consumed).ToHashSet();
        var claims = won.OfType<WonClaim>().Where(claim => !consumed.Contains(claim.Claim.Primary)).ToImmutableArray();
        var foreign = tree.Sources.Index()
            .Where(one => won[one.Index] is null && unreadable[one.Index] is null && !consumed.Contains(one.Item))
            .Select(one => new ScannedInput(one.Item.Name, InputOutcome.Foreign, null, others[one.Index]?.ToString()));
        var notes = tree.Sources.Where((source, index) => untold[index] && !consumed.Contains(source))
            .Select(source => new Diagnostic(Untold, Location.StartOf(source, SpanUnit.Bytes), source.Name));
        var known = tree.Sources.Index().Where(one => !consumed.Contains(one.Item))
            .Select(one => others[one.Index] is { } other ? NoteOf(one.Item, other) : null);
        return (claims, [.. foreign], [.. unreadable.OfType<Diagnostic>(), .. notes, .. known.OfType<Diagnostic>()]);
    }

    public static Diagnostic Unreadable(Source source, IOException exception) =>
        new(CannotOpen, Location.StartOf(source, SpanUnit.Bytes), source.Name, ReasonOf(source, exception));

    /// <summary>Who opens files says of which one it speaks, and so does the diagnostic.</summary>
    private static string ReasonOf(Source source, IOException exception)
    {
        var said = $"'{source.Name}' cannot be read: ";
        var message = exception.Message.StartsWith(said, StringComparison.Ordinal) ? exception.Message[said.Length..] : exception.Message;
        return message.TrimEnd('.');
    }

    private static Diagnostic NoteOf(Source source, UnreadFormat other) =>
        new(other.IsEvidence ? OtherForm : ForEyes, Location.StartOf(source, SpanUnit.Bytes), source.Name, other.Name, other.WayOut);

    private WonClaim? Claim(Source source, out bool isUntold, out UnreadFormat? other)
    {
        (isUntold, other) = (false, null);
        var buffer = ArrayPool<byte>.Shared.Rent(SourceHead.UsualLength);
        try
        {
            var head = SourceHead.Of(source, buffer);
            if (Claim(source, head) is { } claim)
            {
                return claim;
            }

            var whole = head.IsOpen ? SourceHead.WholeOf(source) : null;
            isUntold = head.IsOpen && whole is null;
            var won = whole is null ? null : Claim(source, whole);
            other = won is null ? readers.Select(reader => reader.Recognise(head)).FirstOrDefault(format => format is not null) : null;
            return won;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private WonClaim? Claim(Source source, SourceHead head)
    {
        WonClaim? best = null;
        foreach (var reader in readers)
        {
            if (reader.Claim(source, head, tree) is not { } claim)
            {
                continue;
            }

            if (claim.Certainty == Certainty.BySignature)
            {
                // A signature is one format's own, so nobody else is asked.
                return new(claim, reader);
            }

            if (best is not null && best.Claim.Certainty == claim.Certainty)
            {
                throw new UnreachableException($"{best.Reader.Format} and {reader.Format} both claim {source} with {claim.Certainty}.");
            }

            best = best is null || claim.Certainty > best.Claim.Certainty ? new(claim, reader) : best;
        }

        return best;
    }
}
