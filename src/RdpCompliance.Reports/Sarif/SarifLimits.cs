namespace RdpCompliance.Reports.Sarif;

/// <summary>What GitHub takes of one SARIF file; it refuses the whole file beyond. Source: github/docs, "SARIF support for code scanning".</summary>
public sealed record SarifLimits
{
    public static SarifLimits GitHub { get; } = new();

    public int ResultsPerRun { get; init; } = 25_000;

    public int Runs { get; init; } = 20;

    public int PlacesPerResult { get; init; } = 1_000;

    /// <summary>Bytes after gzip.</summary>
    public long Compressed { get; init; } = 10_000_000;
}
