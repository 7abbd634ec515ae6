using System.Buffers.Binary;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Registry.Hives;

/// <summary>A key value ("vk").</summary>
internal readonly record struct HiveValue(HiveCell Place, string Name, RegistryType Type, uint SizeField, uint DataOffset)
{
    private const int NameOffset = 20;
    private const int InlineOffset = 8;
    private const uint IsInline = 0x8000_0000;
    private const ushort CompressedName = 1;
    private const ushort Tombstone = 2;

    /// <summary>Data beyond this length is cut into segments of this length.</summary>
    private const int SegmentLength = 16344;

    /// <summary>Whether the value says that the value of that name in a hive below does not count (containers).</summary>
    public required bool IsTombstone { get; init; }

    public int Size => (int)(SizeField & ~IsInline);

    /// <returns><see langword="null"/> and why, when there is no value at the offset.</returns>
    public static HiveValue? TryRead(HiveCells cells, uint cell, out string flaw)
    {
        if (cells.TryFind(cell, out flaw) is not { } place)
        {
            return null;
        }

        var data = cells.Read(place, 0, NameOffset);
        if (!data.StartsWith("vk"u8))
        {
            flaw = "its cell holds no value";
            return null;
        }

        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(data[2..]);
        if (nameLength > place.Length - NameOffset || !cells.Budget.TakeName(nameLength))
        {
            flaw = $"its name of {nameLength.ToString(CultureInfo.InvariantCulture)} bytes leaves the cell";
            return null;
        }

        // NT 3.1 has a title index in the place of the flags.
        var flags = cells.Header.HasOldCells ? (ushort)0 : BinaryPrimitives.ReadUInt16LittleEndian(data[16..]);
        var value = new HiveValue(
            place,
            "",
            new(BinaryPrimitives.ReadUInt32LittleEndian(data[12..])),
            BinaryPrimitives.ReadUInt32LittleEndian(data[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(data[8..]))
        {
            IsTombstone = (flags & Tombstone) != 0,
        };
        return value with { Name = HiveKey.Text(cells.Read(place, NameOffset, nameLength), (flags & CompressedName) != 0) };
    }

    /// <summary>The bytes of the value, and the place of the first of them (of all, where they stand together).</summary>
    /// <returns><see langword="null"/> bytes when they cannot be read; a flaw also where fewer were there than the value has.</returns>
    public (byte[]? Bytes, Location Location) ReadData(HiveCells cells, out string flaw)
    {
        flaw = "";
        if (Size == 0)
        {
            return ([], cells.Image.Locate(Place.Offset, 0));
        }

        if ((SizeField & IsInline) != 0)
        {
            return Size <= 4
                ? Copy(cells, new(Place.Offset + InlineOffset, 4), Size)
                : Lost(cells, out flaw, $"its size '{Count(Size)}' is too large for data beside it");
        }

        if (!cells.Budget.TakeData(Size))
        {
            return Lost(cells, out flaw, $"its size '{Count(Size)}' is more than the hive can hold");
        }

        if (cells.TryFind(DataOffset, out flaw) is not { } cell)
        {
            return Lost(cells, out flaw, $"of its data, {flaw}");
        }

        if (Size <= cell.Length)
        {
            return Copy(cells, cell, Size);
        }

        if (cells.Header.HasBigData && Size > SegmentLength && cells.Read(cell, 0, 8).StartsWith("db"u8))
        {
            return ReadSegments(cells, cell, out flaw);
        }

        flaw = $"{Count(cell.Length)} of its {Count(Size)} bytes are there";
        return Copy(cells, cell, cell.Length);
    }

    private (byte[]? Bytes, Location Location) ReadSegments(HiveCells cells, HiveCell cell, out string flaw)
    {
        var record = cells.Read(cell, 0, 8);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(record[2..]);
        if (cells.TryFind(BinaryPrimitives.ReadUInt32LittleEndian(record[4..]), out flaw) is not { } list)
        {
            return Lost(cells, out flaw, $"of the list of its segments, {flaw}");
        }

        var bytes = new byte[Size];
        Location? first = null;
        var filled = 0;
        for (var index = 0; index < count && filled < bytes.Length; index++)
        {
            if (cells.Read(list, index * 4, 4) is not { Length: 4 } offset)
            {
                break;
            }

            if (cells.TryFind(BinaryPrimitives.ReadUInt32LittleEndian(offset), out flaw) is not { } segment)
            {
                return Lost(cells, out flaw, $"of segment {Count(index)} of its data, {flaw}");
            }

            // A full segment has four spare bytes behind it.
            var length = Math.Min(Math.Min(SegmentLength, bytes.Length - filled), segment.Length);
            cells.Image.Copy(segment.Offset, bytes.AsSpan(filled, length));
            first ??= cells.Image.Locate(segment.Offset, length);
            filled += length;
        }

        return filled == bytes.Length && first is not null
            ? (bytes, first)
            : Lost(cells, out flaw, $"{Count(filled)} of its {Count(Size)} bytes are there");
    }

    private static (byte[]? Bytes, Location Location) Copy(HiveCells cells, HiveCell from, int length)
    {
        var bytes = new byte[length];
        cells.Image.Copy(from.Offset, bytes);
        return (bytes, cells.Image.Locate(from.Offset, length));
    }

    private (byte[]? Bytes, Location Location) Lost(HiveCells cells, out string flaw, string why)
    {
        flaw = why;
        return (null, cells.Image.Locate(Place.Offset, Place.Length));
    }

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);
}
