using System.Collections.Immutable;
using System.Text;

namespace RdpCompliance.Engine.Sources;

/// <summary>
/// A decoded input. Encoding: a byte order mark decides; else UTF-16LE when every second
/// byte of the beginning is zero; else UTF-8 when the bytes are valid UTF-8;
/// else Windows-1252, the "ANSI" of most exports.
/// </summary>
public sealed class SourceText
{
    private const int SniffedBytes = 512;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly Lazy<ImmutableArray<int>> _lineStarts;

    private SourceText(string value, Encoding encoding, bool hasByteOrderMark)
    {
        Value = value;
        Encoding = encoding;
        HasByteOrderMark = hasByteOrderMark;
        _lineStarts = new(() => FindLineStarts(value), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>The characters without the byte order mark.</summary>
    public string Value { get; }

    public Encoding Encoding { get; }

    public bool HasByteOrderMark { get; }

    public int LineCount => _lineStarts.Value.Length;

    public static SourceText Decode(ReadOnlySpan<byte> bytes)
    {
        var (encoding, mark) = Detect(bytes);
        return new(encoding.GetString(bytes[mark..]), encoding, mark > 0);
    }

    /// <summary>The bytes of <paramref name="text"/> as this input is encoded, with its byte order mark where it has one.</summary>
    public byte[] Encode(string text) => HasByteOrderMark ? [.. Encoding.GetPreamble(), .. Encoding.GetBytes(text)] : Encoding.GetBytes(text);

    /// <summary>Line ends are LF, CRLF and CR; an offset past the end is placed at the end.</summary>
    public LinePosition PositionOf(int offset)
    {
        var starts = _lineStarts.Value;
        offset = Math.Clamp(offset, 0, Value.Length);
        var found = starts.BinarySearch(offset);
        var line = found >= 0 ? found : ~found - 1;
        return new(line + 1, offset - starts[line] + 1);
    }

    /// <summary>The span of a one-based line without its line end.</summary>
    public TextSpan LineSpan(int line)
    {
        var starts = _lineStarts.Value;
        var start = starts[line - 1];
        var end = line < starts.Length ? starts[line] : Value.Length;
        while (end > start && Value[end - 1] is '\r' or '\n')
        {
            end--;
        }

        return TextSpan.FromBounds(start, end);
    }

    /// <summary>The offset of a one-based line and column, the inverse of <see cref="PositionOf"/>; places outside are moved inside.</summary>
    public int OffsetOf(LinePosition position)
    {
        var starts = _lineStarts.Value;
        var line = Math.Clamp(position.Line, 1, starts.Length);
        return Math.Clamp(starts[line - 1] + position.Column - 1, 0, Value.Length);
    }

    /// <summary>The same text, place for place, with asterisks for what the spans hold; line ends stay.</summary>
    public SourceText Without(IEnumerable<TextSpan> spans)
    {
        var characters = Value.ToCharArray();
        foreach (var span in spans)
        {
            for (var index = Math.Max(0, span.Start); index < Math.Min(span.End, characters.Length); index++)
            {
                characters[index] = characters[index] is '\r' or '\n' ? characters[index] : '*';
            }
        }

        return new(new string(characters), Encoding, HasByteOrderMark);
    }

    public string Cut(TextSpan span)
    {
        var start = Math.Clamp(span.Start, 0, Value.Length);
        return Value[start..Math.Clamp(span.End, start, Value.Length)];
    }

    private static (Encoding Encoding, int MarkLength) Detect(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 3),
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
        _ when LooksLikeUtf16(bytes) => (new UnicodeEncoding(bigEndian: false, byteOrderMark: false), 0),
        _ when IsUtf8(bytes) => (StrictUtf8, 0),
        _ => (Windows1252.Value, 0),
    };

    private static readonly Lazy<Encoding> Windows1252 = new(() => CodePagesEncodingProvider.Instance.GetEncoding(1252) ?? Encoding.Latin1);

    private static bool LooksLikeUtf16(ReadOnlySpan<byte> bytes)
    {
        var head = bytes[..(Math.Min(bytes.Length, SniffedBytes) & ~1)];
        if (head.Length < 4)
        {
            return false;
        }

        for (var index = 0; index < head.Length; index += 2)
        {
            if (head[index] == 0 || head[index + 1] != 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsUtf8(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);

    private static ImmutableArray<int> FindLineStarts(string text)
    {
        var starts = ImmutableArray.CreateBuilder<int>();
        starts.Add(0);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '\n' || (text[index] == '\r' && (index + 1 == text.Length || text[index + 1] != '\n')))
            {
                starts.Add(index + 1);
            }
        }

        return starts.DrainToImmutable();
    }
}
