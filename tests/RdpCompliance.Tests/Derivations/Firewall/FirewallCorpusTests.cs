using RdpCompliance.Engine.Derivations.Firewall;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Tests.Readers.Registry.Hives;
using RdpCompliance.Tests.Testing;
using Xunit.Abstractions;

namespace RdpCompliance.Tests.Derivations.Firewall;

public sealed class FirewallCorpusTests(ITestOutputHelper output)
{
    [CorpusFact]
    public void Every_rule_of_every_hive_parses_without_a_flaw()
    {
        var (rules, wrong) = (0, new List<string>());
        foreach (var hive in HiveCorpus.All)
        {
            foreach (var observation in HiveReading.Read(hive.Hive).Observations)
            {
                if (
                    observation
                        is { Address: Address.Registry { Key.Name: var key, Name: { Length: > 0 } name }, Value: SettingValue.Registry { Data: var data } }
                    && key.Equals("FirewallRules", StringComparison.OrdinalIgnoreCase))
                {
                    rules++;
                    var rule = FirewallRule.Parse(data.AsText() ?? "");
                    wrong.AddRange(rule.Flaws.Select(flaw => $"{hive.Name} {name}: {flaw.Text}"));
                }
            }
        }

        output.WriteLine($"{rules - wrong.Count} of {rules} rules");
        Assert.True(rules > 2000, $"Only {rules} rules were read.");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
