using System.Text.Json;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.GroupPolicy;
using RdpCompliance.Tests.Testing;
using Xunit.Abstractions;

namespace RdpCompliance.Tests.Readers.GroupPolicy;

public sealed class RegistryPolCorpusTests(ITestOutputHelper output)
{
    /// <summary>Files that one of both readers refuses or reads otherwise, with the reason.</summary>
    private const string Differences = "RegistryPol.expected.txt";

    [CorpusFact]
    public void Every_file_gives_the_entries_that_Samba_reads_or_differs_for_a_listed_reason()
    {
        var expected = Expectations.Read(Differences);
        var (equal, different, bothRefuse) = (0, new List<string>(), 0);
        foreach (var path in Corpus.Files("", "*.pol"))
        {
            var source = Corpus.Read(path);
            var evidence = new RegistryPolReader().ReadAlone(source);
            using var samba = JsonDocument.Parse(File.ReadAllBytes(path + ".samba.json"));
            var sambaReads = samba.RootElement.GetProperty("ok").GetBoolean();
            switch (sambaReads, evidence.IsDamaged)
            {
                case (false, true):
                    bothRefuse++;
                    break;
                case (true, false) when Wanted(samba.RootElement, evidence).SequenceEqual(evidence.Observations.Select(Fact), StringComparer.Ordinal):
                    equal++;
                    break;
                default:
                    different.Add(source.Name);
                    output.WriteLine(
                        $"{source.Name}: Samba {(sambaReads ? "reads" : "refuses")}; {Readings.Lines(evidence.Diagnostics.Select(diagnostic => diagnostic.Message))}"
                    );
                    break;
            }
        }

        output.WriteLine($"{equal} files equal, {bothRefuse} refused by both, {different.Count} differ");
        Assert.Equal(Readings.Lines(expected.Keys.Order(StringComparer.Ordinal)), Readings.Lines(different.Order(StringComparer.Ordinal)));
    }

    private static string Fact(Observation seen) =>
        seen.Value is SettingValue.Registry { Data: var data } ? $"{seen.Key().Path}|{seen.Name()}|{data.Type}|{Shown(data)}" : seen.Print();

    private static string Shown(RegistryData data) => data.Type.Number switch
    {
        1 or 2 => data.AsText() ?? "",
        4 or 11 => data.AsNumber()?.ToString() ?? "",
        _ when data.Bytes.Length == 0 => "",
        _ when data.Bytes.Length > 512 => $"{data.Bytes.Length} bytes",
        _ => Convert.ToHexStringLower(data.Bytes.Span),
    };

    private static IEnumerable<string> Wanted(JsonElement samba, SourceEvidence evidence)
    {
        var root = evidence.Observations is [{ Address: Address.Registry { Half: RegistryHalf.User } }, ..]
            ? RegistryKey.CurrentUser
            : RegistryKey.LocalMachine;
        foreach (var entry in samba.GetProperty("entries").EnumerateArray())
        {
            var key = root.Below(entry.GetProperty("key").GetString() ?? "");
            var name = entry.GetProperty("value").GetString() ?? "";
            var type = entry.GetProperty("type") is { ValueKind: JsonValueKind.Number } number
                ? new RegistryType(number.GetUInt32())
                : RegistryType.TryParse(entry.GetProperty("type").GetString() ?? "");
            yield return name switch
            {
                "" when type == RegistryType.None => $"key {key}",
                _ when name.StartsWith("**del.", StringComparison.OrdinalIgnoreCase) => $"delete {new Address.Registry(default, key, name[6..])}",
                _ when name.StartsWith("**delvals", StringComparison.OrdinalIgnoreCase) => $"values {key}",
                _ => $"{key.Path}|{name}|{type}|{Shown(entry.GetProperty("data"))}",
            };
        }
    }

    private static string Shown(JsonElement data) => data.ValueKind switch
    {
        JsonValueKind.Object when data.TryGetProperty("len", out var length) => $"{length} bytes",
        JsonValueKind.Object => data.GetProperty("hex").GetString() ?? "",
        _ => data.ToString(),
    };
}
