using System.Text;

namespace RdpCompliance.Engine.Sources;

/// <summary>A named input. The name is the path below the scan root with '/' between folders; it is what reports print.</summary>
public sealed class Source(string name, SourceBytes bytes)
{
    private readonly Lock _decoding = new();
    private SourceText? _text;
    private ReadOnlyMemory<byte>? _all;

    public string Name { get; } = name;

    public long Length => bytes.Length;

    /// <summary>The name after the last '/'.</summary>
    public string FileName => Name[(Name.LastIndexOf('/') + 1)..];

    /// <summary>The name before the last '/'; empty at the root.</summary>
    public string Folder => Name.LastIndexOf('/') is var slash and >= 0 ? Name[..slash] : "";

    /// <summary>The decoded text, made on first use and kept; <see cref="SourceText"/> says how the encoding is found.</summary>
    public SourceText Text
    {
        get
        {
            lock (_decoding)
            {
                return _text ??= SourceText.Decode(ReadAllBytes().Span);
            }
        }
    }

    /// <summary>Whether anybody has asked for <see cref="Text"/>: a binary input is never decoded only to be reported.</summary>
    public bool IsDecoded
    {
        get
        {
            lock (_decoding)
            {
                return _text is not null;
            }
        }
    }

    public static Source FromText(string name, string text) => FromBytes(name, Encoding.UTF8.GetBytes(text));

    public static Source FromBytes(string name, ReadOnlyMemory<byte> bytes) => new(name, SourceBytes.FromMemory(bytes));

    /// <inheritdoc cref="SourceBytes.Read"/>
    public int Read(long offset, Span<byte> destination) => bytes.Read(offset, destination);

    /// <summary>All bytes, read once and kept. Formats that can be large (hives) use <see cref="Read"/> instead.</summary>
    public ReadOnlyMemory<byte> ReadAllBytes()
    {
        lock (_decoding)
        {
            return _all ??= bytes.ReadAll();
        }
    }

    public override string ToString() => Name;
}
