using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>Reads literal values: plain scalars are numbers (decimal or 0x), true, false; all others are texts until a type asks for more.</summary>
public static class ValueParser
{
    /// <returns><see langword="null"/> for a shape that is no value.</returns>
    public static FieldValue? Parse(PackNode node) => node switch
    {
        PackNode.Text { IsPlain: true, Value: "true" } => new FieldValue.Flag(true),
        PackNode.Text { IsPlain: true, Value: "false" } => new FieldValue.Flag(false),
        PackNode.Text { IsPlain: true } text when TryNumber(text.Value) is { } number => new FieldValue.Number(number),
        PackNode.Text text => new FieldValue.Text(text.Value),
        PackNode.List list when list.Items.Select(Parse).ToList() is var items && !items.Contains(null) => new FieldValue.List([.. items.OfType<FieldValue>()]),
        PackNode.Map map => ParseRow(map),
        _ => null,
    };

    /// <summary>The value as a parameter type wants it.</summary>
    /// <returns><see langword="null"/> when it is of another type.</returns>
    public static FieldValue? As(FieldValue value, ParameterType type) => (type, value) switch
    {
        (ParameterType.Number, FieldValue.Number) => value,
        (ParameterType.Flag, FieldValue.Flag) => value,
        (ParameterType.Text, FieldValue.Text) => value,
        (ParameterType.Text, FieldValue.Number number) => new FieldValue.Text(number.ToString()),
        (ParameterType.Duration, FieldValue.Duration) => value,
        (ParameterType.Duration, FieldValue.Text { Value: var text }) => TryDuration(text) is { } duration ? new FieldValue.Duration(duration) : null,
        (ParameterType.Date, FieldValue.Instant) => value,
        (ParameterType.Date, FieldValue.Text { Value: var text }) => FieldValue.Instant.TryParse(text),
        (ParameterType.List, FieldValue.List) => value,
        (ParameterType.Table, FieldValue.List list) => list.Values.All(row => row is FieldValue.Row) ? value : null,
        _ => null,
    };

    /// <returns><see langword="null"/> unless the text is a 64-bit integer, decimal or with 0x.</returns>
    public static long? TryNumber(string text) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : null
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>"14d", "20m", "-1h", "30s".</summary>
    /// <returns><see langword="null"/> for another text, and for more than ten million days.</returns>
    public static TimeSpan? TryDuration(string text)
    {
        if (text is not [.. var digits, var unit] || !int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var ticks = unit switch
        {
            'd' => TimeSpan.TicksPerDay,
            'h' => TimeSpan.TicksPerHour,
            'm' => TimeSpan.TicksPerMinute,
            's' => TimeSpan.TicksPerSecond,
            _ => 0,
        };
        return ticks > 0 && Math.Abs((long)number) <= TimeSpan.MaxValue.Ticks / ticks ? TimeSpan.FromTicks(number * ticks) : null;
    }

    private static FieldValue.Row? ParseRow(PackNode.Map map)
    {
        var cells = ImmutableDictionary.CreateBuilder<string, FieldValue>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in map.Entries)
        {
            if (Parse(entry.Value) is not { } cell)
            {
                return null;
            }

            cells[entry.Key] = cell;
        }

        return new(cells.ToImmutable());
    }
}
