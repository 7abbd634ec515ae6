using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Host;

/// <summary>
/// Events as <c>wevtutil qe … /f:xml</c> and the event viewer write them: elements <c>Event</c>, with or without an element around them. The rendered message is localised and not read.
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

    public Claim? Claim(Source source, ReadOnlySpan<byte> head, SourceTree tree)
    {
        if (head.IndexOf((byte)'<') is < 0 or > 64)
        {
            return null;
        }

        var text = SourceText.Decode(head).Value;
        return text.AsSpan().TrimStart() is ['<', ..] && text.Contains(EventNamespace, StringComparison.Ordinal) && NextEvent(text, 0) >= 0
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
        for (var start = Math.Max(0, text.IndexOf('<', StringComparison.Ordinal)); start >= 0 && start < text.Length;)
        {
            if (ReadFrom(source, start, items, diagnostics, context.Cancellation) is not { } error)
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
        Source source, int start, ImmutableArray<Item>.Builder items, ImmutableArray<Diagnostic>.Builder diagnostics, CancellationToken cancellation)
    {
        var settings = new XmlReaderSettings
        {
            ConformanceLevel = ConformanceLevel.Fragment,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,

            // Event data holds control characters.
            CheckCharacters = false,
        };
        using var characters = new SourceCharacters(source.Text.Value, start);
        using var xml = XmlReader.Create(characters, settings);
        var places = new XmlPlaces(source, xml, start);
        try
        {
            while (xml.Read())
            {
                cancellation.ThrowIfCancellationRequested();
                if (xml is { NodeType: XmlNodeType.Element, LocalName: "Event", NamespaceURI: EventNamespace, IsEmptyElement: false })
                {
                    items.Add(new EventElement(xml, places, diagnostics).Read());
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
