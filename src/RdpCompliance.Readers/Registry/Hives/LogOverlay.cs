using System.Collections.Immutable;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Registry.Hives;

/// <summary>A range of a hive that a log holds anew: <paramref name="Offset"/> counts in the hive, <paramref name="LogOffset"/> in the log.</summary>
public readonly record struct LogPage(long Offset, int Length, Source Log, long LogOffset)
{
    public long End => Offset + Length;
}

/// <summary>The pages that logs put over a hive, cut so that none overlap: of two that do, the later one counts.</summary>
internal sealed class LogOverlay
{
    private readonly ImmutableArray<LogPage> _pages;

    private LogOverlay(ImmutableArray<LogPage> pages) => _pages = pages;

    /// <summary>Where the last page ends; 0 when there is none.</summary>
    public long End => _pages.IsEmpty ? 0 : _pages[^1].End;

    /// <summary>
    /// Paints the pages from the last to the first, each on what is still bare. The borders of all
    /// pages cut the hive into segments; for each segment the next bare one is known,
    /// so that every segment is looked at once, however often pages overlap.
    /// </summary>
    public static LogOverlay Of(ImmutableArray<LogPage> inOrder)
    {
        long[] borders = [.. inOrder.SelectMany(page => new[] { page.Offset, page.End }).Distinct().Order()];
        var painter = new int[borders.Length];
        var nextBare = new int[borders.Length + 1];
        for (var index = 0; index < nextBare.Length; index++)
        {
            nextBare[index] = index;
        }

        for (var number = inOrder.Length - 1; number >= 0; number--)
        {
            var page = inOrder[number];
            var end = Array.BinarySearch(borders, page.End);
            for (var segment = Bare(nextBare, Array.BinarySearch(borders, page.Offset)); segment < end; segment = Bare(nextBare, segment))
            {
                painter[segment] = number + 1;
                nextBare[segment] = segment + 1;
            }
        }

        var pages = ImmutableArray.CreateBuilder<LogPage>();
        for (var segment = 0; segment < borders.Length; segment++)
        {
            if (painter[segment] == 0)
            {
                continue;
            }

            var first = segment;
            while (segment + 1 < borders.Length && painter[segment + 1] == painter[first])
            {
                segment++;
            }

            var page = inOrder[painter[first] - 1];
            pages.Add(page with
            {
                Offset = borders[first],
                Length = (int)(borders[segment + 1] - borders[first]),
                LogOffset = page.LogOffset + (borders[first] - page.Offset),
            });
        }

        return new(pages.DrainToImmutable());
    }

    /// <summary>Writes what the logs hold of the range that <paramref name="window"/> shows.</summary>
    public void Apply(long offset, Span<byte> window)
    {
        for (var index = FirstEndingAfter(offset); index < _pages.Length && _pages[index].Offset < offset + window.Length; index++)
        {
            var page = _pages[index];
            var start = Math.Max(page.Offset, offset);
            var length = (int)(Math.Min(page.End, offset + window.Length) - start);
            page.Log.Read(page.LogOffset + (start - page.Offset), window.Slice((int)(start - offset), length));
        }
    }

    /// <summary>
    /// The place in a log that supplies the byte at <paramref name="offset"/> and as much of <paramref name="length"/> as stands there together.
    /// </summary>
    /// <returns>The place, or <see langword="null"/> and how much is left before the next page of a log when the hive itself supplies it.</returns>
    public (Location? Place, long Length) Locate(long offset, long length)
    {
        var index = FirstEndingAfter(offset);
        if (index == _pages.Length || _pages[index].Offset >= offset + Math.Max(length, 1))
        {
            return (null, length);
        }

        var page = _pages[index];
        return page.Offset > offset
            ? (null, page.Offset - offset)
            : (Location.InBytes(page.Log, page.LogOffset + (offset - page.Offset), Math.Min(length, page.End - offset)), 0);
    }

    private int FirstEndingAfter(long offset)
    {
        var (low, high) = (0, _pages.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _pages[middle].End <= offset ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static int Bare(int[] nextBare, int segment)
    {
        while (nextBare[segment] != segment)
        {
            nextBare[segment] = nextBare[nextBare[segment]];
            segment = nextBare[segment];
        }

        return segment;
    }
}
