using System.Buffers.Binary;
using System.Text;
using RdpCompliance.Cli.Disk;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Disk;

/// <summary>What Git tracks is an input whatever .gitignore says, as it is to Git.</summary>
public sealed class TrackedFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrackedFilesTests()
    {
        _folder.Write(".gitignore", "hidden/\n*.reg\n");
        _folder.Write("hidden/deep/tracked.rdp", "a");
        _folder.Write("hidden/deep/new.rdp", "b");
        _folder.Write("hidden/other/new.rdp", "c");
        _folder.Write("tracked.reg", "d");
        _folder.Write("new.reg", "e");
        _folder.Write("bin/tracked.rdp", "f");
        _folder.Write("obj/new.rdp", "g");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_tracked_file_is_read_whatever_ignores_it(int version)
    {
        WriteIndex(version, "bin/tracked.rdp", "hidden/deep/tracked.rdp", "hidden/gone.rdp", "tracked.reg");

        using var disk = Open();

        Assert.Equal([".gitignore", "hidden/deep/tracked.rdp", "tracked.reg"], disk.Tree.Sources.Select(source => source.Name));
    }

    [Fact]
    public void What_is_never_read_is_said_to_be_tracked_where_it_is()
    {
        WriteIndex(2, "bin/tracked.rdp", "hidden/deep/tracked.rdp", "tracked.reg");

        using var disk = Open();

        Assert.Equal(
            [
                (".git/", "'.git' is never read"),
                ("bin/", "'bin' is never read, though Git tracks what is in it"),
                ("hidden/deep/new.rdp", "ignored by '.gitignore', line 1"),
                ("hidden/other/", "ignored by '.gitignore', line 1"),
                ("new.reg", "ignored by '.gitignore', line 2"),
                ("obj/", "'obj' is never read"),
            ],
            disk.Unread.Where(input => input.Outcome == InputOutcome.Skipped).Select(input => (input.Name, input.Reason ?? "")));
    }

    [Fact]
    public void Any_prefix_of_an_index_and_any_changed_byte_is_read_without_a_fault()
    {
        WriteIndex(4, "bin/tracked.rdp", "hidden/deep/tracked.rdp", "tracked.reg");
        var whole = File.ReadAllBytes(_folder.At(".git/index"));
        for (var at = 0; at < whole.Length; at++)
        {
            _folder.Write(".git/index", whole[..at]);
            TrackedFiles.Of(_folder.Path);
            _folder.Write(".git/index", [.. whole[..at], (byte)~whole[at], .. whole[(at + 1)..]]);
            TrackedFiles.Of(_folder.Path);
        }
    }

    [Fact]
    public void A_split_index_tells_nothing()
    {
        WriteIndex(2, [.. "link"u8, 0, 0, 0, 20, .. new byte[20]], "tracked.reg");

        Assert.Null(TrackedFiles.Of(_folder.Path));
    }

    [OutsideFact("git")]
    public void Git_itself_says_the_same()
    {
        foreach (var version in new[] { "2", "4" })
        {
            Git("init", "--quiet");
            Git("config", "index.version", version);
            Git("add", "--force", "hidden/deep/tracked.rdp", "tracked.reg", "bin", ".gitignore");

            using var disk = Open();

            Assert.Equal([".gitignore", "hidden/deep/tracked.rdp", "tracked.reg"], disk.Tree.Sources.Select(source => source.Name));
            Directory.Delete(_folder.At(".git"), recursive: true);
        }
    }

    public void Dispose() => _folder.Dispose();

    private void Git(params string[] arguments) => Assert.Equal(0, OutsideTool.Run("git", arguments, _folder.Path).ExitCode);

    private DiskTree Open() => DiskTree.Open(["."], new() { WorkingDirectory = _folder.Path });

    private void WriteIndex(int version, params string[] names) => WriteIndex(version, [], names);

    private void WriteIndex(int version, byte[] extension, params string[] names)
    {
        using var index = new MemoryStream();
        index.Write("DIRC"u8);
        WriteNumber(index, version);
        WriteNumber(index, names.Length);
        var before = "";
        foreach (var name in names)
        {
            var start = index.Length;
            index.Write(new byte[60]);
            index.Write([0, (byte)name.Length]);
            if (version == 4)
            {
                var kept = before.Zip(name).TakeWhile(pair => pair.First == pair.Second).Count();
                index.WriteByte((byte)(before.Length - kept));
                index.Write(Encoding.UTF8.GetBytes(name[kept..]));
                index.WriteByte(0);
                before = name;
            }
            else
            {
                index.Write(Encoding.UTF8.GetBytes(name));
                index.Write(new byte[8 - ((index.Length - start) % 8)]);
            }
        }

        index.Write(extension);
        index.Write(new byte[20]);
        _folder.Write(".git/index", index.ToArray());
    }

    private static void WriteNumber(MemoryStream stream, int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        stream.Write(bytes);
    }
}
