using System.Text;

namespace RdpCompliance.Tests.Fuzzing;

/// <summary>
/// Damages an input as a hostile or unlucky hand would: bytes, lengths, numbers, lines and brackets. Equal random numbers make equal mutants.
/// </summary>
/// <param name="random">Where every choice comes from.</param>
internal sealed class Mutator(Random random)
{
    private const int LongestNest = 3000;

    private static readonly byte[] Interesting =
    [
        0x00, 0x01, 0x7f, 0x80, 0xff, .. "[]\"\\={},\n\r;:*<&|!$'()#-/>?%@`~^+."u8,
    ];

    private static readonly string[] Numbers =
    [
        "0", "-1", "1", "255", "256", "65535", "65536", "2147483647", "2147483648", "-2147483649", "4294967295", "4294967296", "9223372036854775807",
        "9223372036854775808", "-9223372036854775809", "99999999999999999999999999", "1e309", "0x", "0xffffffff", "00000000", "1.5", "NaN",
    ];

    private static readonly (string Open, string Close)[] Nests =
    [
        ("[", "]"), ("{", "}"), ("(", ")"), ("\"", "\""), ("'", "'"), ("<a>", "</a>"), ("[a,", "]"), ("{\"a\":", "}"), ("- ", ""), ("a: ", ""), ("/*", "*/"),
        ("${", "}"), ("not(", ")"), ("!", ""), ("[[", "]]"),
    ];

    /// <param name="other">Another input of the same kind, parts of which may take the place of parts of the first.</param>
    /// <returns>One to six changes away from the sample.</returns>
    public byte[] Mutate(byte[] sample, byte[] other)
    {
        var bytes = new List<byte>(sample);
        for (var change = random.Next(1, 7); change > 0 && bytes.Count > 0; change--)
        {
            ChangeOnce(bytes, other);
        }

        return [.. bytes];
    }

    private void ChangeOnce(List<byte> bytes, byte[] other)
    {
        var at = random.Next(bytes.Count);
        switch (random.Next(13))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes[at] = Interesting[random.Next(Interesting.Length)];
                break;
            case 2:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 32), bytes.Count - at));
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 64), bytes.Count - at)));
                break;
            case 4:
                bytes.InsertRange(at, Enumerable.Repeat(Interesting[random.Next(Interesting.Length)], random.Next(1, 200)));
                break;
            case 5:
                WriteNumber(bytes, at);
                break;
            case 6:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 7 when other.Length > 0:
                var start = random.Next(other.Length);
                Replace(bytes, at, random.Next(64), other.AsSpan(start, Math.Min(random.Next(1, 256), other.Length - start)));
                break;
            case 8:
                ReplaceNumber(bytes, at);
                break;
            case 9:
                Nest(bytes, at);
                break;
            case 10:
                MoveLine(bytes, at);
                break;
            case 11:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            default:
                // The name of one thing where that of another stood.
                var word = WordAt(bytes, at);
                var elsewhere = WordAt(bytes, random.Next(bytes.Count));
                Replace(bytes, word.Start, word.Length, [.. bytes.GetRange(elsewhere.Start, elsewhere.Length)]);
                break;
        }
    }

    /// <summary>A field of two, four or eight bytes of an extreme value, as a hostile length, count or offset.</summary>
    private void WriteNumber(List<byte> bytes, int at)
    {
        var width = 2 << random.Next(3);
        var value = random.Next(5) switch { 0 => 0L, 1 => -1L, 2 => long.MaxValue >> (64 - (8 * width)), 3 => bytes.Count, _ => random.NextInt64(256) };
        for (var index = 0; index < width && at + index < bytes.Count; index++)
        {
            bytes[at + index] = (byte)(value >> (8 * index));
        }
    }

    private void ReplaceNumber(List<byte> bytes, int at)
    {
        var start = bytes.FindIndex(at, one => one is >= (byte)'0' and <= (byte)'9');
        if (start < 0)
        {
            return;
        }

        var end = bytes.FindIndex(start, one => one is < (byte)'0' or > (byte)'9');
        Replace(bytes, start, (end < 0 ? bytes.Count : end) - start, Encoding.ASCII.GetBytes(Numbers[random.Next(Numbers.Length)]));
    }

    private void Nest(List<byte> bytes, int at)
    {
        var (open, close) = Nests[random.Next(Nests.Length)];
        var depth = random.Next(4) == 0 ? random.Next(1, LongestNest) : random.Next(1, 8);
        var length = Math.Min(random.Next(40), bytes.Count - at);
        bytes.InsertRange(at + length, Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(close, depth))));
        bytes.InsertRange(at, Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(open, depth))));
    }

    /// <summary>A line goes, comes twice, or stands elsewhere.</summary>
    private void MoveLine(List<byte> bytes, int at)
    {
        var start = bytes.LastIndexOf((byte)'\n', at) + 1;
        var end = bytes.IndexOf((byte)'\n', at) is >= 0 and var found ? found + 1 : bytes.Count;
        if (end <= start)
        {
            return;
        }

        var line = bytes.GetRange(start, end - start);
        var way = random.Next(3);
        if (way != 1)
        {
            bytes.RemoveRange(start, line.Count);
        }

        if (way != 0)
        {
            bytes.InsertRange(random.Next(bytes.Count + 1), line);
        }
    }

    private static (int Start, int Length) WordAt(List<byte> bytes, int at)
    {
        var (start, end) = (at, at);
        while (start > 0 && at - start < 40 && IsWord(bytes[start - 1]))
        {
            start--;
        }

        while (end < bytes.Count && end - at < 40 && IsWord(bytes[end]))
        {
            end++;
        }

        return (start, end - start);
    }

    private static bool IsWord(byte one) => char.IsAsciiLetterOrDigit((char)one) || one is (byte)'_' or (byte)'-';

    private static void Replace(List<byte> bytes, int at, int length, ReadOnlySpan<byte> by)
    {
        bytes.RemoveRange(at, Math.Min(length, bytes.Count - at));
        bytes.InsertRange(at, by);
    }
}
