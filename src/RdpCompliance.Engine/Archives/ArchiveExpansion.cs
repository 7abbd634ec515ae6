using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Archives;

/// <summary>
/// A tree with the contents of its .gz and .zip files in their place. "SYSTEM.LOG1.gz" becomes
/// "SYSTEM.LOG1" beside its hive (or "SYSTEM.LOG1.gz/SYSTEM.LOG1" where that name is taken),
/// an entry of a zip file "case.zip/Windows/…". Archives within archives stay closed.
/// </summary>
public sealed record ArchiveExpansion(SourceTree Tree, ImmutableArray<Diagnostic> Diagnostics)
{
    private const int HeadLength = 4;

    public static ArchiveExpansion Of(SourceTree tree) => Of(tree, ArchiveLimits.Default);

    public static ArchiveExpansion Of(SourceTree tree, ArchiveLimits limits)
    {
        var flaws = new ArchiveFlaws();
        var names = tree.Sources.Select(source => source.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var sources = new List<Source>();
        var given = 0L;
        foreach (var source in tree.Sources)
        {
            var contents = ContentsOrNothing(source, names, limits, given, flaws);
            if (contents is null)
            {
                sources.Add(source);
                continue;
            }

            sources.AddRange(contents);
            given += contents.Sum(content => content.Length);
        }

        return new(tree.With(sources), flaws.Found);
    }

    /// <summary>A source that the disk refuses stays as it is: whoever reads it next says so.</summary>
    private static List<Source>? ContentsOrNothing(Source source, HashSet<string> names, ArchiveLimits limits, long given, ArchiveFlaws flaws)
    {
        try
        {
            return Contents(source, names, limits, given, flaws);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <returns><see langword="null"/> when the source is no archive.</returns>
    private static List<Source>? Contents(Source source, HashSet<string> names, ArchiveLimits limits, long given, ArchiveFlaws flaws)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        head = head[..source.Read(0, head)];
        return source switch
        {
            _ when IsGzip(source.Name, head) => Unpacked(source, names, limits, given, flaws) is { } plain ? [plain] : [],
            _ when IsZip(source.Name, head) => Entries(source, names, limits, given, flaws),
            _ => null,
        };
    }

    private static Source? Unpacked(Source source, HashSet<string> names, ArchiveLimits limits, long given, ArchiveFlaws flaws)
    {
        var most = limits.Allowed(source.Length, given);
        if (GzipFile.Expand(source, most, flaws) is not { } bytes)
        {
            return null;
        }

        var inner = source.FileName[..^".gz".Length];
        var beside = source.Name[..^".gz".Length];
        var name = inner.Length > 0 && names.Add(beside) ? beside : $"{source.Name}/{(inner.Length > 0 ? inner : "content")}";
        return Opened(source, 0, new(name, new UnpackedBytes(bytes, () => GzipFile.Expand(source, most, new()) ?? [])), flaws);
    }

    private static List<Source> Entries(Source source, HashSet<string> names, ArchiveLimits limits, long given, ArchiveFlaws flaws)
    {
        var contents = new List<Source>();
        if (ZipDirectory.Read(source, limits.MostEntries, flaws) is not { } entries)
        {
            return contents;
        }

        if (entries.All(entry => entry.IsFolder))
        {
            flaws.Empty(source);
        }

        foreach (var entry in entries)
        {
            if (entry.IsFolder)
            {
                continue;
            }

            if (entry.IsLink)
            {
                flaws.LinkWithin(source, entry.Offset, entry.Name);
                continue;
            }

            // Names lead nowhere but below the archive.
            if (SourceTree.Normalise(entry.Name) is not { Length: > 0 } path)
            {
                flaws.EntryUnusable(source, entry.Offset, entry.Name, "its name leaves the archive");
                continue;
            }

            var name = $"{source.Name}/{path}";
            if (!names.Add(name))
            {
                flaws.EntryUnusable(source, entry.Offset, entry.Name, "another entry has the same name");
                continue;
            }

            if (Content(source, entry, limits, given, flaws) is var (bytes, unpack))
            {
                given += bytes.Length;
                contents.Add(Opened(source, entry.Offset, new(name, new UnpackedBytes(bytes, unpack)), flaws));
            }
        }

        return contents;
    }

    /// <returns>The bytes of the entry, and how to have them again; <see langword="null"/> when it is not read.</returns>
    private static (byte[] Bytes, Func<byte[]> Unpack)? Content(Source source, ZipEntry entry, ArchiveLimits limits, long given, ArchiveFlaws flaws)
    {
        if (entry.IsEncrypted || entry.Method is not (0 or 8))
        {
            flaws.EntryUnusable(
                source,
                entry.Offset,
                entry.Name,
                entry.IsEncrypted ? "it is encrypted" : $"its compression '{entry.Method}' is neither 0 (none) nor 8 (deflate)");
            return null;
        }

        if (ZipDirectory.DataOf(source, entry) is not { } start)
        {
            flaws.DamagedAt(source, entry.Offset, entry.Name, "no entry begins there");
            return null;
        }

        var most = limits.Allowed(entry.CompressedLength, given);
        if (entry.Length > most)
        {
            flaws.LargerThan(source, entry.Offset, entry.Name, most, entry.CompressedLength);
            return null;
        }

        var length = Math.Min(entry.CompressedLength, source.Length - start);
        var inflation = Unpack();
        if (inflation.End == InflationEnd.TooLarge)
        {
            flaws.LargerThan(source, entry.Offset, entry.Name, most, entry.CompressedLength);
            return null;
        }

        if (inflation.End != InflationEnd.Complete || inflation.Bytes.Length != entry.Length || Crc32.Of(inflation.Bytes) != entry.Checksum)
        {
            flaws.DamagedAt(source, start, entry.Name, inflation.End == InflationEnd.CutShort ? "it is cut short" : "its checksum or length is wrong");
        }

        return (inflation.Bytes, () => Unpack().Bytes);

        Inflation Unpack() => entry.Method == 8 ? Inflation.Of(source, start, length, most) : Stored(source, start, Math.Min(length, most));
    }

    private static Inflation Stored(Source source, long start, long length)
    {
        var bytes = new byte[Math.Max(length, 0)];
        var count = source.Read(start, bytes);
        return new(count == bytes.Length ? bytes : bytes[..count], count == length ? InflationEnd.Complete : InflationEnd.CutShort);
    }

    private static Source Opened(Source archive, long offset, Source content, ArchiveFlaws flaws)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        head = head[..content.Read(0, head)];
        if (IsGzip(content.Name, head) || IsZip(content.Name, head))
        {
            flaws.ArchiveWithin(archive, offset, content.Name);
        }

        return content;
    }

    /// <summary>The name counts as well as the content: documents and packages are zip files too, and hold nothing to read.</summary>
    private static bool IsGzip(string name, ReadOnlySpan<byte> head) => name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) && GzipFile.IsOne(head);

    private static bool IsZip(string name, ReadOnlySpan<byte> head) => name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) && ZipDirectory.IsOne(head);
}
