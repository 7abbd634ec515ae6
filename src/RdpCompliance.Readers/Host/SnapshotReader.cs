using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Json;

namespace RdpCompliance.Readers.Host;

/// <summary>Our own carrier of host facts, <c>policies/schemas/snapshot.json</c>: what was captured of one machine, when, and what each list covers.</summary>
public sealed class SnapshotReader : IEvidenceReader
{
    public const string FormatName = "rdpcompliance-snapshot";
    private const int Version = 1;
    private static readonly DiagnosticDescriptor NotASnapshot = new(
        "RDP0185",
        DiagnosticEffect.Refusal,
        "'{0}' stands where a snapshot was expected: an object with \"format\": \"rdpcompliance-snapshot\" and \"version\": 1.");

    public string Format => "snapshot";

    public ReaderScope Scope => ReaderScope.Machine;

    public Claim? Claim(Source source, SourceHead head, SourceTree tree)
    {
        var isNamed = head.Bytes.IndexOf("rdpcompliance-snapshot"u8) >= 0
            || head.Bytes.IndexOf("r\0d\0p\0c\0o\0m\0p\0l\0i\0a\0n\0c\0e\0-\0s\0n\0a\0p\0s\0h\0o\0t\0"u8) >= 0;
        return isNamed && JsonHead.Parse(source, head) is Node.Object root && IsSnapshot(root) ? new(source, Certainty.BySignature) : null;
    }

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var source = claim.Primary;
        var json = LocatedJson.Parse(source);
        var reading = new SnapshotReading(json.Diagnostics, context.Cancellation);
        if (json.Root is not Node.Object root || !IsSnapshot(root))
        {
            var place = json.Root?.Location ?? Location.StartOf(source, SpanUnit.Characters);
            reading.Diagnostics.Add(new(NotASnapshot, place with { Length = Math.Min(place.Length, 1) }, source.FileName));
            return new(source, Format, new Origin.Host(null, source.Folder)) { Diagnostics = reading.Diagnostics.DrainToImmutable() };
        }

        reading.Read(root);
        return new(source, Format, new Origin.Host(reading.Machine, source.Folder) { Captured = reading.Captured })
        {
            Observations = reading.Observations.DrainToImmutable(),
            Items = reading.Items.DrainToImmutable(),
            Coverage = reading.Coverage.DrainToImmutable(),
            Diagnostics = reading.Diagnostics.DrainToImmutable(),
        };
    }

    private static bool IsSnapshot(Node.Object root) =>
        root.Find("format") is Node.Text { Value: FormatName } && root.Find("version") is null or Node.Number { Whole: Version };
}
