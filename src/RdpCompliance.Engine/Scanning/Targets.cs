using System.Collections.Immutable;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Realms;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Scanning;

/// <summary>
/// What people connect to, out of the realms of a scan: machines that are hosts, virtual machines of deployments, hosts that connection files lead
/// to, GPOs for whatever machine they reach. What clients say counts at every one of them.
/// </summary>
internal sealed class Targets(ImmutableArray<RealmTrace> traces, ScanSettings settings)
{
    private const string VirtualMachine = "virtual-machine";
    private const string Host = "host";

    private readonly DiagnosisQuestion _question = settings.Question ?? throw new ArgumentException("Nothing is asked.", nameof(settings));

    public ImmutableArray<RealmTrace> Clients => [.. OfKind(RealmTrace.Machine).Where(IsClient)];

    public ImmutableArray<TargetEvidence> All()
    {
        var clients = Clients;
        var targets = OfKind(RealmTrace.Machine).Where(machine => !IsClient(machine))
            .Select(machine => new TargetEvidence(machine.Name, RealmTrace.Machine, machine.Place, [HostOf(machine, clients)]) { Roles = machine.Roles })
            .ToList();
        var machines = targets.Select(target => target.Parts[0].Trace).ToList();
        AddDeployed(targets, machines);
        AddFiles(targets, machines);
        if (targets.Count == 0)
        {
            targets.AddRange(clients.Select(one => new TargetEvidence(one.Name, RealmTrace.Machine, one.Place, [TargetPart.Whole(one)]) { Roles = one.Roles }));
            clients = [];
        }

        AddPolicies(targets);
        return [.. targets.Select(target => target.With(clients.Select(TargetPart.Whole))).OrderBy(target => target.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private IEnumerable<RealmTrace> OfKind(string kind) => traces.Where(trace => trace.Kind == kind);

    /// <summary>The one that the question names, else what connects and is not connected to.</summary>
    private bool IsClient(RealmTrace machine) => !_question.IsTarget(machine.Name) && (_question.Client is not null
        ? _question.IsClient(machine.Name)
        : machine.Roles.Contains(RuleRole.Client, StringComparer.OrdinalIgnoreCase) && !machine.Roles.Contains(Host, StringComparer.OrdinalIgnoreCase));

    /// <summary>Where another machine is known to be the client, what a host does as one is no matter.</summary>
    private static TargetPart HostOf(RealmTrace machine, ImmutableArray<RealmTrace> clients) =>
        clients.IsEmpty ? TargetPart.Whole(machine) : new(machine, judged => RuleRole.Of(judged.Finding.Rule) != RuleRole.Client);

    private void AddDeployed(List<TargetEvidence> targets, List<RealmTrace> machines)
    {
        foreach (var group in OfKind(RealmTrace.Deployment)
            .SelectMany(trace => trace.Machines.Select(machine => (Trace: trace, Machine: machine)))
            .GroupBy(one => one.Machine.Id.AcrossWorlds()))
        {
            var machine = group.First().Machine;
            var parts = group.Select(one => new TargetPart(one.Trace, judged => one.Machine.Things.Contains(judged.Id))).ToList();
            if (Only(machines.Where(trace => IsSame(trace, machine))) is { } same
                && targets.FindIndex(target => target.Parts[0].Trace == same) is var index and >= 0)
            {
                targets[index] = targets[index].With(parts);
            }
            else
            {
                targets.Add(new(machine.Name, VirtualMachine, machine.Place, [.. parts]));
            }
        }

        foreach (var group in OfKind(RealmTrace.Deployment).GroupBy(trace => trace.Name, StringComparer.Ordinal))
        {
            // What is about none of its machines is told where it is wrong, and where there is no machine.
            var rest = group.Select(trace => new TargetPart(trace, judged => !trace.Machines.Any(machine => machine.Things.Contains(judged.Id)))).ToList();
            var target = new TargetEvidence(group.Key, RealmTrace.Deployment, group.First().Place, [.. rest]);
            if (group.All(trace => trace.Machines.IsEmpty) || target.Fails.Any())
            {
                targets.Add(target);
            }
        }
    }

    private bool IsSame(RealmTrace trace, DeployedMachine machine)
    {
        var declared = settings.Hosts.FirstOrDefault(host => host.Name.Equals(trace.Name, StringComparison.OrdinalIgnoreCase))?.AzureId;
        return declared is null
            ? DiagnosisQuestion.IsNamed(trace.Name, machine.ComputerName ?? machine.Name)
            : machine.Id is SubjectId.Azure { ResourceId: var id } && id.Equals(declared, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A file belongs to the machine that it leads to, else to the host that it names.</summary>
    private void AddFiles(List<TargetEvidence> targets, List<RealmTrace> machines)
    {
        foreach (var file in OfKind(RealmTrace.ConnectionFile).Where(IsOfAskedClient))
        {
            var index = file.Target is { } target
                ? targets.FindIndex(one => one.Parts[0].Trace.Root == target)
                : targets.FindIndex(one => one.Kind is VirtualMachine or RealmTrace.ConnectionFile && DiagnosisQuestion.IsNamed(one.Name, file.Name));
            if (index >= 0)
            {
                targets[index] = targets[index].With([TargetPart.Whole(file)]);
            }
            else
            {
                targets.Add(new(file.Name, RealmTrace.ConnectionFile, file.Place, [TargetPart.Whole(file)]));
            }
        }

        bool IsOfAskedClient(RealmTrace file) =>
            _question.Client is null || file.Client is not { } client || !machines.Exists(machine => machine.Root == client) || OfKind(RealmTrace.Machine)
                .Any(machine => machine.Root == client && _question.IsClient(machine.Name));
    }

    /// <summary>A GPO by itself can only prove harm, and what it does to a machine that it reaches is told there.</summary>
    private void AddPolicies(List<TargetEvidence> targets)
    {
        var told = targets.SelectMany(target => target.Fails)
            .SelectMany(finding => finding.Related.Prepend(finding.Primary))
            .Select(place => place.Location)
            .ToHashSet();
        var isAlone = targets.Count == 0;
        foreach (var gpo in OfKind(RealmTrace.Gpo))
        {
            var target = new TargetEvidence(gpo.Name, RealmTrace.Gpo, gpo.Place, [TargetPart.Whole(gpo)]);
            if (isAlone || target.Fails.Any(finding => !told.Contains(finding.Primary.Location)))
            {
                targets.Add(target);
            }
        }
    }

    private static T? Only<T>(IEnumerable<T> found)
        where T : class => found.Take(2).ToList() is [var only] ? only : null;
}
