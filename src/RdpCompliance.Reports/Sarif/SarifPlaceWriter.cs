using System.Text.Json;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Reports.Sarif;

/// <summary>How much text of the inputs goes into the file.</summary>
internal enum SarifContext
{
    /// <summary>Snippets, and the lines around them.</summary>
    Full,

    /// <summary>Snippets of primary places only.</summary>
    Short,
}

/// <summary>Writes places: physical with full regions, and logical by address.</summary>
internal sealed class SarifPlaceWriter(ReportContext context, SarifContext detail)
{
    public const string Root = "SRCROOT";
    public const string Outside = "OUTSIDE";

    /// <summary>A longer region is given by its bounds alone: whoever has the file can cut it, and nobody reads pages of it in an alert.</summary>
    private const int LongestSnippet = 4_096;
    private const int LongestContext = 2_048;

    /// <summary>Whether the place lies in the repository, so that a console can show it.</summary>
    public bool IsInside(Location location) => context.PathBelowRoot(location.Source) is not null;

    public void WritePhysical(Utf8JsonWriter json, Location location, bool isPrimary)
    {
        json.WriteStartObject("physicalLocation");
        WriteArtifact(json, location.Source);
        if (location.Unit == SpanUnit.Bytes)
        {
            WriteBytes(json, location);
        }
        else if (location.Source.TextIfReadable is { } text)
        {
            var span = Inside(location.Span, text);
            WriteRegion(json, "region", text, span, isPrimary || detail == SarifContext.Full ? LongestSnippet : 0);
            if (detail == SarifContext.Full && ContextOf(text, span) is { } around)
            {
                WriteRegion(json, "contextRegion", text, around, LongestContext);
            }
        }

        json.WriteEndObject();
    }

    /// <summary>The file of the repository that stands for evidence outside of it; its content is not known here.</summary>
    public void WriteNearest(Utf8JsonWriter json, Source source)
    {
        json.WriteStartObject("physicalLocation");
        WriteArtifact(json, context.NearestPath(source), Root);
        json.WriteStartObject("region");
        json.WriteNumber("startLine", 1);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public void WriteArtifact(Utf8JsonWriter json, Source source)
    {
        if (context.PathBelowRoot(source) is { } path)
        {
            WriteArtifact(json, path, Root);
        }
        else
        {
            WriteArtifact(json, source.Name, Outside);
        }
    }

    /// <summary>The address as a logical location: the last part is its name.</summary>
    public static void WriteLogical(Utf8JsonWriter json, FindingPlace place)
    {
        if (place.Address is not { Length: > 0 } address)
        {
            return;
        }

        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        json.WriteText("name", NameOf(address));
        json.WriteText("fullyQualifiedName", address);
        json.WriteText("kind", place.AddressKind);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    public static void WriteMessage(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteText("text", text);
        json.WriteEndObject();
    }

    private static void WriteArtifact(Utf8JsonWriter json, string path, string root)
    {
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", RelativeUri.Of(path));
        json.WriteString("uriBaseId", root);
        json.WriteEndObject();
    }

    /// <summary>GitHub refuses a region without a line, so a binary place claims the first one.</summary>
    private static void WriteBytes(Utf8JsonWriter json, Location location)
    {
        json.WriteStartObject("region");
        json.WriteNumber("startLine", 1);
        json.WriteNumber("byteOffset", location.Start);
        json.WriteNumber("byteLength", location.Length);
        json.WriteEndObject();
    }

    private static void WriteRegion(Utf8JsonWriter json, string name, SourceText text, TextSpan span, int longestSnippet)
    {
        var start = text.PositionOf(span.Start);

        // SARIF's end is the line of the last character and the column after it, also where that character is a line break (§3.30.7, §3.30.8).
        var last = span.Length == 0 ? start : text.PositionOf(span.End - 1);
        json.WriteStartObject(name);
        json.WriteNumber("startLine", start.Line);
        json.WriteNumber("startColumn", start.Column);
        json.WriteNumber("endLine", last.Line);
        json.WriteNumber("endColumn", span.Length == 0 ? start.Column : last.Column + 1);
        json.WriteNumber("charOffset", span.Start);
        json.WriteNumber("charLength", span.Length);
        if (span.Length <= longestSnippet && text.Cut(span) is var snippet && JsonText.IsWhole(snippet))
        {
            WriteMessage(json, "snippet", snippet);
        }

        json.WriteEndObject();
    }

    /// <summary>
    /// The lines of the place; <see langword="null"/> when that is no more than the place itself, or
    /// too much. Other lines are nobody's business: they may hold passwords, and a line
    /// that speaks of one is not shown either.
    /// </summary>
    private static TextSpan? ContextOf(SourceText text, TextSpan span)
    {
        var from = text.PositionOf(span.Start).Line;
        var to = text.PositionOf(span.End).Line;
        var around = TextSpan.FromBounds(text.LineSpan(from).Start, Math.Max(span.End, text.LineSpan(to).End));
        return
            around.Length > span.Length
            && around.Length <= LongestContext
            && text.Cut(around) is var shown
            && JsonText.IsWhole(shown)
            && !shown.Contains("password", StringComparison.OrdinalIgnoreCase)
            ? around
            : null;
    }

    private static TextSpan Inside(TextSpan span, SourceText text)
    {
        var start = Math.Clamp(span.Start, 0, text.Value.Length);
        return TextSpan.FromBounds(start, Math.Clamp(span.End, start, text.Value.Length));
    }

    /// <summary>"MinEncryptionLevel" of "HKLM\…!MinEncryptionLevel", "value" of "privilege:Se…#value", "nsg1" of "/subscriptions/…/nsg1".</summary>
    private static string NameOf(string address)
    {
        var cut = address.LastIndexOfAny(['!', '#', '/', '\\']);
        return cut >= 0 && cut < address.Length - 1 ? address[(cut + 1)..] : address;
    }
}
