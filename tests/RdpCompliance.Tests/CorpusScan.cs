using System.Text.Json;
using RdpCompliance.Cli;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests;

/// <summary>The whole program over the outside corpus.</summary>
public sealed class CorpusScan
{
    [CorpusFact]
    public async Task Every_windows_folder_ends_in_0_1_or_3_and_every_text_region_equals_its_snippet()
    {
        using var folder = new TemporaryFolder();
        var regions = 0;
        foreach (var kind in new[] { "gpo", "sysvol", "pol", "secedit", "reg-text", "policyrules", "rdp" })
        {
            var sarif = Path.Combine(folder.Path, $"{kind}.sarif");

            var result = await Testing.Cli.RunInAsync(Corpus.Folder(""), "", "scan", kind, "--include-undecided", "all", "--include-passes", "--format", $"sarif={sarif}", "--format", "text");

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

        var named = Corpus.Files("pol", "*.pol").Count(path => result.Output.Contains(Path.GetRelativePath(Corpus.Folder(""), path).Replace('\\', '/'), StringComparison.Ordinal));
        Assert.Equal((ExitCode.Incomplete, true), (result.Exit, named > 50));
    }

    private static int CheckRegions(JsonElement element, string root)
    {
        var count = 0;
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                if (element.TryGetProperty("region", out var region) && region.TryGetProperty("charOffset", out var offset) && region.TryGetProperty("snippet", out var snippet)
                    && element.TryGetProperty("artifactLocation", out var artifact) && artifact.TryGetProperty("uri", out var uri))
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
