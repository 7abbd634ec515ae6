using System.Collections.Immutable;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Derivations.Firewall;

/// <summary>The verdict against one packet that is put through the rules one by one.</summary>
public sealed class FirewallVerdictTests
{
    private const int Sets = 50_000;

    [Fact]
    public void The_verdict_is_what_becomes_of_one_packet()
    {
        var random = new Random(20260101);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var set = 0; set < Sets; set++)
        {
            var world = World.Make(random);

            var profile = World.ProfileNames[random.Next(World.ProfileNames.Length)];
            var protocol = random.Next(2) == 0 ? 6 : 17;
            var expected = world.Fate(profile, protocol);

            var fate = world.Verdict(profile, protocol);

            seen[expected] = seen.GetValueOrDefault(expected) + 1;
            Assert.True(expected == fate, $"Set {set}, {profile}, protocol {protocol}: the packet is {expected}, the verdict {fate}.\n{world}");
        }

        Assert.All(["allow", "block", "none"], fate =>
            Assert.True(seen.GetValueOrDefault(fate) > Sets / 20, $"{fate} is too rare to say anything: {seen.GetValueOrDefault(fate)}."));
    }

    /// <summary>One rule as the random machine has it, before it is written as text.</summary>
    private sealed record Written(
        bool IsPolicy,
        bool IsActive,
        bool IsIn,
        bool IsBlock,
        int? Protocol,
        ImmutableArray<(int First, int Last)> Ports,
        ImmutableArray<string> Profiles,
        string? App,
        string? Service,
        bool IsScoped)
    {
        public static Written Make(Random random)
        {
            var protocol = random.Next(4) switch
            {
                0 => (int?)null,
                1 => 17,
                _ => 6,
            };
            (int, int)[] ports = protocol is null
                ? []
                : random.Next(4) switch
                {
                    0 => [],
                    1 => [(3389, 3389)],
                    2 => [(445, 445), (3380, 3400)],
                    _ => [(80, 80)],
                };
            string[] profiles = random.Next(3) == 0 ? [] : [.. new[] { "Domain", "Private", "Public" }.Where(_ => random.Next(2) == 0)];
            var app = random.Next(5) switch
            {
                0 => @"C:\Program Files\other.exe",
                1 or 2 => @"%SystemRoot%\system32\svchost.exe",
                _ => null,
            };
            var service = random.Next(4) switch
            {
                0 => "TermService",
                1 => "winrm",
                _ => null,
            };
            return new(
                random.Next(2) == 0,
                random.Next(4) != 0,
                random.Next(5) != 0,
                random.Next(3) == 0,
                protocol,
                [.. ports],
                [.. profiles],
                app,
                service,
                random.Next(4) == 0);
        }

        public override string ToString()
        {
            var text = new StringBuilder("v2.30|")
                .Append(IsBlock ? "Action=Block|" : "Action=Allow|")
                .Append(IsActive ? "Active=TRUE|" : "Active=FALSE|")
                .Append(IsIn ? "Dir=In|" : "Dir=Out|");
            text.Append(Protocol is { } protocol ? $"Protocol={protocol}|" : "").AppendJoin("", Profiles.Select(profile => $"Profile={profile}|"));
            text.AppendJoin("", Ports.Select(port => port.First == port.Last ? $"LPort={port.First}|" : $"LPort2_10={port.First}-{port.Last}|"));
            return text.Append(IsScoped ? "RA4=10.0.0.0/255.0.0.0|" : "")
                .Append(App is null ? "" : $"App={App}|")
                .Append(Service is null ? "" : $"Svc={Service}|")
                .Append("Name=x|")
                .ToString();
        }

        public bool Takes(string profile, int protocol, int port) =>
            IsActive
            && IsIn
            && (Protocol is null || Protocol == protocol)
            && (Ports.IsEmpty || Ports.Any(range => port >= range.First && port <= range.Last))
            && (Profiles.IsEmpty || Profiles.Contains(profile))
            && App is null or @"%SystemRoot%\system32\svchost.exe"
            && Service is null or "TermService";
    }

    private sealed record World(
        ImmutableArray<Written> Rules,
        int Port,
        ImmutableDictionary<string, (bool IsOn, bool IsShielded, bool LetsIn, bool Merges)> Profiles)
    {
        private static readonly (string Name, string Policy, string Local)[] Names =
        [
            ("Domain", "DomainProfile", "DomainProfile"),
            ("Private", "PrivateProfile", "StandardProfile"),
            ("Public", "PublicProfile", "PublicProfile"),
        ];

        public static ImmutableArray<string> ProfileNames { get; } = [.. Names.Select(name => name.Name)];

        public static World Make(Random random) => new(
            [.. Enumerable.Range(0, random.Next(6)).Select(_ => Written.Make(random))],
            random.Next(3) == 0 ? 3390 : 3389,
            Names.ToImmutableDictionary(name => name.Name, _ => (random.Next(8) != 0, random.Next(8) == 0, random.Next(8) == 0, random.Next(4) != 0)));

        public string Fate(string profile, int protocol)
        {
            var (isOn, isShielded, letsIn, merges) = Profiles[profile];
            if (!isOn)
            {
                return "allow";
            }

            if (isShielded)
            {
                return "block";
            }

            var taking = Rules.Where(rule => (rule.IsPolicy || merges) && rule.Takes(profile, protocol, Port)).ToList();
            return taking.Exists(rule => rule is { IsBlock: true, IsScoped: false }) ? "block"
                : taking.Exists(rule => !rule.IsBlock) || letsIn ? "allow"
                : "none";
        }

        public string Verdict(string profile, int protocol)
        {
            var realm = new Scan(FirewallPack, [], Packs.Settings).RealmsOf(new Collected([Evidence()], [], [])).Single();
            var subject = realm.OfKind("firewall").Single(one => one.Name.Equals(profile, StringComparison.OrdinalIgnoreCase));
            return realm.FactOf(subject, protocol == 6 ? "inbound-tcp" : "inbound-udp").Value?.ToString() ?? "unknown";
        }

        public override string ToString() =>
            $"port {Port}\n{string.Join('\n', Rules.Select(rule => $"{(rule.IsPolicy ? "policy" : "local")} {rule}"))}\n{string.Join('\n', Profiles)}";

        private SourceEvidence Evidence()
        {
            var source = Source.FromText("host.reg", "");
            var policy = RegistryKey.LocalMachine.Below(@"SOFTWARE\Policies\Microsoft\WindowsFirewall");
            var local = RegistryKey.LocalMachine.Below(@"SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy");
            var listener = RegistryKey.LocalMachine.Below(@"SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp");
            var observations = ImmutableArray.CreateBuilder<Observation>();
            Set(listener, "PortNumber", RegistryData.Dword((uint)Port));
            foreach (var (rule, index) in Rules.Select((rule, index) => (rule, index)))
            {
                Set((rule.IsPolicy ? policy : local).Below("FirewallRules"), $"rule{index}", RegistryData.Text(RegistryType.String, rule.ToString()));
            }

            foreach (var (name, policyName, localName) in Names)
            {
                var (isOn, isShielded, letsIn, merges) = Profiles[name];
                Set(local.Below(localName), "EnableFirewall", RegistryData.Dword(isOn ? 1u : 0u));
                Set(local.Below(localName), "DoNotAllowExceptions", RegistryData.Dword(isShielded ? 1u : 0u));
                Set(policy.Below(policyName), "DefaultInboundAction", RegistryData.Dword(letsIn ? 0u : 1u));
                Set(policy.Below(policyName), "AllowLocalPolicyMerge", RegistryData.Dword(merges ? 1u : 0u));
            }

            return new(source, "reg-file", new Origin.Host(null, ""))
            {
                Observations = observations.DrainToImmutable(),
                Coverage = [new Coverage.RegistryTree(RegistryKey.LocalMachine)],
            };

            void Set(RegistryKey key, string name, RegistryData data) =>
                observations.Add(
                    new(new Address.Registry(RegistryHalf.Machine, key, name), new SettingValue.Registry(data), Location.StartOf(source, SpanUnit.Characters)));
        }

        /// <summary>The kinds and settings that a verdict reads, so that fifty thousand estates are made quickly.</summary>
        private static Pack FirewallPack { get; } = new(
            Repository.Pack.Kinds.Where(kind => kind.Name is "machine" or "firewall" or "firewall-rule"), Repository.Pack.Settings, [], []);
    }
}
