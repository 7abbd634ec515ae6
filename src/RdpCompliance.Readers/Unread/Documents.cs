using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Unread;

/// <summary>Files for eyes: screenshots, documents, recordings of a network. What they show is elsewhere in a form that can be read.</summary>
internal static class Documents
{
    private static readonly UnreadFormat Picture = new(
        "a picture",
        "'rdpcompliance explain 0x904 0x7' takes the numbers of an error; settings are in 'reg export' or 'gpresult /x'.");

    private static readonly UnreadFormat Document = new(
        "a document (PDF or Office)",
        "Settings are in 'reg export', 'gpresult /x' or '| ConvertTo-Json -Depth 5' of the machine itself.");

    private static readonly UnreadFormat Capture = new(
        "a recording of a network (pcap)",
        "Settings are in 'reg export' of both machines; 'rdpcompliance explain' takes the number of a refusal.")
    {
        IsEvidence = true,
    };

    public static UnreadFormat? Recognise(SourceHead head)
    {
        var bytes = head.Bytes;
        return bytes switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => Picture,
            [0xFF, 0xD8, 0xFF, ..] => Picture,
            _ when bytes.StartsWith("GIF8"u8) => Picture,
            [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => Picture,
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => Picture,
            _ when bytes.StartsWith("%PDF-"u8) => Document,

            // Word, Excel and PowerPoint up to 2003, and the list of parts that a newer document, opened as an archive, begins with.
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => Document,
            _ when bytes[..Math.Min(bytes.Length, 1024)].IndexOf("schemas.openxmlformats.org/package/2006/content-types"u8) >= 0 => Document,
            [0xA1, 0xB2, 0xC3, 0xD4, ..] or [0xD4, 0xC3, 0xB2, 0xA1, ..] or [0xA1, 0xB2, 0x3C, 0x4D, ..] or [0x4D, 0x3C, 0xB2, 0xA1, ..] => Capture,
            [0x0A, 0x0D, 0x0D, 0x0A, _, _, _, _, 0x4D or 0x1A, 0x3C or 0x2B, 0x2B or 0x3C, 0x1A or 0x4D, ..] => Capture,
            _ => null,
        };
    }
}
