using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Json;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>Finds the characters of a JSON file that wrote a part of a string's value, through its escape sequences.</summary>
internal sealed class StringPlaces
{
    private readonly Location _literal;
    private readonly int[]? _offsets;
    private readonly bool _isWritten;

    /// <param name="text">A string as <see cref="LocatedJson"/> placed it; of one that was computed every part has the place of the whole.</param>
    public StringPlaces(Node.Text text)
    {
        _literal = text.Location;
        if (_literal.Unit != SpanUnit.Characters || _literal.Length < 2)
        {
            return;
        }

        var raw = _literal.Source.Text.Value;
        var (start, end) = (_literal.Span.Start + 1, _literal.Span.End - 1);
        if (end - start == text.Value.Length)
        {
            _isWritten = string.CompareOrdinal(raw, start, text.Value, 0, text.Value.Length) == 0;
            return;
        }

        var offsets = new int[text.Value.Length + 1];
        var count = 0;
        for (var index = start; index < end && count < text.Value.Length; count++)
        {
            offsets[count] = index;
            var length = JsonEscape.Read(raw, index, end, out var character);
            if (character != text.Value[count])
            {
                return;
            }

            index += Math.Max(1, length);
        }

        offsets[text.Value.Length] = end;
        _offsets = offsets;
        _isWritten = count == text.Value.Length;
    }

    /// <summary>The place of the characters of the value from <paramref name="start"/> to before <paramref name="end"/>.</summary>
    public Location Between(int start, int end) => _isWritten
        ? Location.InText(_literal.Source, TextSpan.FromBounds(OffsetOf(start), OffsetOf(end)))
        : _literal;

    private int OffsetOf(int index) => _offsets is null ? _literal.Span.Start + 1 + index : _offsets[index];
}
