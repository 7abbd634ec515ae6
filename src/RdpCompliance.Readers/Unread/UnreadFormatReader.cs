using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Unread;

/// <summary>Claims nothing. It knows files that people have instead of what is read, so that these are not passed over in silence.</summary>
public sealed class UnreadFormatReader : IEvidenceReader
{
    private static readonly ImmutableArray<Func<SourceHead, UnreadFormat?>> Known =
    [
        EventLogFile.Recognise, Documents.Recognise, PolicyResults.Recognise, NetshOutput.Recognise, PowerShellText.Recognise,
    ];

    public string Format => "unread";

    public Claim? Claim(Source source, SourceHead head, SourceTree tree) => null;

    public SourceEvidence Read(Claim claim, ReadContext context) => new(claim.Primary, Format, new Origin.Host(null, claim.Folder));

    public UnreadFormat? Recognise(SourceHead head) => Known.Select(recognise => recognise(head)).FirstOrDefault(format => format is not null);
}
