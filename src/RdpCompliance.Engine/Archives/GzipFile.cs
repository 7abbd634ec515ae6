using System.Buffers.Binary;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Archives;

/// <summary>Expands a gzip file (RFC 1952) with all its members. Of a damaged one the beginning is kept: a hive is read as far as it goes.</summary>
internal static class GzipFile
{
    private const int HeaderLength = 10;
    private const int TrailerLength = 8;
    private const int MostMembers = 1000;
    private const byte HasHeaderChecksum = 2;
    private const byte HasExtra = 4;
    private const byte HasName = 8;
    private const byte HasComment = 16;

    public static bool IsOne(ReadOnlySpan<byte> head) => head is [0x1F, 0x8B, 0x08, ..];

    /// <returns><see langword="null"/> when nothing may be kept; a diagnostic says why.</returns>
    public static byte[]? Expand(Source source, long most, ArchiveFlaws flaws)
    {
        using var all = new MemoryStream();
        var (member, count) = (0L, 0);
        do
        {
            var data = member + LengthOfHeader(source, member);
            var inflation = Inflation.Of(source, data, source.Length - data, most - all.Length);
            if (inflation.End == InflationEnd.TooLarge)
            {
                flaws.LargerThan(source, member, source.FileName, most, source.Length);
                return null;
            }

            all.Write(inflation.Bytes);
            var end = inflation.End == InflationEnd.Complete ? EndOfTrailer(source, data, inflation.Bytes) : null;
            if (end is null || ++count == MostMembers)
            {
                flaws.DamagedAt(source, data, source.FileName, inflation.End switch
                {
                    InflationEnd.CutShort => "it is cut short",
                    InflationEnd.Corrupt => "no compressed data was found",
                    _ when end is null => "its checksum is wrong",
                    _ => "it has too many members",
                });
                break;
            }

            member = end.Value;
        }
        while (IsMember(source, member));

        return all.ToArray();
    }

    private static bool IsMember(Source source, long offset)
    {
        Span<byte> head = stackalloc byte[HeaderLength];
        return source.Read(offset, head) == head.Length && IsOne(head);
    }

    private static long LengthOfHeader(Source source, long offset)
    {
        Span<byte> header = stackalloc byte[HeaderLength + 2];
        header.Clear();
        source.Read(offset, header);
        var flags = header[3];
        var length = (long)HeaderLength;
        if ((flags & HasExtra) != 0)
        {
            length += 2 + BinaryPrimitives.ReadUInt16LittleEndian(header[HeaderLength..]);
        }

        length = (flags & HasName) != 0 ? BehindZero(source, offset, length) : length;
        length = (flags & HasComment) != 0 ? BehindZero(source, offset, length) : length;
        return (flags & HasHeaderChecksum) != 0 ? length + 2 : length;
    }

    private static long BehindZero(Source source, long offset, long length)
    {
        Span<byte> window = stackalloc byte[256];
        while (source.Read(offset + length, window) is > 0 and var count)
        {
            var zero = window[..count].IndexOf((byte)0);
            if (zero >= 0)
            {
                return length + zero + 1;
            }

            length += count;
        }

        return length;
    }

    /// <summary>
    /// Looks for the checksum and length that must follow the compressed data: where exactly that ends is
    /// not told, but what stands there is known. It is nearly always the end of the file.
    /// </summary>
    private static long? EndOfTrailer(Source source, long data, byte[] plain)
    {
        Span<byte> trailer = stackalloc byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, Crc32.Of(plain));
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)plain.Length);
        Span<byte> last = stackalloc byte[TrailerLength];
        if (source.Read(source.Length - TrailerLength, last) == TrailerLength && last.SequenceEqual(trailer))
        {
            return source.Length;
        }

        var window = new byte[65536];
        for (var offset = data; source.Read(offset, window) is >= TrailerLength and var count; offset += count - TrailerLength + 1)
        {
            var found = window.AsSpan(0, count).IndexOf(trailer);
            if (found >= 0)
            {
                return offset + found + TrailerLength;
            }
        }

        return null;
    }
}
