using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Subjects;

/// <summary>The evidence of one machine; the name is <see langword="null"/> when nobody gives one and the evidence lies at the root.</summary>
internal sealed record Machine(string? Name, HostDeclaration? Declaration, ImmutableArray<SourceEvidence> Evidence);

/// <summary>
/// Says which sources are one machine: (1) an entry of <c>hosts:</c>, (2) the computer name that a source carries, (3) otherwise all unnamed sources of one folder.
/// Unnamed sources join the named one of their folder when it is the only one.
/// </summary>
internal static class Machines
{
    private static readonly (string Key, string Value)[] NameValues =
    [
        (@"Control\ComputerName\ActiveComputerName", "ComputerName"),
        (@"Control\ComputerName\ComputerName", "ComputerName"),
        (@"Services\Tcpip\Parameters", "Hostname"),
    ];

    public static IEnumerable<Machine> Group(IEnumerable<SourceEvidence> evidence, ImmutableArray<HostDeclaration> hosts)
    {
        var rest = new List<SourceEvidence>();
        var declared = new Dictionary<string, List<SourceEvidence>>(StringComparer.OrdinalIgnoreCase);
        foreach (var source in evidence.Where(source => FolderOf(source.Origin) is not null))
        {
            if (hosts.FirstOrDefault(host => host.Paths.Any(path => Glob.TryParse(path)?.Covers(source.Source.Name) == true)) is { } host)
            {
                Add(declared, host.Name, source);
            }
            else
            {
                rest.Add(source);
            }
        }

        var named = new Dictionary<string, List<SourceEvidence>>(StringComparer.OrdinalIgnoreCase);
        var unnamed = new Dictionary<string, List<SourceEvidence>>(StringComparer.OrdinalIgnoreCase);
        foreach (var folder in rest.GroupBy(source => FolderOf(source.Origin) ?? "", StringComparer.OrdinalIgnoreCase))
        {
            var names = folder.Select(NameOf).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            foreach (var source in folder)
            {
                var name = NameOf(source) ?? (names is [var only] ? only : null);
                Add(name is null ? unnamed : named, name ?? folder.Key, source);
            }
        }

        return hosts.Where(host => declared.ContainsKey(host.Name)).Select(host => new Machine(host.Name, host, [.. declared[host.Name]]))
            .Concat(named.Select(pair => new Machine(pair.Key, hosts.FirstOrDefault(host => host.Name.Equals(pair.Key, StringComparison.OrdinalIgnoreCase)), [.. pair.Value])))
            .Concat(unnamed.Select(pair => new Machine(pair.Key.Length == 0 ? null : pair.Key, null, [.. pair.Value])));
    }

    /// <summary>Where evidence about one machine lies: its state, or the policy that results for it; <see langword="null"/> for evidence about no machine.</summary>
    public static string? FolderOf(Origin origin) => origin switch
    {
        Origin.Host host => host.Folder,
        Origin.ResultantPolicy resultant => resultant.Folder,
        _ => null,
    };

    /// <summary>The computer name that a source carries: its own statement, or the registry's.</summary>
    private static string? NameOf(SourceEvidence source)
    {
        if (source.Origin is Origin.Host { Machine: { Length: > 0 } stated })
        {
            return stated;
        }

        if (source.Origin is Origin.ResultantPolicy { Machine: { Length: > 0 } reported })
        {
            return reported;
        }

        if (source.Observations.IsEmpty)
        {
            return null;
        }

        var index = new EvidenceIndex([source]);
        foreach (var (key, value) in NameValues)
        {
            var address = new Address.Registry(RegistryHalf.Machine, RegistryKey.LocalMachine.Below(@"SYSTEM\CurrentControlSet").Below(key), value);
            if (index.At(address) is [.., { Observation.Value: SettingValue.Registry { Data: var data } }] && data.AsText() is { Length: > 0 } name)
            {
                return name;
            }
        }

        return null;
    }

    private static void Add(Dictionary<string, List<SourceEvidence>> groups, string name, SourceEvidence source)
    {
        if (!groups.TryGetValue(name, out var group))
        {
            groups.Add(name, group = []);
        }

        group.Add(source);
    }
}
