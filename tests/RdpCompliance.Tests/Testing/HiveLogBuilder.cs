using System.Buffers.Binary;
using System.Numerics;

namespace RdpCompliance.Tests.Testing;

/// <summary>Writes the logs that lead from one image of a hive to the next, and the hive as it is while its writing is not ended.</summary>
internal static class HiveLogBuilder
{
    private const int SectorLength = 512;
    private const int PageLength = 4096;

    /// <summary>The hive with sequence numbers that differ: <paramref name="sequence"/> was begun, the one before was ended.</summary>
    public static byte[] Dirty(byte[] hive, uint sequence)
    {
        var dirty = hive.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(dirty.AsSpan(4), sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(dirty.AsSpan(8), sequence - 1);
        HiveBuilder.Seal(dirty);
        return dirty;
    }

    /// <summary>A log with a bitmap of dirty sectors.</summary>
    public static byte[] Old(byte[] before, byte[] after, uint sequence)
    {
        var bitmap = new byte[(after.Length - PageLength) / PageLength];
        var pages = new List<byte>();
        for (var sector = 0; sector < bitmap.Length * 8; sector++)
        {
            var offset = PageLength + (sector * SectorLength);
            var now = after.AsSpan(offset, SectorLength);
            if (offset >= before.Length || !now.SequenceEqual(before.AsSpan(offset, SectorLength)))
            {
                bitmap[sector / 8] |= (byte)(1 << (sector % 8));
                pages.AddRange(now);
            }
        }

        byte[] vector = [.. "DIRT"u8, .. bitmap];
        Array.Resize(ref vector, (vector.Length + SectorLength - 1) / SectorLength * SectorLength);
        return [.. Header(after, sequence, 1), .. vector, .. pages];
    }

    /// <summary>A log with one entry for each image, from <paramref name="sequence"/> on; each holds the pages that differ from the image before.</summary>
    public static byte[] New(byte[] before, uint sequence, params IEnumerable<byte[]> images)
    {
        var log = new List<byte>(Header(before, sequence, 6));
        foreach (var image in images)
        {
            log.AddRange(Entry(before, image, sequence++));
            before = image;
        }

        return [.. log];
    }

    private static byte[] Header(byte[] hive, uint sequence, uint kind)
    {
        var header = hive[..SectorLength];
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(28), kind);
        HiveBuilder.Seal(header);
        return header;
    }

    private static byte[] Entry(byte[] before, byte[] after, uint sequence)
    {
        var references = new List<byte>();
        var pages = new List<byte>();
        var number = new byte[4];
        for (var offset = PageLength; offset < after.Length; offset += PageLength)
        {
            var page = after.AsSpan(offset, PageLength);
            if (offset >= before.Length || !page.SequenceEqual(before.AsSpan(offset, PageLength)))
            {
                BinaryPrimitives.WriteInt32LittleEndian(number, offset - PageLength);
                references.AddRange(number);
                BinaryPrimitives.WriteInt32LittleEndian(number, PageLength);
                references.AddRange(number);
                pages.AddRange(page);
            }
        }

        byte[] entry = [.. new byte[40], .. references, .. pages];
        Array.Resize(ref entry, (entry.Length + SectorLength - 1) / SectorLength * SectorLength);
        "HvLE"u8.CopyTo(entry);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(4), entry.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(12), sequence);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(16), after.Length - PageLength);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(20), references.Count / 8);
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(24), Marvin(entry.AsSpan(40)));
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(32), Marvin(entry.AsSpan(0, 32)));
        return entry;
    }

    /// <summary>For lengths that four divides, as all here are.</summary>
    private static ulong Marvin(ReadOnlySpan<byte> bytes)
    {
        var (low, high) = (0x7A4E55C5u, 0x82EF4D88u);
        for (; !bytes.IsEmpty; bytes = bytes[4..])
        {
            (low, high) = Mix(low, high, BinaryPrimitives.ReadUInt32LittleEndian(bytes));
        }

        (low, high) = Mix(low, high, 0x80);
        (low, high) = Mix(low, high, 0);
        return ((ulong)high << 32) | low;
    }

    private static (uint Low, uint High) Mix(uint low, uint high, uint value)
    {
        low += value;
        high ^= low;
        low = BitOperations.RotateLeft(low, 20) + high;
        high = BitOperations.RotateLeft(high, 9) ^ low;
        low = BitOperations.RotateLeft(low, 27) + high;
        return (low, BitOperations.RotateLeft(high, 19));
    }
}
