using System.Buffers.Binary;
using System.Text;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Tests.Testing;

/// <summary>Writes a Registry.pol entry by entry ([MS-GPREG] 2.2.1), and remembers where each entry and its data lie.</summary>
internal sealed class PolicyFile
{
    private readonly List<byte> _bytes = [.. "PReg"u8, 1, 0, 0, 0];

    public byte[] Bytes => [.. _bytes];

    /// <summary>Start and length of the entry added last.</summary>
    public (long Start, long Length) Entry { get; private set; }

    /// <summary>Start and length of the data of the entry added last.</summary>
    public (long Start, long Length) Data { get; private set; }

    public PolicyFile Add(string key, string name, RegistryData data)
    {
        var start = _bytes.Count;
        Text($"[{key}\0;{name}\0;");
        Number(data.Type.Number);
        Text(";");
        Number((uint)data.Bytes.Length);
        Text(";");
        Data = (_bytes.Count, data.Bytes.Length);
        _bytes.AddRange(data.Bytes.Span);
        Text("]");
        Entry = (start, _bytes.Count - start);
        return this;
    }

    public PolicyFile AddText(string key, string name, string text) => Add(key, name, RegistryData.Text(RegistryType.String, text));

    /// <summary>Bytes that are no entry.</summary>
    public PolicyFile AddRaw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    private void Text(string text) => _bytes.AddRange(Encoding.Unicode.GetBytes(text));

    private void Number(uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        _bytes.AddRange(bytes);
    }
}
