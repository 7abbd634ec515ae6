using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>One entry of a Registry.pol, as byte ranges: [key;value;type;size;data].</summary>
internal readonly record struct RegistryPolEntry(int Start, int End, Range Key, Range Value, uint Type, int DataStart, int DataLength);

/// <summary>Where an entry stops being one: the byte, what is found there and what was wanted.</summary>
internal readonly record struct RegistryPolFlaw(int At, string Found, string Wanted);

/// <summary>
/// Finds the entries of a Registry.pol ([MS-GPREG] 2.2.1). Every size is bounded by the
/// file, and looking for the next sound entry costs linear time in all.
/// </summary>
internal ref struct RegistryPolScanner(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    // The terminator found last, for even and for odd offsets: the same far terminator is not looked for once per candidate.
    private KnownTerminator _even;
    private KnownTerminator _odd;

    /// <returns>The entry that begins at <paramref name="start"/>; <see langword="null"/> with the first flaw when there is none.</returns>
    public RegistryPolEntry? EntryAt(int start, out RegistryPolFlaw flaw)
    {
        flaw = default;
        var at = start;
        if (!Takes('[', ref at, ref flaw)
            || !TakesText("the key's", ref at, out var key, ref flaw)
            || !Takes(';', ref at, ref flaw)
            || !TakesText("the value name's", ref at, out var value, ref flaw)
            || !Takes(';', ref at, ref flaw)
            || !TakesNumber("the type", ref at, out var type, ref flaw)
            || !Takes(';', ref at, ref flaw))
        {
            return null;
        }

        var sizeAt = at;
        if (!TakesNumber("the size", ref at, out var size, ref flaw) || !Takes(';', ref at, ref flaw))
        {
            return null;
        }

        if (size > _bytes.Length - at)
        {
            flaw = new(sizeAt, Invariant(size), $"a size within the {Invariant((uint)(_bytes.Length - at))} bytes left");
            return null;
        }

        var data = at;
        at += (int)size;
        return Takes(']', ref at, ref flaw) ? new(start, at, key, value, type, data, (int)size) : null;
    }

    /// <returns>The start of the first sound entry behind <paramref name="from"/>: one with all its
    /// separators, before another or the end of the file. −1 when there is none.</returns>
    public int NextEntry(int from)
    {
        ReadOnlySpan<byte> opening = [(byte)'[', 0];
        for (var start = from + 1; start < _bytes.Length; start++)
        {
            var found = _bytes[start..].IndexOf(opening);
            if (found < 0)
            {
                break;
            }

            start += found;
            if (EntryAt(start, out _) is { End: var end } && (end == _bytes.Length || _bytes[end..].StartsWith(opening)))
            {
                return start;
            }
        }

        return -1;
    }

    private readonly bool Takes(char separator, ref int at, ref RegistryPolFlaw flaw)
    {
        if (at + 2 <= _bytes.Length && BinaryPrimitives.ReadUInt16LittleEndian(_bytes[at..]) == separator)
        {
            at += 2;
            return true;
        }

        flaw = new(at, FoundAt(at), $"'{separator}'");
        return false;
    }

    private readonly bool TakesNumber(string what, ref int at, out uint number, ref RegistryPolFlaw flaw)
    {
        if (at + 4 <= _bytes.Length)
        {
            number = BinaryPrimitives.ReadUInt32LittleEndian(_bytes[at..]);
            at += 4;
            return true;
        }

        number = 0;
        flaw = new(at, FoundAt(at), $"four bytes of {what}");
        return false;
    }

    private bool TakesText(string what, ref int at, out Range text, ref RegistryPolFlaw flaw)
    {
        var end = TerminatorFrom(at);
        if (end < 0)
        {
            text = default;
            flaw = new(at, FoundAt(at), $"{what} text with its terminator");
            return false;
        }

        text = at..end;
        at = end + 2;
        return true;
    }

    /// <summary>The first UTF-16 terminator at or after an offset, in steps of one character; −1 when there is none.</summary>
    private int TerminatorFrom(int at)
    {
        ref var known = ref (at & 1) == 0 ? ref _even : ref _odd;
        if (!known.Answers(at))
        {
            var index = at < _bytes.Length ? MemoryMarshal.Cast<byte, char>(_bytes[at..]).IndexOf('\0') : -1;
            known = new(at, index < 0 ? int.MaxValue : at + (2 * index));
        }

        return known.At == int.MaxValue ? -1 : known.At;
    }

    private readonly string FoundAt(int at) => at >= _bytes.Length
        ? "end of file"
        : Convert.ToHexStringLower(_bytes[at..Math.Min(at + 2, _bytes.Length)]);

    private static string Invariant(uint number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>No terminator stands between <paramref name="From"/> and <paramref name="At"/>, which is one.</summary>
    private readonly record struct KnownTerminator(int From, int At)
    {
        public bool Answers(int at) => At > 0 && at >= From && at <= At;
    }
}
