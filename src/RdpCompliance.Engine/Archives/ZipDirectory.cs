using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Archives;

/// <summary>An entry as the central directory states it; <paramref name="Offset"/> is the place of its local header.</summary>
internal sealed record ZipEntry(string Name, ushort Method, ushort Flags, uint Checksum, long CompressedLength, long Length, long Offset, bool IsLink)
{
    public bool IsEncrypted => (Flags & 1) != 0;

    public bool IsFolder => Name.EndsWith('/') || Name.EndsWith('\\');
}

/// <summary>Reads the central directory of a zip file, with its 64-bit forms.</summary>
/// <remarks>Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, section 4.3.</remarks>
internal static class ZipDirectory
{
    private const int EndLength = 22;
    private const int LongestComment = 65535;
    private const int EntryLength = 46;
    private const int LocalLength = 30;
    private const int MostDirectoryBytes = 16 << 20;
    private const int SymbolicLink = 0xA;

    /// <summary>How much of what no entry claims is looked at.</summary>
    private const int LongestGap = 1 << 20;

    private static readonly Lazy<Encoding> Dos = new(() => CodePagesEncodingProvider.Instance.GetEncoding(437) ?? Encoding.Latin1);

    public static bool IsOne(ReadOnlySpan<byte> head) => head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8);

    /// <returns>The entries, as many as could be read and are allowed; <see langword="null"/> when there is no directory.</returns>
    public static ImmutableArray<ZipEntry>? Read(Source source, int most, ArchiveFlaws flaws)
    {
        if (FindEnd(source, flaws) is not { } end)
        {
            flaws.DamagedAt(source, source.Length, source.FileName, "it has no central directory at its end");
            return null;
        }

        var entries = ImmutableArray.CreateBuilder<ZipEntry>();
        if (end.Count > most)
        {
            flaws.MoreEntriesThan(source, end.Count, most);
        }

        var directory = new byte[(int)Math.Min(end.Size, MostDirectoryBytes)];
        var rest = directory.AsSpan(0, source.Read(end.Start, directory));
        while (entries.Count < most)
        {
            if (TryReadEntry(rest, end.Shift, out var length) is not { } entry)
            {
                break;
            }

            entries.Add(entry);
            rest = rest[length..];
        }

        var place = end.Start + (directory.Length - rest.Length);
        if (entries.Count < Math.Min(end.Count, most))
        {
            flaws.DamagedAt(source, place, source.FileName, "its central directory ends early");
        }
        else if (entries.Count > end.Count || (entries.Count < most && !rest.IsEmpty))
        {
            flaws.DamagedAt(source, place, source.FileName, "its central directory holds more than it counts");
        }

        return WithoutOverlap(source, [.. entries], entries.Count == end.Count ? end.Start : null, flaws);
    }

    /// <summary>
    /// Each entry has bytes of its own: where one begins before another ends, a few bytes would stand for many files. What no entry
    /// claims holds none that the directory passes over.
    /// </summary>
    /// <param name="directory">Where the directory begins; <see langword="null"/> when not all of its entries were read.</param>
    private static ImmutableArray<ZipEntry> WithoutOverlap(Source source, ImmutableArray<ZipEntry> entries, long? directory, ArchiveFlaws flaws)
    {
        var refused = new HashSet<ZipEntry>(ReferenceEqualityComparer.Instance);
        var free = entries.IsEmpty ? directory ?? 0 : entries.Min(entry => entry.Offset);
        foreach (var entry in entries.OrderBy(entry => entry.Offset))
        {
            if (entry.Offset < free)
            {
                flaws.EntryUnusable(source, entry.Offset, entry.Name, "its bytes are those of another entry");
                refused.Add(entry);
                continue;
            }

            CheckGap(source, free, directory is null ? free : entry.Offset, flaws);
            free = DataOf(source, entry) is { } data ? Math.Min(data + entry.CompressedLength, source.Length) : entry.Offset;
        }

        CheckGap(source, free, directory ?? free, flaws);
        return refused.Count == 0 ? entries : [.. entries.Where(entry => !refused.Contains(entry))];
    }

    private static void CheckGap(Source source, long start, long end, ArchiveFlaws flaws)
    {
        if (end - start < LocalLength)
        {
            return;
        }

        var gap = new byte[(int)Math.Min(end - start, LongestGap)];
        if (gap.AsSpan(0, source.Read(start, gap)).IndexOf("PK\x03\x04"u8) is >= 0 and var hidden)
        {
            flaws.DamagedAt(source, start + hidden, source.FileName, "an entry stands there that its central directory does not list");
        }
    }

    /// <returns>Where the data of an entry begins, behind its local header; <see langword="null"/> when there is none.</returns>
    public static long? DataOf(Source source, ZipEntry entry)
    {
        Span<byte> header = stackalloc byte[LocalLength];
        return source.Read(entry.Offset, header) == header.Length && header.StartsWith("PK\x03\x04"u8)
            ? entry.Offset + LocalLength + BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[28..])
            : null;
    }

    /// <summary>The end record names the directory; what was put before the archive (a program that unpacks it) shifts all offsets.</summary>
    private static (long Start, long Size, long Count, long Shift)? FindEnd(Source source, ArchiveFlaws flaws)
    {
        var tail = new byte[(int)Math.Min(source.Length, EndLength + LongestComment)];
        var start = source.Length - tail.Length;
        tail = tail[..source.Read(start, tail)];
        for (var at = tail.Length - EndLength; at >= 0; at--)
        {
            var record = tail.AsSpan(at);
            if (!record.StartsWith("PK\x05\x06"u8) || BinaryPrimitives.ReadUInt16LittleEndian(record[20..]) > record.Length - EndLength)
            {
                continue;
            }

            var (count, size, offset) = (
                (long)BinaryPrimitives.ReadUInt16LittleEndian(record[10..]),
                (long)BinaryPrimitives.ReadUInt32LittleEndian(record[12..]),
                (long)BinaryPrimitives.ReadUInt32LittleEndian(record[16..]));
            if (LongEnd(source, start + at) is { } large)
            {
                return large;
            }

            if (source.Length - (start + at + EndLength + BinaryPrimitives.ReadUInt16LittleEndian(record[20..])) is > 0 and var left)
            {
                flaws.DamagedAt(source, source.Length - left, source.FileName, $"{left} bytes follow its end");
            }

            var shift = start + at - size - offset;
            return shift < 0 ? null : (offset + shift, size, count, shift);
        }

        return null;
    }

    private static (long Start, long Size, long Count, long Shift)? LongEnd(Source source, long end)
    {
        Span<byte> locator = stackalloc byte[20];
        Span<byte> record = stackalloc byte[56];
        if (source.Read(end - locator.Length, locator) < locator.Length || !locator.StartsWith("PK\x06\x07"u8))
        {
            return null;
        }

        var place = BinaryPrimitives.ReadInt64LittleEndian(locator[8..]);
        if (place < 0 || source.Read(place, record) < record.Length || !record.StartsWith("PK\x06\x06"u8))
        {
            return null;
        }

        var (count, size, offset) = (
            BinaryPrimitives.ReadInt64LittleEndian(record[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(record[40..]),
            BinaryPrimitives.ReadInt64LittleEndian(record[48..]));
        return count < 0 || size < 0 || offset < 0 ? null : (offset, size, count, 0);
    }

    private static ZipEntry? TryReadEntry(ReadOnlySpan<byte> rest, long shift, out int length)
    {
        length = 0;
        if (rest.Length < EntryLength || !rest.StartsWith("PK\x01\x02"u8))
        {
            return null;
        }

        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(rest[28..]);
        var extraLength = BinaryPrimitives.ReadUInt16LittleEndian(rest[30..]);
        length = EntryLength + nameLength + extraLength + BinaryPrimitives.ReadUInt16LittleEndian(rest[32..]);
        if (length > rest.Length)
        {
            return null;
        }

        var name = rest.Slice(EntryLength, nameLength);
        var longNumbers = LongNumbers(rest.Slice(EntryLength + nameLength, extraLength));
        var plain = Number(rest[24..], ref longNumbers);
        var compressed = Number(rest[20..], ref longNumbers);
        var offset = Number(rest[42..], ref longNumbers);
        return new(
            (System.Text.Unicode.Utf8.IsValid(name) ? Encoding.UTF8 : Dos.Value).GetString(name),
            BinaryPrimitives.ReadUInt16LittleEndian(rest[10..]),
            BinaryPrimitives.ReadUInt16LittleEndian(rest[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(rest[16..]),
            compressed,
            plain,
            offset + shift,
            IsLink: rest[5] == 3 && BinaryPrimitives.ReadUInt32LittleEndian(rest[38..]) >> 28 == SymbolicLink);
    }

    /// <summary>A 32-bit number, or the next 64-bit one where it is at its limit.</summary>
    private static long Number(ReadOnlySpan<byte> field, ref ReadOnlySpan<byte> longNumbers)
    {
        var number = BinaryPrimitives.ReadUInt32LittleEndian(field);
        if (number != uint.MaxValue || longNumbers.Length < 8)
        {
            return number;
        }

        var large = BinaryPrimitives.ReadInt64LittleEndian(longNumbers);
        longNumbers = longNumbers[8..];
        return Math.Clamp(large, 0, long.MaxValue / 2);
    }

    /// <summary>The extra field with the number 1 holds the 64-bit numbers.</summary>
    private static ReadOnlySpan<byte> LongNumbers(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            var length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]), extra.Length - 4);
            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == 1)
            {
                return extra.Slice(4, length);
            }

            extra = extra[(4 + length)..];
        }

        return [];
    }
}
