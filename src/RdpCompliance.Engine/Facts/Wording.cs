using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace RdpCompliance.Engine.Facts;

/// <summary>
/// A sentence that is not written yet: its words and the things that it speaks of, kept as they are.
/// It is made by an interpolated string and becomes text where a verdict is reported,
/// so that the many facts that nobody reports cost no sentences.
/// </summary>
[InterpolatedStringHandler]
public sealed class Wording
{
    private readonly object?[] _parts;
    private int _count;

    /// <summary>For the compiler: an interpolated string where a wording is wanted.</summary>
    public Wording(int literalLength, int formattedCount) => _parts = new object?[(2 * formattedCount) + Math.Min(literalLength, 1)];

    private Wording(string text)
    {
        _parts = text.Length == 0 ? [] : [text];
        _count = _parts.Length;
    }

    /// <summary>Nothing to say.</summary>
    public static Wording None { get; } = new("");

    public bool IsEmpty => _count == 0;

    public static implicit operator Wording(string text) => FromString(text);

    public static Wording FromString(string text) => text.Length == 0 ? None : new(text);

    public void AppendLiteral(string value) => _parts[_count++] = value;

    public void AppendFormatted<T>(T value) => _parts[_count++] = value;

    public override string ToString()
    {
        if (_count == 1 && _parts[0] is string only)
        {
            return only;
        }

        var text = new StringBuilder();
        for (var index = 0; index < _count; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{_parts[index]}");
        }

        return text.ToString();
    }
}
