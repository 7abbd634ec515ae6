using System.Collections.Immutable;
using System.Diagnostics;
using RdpCompliance.Engine.Derivations.GroupPolicy;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;
using RdpCompliance.Readers.GroupPolicy;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Derivations.GroupPolicy;

/// <summary>GPOs of known order against a registry on which each entry of their Registry.pol files is carried out, the weakest GPO first.</summary>
public sealed class RegistrySimulationTests
{
    private const int Cases = 12_000;
    private static readonly string[] Keys = ["X", @"X\A", @"X\A\B", @"X\AB", "Y"];
    private static readonly string[] Names = ["v", "w", "V2"];

    [Fact]
    public void GPOs_leave_what_carrying_out_their_entries_in_order_leaves()
    {
        var random = new Random(6040);
        var clock = Stopwatch.StartNew();
        var (sets, deletions) = (0, 0);
        for (var number = 0; number < Cases; number++)
        {
            var registry = new NaiveRegistry();
            var host = HostOf(random, registry);
            var objects = ImmutableArray.CreateBuilder<PolicyObject>();
            var script = new List<string>();
            for (var gpo = random.Next(1, 5); gpo > 0; gpo--)
            {
                objects.Insert(0, Gpo(random, registry, $"gpo{gpo}", script));
            }

            var all = objects.ToImmutable();
            var reach = new ReachingPolicies(all, [new([.. all.Select(gpo => new PolicyLevel(gpo.Name, [gpo]))])]);
            var applied = AppliedPolicy.To(new EvidenceIndex([host]), reach);
            foreach (var key in Keys)
            {
                foreach (var name in Names)
                {
                    var wanted = registry.Find(key, name);
                    var found = applied.At(new(RegistryHalf.Machine, RegistryKey.LocalMachine.Below(key), name));
                    var got = found is [.., { Observation: { Action: ObservedAction.Set, Value: var value } }] ? value.ToString() : null;
                    Assert.True(
                        wanted == got,
                        $"Case {number}: {key}!{name} is {got ?? "absent"}, and {wanted ?? "nothing"} was wanted after:\n{string.Join('\n', script)}");
                    Assert.True(found.Count < 2, $"Case {number}: {key}!{name} has {found.Count} statements.");
                    (sets, deletions) = got is null ? (sets, deletions + 1) : (sets + 1, deletions);
                }
            }
        }

        Assert.True(sets > Cases && deletions > Cases, $"{sets} values and {deletions} absences prove little.");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{Cases} cases took {clock.Elapsed}.");
    }

    private static SourceEvidence HostOf(Random random, NaiveRegistry registry)
    {
        var source = Source.FromText("host.reg", "");
        var observations = ImmutableArray.CreateBuilder<Observation>();
        foreach (var key in Keys)
        {
            foreach (var name in Names.Where(_ => random.Next(2) == 0))
            {
                var data = (uint)random.Next(3);
                registry.Set(key, name, data);
                observations.Add(
                    new(
                        new Address.Registry(RegistryHalf.Machine, RegistryKey.LocalMachine.Below(key), name),
                        new SettingValue.Registry(RegistryData.Dword(data)),
                        Location.StartOf(source, SpanUnit.Characters)));
            }
        }

        return new(source, "reg-file", new Origin.Host(null, ""))
        {
            Observations = observations.DrainToImmutable(),
            Coverage = [new Coverage.RegistryTree(RegistryKey.LocalMachine)],
        };
    }

    /// <summary>Writes a file and carries out each entry at once; the first GPO is the weakest.</summary>
    private static PolicyObject Gpo(Random random, NaiveRegistry registry, string name, List<string> script)
    {
        var file = new PolicyFile();
        for (var entries = random.Next(0, 6); entries > 0; entries--)
        {
            var key = Keys[random.Next(Keys.Length)];
            var value = Names[random.Next(Names.Length)];
            var data = (uint)random.Next(3);
            script.Add($"{name}: {key} {value} {data}");
            switch (random.Next(10))
            {
                case < 4:
                    file.Add(key, value, RegistryData.Dword(data));
                    registry.Set(key, value, data);
                    break;
                case 4:
                    script[^1] += " soft";
                    file.Add(key, $"**soft.{value}", RegistryData.Dword(data));
                    registry.SetIfAbsent(key, value, data);
                    break;
                case 5 or 6:
                    script[^1] += " del";
                    file.AddText(key, $"**del.{value}", " ");
                    registry.Delete(key, value);
                    break;
                case 7:
                    script[^1] += " delvals";
                    file.AddText(key, "**delvals.", " ");
                    registry.DeleteValues(key);
                    break;
                case 8:
                    script[^1] += " DeleteValues";
                    file.AddText(key, "**DeleteValues", $"{value};{Names[0].ToUpperInvariant()}");
                    registry.Delete(key, value);
                    registry.Delete(key, Names[0]);
                    break;
                default:
                    script[^1] += " DeleteKeys A;AB";
                    file.AddText(key, "**DeleteKeys", "A;AB");
                    registry.DeleteKey($@"{key}\A");
                    registry.DeleteKey($@"{key}\AB");
                    break;
            }
        }

        var evidence = new RegistryPolReader().ReadAlone(Source.FromBytes($"{name}/Machine/Registry.pol", file.Bytes));
        return new(PolicyOrigin.Gpo, PolicyTime.Standing, name, null, [evidence]);
    }

    /// <summary>Values by full path, and nothing clever.</summary>
    private sealed class NaiveRegistry
    {
        private readonly Dictionary<string, uint> _values = new(StringComparer.OrdinalIgnoreCase);

        public string? Find(string key, string name) => _values.TryGetValue($"{key}!{name}", out var value) ? $"{value}" : null;

        public void Set(string key, string name, uint value) => _values[$"{key}!{name}"] = value;

        public void SetIfAbsent(string key, string name, uint value) => _values.TryAdd($"{key}!{name}", value);

        public void Delete(string key, string name) => _values.Remove($"{key}!{name}");

        public void DeleteValues(string key) => Remove(path => path.StartsWith($"{key}!", StringComparison.OrdinalIgnoreCase));

        public void DeleteKey(string key) =>
            Remove(path => path.StartsWith($"{key}!", StringComparison.OrdinalIgnoreCase) || path.StartsWith($@"{key}\", StringComparison.OrdinalIgnoreCase));

        private void Remove(Func<string, bool> isMeant)
        {
            foreach (var path in _values.Keys.Where(isMeant).ToList())
            {
                _values.Remove(path);
            }
        }
    }
}
