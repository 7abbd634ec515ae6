using System.Collections.Immutable;
using System.Text;

namespace RdpCompliance.Engine.Sources;

/// <summary>A named input. The name is the path below the scan root with '/' between folders; it is what reports print.</summary>
public sealed class Source(string name, SourceBytes bytes)
{
    private readonly Lock _decoding = new();
    private SourceText? _text;
    private ReadOnlyMemory<byte>? _all;
    private WeakReference<SourceText>? _released;
    private ImmutableArray<TextSpan> _withheld = [];

    public string Name { get; } = name;

    public long Length => bytes.Length;

    /// <summary>The name after the last '/'.</summary>
    public string FileName => Name[(Name.LastIndexOf('/') + 1)..];

    /// <summary>The name before the last '/'; empty at the root.</summary>
    public string Folder => Name.LastIndexOf('/') is var slash and >= 0 ? Name[..slash] : "";

    /// <summary>The decoded text, made on first use and kept until <see cref="Release"/>; <see cref="SourceText"/> says how the encoding is found.</summary>
    public SourceText Text
    {
        get
        {
            lock (_decoding)
            {
                if (_text is not null)
                {
                    return _text;
                }

                if (_released is null)
                {
                    return _text = SourceText.Decode(ReadAllBytes().Span);
                }

                if (!_released.TryGetTarget(out var text))
                {
                    _released.SetTarget(text = SourceText.Decode(ReadAllBytes().Span));
                }

                return text;
            }
        }
    }

    /// <summary>
    /// <see cref="Text"/>, for reports: <see langword="null"/> when the file vanished or was written to since it was judged, which costs its findings their
    /// lines and nothing else. What is withheld stands as asterisks.
    /// </summary>
    public SourceText? TextIfReadable
    {
        get
        {
            try
            {
                return _withheld.IsEmpty ? Text : Text.Without(_withheld);
            }
            catch (IOException)
            {
                return null;
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
                return _text is not null || _released is not null;
            }
        }
    }

    /// <summary>Keeps characters that are secret out of reports, which show lines around their places.</summary>
    public void Withhold(TextSpan secret)
    {
        lock (_decoding)
        {
            _withheld = _withheld.Contains(secret) ? _withheld : _withheld.Add(secret);
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
            return _all is { } known ? known : _released is not null ? bytes.ReadAll() : (_all = bytes.ReadAll()).Value;
        }
    }

    /// <summary>
    /// Lets the text and the bytes go when memory is wanted: what was to be learnt from them is learnt. They
    /// can still be read, which may read the file again; a fleet of machines would not fit
    /// into memory otherwise.
    /// </summary>
    public void Release()
    {
        lock (_decoding)
        {
            if (_text is { } text)
            {
                _released = new(text);
            }

            _text = null;
            _all = null;
        }
    }

    /// <summary><see cref="Release"/> for what no report will speak of: the bytes go for good, and whoever wants them reads the file again.</summary>
    public void Forget()
    {
        Release();
        bytes.Forget();
    }

    public override string ToString() => Name;
}
