using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using RdpCompliance.Engine.Archives;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Tests.Archives;

public sealed class ArchiveExpansionTests
{
    private static readonly byte[] Sample = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("some text that is packed\n", 5000)));

    [Fact]
    public void A_gzip_file_stands_beside_its_siblings_under_its_own_name()
    {
        var expanded = Expand(("a/SYSTEM.gz", Gzip(Sample)), ("a/SYSTEM.LOG1", [1]), ("a/SYSTEM.LOG2.gz", Gzip([2])));

        Assert.Equal("a/SYSTEM a/SYSTEM.LOG1 a/SYSTEM.LOG2", Names(expanded));
        Assert.Equal(Sample, expanded.Tree.Find("a/system")?.ReadAllBytes().ToArray());
        Assert.Empty(expanded.Diagnostics);
    }

    [Fact]
    public void Where_its_name_is_taken_a_gzip_file_is_a_folder() =>
        Assert.Equal("a/SYSTEM a/SYSTEM.gz/SYSTEM", Names(Expand(("a/SYSTEM.gz", Gzip(Sample)), ("a/SYSTEM", [1]))));

    [Fact]
    public void All_members_of_a_gzip_file_are_one_content()
    {
        byte[] twice = [.. Gzip(Sample), .. Gzip([1, 2, 3]), 0, 0, 0];

        var expanded = Expand(("x.gz", twice));

        Assert.Equal([.. Sample, 1, 2, 3], expanded.Tree.Sources[0].ReadAllBytes().ToArray());
        Assert.Empty(expanded.Diagnostics);
    }

    [Fact]
    public void A_gzip_header_with_all_its_fields_is_passed_over()
    {
        var plain = Gzip(Sample);
        byte[] header = [0x1F, 0x8B, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 2, 0, 7, 7, .. "name\0"u8, .. "comment\0"u8, 9, 9];

        var expanded = Expand(("x.gz", [.. header, .. plain[10..]]));

        Assert.Equal(Sample, expanded.Tree.Sources[0].ReadAllBytes().ToArray());
        Assert.Empty(expanded.Diagnostics);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public void Of_a_gzip_file_that_is_cut_short_the_beginning_is_kept(double part)
    {
        var packed = Gzip(Noise(100_000));

        var expanded = Expand(("x.gz", packed[..(int)(packed.Length * part)]));

        Assert.Equal("RDP0160", Assert.Single(expanded.Diagnostics).Id);
        var kept = expanded.Tree.Sources[0].ReadAllBytes();
        Assert.InRange(kept.Length, (int)(99_000 * part), 99_999);
        Assert.Equal(Noise(100_000)[..kept.Length], kept.ToArray());
    }

    [Fact]
    public void A_wrong_checksum_is_said()
    {
        var packed = Gzip(Sample);
        packed[^6]++;

        var said = Assert.Single(Expand(("x.gz", packed)).Diagnostics);

        Assert.Equal(("RDP0160", DiagnosticEffect.Damage), (said.Id, said.Effect));
    }

    [Fact]
    public void The_entries_of_a_zip_file_stand_below_it()
    {
        var expanded = Expand(("c/case.zip", Zip(("Windows/System32/config/SYSTEM", Sample), ("Gr\u00fc\u00dfe.txt", [1]), ("folder/", []))));

        Assert.Equal("c/case.zip/Gr\u00fc\u00dfe.txt c/case.zip/Windows/System32/config/SYSTEM", Names(expanded));
        Assert.Equal(Sample, expanded.Tree.Find("c/case.zip/windows/system32/config/system")?.ReadAllBytes().ToArray());
        Assert.Empty(expanded.Diagnostics);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("a/../../x")]
    [InlineData("..")]
    public void An_entry_that_leaves_its_archive_is_not_read(string name)
    {
        var expanded = Expand(("case.zip", Zip((name, [1]), ("a/./b//../c", [2]))));

        Assert.Equal("case.zip/a/c", Names(expanded));
        Assert.Equal("RDP0163", Assert.Single(expanded.Diagnostics).Id);
    }

    [Fact]
    public void What_stands_before_a_zip_file_shifts_its_entries()
    {
        byte[] program = [.. Noise(3000), .. Zip(("a", Sample))];
        "PK\x03\x04"u8.CopyTo(program);

        Assert.Equal(Sample, Expand(("case.zip", program)).Tree.Find("case.zip/a")?.ReadAllBytes().ToArray());
    }

    [Fact]
    public void A_zip_file_with_64_bit_numbers_is_read() =>
        Assert.Equal(Sample, Expand(("case.zip", With64BitNumbers(Zip(("a", Sample))))).Tree.Find("case.zip/a")?.ReadAllBytes().ToArray());

    [Fact]
    public void An_archive_within_an_archive_stays_closed_and_is_named()
    {
        var expanded = Expand(("case.zip", Zip(("SYSTEM.gz", Gzip(Sample)))));

        Assert.Equal("case.zip/SYSTEM.gz", Names(expanded));
        Assert.Equal(("RDP0164", DiagnosticEffect.Gap), (Assert.Single(expanded.Diagnostics).Id, expanded.Diagnostics[0].Effect));
    }

    [Theory]
    [InlineData("x.gz")]
    [InlineData("x.zip")]
    public void What_would_become_too_large_is_not_expanded(string name)
    {
        var zeros = new byte[1 << 20];
        var limits = new ArchiveLimits { SmallBytes = 1000 };

        var expanded = ArchiveExpansion.Of(Tree((name, name == "x.gz" ? Gzip(zeros) : Zip(("a", zeros)))), limits);

        Assert.Empty(expanded.Tree.Sources);
        Assert.Equal("RDP0161", Assert.Single(expanded.Diagnostics).Id);
    }

    [Fact]
    public void A_length_that_lies_does_not_lift_the_limit()
    {
        var bomb = Zip(("a", new byte[1 << 20]));
        BinaryPrimitives.WriteUInt32LittleEndian(bomb.AsSpan(bomb.AsSpan().LastIndexOf("PK\x01\x02"u8) + 24), 10);

        var expanded = ArchiveExpansion.Of(Tree(("x.zip", bomb)), new() { SmallBytes = 1000 });

        Assert.Empty(expanded.Tree.Sources);
        Assert.Equal("RDP0161", Assert.Single(expanded.Diagnostics).Id);
    }

    [Fact]
    public void All_archives_together_give_no_more_than_the_limit()
    {
        var expanded = ArchiveExpansion.Of(Tree(("a.gz", Gzip(Noise(600))), ("b.gz", Gzip(Noise(600)))), new() { MostBytes = 1000 });

        Assert.Equal("a", Names(expanded));
        Assert.Equal("RDP0161", Assert.Single(expanded.Diagnostics).Id);
    }

    [Fact]
    public void No_more_entries_are_read_than_the_limit()
    {
        var zip = Zip([.. Enumerable.Range(0, 30).Select(number => ($"{number:00}", new byte[] { 1 }))]);

        var expanded = ArchiveExpansion.Of(Tree(("x.zip", zip)), new() { MostEntries = 20 });

        Assert.Equal(20, expanded.Tree.Sources.Length);
        Assert.Equal("RDP0162", Assert.Single(expanded.Diagnostics).Id);
    }

    [Fact]
    public void Entries_that_share_their_bytes_are_read_once()
    {
        var zip = Zip(("a", Sample), ("b", Sample));
        var second = zip.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(second + 42), 0);

        var expanded = Expand(("x.zip", zip));

        Assert.Equal("x.zip/a", Names(expanded));
        Assert.Equal(
            ["The archive is damaged at 'x.zip': an entry stands there that its central directory does not list.",
                "The entry 'b' is not read: its bytes are those of another entry."],
            expanded.Diagnostics.Select(diagnostic => diagnostic.Message).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_count_that_lies_is_said_and_hides_nothing(short count)
    {
        var zip = Zip(("a", [1]), ("b", [2]));
        BinaryPrimitives.WriteInt16LittleEndian(zip.AsSpan(zip.Length - 12), count);

        var expanded = Expand(("x.zip", zip));

        Assert.Equal("x.zip/a x.zip/b", Names(expanded));
        Assert.Equal("RDP0160", Assert.Single(expanded.Diagnostics).Id);
    }

    [Fact]
    public void An_entry_that_the_directory_passes_over_is_said()
    {
        var zip = Zip(("a", [1]), ("b", [2]));
        var first = zip.AsSpan().IndexOf("PK\x01\x02"u8);
        var second = zip.AsSpan().LastIndexOf("PK\x01\x02"u8);
        byte[] shorter = [.. zip[..second], .. zip[^22..]];
        BinaryPrimitives.WriteInt16LittleEndian(shorter.AsSpan(shorter.Length - 12), 1);
        BinaryPrimitives.WriteInt32LittleEndian(shorter.AsSpan(shorter.Length - 10), second - first);

        var expanded = Expand(("x.zip", shorter));

        Assert.Equal("x.zip/a", Names(expanded));
        Assert.Contains("does not list", Assert.Single(expanded.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_behind_the_end_are_said()
    {
        var expanded = Expand(("x.zip", [.. Zip(("a", [1])), 1, 2, 3]));

        Assert.Equal("x.zip/a", Names(expanded));
        Assert.Contains("3 bytes follow its end", Assert.Single(expanded.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_without_a_file_is_said()
    {
        var expanded = Expand(("x.zip", Zip()), ("y.zip", Zip(("folder/", []))));

        Assert.Empty(expanded.Tree.Sources);
        Assert.Equal(["RDP0132", "RDP0132"], expanded.Diagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void A_link_within_an_archive_is_said()
    {
        var zip = Zip(("a", [1]), ("b", [2]));
        var first = zip.AsSpan().IndexOf("PK\x01\x02"u8);
        zip[first + 5] = 3;
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(first + 38), 0xA1FF_0000);

        var expanded = Expand(("x.zip", zip));

        Assert.Equal("x.zip/b", Names(expanded));
        Assert.Equal("RDP0129", Assert.Single(expanded.Diagnostics).Id);
    }

    [Fact]
    public void What_was_unpacked_is_unpacked_again_when_it_was_let_go()
    {
        var unpacked = 0;
        var bytes = Bytes();
        GC.Collect();

        Assert.Equal([7, 8], bytes.ReadAll().ToArray());
        Assert.Equal(1, unpacked);

        UnpackedBytes Bytes() => new([7, 8], () =>
        {
            unpacked++;
            return [7, 8];
        });
    }

    [Fact]
    public void What_unpacks_otherwise_the_second_time_has_changed()
    {
        var bytes = Bytes();
        GC.Collect();

        Assert.Throws<IOException>(() => bytes.ReadAll());

        static UnpackedBytes Bytes() => new([7, 8], () => [7]);
    }

    [Fact]
    public void Files_that_only_look_like_archives_stay_as_they_are()
    {
        var expanded = Expand(("document.docx", Zip(("a", [1]))), ("x.gz", "no archive"u8.ToArray()), ("y.zip", []));

        Assert.Equal("document.docx x.gz y.zip", Names(expanded));
        Assert.Empty(expanded.Diagnostics);
    }

    [Fact]
    public void Any_mutation_is_expanded_or_said_to_be_damaged()
    {
        var random = new Random(20260101);
        byte[][] archives = [Gzip(Noise(500)), Zip(("a/b", Noise(300)), ("c", Sample[..400]), ("d", []))];
        for (var round = 0; round < 4000; round++)
        {
            var archive = archives[round % 2].ToArray();
            var at = random.Next(archive.Length);
            archive[at] ^= (byte)random.Next(1, 256);
            if (round % 3 == 0)
            {
                BinaryPrimitives.WriteInt32LittleEndian(archive.AsSpan(Math.Min(at, archive.Length - 4)), random.Next(2) - 1);
            }

            var cut = random.Next(4) == 0 ? random.Next(archive.Length) : archive.Length;
            var expanded = ArchiveExpansion.Of(Tree((round % 2 == 0 ? "x.gz" : "x.zip", archive[..cut])), ArchiveLimits.Default);

            Assert.All(expanded.Diagnostics, diagnostic => Assert.InRange(diagnostic.Location.Start, 0, archive.Length));
        }
    }

    private static ArchiveExpansion Expand(params (string Name, byte[] Bytes)[] sources) => ArchiveExpansion.Of(Tree(sources));

    private static SourceTree Tree(params (string Name, byte[] Bytes)[] sources) => new(sources.Select(source => Source.FromBytes(source.Name, source.Bytes)));

    private static string Names(ArchiveExpansion expanded) => string.Join(' ', expanded.Tree.Sources.Select(source => source.Name));

    /// <summary>The archive of one entry with all its lengths and offsets in the 64-bit fields that large archives have.</summary>
    private static byte[] With64BitNumbers(byte[] zip)
    {
        var start = zip.AsSpan().LastIndexOf("PK\x01\x02"u8);
        var entry = zip[start..zip.AsSpan().LastIndexOf("PK\x05\x06"u8)];
        byte[] extra = [1, 0, 24, 0, .. Long(entry, 24), .. Long(entry, 20), .. Long(entry, 42)];
        foreach (var field in new[] { 20, 24, 42 })
        {
            BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(field), uint.MaxValue);
        }

        BinaryPrimitives.WriteInt16LittleEndian(entry.AsSpan(30), (short)extra.Length);
        byte[] directory = [.. entry, .. extra];
        byte[] end =
        [
            .. "PK\x06\x06"u8,
            .. new byte[28],
            .. BitConverter.GetBytes(1L),
            .. BitConverter.GetBytes((long)directory.Length),
            .. BitConverter.GetBytes((long)start),
        ];
        byte[] locator = [.. "PK\x06\x07"u8, 0, 0, 0, 0, .. BitConverter.GetBytes((long)(start + directory.Length)), 1, 0, 0, 0];
        byte[] shortEnd = [.. "PK\x05\x06"u8, .. Enumerable.Repeat((byte)0xFF, 16), 0, 0];
        return [.. zip[..start], .. directory, .. end, .. locator, .. shortEnd];
    }

    private static byte[] Long(byte[] entry, int field) => BitConverter.GetBytes((long)BinaryPrimitives.ReadUInt32LittleEndian(entry.AsSpan(field)));

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Gzip(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            packing.Write(plain);
        }

        return packed.ToArray();
    }

    private static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using var entry = archive.CreateEntry(name, bytes.Length < 10 ? CompressionLevel.NoCompression : CompressionLevel.Optimal).Open();
                entry.Write(bytes);
            }
        }

        return packed.ToArray();
    }
}
