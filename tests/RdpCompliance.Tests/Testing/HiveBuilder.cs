using System.Buffers.Binary;
using System.Text;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Tests.Testing;

/// <summary>
/// Writes hives as Windows does: cells in bins, subkeys sorted in lists of the version's own kind,
/// small data beside its value, large data in segments. The places of what was written
/// are kept, so that a test can look at them or break them.
/// </summary>
internal sealed class HiveBuilder(uint minor = 5)
{
    private const int BlockLength = 4096;
    private const int BinHeaderLength = 32;
    private const int SegmentLength = 16344;
    private const uint Nowhere = uint.MaxValue;

    private readonly Node _root = new("ROOT");
    private byte[] _image = new byte[2 * BlockLength];
    private int _binStart;
    private int _free;
    private int _end = BlockLength;
    private uint _security = Nowhere;

    /// <summary>The time of the last write of every key.</summary>
    public static DateTimeOffset Written { get; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>How many subkeys a list holds before a list of lists is written.</summary>
    public int MostInList { get; init; } = 500;

    public uint Sequence { get; init; } = 1;

    /// <summary>
    /// Cells by what they hold, as offsets in the file (of their size field): "key" for a key
    /// node, "key!name" for a value, "key!name#data", "key#lists", "key#values".
    /// </summary>
    public Dictionary<string, int> Cells { get; } = new(StringComparer.OrdinalIgnoreCase);

    private bool HasOldCells => minor <= 1;

    public HiveBuilder Key(string path)
    {
        Find(path);
        return this;
    }

    public HiveBuilder Value(string path, string name, RegistryData data)
    {
        Find(path).Values.Add((name, data));
        return this;
    }

    public HiveBuilder Dword(string path, string name, uint value) => Value(path, name, RegistryData.Dword(value));

    public HiveBuilder Link(string path, string target)
    {
        Find(path).IsLink = true;
        return Value(path, "SymbolicLinkValue", new(RegistryType.Link, Encoding.Unicode.GetBytes(target)));
    }

    public byte[] Build()
    {
        (_image, _binStart, _free, _end, _security) = (new byte[2 * BlockLength], 0, 0, BlockLength, Nowhere);
        Cells.Clear();
        var root = WriteKey(_root, "", Nowhere);
        CloseBin();
        var header = _image.AsSpan(0, BlockLength);
        "regf"u8.CopyTo(header);
        Put(4, Sequence);
        Put(8, Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(header[12..], Written.ToFileTime());
        Put(20, 1);
        Put(24, minor);
        Put(32, 1);
        Put(36, root);
        Put(40, (uint)(_end - BlockLength));
        Put(44, 1);
        Encoding.Unicode.GetBytes("sample").CopyTo(header[48..]);
        Seal(header);
        return _image[.._end];
    }

    /// <summary>Writes the checksum of a base block.</summary>
    public static void Seal(Span<byte> header)
    {
        var sum = 0u;
        for (var offset = 0; offset < 508; offset += 4)
        {
            sum ^= BinaryPrimitives.ReadUInt32LittleEndian(header[offset..]);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(header[508..], sum switch { 0 => 1, uint.MaxValue => uint.MaxValue - 1, _ => sum });
    }

    private Node Find(string path)
    {
        var node = _root;
        foreach (var part in path.Split('\\', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!node.Children.TryGetValue(part, out var child))
            {
                node.Children.Add(part, child = new(part));
            }

            node = child;
        }

        return node;
    }

    private uint WriteKey(Node node, string path, uint parent)
    {
        var (name, isCompressed) = Name(node.Name);
        var key = Allocate(76 + name.Length, path);
        if (_security == Nowhere)
        {
            WriteSecurity();
        }

        var values = WriteValues(node, path);
        var children = new List<(Node Node, uint Cell)>();
        foreach (var child in node.Children.Values)
        {
            children.Add((child, WriteKey(child, path.Length == 0 ? child.Name : $"{path}\\{child.Name}", key)));
        }

        var lists = WriteLists(children, path);
        var data = Data(key);
        "nk"u8.CopyTo(_image.AsSpan(data));
        var flags = (isCompressed ? 0x20 : 0) | (parent == Nowhere ? 0x0C : 0) | (node.IsLink ? 0x10 : 0);
        BinaryPrimitives.WriteUInt16LittleEndian(_image.AsSpan(data + 2), (ushort)flags);
        BinaryPrimitives.WriteInt64LittleEndian(_image.AsSpan(data + 4), Written.ToFileTime());
        Put(data + 16, parent == Nowhere ? 0 : parent);
        Put(data + 20, (uint)children.Count);
        Put(data + 28, lists);
        Put(data + 32, Nowhere);
        Put(data + 36, (uint)node.Values.Count);
        Put(data + 40, values);
        Put(data + 44, _security);
        Put(data + 48, Nowhere);
        Put(data + 52, (uint)children.Select(child => 2 * child.Node.Name.Length).DefaultIfEmpty().Max());
        Put(data + 60, (uint)node.Values.Select(value => 2 * value.Name.Length).DefaultIfEmpty().Max());
        Put(data + 64, (uint)node.Values.Select(value => value.Data.Bytes.Length).DefaultIfEmpty().Max());
        BinaryPrimitives.WriteUInt16LittleEndian(_image.AsSpan(data + 72), (ushort)name.Length);
        name.CopyTo(_image.AsSpan(data + 76));
        return key;
    }

    private uint WriteValues(Node node, string path)
    {
        if (node.Values.Count == 0)
        {
            return Nowhere;
        }

        var cells = node.Values.Select(value => WriteValue(value.Name, value.Data, $"{path}!{value.Name}")).ToList();
        return WriteNumbers(cells, path + "#values");
    }

    private uint WriteValue(string name, RegistryData data, string label)
    {
        var (bytes, isCompressed) = name.Length == 0 ? ([], !HasOldCells) : Name(name);
        var value = Allocate(20 + bytes.Length, label);
        var length = data.Bytes.Length;
        var place = Nowhere;
        if (length > SegmentLength && minor >= 4)
        {
            place = WriteSegments(data.Bytes, label + "#data");
        }
        else if (length > 4)
        {
            place = Allocate(length, label + "#data");
            data.Bytes.Span.CopyTo(_image.AsSpan(Data(place)));
        }

        var at = Data(value);
        "vk"u8.CopyTo(_image.AsSpan(at));
        BinaryPrimitives.WriteUInt16LittleEndian(_image.AsSpan(at + 2), (ushort)bytes.Length);
        Put(at + 4, length is > 0 and <= 4 ? (uint)length | 0x8000_0000 : (uint)length);
        Put(at + 8, place);
        if (length <= 4)
        {
            data.Bytes.Span.CopyTo(_image.AsSpan(at + 8));
        }

        Put(at + 12, data.Type.Number);
        Put(at + 16, isCompressed ? 1u : 0);
        bytes.CopyTo(_image.AsSpan(at + 20));
        return value;
    }

    private uint WriteSegments(ReadOnlyMemory<byte> bytes, string label)
    {
        var record = Allocate(8, label);
        var segments = new List<uint>();
        for (var rest = bytes; !rest.IsEmpty; rest = rest[Math.Min(SegmentLength, rest.Length)..])
        {
            // Windows leaves four bytes behind a segment unused.
            var part = rest[..Math.Min(SegmentLength, rest.Length)];
            var segment = Allocate(part.Length + 4, $"{label}{segments.Count}");
            part.Span.CopyTo(_image.AsSpan(Data(segment)));
            segments.Add(segment);
        }

        var list = WriteNumbers(segments, label + "#list");
        "db"u8.CopyTo(_image.AsSpan(Data(record)));
        BinaryPrimitives.WriteUInt16LittleEndian(_image.AsSpan(Data(record) + 2), (ushort)segments.Count);
        Put(Data(record) + 4, list);
        return record;
    }

    private uint WriteLists(List<(Node Node, uint Cell)> children, string path)
    {
        if (children.Count == 0)
        {
            return Nowhere;
        }

        if (children.Count <= MostInList)
        {
            return WriteList(children, path + "#lists");
        }

        var leaves = children.Chunk(MostInList).Select((chunk, index) => WriteList([.. chunk], $"{path}#list{index}")).ToList();
        var root = Allocate(4 + (4 * leaves.Count), path + "#lists");
        "ri"u8.CopyTo(_image.AsSpan(Data(root)));
        BinaryPrimitives.WriteUInt16LittleEndian(_image.AsSpan(Data(root) + 2), (ushort)leaves.Count);
        for (var index = 0; index < leaves.Count; index++)
        {
            Put(Data(root) + 4 + (4 * index), leaves[index]);
        }

        return root;
    }

    private uint WriteList(List<(Node Node, uint Cell)> children, string label)
    {
        var step = minor < 3 ? 4 : 8;
        var list = Allocate(4 + (step * children.Count), label);
        var at = Data(list);
        (minor switch { < 3 => "li"u8, < 5 => "lf"u8, _ => "lh"u8 }).CopyTo(_image.AsSpan(at));
        BinaryPrimitives.WriteUInt16LittleEndian(_image.AsSpan(at + 2), (ushort)children.Count);
        at += 4;
        foreach (var (node, cell) in children)
        {
            Put(at, cell);
            if (step == 8)
            {
                Put(at + 4, minor < 5 ? Beginning(node.Name) : Hash(node.Name));
            }

            at += step;
        }

        return list;
    }

    private uint WriteNumbers(List<uint> numbers, string label)
    {
        var cell = Allocate(4 * numbers.Count, label);
        for (var index = 0; index < numbers.Count; index++)
        {
            Put(Data(cell) + (4 * index), numbers[index]);
        }

        return cell;
    }

    /// <summary>One descriptor without owner and lists, which all keys share.</summary>
    private void WriteSecurity()
    {
        _security = Allocate(20 + 20, "#security");
        var at = Data(_security);
        "sk"u8.CopyTo(_image.AsSpan(at));
        Put(at + 4, _security);
        Put(at + 8, _security);
        Put(at + 12, (uint)_root.Count);
        Put(at + 16, 20);
        _image[at + 20] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(_image.AsSpan(at + 22), 0x8000);
    }

    /// <returns>The offset of a new cell as records state it.</returns>
    private uint Allocate(int length, string label)
    {
        var (header, alignment) = HasOldCells ? (8, 16) : (4, 8);
        var size = (header + length + alignment - 1) / alignment * alignment;
        if (_binStart == 0 || _free + size > _end)
        {
            CloseBin();
            OpenBin(size);
        }

        var cell = _free;
        BinaryPrimitives.WriteInt32LittleEndian(_image.AsSpan(cell), -size);
        if (HasOldCells)
        {
            Put(cell + 4, Nowhere);
        }

        _free += size;
        Cells[label] = cell;
        return (uint)(cell - BlockLength);
    }

    private void OpenBin(int size)
    {
        var length = (BinHeaderLength + size + BlockLength - 1) / BlockLength * BlockLength;
        _binStart = _end;
        _end += length;
        if (_end > _image.Length)
        {
            Array.Resize(ref _image, Math.Max(_end, _image.Length * 2));
        }

        "hbin"u8.CopyTo(_image.AsSpan(_binStart));
        Put(_binStart + 4, (uint)(_binStart - BlockLength));
        Put(_binStart + 8, (uint)length);
        _free = _binStart + BinHeaderLength;
    }

    /// <summary>What is left of a bin is one free cell.</summary>
    private void CloseBin()
    {
        if (_binStart != 0 && _free < _end)
        {
            BinaryPrimitives.WriteInt32LittleEndian(_image.AsSpan(_free), _end - _free);
        }
    }

    private int Data(uint cell) => BlockLength + (int)cell + (HasOldCells ? 8 : 4);

    private void Put(int offset, uint number) => BinaryPrimitives.WriteUInt32LittleEndian(_image.AsSpan(offset), number);

    private (byte[] Bytes, bool IsCompressed) Name(string name) => HasOldCells || name.Any(character => character > 0xFF)
        ? (Encoding.Unicode.GetBytes(name), false)
        : (Encoding.Latin1.GetBytes(name), true);

    private static uint Beginning(string name)
    {
        var hint = 0u;
        for (var index = 0; index < Math.Min(4, name.Length); index++)
        {
            if (name[index] > 0xFF)
            {
                return 0;
            }

            hint |= (uint)name[index] << (8 * index);
        }

        return hint;
    }

    private static uint Hash(string name) => name.Aggregate(0u, (hash, character) => unchecked((hash * 37) + char.ToUpperInvariant(character)));

    private sealed class Node(string name)
    {
        public string Name { get; } = name;

        public bool IsLink { get; set; }

        public SortedDictionary<string, Node> Children { get; } = new(StringComparer.OrdinalIgnoreCase);

        public List<(string Name, RegistryData Data)> Values { get; } = [];

        public int Count => 1 + Children.Values.Sum(child => child.Count);
    }
}
