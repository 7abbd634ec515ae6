using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Registry;

/// <summary>
/// The text that "reg query" prints: a key on a line, below it four blanks, name, four blanks, type, four blanks,
/// data. Told by this shape alone, because every other word of it is in the language of the machine.
/// </summary>
public sealed class RegQueryReader : IEvidenceReader
{
    private const int FirstLook = 4096;

    public string Format => "reg-query";

    public ReaderScope Scope => ReaderScope.Machine;

    public Claim? Claim(Source source, SourceHead head, SourceTree tree)
    {
        var text = SourceText.Decode(head.Bytes[..Math.Min(head.Bytes.Length, FirstLook)]).Value;
        var first = SkipBlankLines(text, 0);
        var at = Start(text);
        if (at == text.Length)
        {
            return null;
        }

        // Behind a prompt only a value tells: a key on a line of its own may be a quotation.
        var next = SkipBlankLines(text, TextLines.After(text, at));
        return (at == first && (next == text.Length || RegQueryLine.KeyAt(text, next) is not null))
            || (next < text.Length && RegQueryLine.ValueAt(text, next) is not null)
            ? new(source, Certainty.ByShape)
            : null;
    }

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var source = claim.Primary;
        var statements = new RegistryStatements(source, context.Demand);
        var listing = new RegQueryListing();
        if (!statements.RefusesSize(SpanUnit.Characters))
        {
            var start = Start(source.Text.Value);
            if (Prelude.Of(source, start) is { } passedOver)
            {
                statements.Report([passedOver]);
            }

            new RegQueryParser(source, statements, listing, context.Cancellation).ReadFrom(start);
        }

        return statements.ToEvidence(Format, new Origin.Host(null, source.Folder)) with { Coverage = listing.ToTrees() };
    }

    /// <returns>The first line that is a key, behind a prompt at most; the end of the text when there is none.</returns>
    private static int Start(string text)
    {
        var at = SkipBlankLines(text, 0);
        for (var lines = 0; at < text.Length && RegQueryLine.KeyAt(text, at) is null; at = SkipBlankLines(text, TextLines.After(text, at)))
        {
            if (++lines > Prelude.MostLines)
            {
                return text.Length;
            }
        }

        return at;
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
