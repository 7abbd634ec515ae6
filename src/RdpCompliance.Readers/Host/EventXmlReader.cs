using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Host;

/// <summary>
/// Events as <c>wevtutil qe … /f:xml</c> and the event viewer write them: elements <c>Event</c>, with
/// or without an element around them. The rendered message is localised and not read.
/// </summary>
public sealed class EventXmlReader : IEvidenceReader
{
    /// <summary>The event schema, https://learn.microsoft.com/windows/win32/wes/eventschema-schema.</summary>
    private const string EventNamespace = "http://schemas.microsoft.com/win/2004/08/events/event";
    private const int MostBroken = 100;
    private static readonly DiagnosticDescriptor Broken =
        new("RDP0172", DiagnosticEffect.Damage, "'{0}' stands where the XML breaks off; well-formed elements 'Event' were expected.");
    private static readonly DiagnosticDescriptor GaveUp =
        new("RDP0173", DiagnosticEffect.Refusal, "More than {0} events are broken; the rest was not read.");

    public string Format => "event-xml";

    public ReaderScope Scope => ReaderScope.Machine;

    public Claim? Claim(Source source, SourceHead head, SourceTree tree)
    {
        if (head.Bytes.IndexOf((byte)'<') < 0)
        {
            return null;
        }

        var text = head.Text;
        return Start(text) >= 0 && text.Contains(EventNamespace, StringComparison.Ordinal) && NextEvent(text, 0) >= 0
            ? new(source, Certainty.BySignature)
            : null;
    }

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var source = claim.Primary;
        var text = source.Text.Value;
        var items = ImmutableArray.CreateBuilder<Item>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var broken = 0;
        var first = Math.Max(0, Start(text));
        if (Prelude.Of(source, first) is { } passedOver)
        {
            diagnostics.Add(passedOver);
        }

        // A declaration stands only at the beginning, and the reader knows version 1.0 alone.
        var readable = WithoutDeclarations(text);
        var prefersBase64 = IsOfPython(text);
        for (var start = first; start >= 0 && start < text.Length;)
        {
            if (ReadFrom(source, readable, start, prefersBase64 ? BinaryForm.Base64
                : BinaryForm.Hex, items, diagnostics, context.Cancellation) is not { } error)
            {
                break;
            }

            diagnostics.Add(error);
            if (++broken >= MostBroken)
            {
                diagnostics.Add(new(GaveUp, error.Location, MostBroken.ToString(CultureInfo.InvariantCulture)));
                break;
            }

            start = NextEvent(text, Math.Max(start + 1, (int)error.Location.Start));
        }

        return new(source, Format, new Origin.Host(ComputerOf(items, diagnostics), source.Folder))
        {
            Items = items.DrainToImmutable(),
            Diagnostics = diagnostics.DrainToImmutable(),
        };
    }

    /// <returns>Where and why reading broke off; <see langword="null"/> when it came to the end.</returns>
    private static Diagnostic? ReadFrom(
        Source source, string text, int start, BinaryForm binary, ImmutableArray<Item>.Builder items,
            ImmutableArray<Diagnostic>.Builder diagnostics, CancellationToken cancellation)
    {
        var settings = new XmlReaderSettings
        {
            ConformanceLevel = ConformanceLevel.Fragment,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,

            // Event data holds control characters.
            CheckCharacters = false,
        };
        using var characters = new SourceCharacters(text, start);
        using var xml = XmlReader.Create(characters, settings);
        var places = new XmlPlaces(source, xml, start);
        try
        {
            while (xml.Read())
            {
                cancellation.ThrowIfCancellationRequested();
                if (xml is { NodeType: XmlNodeType.Element, LocalName: "Event", NamespaceURI: EventNamespace, IsEmptyElement: false })
                {
                    items.Add(new EventElement(xml, places, binary, diagnostics).Read());
                }
            }

            return null;
        }
        catch (XmlException error)
        {
            var place = places.At(error);
            return new(Broken, place, source.Text.Cut(place.Span));
        }
    }

    /// <returns>The first tag of the log, behind a banner or the '-' that the event viewer puts before what it unfolds; negative when other
    /// text than a few lines stands before it.</returns>
    private static int Start(string text)
    {
        var tag = text.IndexOf('<', StringComparison.Ordinal);
        var line = text.AsSpan(0, Math.Max(0, tag));
        if (tag < 0 || line.Count('\n') > Prelude.MostLines
            || !line[(line.LastIndexOfAny('\r', '\n') + 1)..].Trim(Prelude.Blanks).Trim('-').IsEmpty)
        {
            return -1;
        }

        return text.AsSpan(tag) is ['<', '?', ..] or ['<', '!', ..] or ['<', 'E', 'v', 'e', 'n', 't', ..] ? tag : -1;
    }

    /// <summary>evtx_dump.py of python-evtx declares version 1.1.</summary>
    private static bool IsOfPython(string text) => text.Contains("<?xml version=\"1.1\"", StringComparison.Ordinal);

    /// <summary>
    /// The text with blanks in the place of its declarations, so that every place stays; the text itself where nothing is wrong with them.
    /// </summary>
    private static string WithoutDeclarations(string text)
    {
        const string Open = "<?xml ";
        var first = text.IndexOf(Open, StringComparison.Ordinal);
        if (first < 0)
        {
            return text;
        }

        var characters = text.ToCharArray();
        for (var at = first; at >= 0; at = text.IndexOf(Open, at + Open.Length, StringComparison.Ordinal))
        {
            var end = text.IndexOf("?>", at, StringComparison.Ordinal);
            characters.AsSpan(at, (end < 0 ? text.Length : end + 2) - at).Fill(' ');
        }

        return new(characters);
    }

    /// <returns>The offset of the next <c>&lt;Event</c> start tag; negative when there is none.</returns>
    private static int NextEvent(string text, int from)
    {
        const string Open = "<Event";
        while (from < text.Length && text.IndexOf(Open, from, StringComparison.Ordinal) is var found and >= 0)
        {
            from = found + Open.Length;
            if (from < text.Length && text[from] is ' ' or '>' or '\t' or '\r' or '\n')
            {
                return found;
            }
        }

        return -1;
    }

    private static string? ComputerOf(ImmutableArray<Item>.Builder items, ImmutableArray<Diagnostic>.Builder diagnostics) => MachineName.Of(
        items.Select(item => item.Find(EventFields.Computer)).OfType<ItemField>().Select(field => (field.Value.ToString() ?? "", field.Location)), diagnostics);
}
