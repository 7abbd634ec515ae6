using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Facts;

/// <summary>A known value in a condition. Numbers are 64-bit integers, never floats: registry DWORDs are where floats lie.</summary>
public abstract record FieldValue
{
    private FieldValue()
    {
    }

    public sealed record Number(long Value) : FieldValue
    {
        public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
    }

    public sealed record Text(string Value) : FieldValue
    {
        public override string ToString() => Value;
    }

    public sealed record Flag(bool Value) : FieldValue
    {
        public override string ToString() => Value ? "true" : "false";
    }

    public sealed record Instant(DateTimeOffset Value) : FieldValue
    {
        /// <summary>"2026-06-01" or "2026-06-01T12:00:00Z"; a date is its first second, UTC.</summary>
        public static Instant? TryParse(string text) =>
            DateTimeOffset.TryParseExact(
                text,
                ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss'Z'"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var instant)
                ? new(instant)
                : null;

        public override string ToString() => Value.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    public sealed record Duration(TimeSpan Value) : FieldValue
    {
        public override string ToString() => Value switch
        {
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerDay == 0 => $"{ticks / TimeSpan.TicksPerDay}d",
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerHour == 0 => $"{ticks / TimeSpan.TicksPerHour}h",
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerMinute == 0 => $"{ticks / TimeSpan.TicksPerMinute}m",
            _ => string.Create(CultureInfo.InvariantCulture, $"{(long)Value.TotalSeconds}s"),
        };
    }

    public sealed record List(ImmutableArray<FieldValue> Values) : FieldValue
    {
        public override string ToString() => Values.IsEmpty ? "nothing" : string.Join(", ", Values);
    }

    /// <summary>Somebody who holds a right or is a member of a group.</summary>
    /// <param name="Sid"><see langword="null"/> when only a name is written of which nobody knows whose it is: it may be anybody's, so a
    /// test of it has no answer.</param>
    /// <param name="Name">For people: "Everyone (S-1-1-0)", or what the source writes.</param>
    public sealed record Account(string? Sid, string Name) : FieldValue
    {
        /// <summary><see langword="null"/> where the source places only the whole list.</summary>
        public Location? Place { get; init; }

        public override string ToString() => Name;
    }

    /// <summary>A row of a table; cell names compare ignoring case.</summary>
    public sealed record Row(ImmutableDictionary<string, FieldValue> Cells) : FieldValue
    {
        public override string ToString() =>
            string.Join(", ", Cells.OrderBy(cell => cell.Key, StringComparer.Ordinal).Select(cell => $"{cell.Key} {cell.Value}"));
    }
}
