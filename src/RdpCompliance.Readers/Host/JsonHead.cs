using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Json;

namespace RdpCompliance.Readers.Host;

/// <summary>The beginning of a JSON text, read as far as it goes: enough to tell whose it is.</summary>
internal static class JsonHead
{
    /// <returns><see langword="null"/> when the text does not begin as an object or array.</returns>
    public static Node? Parse(Source source, SourceHead head)
    {
        var text = head.Text;
        var start = LocatedJson.OutputStart(text);
        return text.AsSpan(start).TrimStart() is ['{' or '[', ..]
            ? LocatedJson.ParseText(text[start..], Location.StartOf(source, SpanUnit.Characters)).Root : null;
    }
}
