using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Registry.Hives;

/// <summary>What one entry of a new log, or the whole of an old one, does to the hive.</summary>
internal sealed record LogEntry(uint Sequence, uint BinsSize, ImmutableArray<LogPage> Pages);

/// <summary>A log that was written to its end. Its entries are checked one by one: what follows the last sound one is the rest of earlier rounds.</summary>
/// <remarks>Format: https://github.com/msuhanov/regf, "Format of transaction log files".</remarks>
internal sealed class HiveLog
{
    private const int EntryHeaderLength = 40;
    private const int ReferenceLength = 8;
    private const int MostJoined = 65536;

    private HiveLog(Source source, HiveHeader header)
    {
        Source = source;
        Header = header;
    }

    public Source Source { get; }

    public HiveHeader Header { get; }

    public bool IsNew => Header.Kind == HiveFileKind.NewLog;

    /// <returns><see langword="null"/> when the source is no log, or one whose writing was not ended.</returns>
    public static HiveLog? TryOpen(Source source)
    {
        var sector = new byte[HiveHeader.SectorLength];
        return source.Read(0, sector) == sector.Length
            && HiveHeader.TryParse(sector) is { IsDirty: false, IsVersionKnown: true, Kind: HiveFileKind.OldLog or HiveFileKind.NewLog } header
            && IsBinsSize(header.BinsSize)
            ? new(source, header)
            : null;
    }

    /// <summary>
    /// The entries that follow one another from the log's own sequence number on; an old log has one. Empty when the log is cut short or its hashes are wrong.
    /// </summary>
    public ImmutableArray<LogEntry> Entries()
    {
        if (!IsNew)
        {
            return OldPages() is { } pages ? [new(Header.PrimarySequence, Header.BinsSize, pages)] : [];
        }

        var entries = ImmutableArray.CreateBuilder<LogEntry>();
        var sequence = Header.PrimarySequence;
        for (var offset = (long)HiveHeader.SectorLength; TryReadEntry(offset, sequence, out var length) is { } entry; offset += length)
        {
            entries.Add(entry);
            sequence++;
        }

        return entries.DrainToImmutable();
    }

    private LogEntry? TryReadEntry(long offset, uint sequence, out uint length)
    {
        Span<byte> header = stackalloc byte[EntryHeaderLength];
        length = 0;
        if (Source.Read(offset, header) < header.Length || !header.StartsWith("HvLE"u8))
        {
            return null;
        }

        length = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        var binsSize = BinaryPrimitives.ReadUInt32LittleEndian(header[16..]);
        var count = BinaryPrimitives.ReadUInt32LittleEndian(header[20..]);
        var isSound = length >= HiveHeader.SectorLength
            && length % HiveHeader.SectorLength == 0
            && offset + length <= Source.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(header[12..]) == sequence
            && IsBinsSize(binsSize)
            && count is not 0
            && count <= (length - EntryHeaderLength) / ReferenceLength
            && Marvin32.Hash(Source, offset, 32) == BinaryPrimitives.ReadUInt64LittleEndian(header[32..])
            && Marvin32.Hash(Source, offset + EntryHeaderLength, length - EntryHeaderLength) == BinaryPrimitives.ReadUInt64LittleEndian(header[24..]);
        return isSound && EntryPages(offset, length, (int)count) is { } pages ? new(sequence, binsSize, pages) : null;
    }

    /// <summary>The references stand first, the pages behind them, without gaps.</summary>
    private ImmutableArray<LogPage>? EntryPages(long entry, uint length, int count)
    {
        var references = new byte[count * ReferenceLength];
        Source.Read(entry + EntryHeaderLength, references);
        var pages = ImmutableArray.CreateBuilder<LogPage>(count);
        var at = entry + EntryHeaderLength + references.Length;
        for (var rest = references.AsSpan(); !rest.IsEmpty; rest = rest[ReferenceLength..])
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            if (at + size > entry + length)
            {
                return null;
            }

            if (size > 0)
            {
                pages.Add(new(HiveHeader.BlockLength + (long)BinaryPrimitives.ReadUInt32LittleEndian(rest), (int)size, Source, at));
                at += size;
            }
        }

        return pages.DrainToImmutable();
    }

    /// <summary>The pages whose bits are set, joined where neighbours are; <see langword="null"/> when the log ends before the last of them.</summary>
    private ImmutableArray<LogPage>? OldPages()
    {
        if (DirtyVectorOffset() is not { } vector || Header.BinsSize / HiveHeader.PageLength > Source.Length - vector - 4)
        {
            return null;
        }

        // One bit for each 512 bytes: a byte for each page.
        var bitmap = new byte[Header.BinsSize / HiveHeader.PageLength];
        Source.Read(vector + 4, bitmap);

        var sector = vector;
        var at = (vector + 4 + bitmap.Length + sector - 1) / sector * sector;
        if (at + (bitmap.Sum(bits => (long)BitOperations.PopCount(bits)) * HiveHeader.SectorLength) > Source.Length)
        {
            return null;
        }

        var pages = ImmutableArray.CreateBuilder<LogPage>();
        for (var bit = 0L; bit < bitmap.Length * 8L; bit++)
        {
            var first = bit;
            while (bit - first < MostJoined && bit < bitmap.Length * 8L && (bitmap[bit / 8] >> (int)(bit % 8) & 1) != 0)
            {
                bit++;
            }

            if (bit > first)
            {
                var length = (int)(bit - first) * HiveHeader.SectorLength;
                pages.Add(new(HiveHeader.BlockLength + (first * HiveHeader.SectorLength), length, Source, at));
                at += length;
                bit--; // the loop counts it again
            }
        }

        return pages.DrainToImmutable();
    }

    /// <summary>The second sector of the log; how long a sector is says the clustering factor, which is 1 nearly everywhere.</summary>
    private long? DirtyVectorOffset()
    {
        Span<byte> signature = stackalloc byte[4];
        foreach (var factor in (ReadOnlySpan<uint>)[1, Math.Clamp(Header.ClusteringFactor, 1, 8)])
        {
            var offset = factor * (long)HiveHeader.SectorLength;
            if (Source.Read(offset, signature) == signature.Length && signature.SequenceEqual("DIRT"u8))
            {
                return offset;
            }
        }

        return null;
    }

    private static bool IsBinsSize(uint size) => size >= HiveHeader.PageLength && size % HiveHeader.PageLength == 0;
}
