using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Tests.Readers.Host;

/// <summary>Short ways to put a sample to one reader.</summary>
internal static class ReaderTesting
{
    public static SourceEvidence Read(this IEvidenceReader reader, Source source) =>
        reader.Read(new Claim(source, Certainty.ByShape), ReadContext.Alone(source));

    public static SourceEvidence Read(this IEvidenceReader reader, string text, string name = "host/sample.txt") => reader.Read(Source.FromText(name, text));

    public static Claim? Claim(this IEvidenceReader reader, Source source)
    {
        var bytes = source.ReadAllBytes();
        return reader.Claim(source, new(bytes[..Math.Min(bytes.Length, 65536)]), new SourceTree([source]));
    }

    public static Claim? Claim(this IEvidenceReader reader, string text, string name = "host/sample.txt") => reader.Claim(Source.FromText(name, text));

    public static string? Value(this Item item, string field) => item.Find(field)?.Value.ToString();
}
