using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Registry;

/// <summary>
/// The text that "reg query" prints: a key on a line, below it four blanks, name, four blanks, type, four blanks, data. Told by this shape alone, because every other word of it is in the language of the machine.
/// </summary>
public sealed class RegQueryReader : IEvidenceReader
{
    private const int FirstLook = 4096;

    public string Format => "reg-query";

    public ReaderScope Scope => ReaderScope.Machine;

    public Claim? Claim(Source source, ReadOnlySpan<byte> head, SourceTree tree)
    {
        var text = SourceText.Decode(head[..Math.Min(head.Length, FirstLook)]).Value;
        var at = SkipBlankLines(text, 0);
        if (at == text.Length || RegQueryLine.KeyAt(text, at) is null)
        {
            return null;
        }

        var next = SkipBlankLines(text, TextLines.After(text, at));
        return next == text.Length || RegQueryLine.KeyAt(text, next) is not null || RegQueryLine.ValueAt(text, next) is not null
            ? new(source, Certainty.ByShape)
            : null;
    }

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var source = claim.Primary;
        var statements = new RegistryStatements(source);
        var listing = new RegQueryListing();
        if (!statements.RefusesSize(SpanUnit.Characters))
        {
            new RegQueryParser(source, statements, listing, context.Cancellation).Read();
        }

        return statements.ToEvidence(Format, new Origin.Host(null, source.Folder)) with { Coverage = listing.ToTrees() };
    }

    private static int SkipBlankLines(string text, int at)
    {
        while (at < text.Length && TextLines.IsAtEnd(text, TextLines.SkipBlanks(text, at)))
        {
            at = TextLines.After(text, at);
        }

        return at;
    }
}
