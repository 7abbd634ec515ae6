namespace RdpCompliance.Engine.Sources;

/// <summary>A half-open range of characters (UTF-16 code units) of a decoded text, zero-based.</summary>
public readonly record struct TextSpan(int Start, int Length)
{
    public int End => Start + Length;

    /// <summary>The span between two offsets; an <paramref name="end"/> before <paramref name="start"/> gives an empty span.</summary>
    public static TextSpan FromBounds(int start, int end) => new(start, Math.Max(0, end - start));

    public bool Contains(TextSpan other) => other.Start >= Start && other.End <= End;

    public bool Overlaps(TextSpan other) => other.Start < End && Start < other.End;
}

/// <summary>Line and column of a character, both one-based; columns count UTF-16 code units.</summary>
public readonly record struct LinePosition(int Line, int Column);
