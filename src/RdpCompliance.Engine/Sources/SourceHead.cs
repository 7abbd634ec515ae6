using System.Text;

namespace RdpCompliance.Engine.Sources;

/// <summary>
/// The beginning of a source, by which readers tell whether it is theirs: its bytes, and its text, decoded once for all of them. A character
/// that the end cuts is left as the decoder has it.
/// </summary>
public sealed class SourceHead(ReadOnlyMemory<byte> bytes)
{
    /// <summary>How many bytes are looked at first.</summary>
    public const int UsualLength = 64 * 1024;

    /// <summary>How many bytes are looked at where that does not tell.</summary>
    public const int MostLength = 32 << 20;

    /// <summary>Blanks and comments of more bytes are left out of a head, so that none can fill it.</summary>
    private const int LongestPreface = 2048;

    /// <summary>The bytes of "&lt;!-" in UTF-16: whether that begins a comment is told by what follows.</summary>
    private const int LongestOpening = 6;

    private string? _text;

    public ReadOnlySpan<byte> Bytes => bytes.Span;

    /// <summary>Of bytes that are no text, whatever decoding makes of them.</summary>
    public string Text => _text ??= SourceText.Decode(Bytes).Value;

    /// <summary>Whether the source goes on behind the head, in the middle of an object, an array or an element whose later parts may tell what it is.</summary>
    public bool IsOpen { get; private init; }

    /// <summary>The usual head.</summary>
    /// <param name="buffer">The head's memory; of at least <see cref="UsualLength"/> bytes.</param>
    public static SourceHead Of(Source source, byte[] buffer)
    {
        var count = source.Read(0, buffer.AsSpan(0, UsualLength));
        if (count < LongestPreface || !MayBeBlank(buffer[0]))
        {
            return Of(buffer.AsMemory(0, count), count < source.Length);
        }

        var encoding = SourceText.Decode(buffer.AsSpan(0, LongestPreface)).Encoding;
        var start = IsBlank(buffer.AsSpan(0, LongestPreface), encoding) ? TextStart.Find(source, encoding, new byte[UsualLength]) : 0;
        if (start >= LongestPreface && start < source.Length)
        {
            // The mark stays, because by it the encoding is told.
            var mark = encoding.Preamble;
            mark.CopyTo(buffer);
            count = mark.Length + source.Read(start, buffer.AsSpan(mark.Length, UsualLength - mark.Length));
            return Of(buffer.AsMemory(0, count), start + count - mark.Length < source.Length);
        }

        return Of(buffer.AsMemory(0, count), count < source.Length);
    }

    /// <summary>All of a source whose usual head is open; <see langword="null"/> when that is more than <see cref="MostLength"/>.</summary>
    public static SourceHead? WholeOf(Source source)
    {
        if (source.Length > MostLength)
        {
            return null;
        }

        var all = new byte[source.Length];
        return new(all.AsMemory(0, source.Read(0, all)));
    }

    private static SourceHead Of(ReadOnlyMemory<byte> bytes, bool goesOn) =>
        new(bytes) { IsOpen = goesOn && FirstOf(bytes.Span) is (byte)'{' or (byte)'[' or (byte)'<' };

    /// <summary>Whether a text that says nothing yet may begin so: with a blank, a comment, or a byte order mark.</summary>
    private static bool MayBeBlank(byte first) => first is <= (byte)' ' or (byte)'/' or (byte)'<' or (byte)';' or 0xEF or 0xFE or 0xFF or 0xA0 or 0xC2;

    /// <summary>Whether nothing is said in the first bytes, as far as that is told without looking on.</summary>
    private static bool IsBlank(ReadOnlySpan<byte> bytes, Encoding encoding) =>
        TextStart.Find(Source.FromBytes("", bytes.ToArray()), encoding, new byte[bytes.Length]) >= bytes.Length - LongestOpening;

    /// <summary>The first byte that is neither blank nor a part of a byte order mark.</summary>
    private static byte FirstOf(ReadOnlySpan<byte> bytes)
    {
        var first = bytes.IndexOfAnyExcept<byte>([0xEF, 0xBB, 0xBF, 0xFF, 0xFE, 0x00, (byte)' ', (byte)'\t', (byte)'\r', (byte)'\n']);
        return first < 0 ? (byte)0 : bytes[first];
    }
}
