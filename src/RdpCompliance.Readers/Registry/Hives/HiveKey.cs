using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace RdpCompliance.Readers.Registry.Hives;

/// <summary>A key node ("nk").</summary>
internal readonly record struct HiveKey(uint Cell, HiveCell Place, string Name)
{
    private const int NameOffset = 76;
    private const ushort PredefinedHandle = 0x40;
    private const ushort CompressedName = 0x20;

    public required DateTimeOffset? Written { get; init; }

    public required uint Parent { get; init; }

    public required uint SubkeyCount { get; init; }

    public required uint SubkeyList { get; init; }

    public required uint ValueCount { get; init; }

    public required uint ValueList { get; init; }

    /// <summary>Whether the key states how it covers the same key of a hive below (containers).</summary>
    public required bool IsLayered { get; init; }

    /// <returns><see langword="null"/> and why, when there is no key node at the offset.</returns>
    public static HiveKey? TryRead(HiveCells cells, uint cell, out string flaw)
    {
        if (cells.TryFind(cell, out flaw) is not { } place)
        {
            return null;
        }

        var data = cells.Read(place, 0, NameOffset);
        if (!data.StartsWith("nk"u8))
        {
            flaw = "its cell holds no key node";
            return null;
        }

        var flags = BinaryPrimitives.ReadUInt16LittleEndian(data[2..]);
        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(data[72..]);
        if (nameLength > place.Length - NameOffset || !cells.Budget.TakeName(nameLength))
        {
            flaw = $"its name of {nameLength.ToString(CultureInfo.InvariantCulture)} bytes leaves the cell";
            return null;
        }

        var key = new HiveKey(cell, place, "")
        {
            Written = Instant(BinaryPrimitives.ReadUInt64LittleEndian(data[4..])),
            Parent = Number(data, 16),
            SubkeyCount = Number(data, 20),
            SubkeyList = Number(data, 28),
            ValueCount = (flags & PredefinedHandle) != 0 ? 0 : Number(data, 36), // the field holds the handle then
            ValueList = Number(data, 40),
            IsLayered = (data[13] & 0x83) != 0,
        };
        var isCompressed = (flags & CompressedName) != 0 && !cells.Header.HasOldCells;
        return key with { Name = Text(cells.Read(place, NameOffset, nameLength), isCompressed) };
    }

    /// <summary>A name as keys and values store it: one byte a character where all are below U+0100, else UTF-16.</summary>
    public static string Text(ReadOnlySpan<byte> name, bool isCompressed) =>
        isCompressed ? Encoding.Latin1.GetString(name) : Utf16(name);

    /// <summary>Halves of surrogate pairs are legal in names, so nothing is replaced.</summary>
    private static string Utf16(ReadOnlySpan<byte> name) => string.Create(name.Length / 2, name, static (characters, bytes) =>
    {
        for (var index = 0; index < characters.Length; index++)
        {
            characters[index] = (char)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * index)..]);
        }
    });

    private static uint Number(ReadOnlySpan<byte> data, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(data[offset..]);

    private static DateTimeOffset? Instant(ulong fileTime) =>
        fileTime is > 0 and <= 2_650_467_743_999_999_999 ? DateTimeOffset.FromFileTime((long)fileTime).ToUniversalTime() : null; // to the end of the year 9999
}
