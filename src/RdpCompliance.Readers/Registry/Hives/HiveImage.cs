using System.Collections.Immutable;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Registry.Hives;

/// <summary>
/// The bytes of a hive as Windows would have them after recovery: the hive's file with the pages of
/// its logs laid over it. Only the pages that are asked for are read, and a bounded
/// number of them is kept, so a lookup in a large hive costs what it touches. Not for several threads.
/// </summary>
public sealed class HiveImage
{
    private const int PageLength = 4096;
    private const int MostPages = 2048;

    /// <summary>Offsets are 32-bit numbers, so nothing behind can be named.</summary>
    private const long Most = HiveHeader.BlockLength + (long)uint.MaxValue;

    private readonly Source _hive;
    private readonly LogOverlay _overlay;
    private readonly List<byte[]> _bytes = [];
    private readonly long[] _pageOfSlot = new long[MostPages];
    private readonly bool[] _wasUsed = new bool[MostPages];
    private readonly Dictionary<long, int> _slotOfPage = [];
    private long _latest = -1;
    private int _latestSlot;
    private int _hand;
    private byte[] _joined = [];

    /// <param name="pages">What the logs hold, in the order in which Windows would write it.</param>
    public HiveImage(Source hive, ImmutableArray<LogPage> pages)
    {
        _hive = hive;
        _overlay = LogOverlay.Of(pages);
        Length = Math.Min(Math.Max(hive.Length, _overlay.End), Most);
    }

    public long Length { get; }

    /// <returns>The bytes, valid until the next call; empty when a part of them lies outside.</returns>
    public ReadOnlySpan<byte> Read(long offset, int length)
    {
        if (offset < 0 || length <= 0 || offset > Length - length)
        {
            return [];
        }

        var within = (int)(offset % PageLength);
        if (within + length <= PageLength)
        {
            return PageAt(offset / PageLength).AsSpan(within, length);
        }

        if (_joined.Length < length)
        {
            _joined = new byte[Math.Max(length, PageLength)];
        }

        var joined = _joined.AsSpan(0, length);
        Copy(offset, joined);
        return joined;
    }

    /// <summary>Fills <paramref name="destination"/>, which must lie inside.</summary>
    public void Copy(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var within = (int)(offset % PageLength);
            var part = PageAt(offset / PageLength).AsSpan(within);
            part = part[..Math.Min(part.Length, destination.Length)];
            part.CopyTo(destination);
            destination = destination[part.Length..];
            offset += part.Length;
        }
    }

    /// <summary>
    /// The place that supplies the byte at <paramref name="offset"/>, in the hive or in a
    /// log, with as much of <paramref name="length"/> as stands there together.
    /// </summary>
    public Location Locate(long offset, long length)
    {
        var (place, rest) = _overlay.Locate(offset, length);
        return place ?? Location.InBytes(_hive, offset, Math.Min(length, rest));
    }

    private byte[] PageAt(long number)
    {
        if (number != _latest)
        {
            _latest = number;
            _latestSlot = SlotOf(number);
            _wasUsed[_latestSlot] = true;
        }

        return _bytes[_latestSlot];
    }

    private int SlotOf(long number)
    {
        if (_slotOfPage.TryGetValue(number, out var slot))
        {
            return slot;
        }

        slot = FreeSlot();
        _slotOfPage.Add(number, slot);
        _pageOfSlot[slot] = number;
        Load(number * PageLength, _bytes[slot]);
        return slot;
    }

    /// <summary>A new slot while there may be more; else the next one that was not used since the hand passed it.</summary>
    private int FreeSlot()
    {
        if (_bytes.Count < MostPages)
        {
            _bytes.Add(GC.AllocateUninitializedArray<byte>(PageLength));
            return _bytes.Count - 1;
        }

        while (_wasUsed[_hand])
        {
            _wasUsed[_hand] = false;
            _hand = (_hand + 1) % MostPages;
        }

        var slot = _hand;
        _hand = (_hand + 1) % MostPages;
        _slotOfPage.Remove(_pageOfSlot[slot]);
        return slot;
    }

    private void Load(long offset, Span<byte> bytes)
    {
        var count = _hive.Read(offset, bytes);
        bytes[count..].Clear();
        _overlay.Apply(offset, bytes);
    }
}
