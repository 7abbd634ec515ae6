using System.Text.Json;
using RdpCompliance.Cli;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests;

/// <summary>The whole program over the outside corpus.</summary>
public sealed class CorpusScan
{
    [CorpusFact]
    public async Task Every_folder_ends_in_0_1_or_3_and_every_text_region_equals_its_snippet()
    {
        using var folder = new TemporaryFolder();
        var regions = 0;
        foreach (var kind in new[] { "gpo", "sysvol", "pol", "secedit", "reg-text", "policyrules", "rdp", "arm", "bicep" })
        {
            var sarif = Path.Combine(folder.Path, $"{kind}.sarif");

            var result = await Testing.Cli.RunInAsync(
                Corpus.Folder(""),
                "",
                "scan",
                kind,
                "--include-undecided",
                "all",
                "--include-passes",
                "--format",
                $"sarif={sarif}",
                "--format",
                "text");

            Assert.True(result.Exit is ExitCode.Clean or ExitCode.Findings or ExitCode.Incomplete, $"{kind} ends with {result.Exit}.");
            Assert.Equal("", result.Error);
            using var log = JsonDocument.Parse(await File.ReadAllBytesAsync(sarif));
            regions += CheckRegions(log.RootElement, Corpus.Folder(""));
        }

        Assert.True(regions > 50, $"Only {regions} regions were compared.");
    }

    [CorpusFact]
    public async Task Every_damaged_file_is_named()
    {
        var result = await Testing.Cli.RunInAsync(Corpus.Folder(""), "", "scan", "pol", "--format", "text");

        var named = Corpus
            .Files("pol", "*.pol")
            .Count(path => result.Output.Contains(Path.GetRelativePath(Corpus.Folder(""), path).Replace('\\', '/'), StringComparison.Ordinal));
        Assert.Equal((ExitCode.Incomplete, true), (result.Exit, named > 50));
    }

    [CorpusFact]
    public async Task A_system_hive_gives_what_its_values_imply()
    {
        foreach (var values in Corpus.Files("hives", "*.rdp.values.jsonl.gz"))
        {
            var hive = values.Replace(".rdp.values.jsonl.gz", ".gz", StringComparison.Ordinal);

            var result = await Testing.Cli.RunInAsync(Corpus.Folder(""), "", "scan", hive, "--format", "csv", "--fail-on", "none");

            // Other readers' view of the same hive: without Remote Desktop it is no host, and nothing is said of its listener.
            var isHost = NumberIn(values, @"\Control\Terminal Server", "fDenyTSConnections") == 0;
            var isWithoutNla = NumberIn(values, @"\WinStations\RDP-Tcp", "UserAuthentication") == 0;
            Assert.Equal(isHost && isWithoutNla, result.Output.Contains("RDP9001", StringComparison.Ordinal));
        }
    }

    private static uint? NumberIn(string values, string key, string name)
    {
        using var reader = new StreamReader(new System.IO.Compression.GZipStream(File.OpenRead(values), System.IO.Compression.CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            using var value = JsonDocument.Parse(line);
            if (
                value.RootElement.TryGetProperty("v", out var found)
                && found.GetString() == name
                && value.RootElement.GetProperty("k").GetString() is { } path
                && path.EndsWith(key, StringComparison.OrdinalIgnoreCase)
                && path.StartsWith("ControlSet001", StringComparison.OrdinalIgnoreCase))
            {
                return BitConverter.ToUInt32(Convert.FromHexString(value.RootElement.GetProperty("d").GetString() ?? ""));
            }
        }

        return null;
    }

    private static int CheckRegions(JsonElement element, string root)
    {
        var count = 0;
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                if (
                    element.TryGetProperty("region", out var region)
                    && region.TryGetProperty("charOffset", out var offset)
                    && region.TryGetProperty("snippet", out var snippet)
                    && element.TryGetProperty("artifactLocation", out var artifact)
                    && artifact.TryGetProperty("uri", out var uri))
                {
                    var path = Path.Combine(root, Uri.UnescapeDataString(uri.GetString() ?? ""));
                    var text = SourceText.Decode(File.ReadAllBytes(path)).Value;
                    Assert.Equal(snippet.GetProperty("text").GetString(), text.Substring(offset.GetInt32(), region.GetProperty("charLength").GetInt32()));
                    count++;
                }

                foreach (var property in element.EnumerateObject())
                {
                    count += CheckRegions(property.Value, root);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    count += CheckRegions(item, root);
                }

                break;
            default:
                break;
        }

        return count;
    }
}
