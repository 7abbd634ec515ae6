using System.Collections.Frozen;
using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Engine.Subjects.Resources;

/// <summary>
/// Makes the subjects of Azure resources: from resources of a type, and from elements of lists
/// inside resources, so that one thing is one subject however it is written.
/// </summary>
internal sealed class ResourceSubjects(ImmutableArray<SubjectKind> kinds)
{
    private readonly FrozenDictionary<string, ImmutableArray<(SubjectKind Kind, SubjectSource.Resources From)>> _kinds = kinds
        .SelectMany(kind => kind.Each.OfType<SubjectSource.Resources>().Select(from => (Kind: kind, From: from)))
        .GroupBy(pair => pair.From.Type, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The subjects of each world of a deployment, in its order. What is said once for all worlds of a source is there in each.</summary>
    /// <param name="name">The deployment's name: that of its entry point.</param>
    public IEnumerable<ImmutableArray<Subject>> Of(SourceEvidence source, string name)
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
            var deployment = new Deployment(new(name.ToUpperInvariant(), world), name, worlds.Count, source.NotRead, source.Origin is Origin.AzureState);
            var ids = new Dictionary<SubjectId, int>();
            var subjects = ImmutableArray.CreateBuilder<Subject>();
            foreach (var resource in relevant.Where(resource => resource.World is null || resource.World == world))
            {
                foreach (var subject in OfResource(resource, deployment, evidence, ids))
                {
                    deployment.Add(subject);
                    subjects.Add(subject);
                }
            }

            yield return subjects.DrainToImmutable();
        }
    }

    private IEnumerable<Subject> OfResource(Resource resource, Deployment deployment, EvidenceIndex evidence, Dictionary<SubjectId, int> ids)
    {
        Subject? whole = null;
        foreach (var (kind, from) in _kinds[resource.Type])
        {
            if (from.Inside is null)
            {
                whole = Make(kind, resource, deployment, evidence, ids, parent: null);
                yield return whole;
            }
        }

        foreach (var (kind, from) in _kinds[resource.Type])
        {
            foreach (var element in from.Inside?.ElementsOf(resource).OfType<Node.Object>() ?? [])
            {
                yield return Make(kind, Inside(resource, kind, element), deployment, evidence, ids, whole);
            }
        }
    }

    private static Subject Make(
        SubjectKind kind,
        Resource resource,
        Deployment deployment,
        EvidenceIndex evidence,
        Dictionary<SubjectId, int> ids,
        Subject? parent
    ) =>
        new(kind, IdOf(kind, resource, deployment, ids), ResourceShape.Shown(resource.Name), evidence, JudgementMode.InForce)
        {
            Resource = resource,
            Deployment = deployment,
            Parent = parent,
            Place = resource.Location,
        };

    /// <summary>
    /// Two that are deployed under one id are two things to judge, although Azure has one in the end;
    /// so are two of one pattern. What a template only refers to is the thing itself.
    /// </summary>
    private static SubjectId IdOf(SubjectKind kind, Resource resource, Deployment deployment, Dictionary<SubjectId, int> ids)
    {
        var pattern = (resource.Id ?? ResourceShape.TextOf(resource.Name) ?? "").ToUpperInvariant();
        var first = new SubjectId.Deployed(deployment.Id, kind.Name.ToUpperInvariant(), pattern, 0);
        var ordinal = ids.GetValueOrDefault(first);
        if (!resource.IsExisting)
        {
            ids[first] = ordinal + 1;
        }

        if (ordinal == 0 && ResourceShape.IsWholeId(pattern))
        {
            return new SubjectId.Azure(pattern);
        }

        return new SubjectId.Deployed(deployment.Id, first.Type, pattern, resource.IsExisting ? 0 : ordinal);
    }

    /// <summary>What it is called: by its name, by a member that is one ("healthCheckName"), or by the last part of the id that it is about.</summary>
    private static Node? NameOf(Node.Object element) =>
        element.Find("name")
        ?? element.Properties.FirstOrDefault(property => property.Name.EndsWith("Name", StringComparison.OrdinalIgnoreCase))?.Value
        ?? (ResourceShape.TextOf(element.Find("id")) is { } id ? new Node.Text(element.Location, id[(id.LastIndexOf('/') + 1)..]) : null);

    /// <summary>An element of a list as the child resource that it is.</summary>
    private static Resource Inside(Resource resource, SubjectKind kind, Node.Object element)
    {
        var name = NameOf(element);
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
