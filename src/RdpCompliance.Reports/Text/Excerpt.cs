using System.Text;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Reports.Text;

/// <summary>
/// The first line of a place as a terminal can show it, and the carets below the place. Tabs are
/// spaces, characters that would act are shown by their code, and a line that is
/// wider than there is room is cut around the place. Only the part that can be shown is looked at: a line may be a whole file.
/// </summary>
public sealed record Excerpt(int Line, string Text, string Carets, int LastLine)
{
    private const int TabStop = 4;
    private const string Cut = "...";

    public static Excerpt Of(SourceText source, TextSpan span, int room)
    {
        var start = Math.Clamp(span.Start, 0, source.Value.Length);
        var end = Math.Clamp(span.End, start, source.Value.Length);
        var position = source.PositionOf(start);
        var lastLine = end > start ? source.PositionOf(end - 1).Line : position.Line;
        var line = source.LineSpan(position.Line);
        var cells = new Cells(
            source.Value,
            Math.Max(line.Start, start - room),
            Math.Min(line.End, start + (2 * room)),
            start,
            Math.Min(end, Math.Max(start, line.End)));
        return cells.Show(position.Line, lastLine, room, line);
    }

    /// <summary>Characters as they are shown, and which columns the place takes.</summary>
    private sealed class Cells
    {
        private readonly List<(string Shown, int Width)> _parts = [];
        private readonly int _from;
        private readonly int _to;
        private readonly int _first;
        private readonly int _afterLast;

        public Cells(string text, int from, int to, int start, int end)
        {
            _from = IsInsidePair(text, from) ? from - 1 : from;
            _to = Math.Max(to, _from);
            _first = -1;
            var column = 0;
            var index = _from;
            while (index < _to)
            {
                if (_first < 0 && index >= start)
                {
                    _first = _parts.Count;
                }

                if (index < end)
                {
                    _afterLast = _parts.Count + 1;
                }

                var (shown, width, length) = Part(text, index, column);
                _parts.Add((shown, width));
                column += width;
                index += length;
            }

            _first = _first < 0 ? _parts.Count : _first;
            _afterLast = Math.Max(_afterLast, _first);
        }

        public Excerpt Show(int number, int lastLine, int room, TextSpan line)
        {
            var widths = _parts.Select(part => part.Width).ToArray();
            var before = _from > line.Start;
            var after = _to < line.End;
            var first = 0;
            var last = _parts.Count;
            if (before || after || widths.Sum() > room)
            {
                (first, last) = Window(widths, room - (2 * Cut.Length));
                before |= first > 0;
                after |= last < _parts.Count;
            }

            var text = new StringBuilder(before ? Cut : "");
            var carets = new StringBuilder(before ? new string(' ', Cut.Length) : "");
            for (var index = first; index < last; index++)
            {
                text.Append(_parts[index].Shown);
                if (index < _afterLast)
                {
                    carets.Append(index < _first ? ' ' : '^', widths[index]);
                }
            }

            if (_first == _afterLast)
            {
                carets.Append('^');
            }

            return new(number, text.Append(after ? Cut : "").ToString(), carets.ToString(), lastLine);
        }

        /// <summary>The parts to show: a third of the room before the place, the rest from it on.</summary>
        private (int First, int Last) Window(int[] widths, int room)
        {
            var first = _first;
            for (var left = room / 3; first > 0 && widths[first - 1] <= left; first--)
            {
                left -= widths[first - 1];
            }

            var last = first;
            for (var left = room; last < widths.Length && widths[last] <= left; last++)
            {
                left -= widths[last];
            }

            return (first, last);
        }

        private static (string Shown, int Width, int Length) Part(string text, int index, int column)
        {
            if (text[index] == '\t')
            {
                var width = TabStop - (column % TabStop);
                return (new string(' ', width), width, 1);
            }

            if (!VisibleText.IsShownAsIs(text, index))
            {
                var length = char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;
                var shown = VisibleText.CodeOf(text.AsSpan(index, length));
                return (shown, shown.Length, length);
            }

            return Rune.DecodeFromUtf16(text.AsSpan(index), out var rune, out var units) == System.Buffers.OperationStatus.Done
                ? (rune.ToString(), CellWidth.Of(rune), units)
                : (VisibleText.CodeOf(text.AsSpan(index, 1)), 6, 1);
        }

        private static bool IsInsidePair(string text, int index) =>
            index > 0 && index < text.Length && char.IsLowSurrogate(text[index]) && char.IsHighSurrogate(text[index - 1]);
    }
}
