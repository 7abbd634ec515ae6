using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Realms;

/// <summary>A virtual machine of a deployment, and what of the deployment is about it.</summary>
/// <param name="ComputerName">The name within Windows; <see langword="null"/> where it is not known.</param>
/// <param name="Things">The machine itself, what it refers to by however many steps, and what stands beside that and leads to no other machine.</param>
internal sealed record DeployedMachine(SubjectId Id, string Name, string? ComputerName, Location Place, ImmutableHashSet<SubjectId> Things)
{
    private const string Kind = "Microsoft.Compute/virtualMachines";
    private const string System = "system";

    /// <summary>Those of Windows, and those of which nobody knows what they run.</summary>
    public static ImmutableArray<DeployedMachine> AllOf(Realm realm)
    {
        var reached = realm.OfKind(Kind)
            .Where(machine => machine.Resource is { IsExisting: false })
            .Where(machine => realm.FactOf(machine, System) is not { Value: FieldValue.Text { Value: "linux" } })
            .Select(machine => (Machine: machine, Things: Reached(machine, realm)))
            .ToList();
        var taken = reached.SelectMany(one => one.Things).ToHashSet();
        var beside = realm.Own.Where(subject => !taken.Contains(subject)).Select(subject => (Subject: subject, Reaches: Reached(subject, realm))).ToList();
        return
        [
            .. reached.Select(one => new DeployedMachine(
                one.Machine.Id,
                one.Machine.Name,
                ComputerNameOf(one.Machine),
                one.Machine.Place,
                [
                    .. one.Things.Select(thing => thing.Id),
                    .. beside.Where(other => other.Reaches.Overlaps(one.Things)).Select(other => other.Subject.Id),
                ])),
        ];
    }

    private static string? ComputerNameOf(Subject machine) =>
        machine.Resource is { } resource && ResourceShape.At(resource.Body, "osProfile.computerName").FirstOrDefault() is Node.Text { Value: var name }
            ? name
            : null;

    /// <summary>
    /// What references and the insides of resources lead to. The insides of what something is inside of are other people's: the subnets of a network.
    /// </summary>
    private static HashSet<Subject> Reached(Subject start, Realm realm)
    {
        var reached = new HashSet<Subject> { start };
        var open = new Queue<(Subject Subject, bool IsAbove)>([(start, false)]);
        while (open.TryDequeue(out var at))
        {
            foreach (var relation in at.Subject.Kind.Relations)
            {
                if (relation.Link is not (RelationLink.Reference or RelationLink.Parent or RelationLink.Children)
                    || (relation.Link is RelationLink.Children && at.IsAbove))
                {
                    continue;
                }

                foreach (var member in realm.Related(at.Subject, relation.Name)?.Members ?? [])
                {
                    if (reached.Add(member))
                    {
                        open.Enqueue((member, at.IsAbove || relation.Link is RelationLink.Parent));
                    }
                }
            }
        }

        return reached;
    }
}
