using RdpCompliance.Cli.Disk;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Disk;

public sealed class FileBytesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(FileBytes.SmallFile)]
    [InlineData(FileBytes.SmallFile + 1)]
    [InlineData((5 * FileBytes.SmallFile) + 12345)]
    public void Any_part_of_a_file_reads_as_in_memory(int length)
    {
        using var folder = new TemporaryFolder();
        using var open = new OpenFiles();
        var random = new Random(length);
        var content = new byte[length];
        random.NextBytes(content);
        var file = new FileBytes(folder.Write("a.hive", content), "a.hive", open);
        var memory = SourceBytes.FromMemory(content);

        for (var round = 0; round < 200; round++)
        {
            var offset = random.Next(-1, length + 10);
            var size = random.Next(round % 10 == 0 ? 300_000 : 5_000);
            byte[] expected = new byte[size], actual = new byte[size];

            Assert.Equal(memory.Read(offset, expected), file.Read(offset, actual));
            Assert.Equal(expected, actual);
        }

        Assert.Equal(length, file.Length);
        Assert.Equal(content, file.ReadAll().ToArray());
    }

    [Fact]
    public void A_file_that_grows_between_reads_is_said_to_have_changed()
    {
        using var folder = new TemporaryFolder();
        using var open = new OpenFiles();
        var path = folder.Write("a.reg", "one");
        var file = new FileBytes(path, "a.reg", open);
        file.Read(0, new byte[3]);

        File.AppendAllText(path, "two");

        Assert.Equal("'a.reg' changed while it was read.", Assert.ThrowsAny<IOException>(() => file.ReadAll()).Message);
    }

    [Fact]
    public void A_file_that_was_looked_at_and_let_go_is_read_again()
    {
        using var folder = new TemporaryFolder();
        using var open = new OpenFiles();
        var path = folder.Write("a.reg", "one");
        var file = new FileBytes(path, "a.reg", open);
        Assert.Equal("one"u8, file.ReadAll().Span);

        file.Forget();

        Assert.Equal("one"u8, file.ReadAll().Span);
        file.Forget();
        File.AppendAllText(path, "two");
        Assert.Equal("'a.reg' changed while it was read.", Assert.ThrowsAny<IOException>(() => file.ReadAll()).Message);
    }

    [Fact]
    public void Two_looks_at_the_head_keep_nothing()
    {
        using var folder = new TemporaryFolder();
        using var open = new OpenFiles();
        var path = folder.Write("a.reg", "one");
        var file = new FileBytes(path, "a.reg", open);
        file.Read(0, new byte[3]);
        file.Read(0, new byte[3]);

        File.AppendAllText(path, "two");

        Assert.Equal("'a.reg' changed while it was read.", Assert.ThrowsAny<IOException>(() => file.Read(0, new byte[3])).Message);
    }

    [Fact]
    public void A_large_file_that_is_written_to_between_windows_is_said_to_have_changed()
    {
        using var folder = new TemporaryFolder();
        using var open = new OpenFiles();
        var path = folder.Write("a.hive", new byte[2 * FileBytes.SmallFile]);
        var file = new FileBytes(path, "a.hive", open);
        file.Read(0, new byte[3]);
        file.Read(0, new byte[3]);

        using (var writer = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            writer.WriteByte(1);
        }

        File.SetLastWriteTimeUtc(path, new(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.Equal("'a.hive' changed while it was read.", Assert.ThrowsAny<IOException>(() => file.Read(FileBytes.SmallFile, new byte[3])).Message);
    }

    [Fact]
    public void A_file_that_vanishes_is_an_error_that_names_it_and_not_this_machine()
    {
        using var folder = new TemporaryFolder();
        using var open = new OpenFiles();
        var path = folder.Write("x/a.reg", "one");
        var file = new FileBytes(path, "a.reg", open);
        file.Read(0, new byte[1]);
        File.Delete(path);

        Assert.Equal("'a.reg' vanished while it was read.", Assert.ThrowsAny<IOException>(() => file.ReadAll()).Message);
        Assert.Equal(
            "'b.reg' vanished before it was read.",
            Assert.ThrowsAny<IOException>(() => new FileBytes(folder.At("b.reg"), "b.reg", open).Length).Message);
    }

    [UnprivilegedFact]
    public void A_file_without_permission_is_an_error_that_the_scan_can_report()
    {
        using var folder = new TemporaryFolder();
        using var open = new OpenFiles();
        var path = folder.Write("a.reg", "one");
        TemporaryFolder.SetMode(path, UnixFileMode.None);

        Assert.Equal("'a.reg' cannot be read: permission denied.", Assert.ThrowsAny<IOException>(() => new FileBytes(path, "a.reg", open).ReadAll()).Message);
    }

    [Fact]
    public void More_large_files_than_handles_can_be_read_at_once()
    {
        using var folder = new TemporaryFolder();
        using var open = new OpenFiles();
        var files = Enumerable.Range(0, OpenFiles.Most + 20).Select(index =>
        {
            var content = new byte[FileBytes.SmallFile + 1];
            content[^1] = (byte)index;
            return new FileBytes(folder.Write($"{index}.hive", content), $"{index}.hive", open);
        }).ToArray();

        Parallel.For(0, files.Length * 20, round =>
        {
            var last = new byte[1];
            files[round % files.Length].Read(FileBytes.SmallFile, last);
            Assert.Equal((byte)(round % files.Length), last[0]);
        });
    }

    [Fact]
    public void A_disposed_tree_leaves_its_files_free()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.hive", new byte[FileBytes.SmallFile + 1]);
        using (var tree = DiskTree.Open([path], new() { WorkingDirectory = folder.Path }))
        {
            tree.Tree.Sources.Single().Read(0, new byte[1]);
            tree.Tree.Sources.Single().Read(0, new byte[1]);
        }

        using var alone = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }
}
