using System.Security.Cryptography;
using System.Text;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Reports.Sarif;

/// <summary>By what a result is known again in the next run. Each file is hashed once, when a result of it is written.</summary>
internal sealed class SarifFingerprints(ReportContext context)
{
    private readonly Dictionary<Source, LineHashes?> _hashes = [];

    /// <summary>The same for one fault wherever it moves in its file.</summary>
    public static string Own(Finding finding) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(finding.Identity)).AsSpan(0, 16));

    /// <summary>GitHub's, for text in the repository; <see langword="null"/> for everything else, where GitHub's uploader decides alone.</summary>
    public string? GitHub(Location location)
    {
        if (location.Position is not { } position || context.PathBelowRoot(location.Source) is null)
        {
            return null;
        }

        if (!_hashes.TryGetValue(location.Source, out var hashes))
        {
            _hashes.Add(location.Source, hashes = HashesOf(location.Source));
        }

        return hashes?[position.Line];
    }

    /// <returns><see langword="null"/> when the file can no longer be read.</returns>
    private static LineHashes? HashesOf(Source source)
    {
        try
        {
            return LineHashes.Of(source);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
