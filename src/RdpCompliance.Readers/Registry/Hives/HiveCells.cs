using System.Buffers.Binary;
using System.Globalization;

namespace RdpCompliance.Readers.Registry.Hives;

/// <summary>The data of an allocated cell: where it lies in the image, and how many bytes it has (some behind the record's own are padding).</summary>
internal readonly record struct HiveCell(long Offset, int Length);

/// <summary>Finds cells by the offsets that records carry, and refuses those that cannot be right.</summary>
internal sealed class HiveCells(HiveImage image, HiveHeader header)
{
    /// <summary>An offset that points nowhere.</summary>
    public const uint Nowhere = uint.MaxValue;

    private const int Alignment = 8;
    private readonly int _headerLength = header.HasOldCells ? 8 : 4;
    private readonly long _end = Math.Min(image.Length, HiveHeader.BlockLength + (long)header.BinsSize);

    public HiveImage Image => image;

    public HiveHeader Header => header;

    public HiveBudget Budget { get; } = new(Math.Max(Math.Min(image.Length, HiveHeader.BlockLength + (long)header.BinsSize) - HiveHeader.BlockLength, 0));

    /// <summary>Where the cell with an offset stands in the image.</summary>
    public static long PlaceOf(uint cell) => HiveHeader.BlockLength + (long)cell;

    /// <param name="flaw">Why there is no such cell, as the end of a sentence.</param>
    public HiveCell? TryFind(uint cell, out string flaw)
    {
        flaw = "";
        var place = PlaceOf(cell);
        if (cell == Nowhere)
        {
            flaw = "its offset points nowhere";
            return null;
        }

        if (cell % Alignment != 0 || place + Alignment > _end)
        {
            flaw = $"its offset 0x{cell.ToString("x", CultureInfo.InvariantCulture)} lies outside of the bins";
            return null;
        }

        var size = BinaryPrimitives.ReadInt32LittleEndian(image.Read(place, 4));
        if (size >= 0)
        {
            flaw = "its cell is not in use";
            return null;
        }

        // -(long)size: the smallest number has no positive twin.
        if (-(long)size < _headerLength + 4 || size % Alignment != 0 || place - size > _end)
        {
            flaw = $"its cell has the impossible size '{size.ToString(CultureInfo.InvariantCulture)}'";
            return null;
        }

        return new(place + _headerLength, -size - _headerLength);
    }

    /// <summary>A part of a cell's data; never more than a record needs, because a cell can claim to be as large as the hive.</summary>
    /// <returns>The bytes, valid until the next read; empty when the cell is shorter.</returns>
    public ReadOnlySpan<byte> Read(HiveCell cell, int offset, int length) =>
        offset + (long)length <= cell.Length ? image.Read(cell.Offset + offset, length) : [];
}
