using System.Buffers.Binary;
using System.Text;

namespace RdpCompliance.Cli.Disk;

/// <summary>
/// The files of a checkout that Git tracks, read from its index. To Git a .gitignore is about files that are not tracked, so a tracked one is an input
/// whatever is said there. An index that is not there, is split or cannot be understood tells nothing.
/// </summary>
internal sealed class TrackedFiles
{
    private const long MostBytes = 1L << 28;
    private const int HeaderLength = 12;

    /// <summary>What stands before the object's name in an entry: times, device, inode, mode, owner, size.</summary>
    private const int StatLength = 40;
    private const ushort HasMoreFlags = 0x4000;
    private readonly HashSet<string> _files;
    private readonly HashSet<string> _folders;

    private TrackedFiles(IEnumerable<string> names)
    {
        var comparer = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        _files = new(names, comparer);
        _folders = new(comparer);
        foreach (var name in _files)
        {
            for (var slash = name.LastIndexOf('/'); slash > 0 && _folders.Add(name[..slash]); slash = name.LastIndexOf('/', slash - 1))
            {
            }
        }
    }

    /// <summary>Whether a file is tracked, or a folder holds one that is.</summary>
    /// <param name="name">Relative to the root of the checkout, with '/'.</param>
    public bool Holds(string name, EntryKind kind) => (kind == EntryKind.Folder ? _folders : _files).Contains(name);

    /// <param name="root">The full path of the root of a checkout. Who made it may be a stranger: only an ordinary file of its own is read.</param>
    public static TrackedFiles? Of(string root)
    {
        var folder = new DirectoryInfo(Path.Combine(root, ".git"));
        var index = new FileInfo(Path.Combine(folder.FullName, "index"));
        if (folder is not { Exists: true, LinkTarget: null } || index is not { Exists: true, LinkTarget: null, Length: > 0 and <= MostBytes })
        {
            return null;
        }

        var config = GitFolder.TextOf(Path.Combine(folder.FullName, "config")) ?? "";
        var isLong = config.Split('\n')
            .Any(line => line.Replace(" ", "", StringComparison.Ordinal).Trim().Equals("objectformat=sha256", StringComparison.OrdinalIgnoreCase));
        try
        {
            return TryParse(File.ReadAllBytes(index.FullName), isLong ? 32 : 20) is { } names ? new(names) : null;
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <param name="hash">How many bytes a hash has.</param>
    private static List<string>? TryParse(ReadOnlySpan<byte> bytes, int hash)
    {
        if (bytes.Length < HeaderLength + hash || !bytes.StartsWith("DIRC"u8))
        {
            return null;
        }

        var version = BinaryPrimitives.ReadInt32BigEndian(bytes[4..]);
        if (version is < 2 or > 4)
        {
            return null;
        }

        var names = new List<string>();
        var body = bytes[..^hash];
        var at = HeaderLength;
        byte[] name = [];
        for (var count = BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]); count > 0; count--)
        {
            if (!TryReadEntry(body, ref at, ref name, hash, version))
            {
                return null;
            }

            names.Add(Encoding.UTF8.GetString(name));
        }

        // What a split index leaves to the one that it shares is not in this file.
        return body[at..].StartsWith("link"u8) ? null : names;
    }

    /// <param name="name">The name of the entry before, which one of version 4 begins with a part of.</param>
    private static bool TryReadEntry(ReadOnlySpan<byte> body, ref int at, ref byte[] name, int hash, int version)
    {
        var start = at;
        at += StatLength + hash;
        if (at + 4 > body.Length)
        {
            return false;
        }

        var flags = BinaryPrimitives.ReadUInt16BigEndian(body[at..]);
        at += (flags & HasMoreFlags) == 0 ? 2 : 4;
        var kept = 0;
        if (version == 4)
        {
            if (!TryReadCount(body, ref at, out var dropped) || dropped > name.Length)
            {
                return false;
            }

            kept = name.Length - (int)dropped;
        }

        if (at > body.Length || body[at..].IndexOf((byte)0) is not (>= 0 and var length))
        {
            return false;
        }

        name = [.. name.AsSpan(0, kept), .. body.Slice(at, length)];
        at += length;

        // Padded with 1 to 8 zeros to a multiple of 8 bytes, unless names are compressed.
        at = version == 4 ? at + 1 : start + ((at - start + 8) & ~7);
        return at <= body.Length;
    }

    /// <summary>A number of seven bits a byte, the highest first, in which each byte but the last counts one more.</summary>
    private static bool TryReadCount(ReadOnlySpan<byte> body, ref int at, out long count)
    {
        count = 0;
        for (var digits = 0; digits < 5 && at < body.Length; digits++)
        {
            var unit = body[at++];
            count = (count << 7) | (uint)(unit & 0x7f);
            if (unit < 0x80)
            {
                return true;
            }

            count++;
        }

        return false;
    }
}
