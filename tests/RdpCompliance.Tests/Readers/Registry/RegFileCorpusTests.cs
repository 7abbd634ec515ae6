using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Registry;
using RdpCompliance.Tests.Testing;
using Xunit.Abstractions;

namespace RdpCompliance.Tests.Readers.Registry;

public sealed class RegFileCorpusTests(ITestOutputHelper output)
{
    private static readonly RegFileReader Reader = new();

    [CorpusFact]
    public void Every_reg_file_is_read_whole()
    {
        var files = Corpus.Files("reg-text", "*.reg");
        foreach (var path in files)
        {
            var source = Corpus.Read(path);
            var evidence = Reader.ReadAlone(source);

            Assert.Equal(Certainty.BySignature, Reader.ClaimAlone(source.Name, File.ReadAllBytes(path))?.Certainty);
            Assert.True(evidence.Diagnostics.IsEmpty, $"{source.Name}: {Readings.Lines(evidence.Diagnostics.Select(diagnostic => diagnostic.Message))}");
            Assert.NotEmpty(evidence.PrintValues());
        }

        output.WriteLine($"{files.Count} of {files.Count} files");
    }

    [CorpusFact]
    public void An_export_states_what_the_hive_holds()
    {
        foreach (var (export, hive) in (ValueTuple<string, string>[])[("regipy-SYSTEM-win7", "SYSTEM"), ("regipy-SYSTEM_B-win10", "SYSTEM_B")])
        {
            var evidence = Reader.ReadAlone(Corpus.Read(Corpus.Folder($"reg-text/derived-from-hives/{export}.terminal-server.utf16le.reg")));
            var roots = evidence.Coverage.Select(coverage => ((Coverage.RegistryTree)coverage).Key).ToList();
            var wanted = HiveValues(Corpus.Folder($"hives/mkorman90+regipy/{hive}.values.jsonl.gz"), RegistryKey.LocalMachine.Below("SYSTEM"))
                .Where(value => roots.Exists(value.Key.IsWithin))
                .Select(value => value.Text)
                .Order(StringComparer.Ordinal)
                .ToList();

            output.WriteLine($"{export}: {wanted.Count} of {wanted.Count} values below {Readings.Lines(roots.Select(root => root.Path))}");
            Assert.Equal(Readings.Lines(wanted), Readings.Lines(Values(evidence)));
        }
    }

    /// <summary>hivexregedit writes keys without a root; everything else of its exports is what regedit imports.</summary>
    [CorpusFact]
    public void Every_export_of_hivexregedit_states_what_the_hive_holds()
    {
        var root = RegistryKey.TryParse(@"HKU\H") ?? RegistryKey.Unmounted;
        var (files, values) = (0, 0);
        foreach (var path in Corpus.Files("hives", "*.hivexregedit.reg*").Where(path => !path.Contains(".rdp.", StringComparison.Ordinal)))
        {
            var oracle = path[..path.IndexOf(".hivexregedit", StringComparison.Ordinal)] + ".values.jsonl";
            oracle = File.Exists(oracle) ? oracle : oracle + ".gz";
            var text = SourceText.Decode(Bytes(path)).Value.Replace("\n[\\", "\n[HKEY_USERS\\H\\");
            var evidence = Reader.ReadText(text, "a.reg");
            var wanted = HiveValues(oracle, root).Select(value => value.Text).Order(StringComparer.Ordinal).ToList();
            files++;
            values += wanted.Count;

            Assert.True(evidence.Diagnostics.IsEmpty, $"{path}: {Readings.Lines(evidence.Diagnostics.Select(diagnostic => diagnostic.Message))}");
            Assert.True(wanted.SequenceEqual(Values(evidence), StringComparer.Ordinal), path);
        }

        output.WriteLine($"{files} of {files} exports, {values} values");
    }

    private static List<string> Values(SourceEvidence evidence) =>
        [
            .. evidence
                .Observations.Where(seen => seen.Action == ObservedAction.Set)
                .Select(seen =>
                    Shown(
                        seen.Key(),
                        seen.Name(),
                        seen.Data().Type.Number,
                        seen.Data().Bytes.Length > 256 ? Hash(seen.Data().Bytes.Span) : Convert.ToHexStringLower(seen.Data().Bytes.Span)))
                .Order(StringComparer.Ordinal),
        ];

    private static IEnumerable<(RegistryKey Key, string Text)> HiveValues(string oracle, RegistryKey root)
    {
        foreach (var line in Encoding.UTF8.GetString(Bytes(oracle)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var row = JsonDocument.Parse(line);
            if (row.RootElement.TryGetProperty("v", out var name))
            {
                var key = root.Below(row.RootElement.GetProperty("k").GetString() ?? "");
                var data = row.RootElement.TryGetProperty("d", out var hex) ? hex : row.RootElement.GetProperty("h");
                yield return (key, Shown(key, name.GetString() ?? "", row.RootElement.GetProperty("t").GetUInt32(), data.GetString() ?? ""));
            }
        }
    }

    private static string Shown(RegistryKey key, string name, uint type, string data) => $"{key}|{name}|{type}|{data}";

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Bytes(string path)
    {
        if (!path.EndsWith(".gz", StringComparison.Ordinal))
        {
            return File.ReadAllBytes(path);
        }

        using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}
