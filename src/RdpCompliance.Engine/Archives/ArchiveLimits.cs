namespace RdpCompliance.Engine.Archives;

/// <summary>What expanding archives may cost. An archive that wants more is damaged input, whatever it holds.</summary>
public sealed record ArchiveLimits
{
    public static ArchiveLimits Default { get; } = new();

    /// <summary>Bytes that all archives together may give.</summary>
    public long MostBytes { get; init; } = 1L << 30;

    /// <summary>Entries of one archive.</summary>
    public int MostEntries { get; init; } = 65536;

    /// <summary>How many times larger than its compressed form an entry may be. Hives are mostly empty: 300 times is seen.</summary>
    public long MostRatio { get; init; } = 200;

    /// <summary>Up to this size no ratio is looked at.</summary>
    public long SmallBytes { get; init; } = 16L << 20;

    /// <summary>How many bytes may come out of so many compressed ones, when so many were given before.</summary>
    internal long Allowed(long compressed, long given) =>
        Math.Min(MostBytes - given, Math.Max(SmallBytes, compressed > MostBytes / MostRatio ? MostBytes : compressed * MostRatio));
}
