namespace RdpCompliance.Engine.Sources;

/// <summary>What a <see cref="Location"/> counts: characters of the decoded text, or bytes of an input that is no text.</summary>
public enum SpanUnit
{
    Characters,
    Bytes,
}

/// <summary>A place in an input: a half-open, zero-based range in the source's own unit. Length 0 is the place where something absent should stand.</summary>
public sealed record Location(Source Source, long Start, long Length, SpanUnit Unit) : IComparable<Location>
{
    public static Location InText(Source source, TextSpan span) => new(source, span.Start, span.Length, SpanUnit.Characters);

    public static Location InBytes(Source source, long offset, long length) => new(source, offset, length, SpanUnit.Bytes);

    /// <summary>The first character of a text, or byte 0: where a whole file is meant.</summary>
    public static Location StartOf(Source source, SpanUnit unit) => new(source, 0, 0, unit);

    /// <summary>The range as characters.</summary>
    /// <exception cref="InvalidOperationException">The place is counted in bytes.</exception>
    public TextSpan Span => Unit == SpanUnit.Characters
        ? new((int)Start, (int)Length)
        : throw new InvalidOperationException($"{Source} is placed by bytes.");

    /// <summary>Line and column of the first character; <see langword="null"/> for a place counted in bytes, or when the text can no longer be read.</summary>
    public LinePosition? Position => Unit == SpanUnit.Characters ? Source.TextIfReadable?.PositionOf((int)Start) : null;

    /// <summary>Line and column behind the last character.</summary>
    /// <inheritdoc cref="Position"/>
    public LinePosition? EndPosition => Unit == SpanUnit.Characters ? Source.TextIfReadable?.PositionOf((int)(Start + Length)) : null;

    /// <summary>Orders by source name, then offset, then length: the order of reports.</summary>
    public int CompareTo(Location? other) => other is null
        ? 1
        : (string.CompareOrdinal(Source.Name, other.Source.Name), Start.CompareTo(other.Start), Length.CompareTo(other.Length)) switch
        {
            (not 0 and var name, _, _) => name,
            (_, not 0 and var start, _) => start,
            (_, _, var length) => length,
        };

    public static bool operator <(Location left, Location right) => left.CompareTo(right) < 0;

    public static bool operator <=(Location left, Location right) => left.CompareTo(right) <= 0;

    public static bool operator >(Location left, Location right) => left.CompareTo(right) > 0;

    public static bool operator >=(Location left, Location right) => left.CompareTo(right) >= 0;
}
