using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Registry;

/// <summary>
/// Bytes as a .reg file writes them: "0a,1b,\" and on the next line " 2c". A line is
/// continued by '\' behind a comma; blank lines and comments may stand between.
/// One instance serves a whole file, so that long values share one buffer.
/// </summary>
internal sealed class RegFileBytes(RegFileVersion version)
{
    /// <summary>The code page of the machine that wrote the file is not in it; Windows-1252 is what the text of such files is read as, too.</summary>
    private static readonly Encoding AnsiCodePage = CodePagesEncodingProvider.Instance.GetEncoding(1252) ?? Encoding.Latin1;

    private byte[] _bytes = new byte[256];
    private int _count;

    /// <param name="at">The offset behind "hex".</param>
    /// <param name="bytes">The offset of the first byte's digits.</param>
    /// <returns>The type of "hex:" and "hex(b):"; <see langword="null"/> when neither is there.</returns>
    public static RegistryType? TypeAt(string text, int at, out int bytes)
    {
        bytes = at + 1;
        var rest = text.AsSpan(at);
        if (rest is [':', ..])
        {
            return RegistryType.Binary;
        }

        var close = rest[..Math.Min(rest.Length, "(ffffffff)".Length)].IndexOf(')');
        bytes = at + close + 2;
        return close > 1
            && rest[0] == '('
            && rest[(close + 1)..] is [':', ..]
            && uint.TryParse(rest[1..close], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
                ? new(number)
                : null;
    }

    /// <returns>Where reading goes on, and the place of the digits from first to last; no place when the bytes are wrong in any part.</returns>
    public (int End, TextSpan? Place) Read(string text, int start)
    {
        _count = 0;
        var (first, last, wantsByte) = (start, start, true);
        for (var at = start; ;)
        {
            switch (at < text.Length ? text[at] : '\n')
            {
                case ' ' or '\t':
                    at = TextLines.SkipBlanks(text, at);
                    break;
                case '\r' or '\n' or ';':
                    return (TextLines.EndOf(text, at), TextSpan.FromBounds(first, last));
                case '\\' when wantsByte && NextLine(text, at + 1) is { } next:
                    if (next < text.Length && text[next] is '"' or '@' or '[' or '#' or '\\')
                    {
                        // The value breaks off where another statement begins.
                        return (next, null);
                    }

                    at = next;
                    break;
                case ',' when !wantsByte:
                    wantsByte = true;
                    at++;
                    break;
                case var digit when wantsByte && char.IsAsciiHexDigit(digit):
                    first = _count == 0 ? at : first;
                    at = last = TakeByte(text, at);
                    wantsByte = false;
                    break;
                default:
                    return (BehindContinuations(text, at), null);
            }
        }
    }

    public RegistryData ToData(RegistryType type)
    {
        var bytes = _bytes.AsSpan(0, _count);
        return new(
            type,
            version == RegFileVersion.Ansi && type.Number is 1 or 2 or 7 ? Encoding.Unicode.GetBytes(AnsiCodePage.GetString(bytes)) : bytes.ToArray());
    }

    private int TakeByte(string text, int at)
    {
        if (_count == _bytes.Length)
        {
            Array.Resize(ref _bytes, 2 * _count);
        }

        var hasTwo = at + 1 < text.Length && char.IsAsciiHexDigit(text[at + 1]);
        _bytes[_count++] = (byte)(hasTwo ? (Nibble(text[at]) << 4) | Nibble(text[at + 1]) : Nibble(text[at]));
        return at + (hasTwo ? 2 : 1);
    }

    /// <summary>'0' to '9' are 0x30 to 0x39, 'A' and 'a' are 0x41 and 0x61.</summary>
    private static int Nibble(char digit) => (digit & 0xf) + (digit > '9' ? 9 : 0);

    /// <returns>The next line that is neither blank nor a comment, behind its leading blanks;
    /// <see langword="null"/> when more than a comment stands behind the '\'.</returns>
    private static int? NextLine(string text, int at)
    {
        at = TextLines.SkipBlanks(text, at);
        if (!TextLines.IsAtEnd(text, at) && text[at] != ';')
        {
            return null;
        }

        do
        {
            at = TextLines.SkipBlanks(text, TextLines.After(text, at));
        }
        while (at < text.Length && text[at] is '\r' or '\n' or ';');
        return at;
    }

    /// <summary>Leaves the lines that continue a wrong value behind as well; they would be taken for lines of their own.</summary>
    private static int BehindContinuations(string text, int at)
    {
        var end = TextLines.EndOf(text, at);
        while (text.AsSpan(at, end - at).TrimEnd(" \t") is [.., '\\'])
        {
            var next = TextLines.SkipBlanks(text, TextLines.After(text, end));
            if (next == text.Length || text[next] is '"' or '@' or '[' or ';' or '#')
            {
                return next;
            }

            (at, end) = (next, TextLines.EndOf(text, next));
        }

        return end;
    }
}
