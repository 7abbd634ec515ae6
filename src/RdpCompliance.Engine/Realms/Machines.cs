using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Realms;

/// <summary>
/// Says which sources are one machine: (1) an entry of <c>hosts:</c>, (2) the computer name
/// that a source carries, (3) otherwise all unnamed sources of one folder.
/// Unnamed sources join the named one of their folder when it is the only one. Folders of one name are
/// one machine unless they prove to be two, or contradict each other and nothing tells.
/// </summary>
internal static class Machines
{
    public static readonly DiagnosticDescriptor AreTwo = new(
        "RDP0062",
        DiagnosticEffect.Note,
        "'{0}' is the computer name of what lies in '{1}' and in '{2}', and they differ in {3}: they are judged as two machines.")
    {
        IsAlwaysSaid = true,
    };

    public static readonly DiagnosticDescriptor Contradict = new(
        "RDP0063",
        DiagnosticEffect.Note,
        "'{0}' is the computer name of what lies in '{1}' and in '{2}'; they contradict each other in {3} and nothing tells whether they are one machine, so each is judged by itself."
    )
    {
        IsAlwaysSaid = true,
    };

    private const string UnnamedMachine = "this computer";

    private static readonly ImmutableArray<Address.Registry> NameValues =
    [
        .. new[]
        {
            (Key: @"Control\ComputerName\ActiveComputerName", Value: "ComputerName"),
            (Key: @"Control\ComputerName\ComputerName", Value: "ComputerName"),
            (Key: @"Services\Tcpip\Parameters", Value: "Hostname"),
        }.Select(one => new Address.Registry(RegistryHalf.Machine, RegistryKey.LocalMachine.Below(@"SYSTEM\CurrentControlSet").Below(one.Key), one.Value)),
    ];

    /// <param name="diagnostics">Takes what is to be said of machines of one name.</param>
    public static ImmutableArray<Machine> Group(
        IEnumerable<SourceEvidence> evidence,
        ImmutableArray<HostDeclaration> hosts,
        ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        // What a declaration gathers is one machine, in whatever folders it lies.
        var all = evidence.Where(source => FolderOf(source.Origin) is not null).ToLookup(source => DeclarationOf(source.Source, hosts));
        var named = hosts.Where(all.Contains).DistinctBy(host => host.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(
            host => host.Name,
            host => new List<(string Folder, List<SourceEvidence> Evidence)> { (FolderOf(all[host].First().Origin) ?? "", [.. all[host]]) },
            StringComparer.OrdinalIgnoreCase);
        var unnamed = new Dictionary<string, List<SourceEvidence>>(StringComparer.OrdinalIgnoreCase);
        foreach (var folder in all[null].GroupBy(source => FolderOf(source.Origin) ?? "", StringComparer.OrdinalIgnoreCase))
        {
            var names = folder.ToDictionary(source => source, NameOf);
            var known = names.Values.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            foreach (var alike in folder.GroupBy(source => names[source] ?? (known is [var only] ? only : null), StringComparer.OrdinalIgnoreCase))
            {
                if (alike.Key is not { } name)
                {
                    unnamed.Add(folder.Key, [.. alike]);
                }
                else if (named.TryGetValue(name, out var folders))
                {
                    folders.Add((folder.Key, [.. alike]));
                }
                else
                {
                    named.Add(name, [(folder.Key, [.. alike])]);
                }
            }
        }

        return
        [
            .. named.SelectMany(pair => OfName(pair.Key, pair.Value, hosts, diagnostics)),
            .. unnamed.Select(pair => new Machine(
                new SubjectId.UnnamedMachine(pair.Key.ToUpperInvariant()),
                pair.Key.Length == 0 ? UnnamedMachine : pair.Key,
                null,
                [.. pair.Value])),
        ];
    }

    /// <summary>
    /// Where evidence about one machine lies: its state, or the policy that results for it; <see langword="null"/> for evidence about no machine.
    /// </summary>
    public static string? FolderOf(Origin origin) => origin switch
    {
        Origin.Host host => host.Folder,
        Origin.ResultantPolicy resultant => resultant.Folder,
        _ => null,
    };

    /// <summary>The entry of <c>hosts:</c> whose paths name the source; <see langword="null"/> when none does.</summary>
    public static HostDeclaration? DeclarationOf(Source source, ImmutableArray<HostDeclaration> hosts) =>
        hosts.FirstOrDefault(host => host.Paths.Any(path => Glob.TryParse(path)?.Covers(source.Name) == true));

    private static IEnumerable<Machine> OfName(
        string name,
        List<(string Folder, List<SourceEvidence> Evidence)> folders,
        ImmutableArray<HostDeclaration> hosts,
        ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var declaration = hosts.FirstOrDefault(host => host.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (folders is [{ Evidence: var only }])
        {
            return [new Machine(IdOf(name, null), name, declaration, [.. only])];
        }

        var machines = new List<(string Folder, EvidenceIndex Evidence)>();
        foreach (var (folder, evidence) in folders)
        {
            var own = new EvidenceIndex(evidence);
            var one = machines.FindIndex(other => IsOne(other.Evidence, own));
            if (one >= 0)
            {
                machines[one] = (machines[one].Folder, new(machines[one].Evidence.Evidence.Concat(evidence)));
                continue;
            }

            if (machines is [var first, ..] && Report(name, first, (folder, own)) is { } diagnostic)
            {
                diagnostics.Add(diagnostic);
            }

            machines.Add((folder, own));
        }

        return machines.Select(machine => machines.Count == 1
            ? new Machine(IdOf(name, null), name, declaration, machine.Evidence.Evidence)
            : new(IdOf(name, machine.Folder), machine.Folder.Length == 0 ? name : $"{name} in {machine.Folder}", declaration, machine.Evidence.Evidence));
    }

    private static bool IsOne(EvidenceIndex one, EvidenceIndex other) =>
        MachineTraits.Difference(one, other) is null && (MachineTraits.IsProvedSame(one, other) || MachineTraits.Contradiction(one, other) is null);

    private static bool TellsName(Observation observation) => observation.Address is Address.Registry registry
        && (NameValues.Any(name => registry.Name.Equals(name.Name, StringComparison.OrdinalIgnoreCase))
            || registry.Name.Equals("Current", StringComparison.OrdinalIgnoreCase)
            || registry.Key.Name.Contains("ControlSet", StringComparison.OrdinalIgnoreCase)
            || registry.Key.Path.StartsWith(@"HKLM\SYSTEM\ControlSet", StringComparison.OrdinalIgnoreCase));

    private static Diagnostic? Report(string name, (string Folder, EvidenceIndex Evidence) first, (string Folder, EvidenceIndex Evidence) second)
    {
        if (MachineTraits.Difference(first.Evidence, second.Evidence) is { } difference)
        {
            return new(AreTwo, difference.Other.Location, name, Shown(first.Folder), Shown(second.Folder), difference.Address.ToString() ?? "");
        }

        return MachineTraits.Contradiction(first.Evidence, second.Evidence) is { } contradiction
            ? new(Contradict, contradiction.Other.Location, name, Shown(first.Folder), Shown(second.Folder), contradiction.Address.ToString() ?? "")
            : null;
    }

    private static string Shown(string folder) => folder.Length == 0 ? "." : folder;

    private static SubjectId.Machine IdOf(string name, string? folder) => new(name.ToUpperInvariant(), folder?.ToUpperInvariant());

    /// <summary>The computer name that a source carries: its own statement, or the registry's.</summary>
    private static string? NameOf(SourceEvidence source)
    {
        switch (source.Origin)
        {
            case Origin.Host { Machine: { Length: > 0 } stated }:
                return stated;
            case Origin.ResultantPolicy { Machine: { Length: > 0 } reported }:
                return reported;
            case var _ when source.Observations.IsEmpty:
                return null;
        }

        // Which control set counts is told by Select and by the sets that there are, so their keys stay.
        var index = new EvidenceIndex([source with { Observations = [.. source.Observations.Where(TellsName)], Items = [], Resources = [] }]);
        foreach (var address in NameValues)
        {
            if (index.At(address) is [.., { Observation.Value: SettingValue.Registry { Data: var data } }] && data.AsText() is { Length: > 0 } name)
            {
                return name;
            }
        }

        return null;
    }
}
