using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.GroupPolicy;
using RdpCompliance.Tests.Testing;
using Xunit.Abstractions;

namespace RdpCompliance.Tests.Readers.GroupPolicy;

/// <summary>Windows wrote both: the files of a GPO and its own reading of them. Each proves our reader of the other.</summary>
public sealed class GpoReportCorpusTests(ITestOutputHelper output)
{
    [CorpusFact]
    public void Every_setting_of_a_template_is_in_the_report_with_the_same_value()
    {
        var (pairs, equal, different) = (0, new SortedDictionary<string, int>(StringComparer.Ordinal), new List<string>());
        foreach (var (report, below) in Backups())
        {
            if (below.FirstOrDefault(path => Path.GetFileName(path).Equals("GptTmpl.inf", StringComparison.OrdinalIgnoreCase)) is not { } template)
            {
                continue;
            }

            pairs++;
            var said = Values(new GpoReportReader(), report);
            foreach (var (address, written) in Values(new SecurityTemplateReader(), template))
            {
                // The mode of an access list is a word in the report.
                if (address is Address.Item { Space: "acl", Field: "mode" })
                {
                    continue;
                }

                var space = address is Address.Item item ? $"{item.Space} {item.Field}" : "registry";
                if (said.TryGetValue(address, out var value) && Normal(value) == Normal(written))
                {
                    equal[space] = equal.GetValueOrDefault(space) + 1;
                }
                else
                {
                    different.Add(
                        $"{Corpus.Read(template).Name}: {address} is '{Normal(written)}', the report says '{(value is null ? "nothing" : Normal(value))}'");
                }
            }
        }

        output.WriteLine($"{pairs} pairs; equal: {string.Join(", ", equal.Select(pair => $"{pair.Value} {pair.Key}"))}");
        different.ForEach(output.WriteLine);
        Assert.Empty(different);
    }

    [CorpusFact]
    public void Every_registry_value_of_a_report_is_in_the_files_with_the_same_data()
    {
        var (equal, different) = (new SortedDictionary<string, int>(StringComparer.Ordinal), new List<string>());
        foreach (var (report, below) in Backups())
        {
            var written = below
                .SelectMany<string, KeyValuePair<Address, SettingValue>>(path => Path.GetFileName(path).ToUpperInvariant() switch
                {
                    "REGISTRY.POL" => Values(new RegistryPolReader(), path),
                    "GPTTMPL.INF" => Values(new SecurityTemplateReader(), path),
                    "REGISTRY.XML" => Values(new PreferencesReader(), path),
                    _ => [],
                })
                .ToLookup(pair => pair.Key, pair => pair.Value);
            foreach (var (address, said) in Values(new GpoReportReader(), report).Where(pair => pair.Key is Address.Registry))
            {
                var kind = $"{address}".Contains("WindowsFirewall") ? "firewall" : "other";
                // The report leaves out the name of a rule's value.
                var found = $"{address}".Contains(@"\FirewallRules!")
                    ? written.Where(pair => $"{pair.Key}".Contains(@"\FirewallRules!")).SelectMany(pair => pair)
                    : written[address];
                if (found.Any(value => Normal(value) == Normal(said) || Rule(value) == Rule(said)))
                {
                    equal[kind] = equal.GetValueOrDefault(kind) + 1;
                }
                else
                {
                    different.Add(
                        $"{Corpus.Read(report).Name}: {address} is '{Normal(said)}' in the report, '{string.Join("', '", found.Select(Normal))}' in the files");
                }
            }
        }

        output.WriteLine($"equal: {string.Join(", ", equal.Select(pair => $"{pair.Value} {pair.Key}"))}");
        different.ForEach(output.WriteLine);
        Assert.Empty(different);
    }

    /// <summary>Each gpreport.xml with the files below its folder.</summary>
    private static IEnumerable<(string Report, IReadOnlyList<string> Below)> Backups() =>
        Corpus.Files("gpo", "gpreport.xml").Select(report => (report, Corpus.Files(Path.GetDirectoryName(report) ?? "", "*")));

    private static Dictionary<Address, SettingValue> Values(IEvidenceReader reader, string path)
    {
        var evidence = reader.ReadAlone(Corpus.Read(path));
        Assert.DoesNotContain(evidence.Diagnostics, diagnostic => diagnostic.Effect != DiagnosticEffect.Note);
        var values = evidence.Items
            .SelectMany(item => item.Fields.Select(field => (Address: (Address)new Address.Item(item.Space, item.Name, field.Name), field.Value)))
            .Concat(evidence.Observations.Where(seen => seen.Action == ObservedAction.Set).Select(seen => (seen.Address, seen.Value)));
        // Of two equal addresses the last counts, as Windows applies them.
        return values.GroupBy(value => value.Address).ToDictionary(group => group.Key, group => group.Last().Value);
    }

    private static string Normal(SettingValue value) => value switch
    {
        SettingValue.List { Values: var list } => string.Join(',', list.Select(account => account.ToUpperInvariant()).Order(StringComparer.Ordinal)),
        SettingValue.Registry { Data: { Type.Number: 3, Bytes: { Length: 1 } bytes } } => $"{bytes.Span[0]}",
        SettingValue.Registry { Data: var data } => data.Display(),
        _ => $"{value}",
    };

    /// <summary>A firewall rule as the set of its parts.</summary>
    private static string Rule(SettingValue value) =>
        $"{value}" is ['v', .. var text] && text.Contains('|') ? string.Join('|', text.Split('|').Order(StringComparer.Ordinal)) : $"{Guid.NewGuid()}";
}
