using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Unread;

/// <summary>The file in which Windows keeps an event log ([MS-EVEN6] names what it holds; the signature is "ElfFile").</summary>
internal static class EventLogFile
{
    private static readonly UnreadFormat Format = new(
        "an event log as Windows keeps it (.evtx)",
        "'wevtutil qe FILE /lf:true /f:xml > events.xml' prints its events as XML, which is read.")
    {
        IsEvidence = true,
    };

    public static UnreadFormat? Recognise(SourceHead head) => head.Bytes.StartsWith("ElfFile\0"u8) ? Format : null;
}
