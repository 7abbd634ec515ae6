using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AddressRange = (System.UInt128 First, System.UInt128 Last);

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>
/// A set of IP addresses of both families: ranges in order, with something between each two. IPv4 addresses stand at their place among the
/// IPv6 ones (::ffff:0:0/96), which no packet of IPv6 carries.
/// </summary>
public sealed class AddressSet
{
    private static readonly UInt128 Mapped = (UInt128)0xFFFF << 32;
    private readonly ImmutableArray<AddressRange> _ranges;

    private AddressSet(ImmutableArray<AddressRange> ranges) => _ranges = ranges;

    public static AddressSet Empty { get; } = new([]);

    public static AddressSet All { get; } = new([(UInt128.Zero, UInt128.MaxValue)]);

    public static AddressSet AllOfIPv4 { get; } = new([(Mapped, Mapped + uint.MaxValue)]);

    public static AddressSet AllOfIPv6 { get; } = All.Except(AllOfIPv4);

    public bool IsEmpty => _ranges.IsEmpty;

    /// <summary>How many IPv4 addresses are in it.</summary>
    public ulong CountOfIPv4 => Intersect(AllOfIPv4)._ranges.Aggregate(0UL, (sum, range) => sum + (ulong)(range.Last - range.First) + 1);

    /// <summary>How many IPv6 addresses are in it; all of them count as one less.</summary>
    public UInt128 CountOfIPv6 => Intersect(AllOfIPv6)._ranges.Aggregate(
        UInt128.Zero,
        (sum, range) => UInt128.MaxValue - sum <= range.Last - range.First ? UInt128.MaxValue : sum + (range.Last - range.First) + 1);

    /// <summary>The ranges in order, none of which touches the next.</summary>
    internal ImmutableArray<AddressRange> Ranges => _ranges;

    /// <summary>The first and the last address; it must not be empty.</summary>
    internal AddressRange Outermost => (_ranges[0].First, _ranges[^1].Last);

    /// <summary>The first address of each run of addresses, and the one behind it: where something changes.</summary>
    internal IEnumerable<UInt128> Edges =>
        _ranges.SelectMany(range => range.Last == UInt128.MaxValue ? new[] { range.First } : [range.First, range.Last + 1]);

    /// <summary>"10.0.0.4", "10.0.0.0/16", "10.0.0.4-10.0.0.9", and the same of IPv6; <see langword="null"/> for any other text.</summary>
    public static AddressSet? TryParse(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0)
        {
            return TryAddress(trimmed.AsSpan(0, slash)) is { } start
                && int.TryParse(trimmed.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                ? Network(start.Value, start.IsIPv4 ? length + 96 : length, start.IsIPv4 ? 96 : 0)
                : null;
        }

        if (trimmed.IndexOf('-', StringComparison.Ordinal) is var dash and >= 0)
        {
            return TryAddress(trimmed.AsSpan(0, dash)) is { } first && TryAddress(trimmed.AsSpan(dash + 1)) is { } last
                && first.IsIPv4 == last.IsIPv4 && first.Value <= last.Value
                ? new([(first.Value, last.Value)])
                : null;
        }

        return TryAddress(trimmed) is { } one ? new([(one.Value, one.Value)]) : null;
    }

    public static AddressSet Of(IEnumerable<string> networks) =>
        UnionOf(networks.Select(text => TryParse(text) ?? throw new ArgumentException($"'{text}' is no network.", nameof(networks))));

    /// <summary>All of them together, at the cost of sorting their ranges once.</summary>
    public static AddressSet UnionOf(IEnumerable<AddressSet> sets)
    {
        var all = sets.Where(set => !set.IsEmpty).ToList();
        if (all.Count < 2)
        {
            return all.Count == 0 ? Empty : all[0];
        }

        var ranges = all.SelectMany(set => set._ranges).ToArray();
        Array.Sort(ranges, (one, other) => one.First.CompareTo(other.First));
        return new(Merged(ranges));
    }

    /// <param name="ranges">Ordered by their first address; they may touch and overlap.</param>
    internal static AddressSet OfOrdered(IEnumerable<AddressRange> ranges) => Merged(ranges) is { IsEmpty: false } merged ? new(merged) : Empty;

    internal static AddressSet OfOne(UInt128 address) => new([(address, address)]);

    internal static bool IsOfIPv4(UInt128 address) => address >= Mapped && address <= Mapped + uint.MaxValue;

    public AddressSet Union(AddressSet other) =>
        other.IsEmpty ? this : IsEmpty ? other : new(Merged(InOrder(_ranges, other._ranges)));

    public AddressSet Intersect(AddressSet other)
    {
        if (IsEmpty || other.IsEmpty)
        {
            return Empty;
        }

        var common = ImmutableArray.CreateBuilder<AddressRange>();
        for (int left = 0, right = 0; left < _ranges.Length && right < other._ranges.Length;)
        {
            var first = UInt128.Max(_ranges[left].First, other._ranges[right].First);
            var last = UInt128.Min(_ranges[left].Last, other._ranges[right].Last);
            if (first <= last)
            {
                common.Add((first, last));
            }

            if (_ranges[left].Last < other._ranges[right].Last)
            {
                left++;
            }
            else
            {
                right++;
            }
        }

        return common.Count == 0 ? Empty : new(common.DrainToImmutable());
    }

    public AddressSet Except(AddressSet other)
    {
        if (IsEmpty || other.IsEmpty)
        {
            return this;
        }

        // What lies between the ranges of the other.
        var gaps = ImmutableArray.CreateBuilder<AddressRange>();
        var next = UInt128.Zero;
        foreach (var (first, last) in other._ranges)
        {
            if (first > next)
            {
                gaps.Add((next, first - 1));
            }

            if (last == UInt128.MaxValue)
            {
                return Intersect(new(gaps.DrainToImmutable()));
            }

            next = last + 1;
        }

        gaps.Add((next, UInt128.MaxValue));
        return Intersect(new(gaps.DrainToImmutable()));
    }

    /// <summary>A range without a gap lies in one range or in none.</summary>
    public bool Covers(AddressSet other)
    {
        foreach (var (first, last) in other._ranges)
        {
            if (RangeAt(first) is not { } index || _ranges[index].Last < last)
            {
                return false;
            }
        }

        return true;
    }

    public bool Overlaps(AddressSet other)
    {
        var (few, many) = _ranges.Length <= other._ranges.Length ? (this, other) : (other, this);
        foreach (var (first, last) in few._ranges)
        {
            var next = many.FirstEndingAt(first);
            if (next < many._ranges.Length && many._ranges[next].First <= last)
            {
                return true;
            }
        }

        return false;
    }

    internal bool Contains(UInt128 address) => RangeAt(address) is not null;

    /// <summary>The index of the first range that ends at the address or behind it.</summary>
    internal int FirstEndingAt(UInt128 address)
    {
        var (low, high) = (0, _ranges.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _ranges[middle].Last < address ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private int? RangeAt(UInt128 address) =>
        FirstEndingAt(address) is var index && index < _ranges.Length && _ranges[index].First <= address ? index : null;

    private static IEnumerable<AddressRange> InOrder(ImmutableArray<AddressRange> left, ImmutableArray<AddressRange> right)
    {
        var (one, other) = (0, 0);
        while (one < left.Length || other < right.Length)
        {
            var isLeft = other == right.Length || (one < left.Length && left[one].First <= right[other].First);
            yield return isLeft ? left[one++] : right[other++];
        }
    }

    private static ImmutableArray<AddressRange> Merged(IEnumerable<AddressRange> ordered)
    {
        var merged = ImmutableArray.CreateBuilder<AddressRange>();
        foreach (var range in ordered)
        {
            if (merged.Count > 0 && (merged[^1].Last == UInt128.MaxValue || range.First <= merged[^1].Last + 1))
            {
                merged[^1] = (merged[^1].First, UInt128.Max(merged[^1].Last, range.Last));
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged.DrainToImmutable();
    }

    private static AddressSet? Network(UInt128 address, int length, int least)
    {
        if (length < least || length > 128)
        {
            return null;
        }

        var hosts = length == 0 ? UInt128.MaxValue : length == 128 ? UInt128.Zero : (UInt128.One << (128 - length)) - 1;
        var first = address & ~hosts;

        // ::/0 and its like take in no address of IPv4.
        var network = new AddressSet([(first, first | hosts)]);
        return least == 0 ? network.Except(AllOfIPv4) : network;
    }

    private static (UInt128 Value, bool IsIPv4)? TryAddress(ReadOnlySpan<char> text)
    {
        // "1.2" and "0x7f000001" are addresses to the platform and to nobody else.
        if (!IPAddress.TryParse(text.Trim(), out var address)
            || (address.AddressFamily == AddressFamily.InterNetwork && text.Count('.') != 3))
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        return written == 4
            ? (Mapped + BinaryPrimitives.ReadUInt32BigEndian(bytes), true)
            : (BinaryPrimitives.ReadUInt128BigEndian(bytes), false);
    }
}
