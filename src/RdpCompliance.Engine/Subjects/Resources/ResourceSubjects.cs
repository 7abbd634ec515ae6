using System.Collections.Frozen;
using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Policies;

namespace RdpCompliance.Engine.Subjects.Resources;

/// <summary>Makes the subjects of Azure resources: from resources of a type, and from elements of lists inside resources, so that one thing is one subject however it is written.</summary>
internal sealed class ResourceSubjects(Pack pack)
{
    private readonly FrozenDictionary<string, ImmutableArray<(SubjectKind Kind, SubjectSource.Resources From)>> _kinds = pack.Kinds
        .SelectMany(kind => kind.Each.OfType<SubjectSource.Resources>().Select(from => (Kind: kind, From: from)))
        .GroupBy(pair => pair.From.Type, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.OrdinalIgnoreCase);

    /// <summary>What is said once for all worlds of a source is there in each.</summary>
    public IEnumerable<Subject> Of(SourceEvidence source)
    {
        var relevant = source.Resources.Where(resource => resource.Condition != DeploymentCondition.False && _kinds.ContainsKey(resource.Type)).ToList();
        if (relevant.Count == 0)
        {
            yield break;
        }

        var worlds = source.Resources.Select(resource => resource.World).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var evidence = new EvidenceIndex([source]);
        foreach (var world in worlds.DefaultIfEmpty<string?>(null))
        {
            var deployment = new Deployment(world, worlds.Count, source.NotRead);
            foreach (var resource in relevant.Where(resource => resource.World is null || resource.World == world))
            {
                foreach (var subject in OfResource(resource, deployment, evidence))
                {
                    deployment.Add(subject);
                    yield return subject;
                }
            }
        }
    }

    private IEnumerable<Subject> OfResource(Resource resource, Deployment deployment, EvidenceIndex evidence)
    {
        Subject? whole = null;
        foreach (var (kind, from) in _kinds[resource.Type])
        {
            if (from.Inside is null)
            {
                whole = Make(kind, resource, deployment, evidence, parent: null);
                yield return whole;
            }
        }

        foreach (var (kind, from) in _kinds[resource.Type])
        {
            foreach (var element in from.Inside?.ElementsOf(resource).OfType<Node.Object>() ?? [])
            {
                yield return Make(kind, Inside(resource, kind, element), deployment, evidence, whole);
            }
        }
    }

    private static Subject Make(SubjectKind kind, Resource resource, Deployment deployment, EvidenceIndex evidence, Subject? parent) =>
        new(kind, ResourceShape.Shown(resource.Name), evidence, JudgementMode.InForce)
        {
            Resource = resource,
            Deployment = deployment,
            Parent = parent,
            Place = resource.Location,
        };

    /// <summary>An element of a list as the child resource that it is.</summary>
    private static Resource Inside(Resource resource, SubjectKind kind, Node.Object element)
    {
        var name = element.Find("name");
        var segment = kind.Name[(kind.Name.LastIndexOf('/') + 1)..];
        return resource with
        {
            Type = kind.Name,
            Name = new Node.Text(element.Location, $"{ResourceShape.Shown(resource.Name)}/{ResourceShape.Shown(name)}"),
            Body = element,
            Location = element.Location,
            Id = resource.Id is { } id ? $"{id}/{segment}/{ResourceShape.TextOf(name) ?? "?"}" : null,
        };
    }
}
