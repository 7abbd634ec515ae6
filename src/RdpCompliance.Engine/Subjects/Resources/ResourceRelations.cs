using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Subjects.Resources;

/// <summary>Follows relations between the resources of one deployment. What is referred to and not deployed beside it is not known, never none.</summary>
internal static class ResourceRelations
{
    public static RelatedSubjects Find(
        Subject subject,
        Resource resource,
        RelationDefinition relation,
        Func<string, SubjectKind?> kindOf,
        IFactSource estate
    ) =>
        relation.Link switch
        {
            RelationLink.Reference reference => Referred(subject, resource, relation, reference.Path),
            RelationLink.Inverse inverse => new(
                [
                    .. subject.Deployment?.Referring(relation.Kind, inverse.Relation, from => estate.Related(from, inverse.Relation)?.Members ?? [])[subject]
                        ?? [],
                ],
                Fact.Unknown(UnknownReason.NotCollected, $"what else refers to {subject}")),
            RelationLink.Parent => Parent(subject, resource, relation),
            RelationLink.Children => Children(subject, resource, relation, kindOf),
            _ => new([], Fact.Unknown(UnknownReason.NotCollected, $"{relation.Name} of {subject}")),
        };

    /// <summary>Whether a relation leads to anything; that it may elsewhere is a proviso, that it may in a part that was not read is doubt.</summary>
    public static Fact IsHere(Subject subject, string relation, RelatedSubjects related) => related switch
    {
        { Members: [var member, ..] } => Fact.Known(new FieldValue.Flag(true)) with { Grounds = [Ground.Thing(member.Place)], Because = $"{member} is there" },
        { Incomplete: { Reason: not UnknownReason.NotCollected } unknown } => unknown,
        _ when subject.Deployment is { NotRead: [var part, ..] } => Fact.Unknown(UnknownReason.Unresolvable, $"what '{part}' deploys") with
        {
            Grounds = [Ground.Absent(subject.Place, null)],
            Because = $"{relation.Replace('-', ' ')} of {subject.Name} may be among what '{part}' deploys, which was not read",
        },
        _ => Fact.Known(new FieldValue.Flag(false)) with
        {
            Grounds = [Ground.Absent(subject.Place, null)],
            Because = $"{subject.Name} has no {relation.Replace('-', ' ')} {subject.Deployment?.Here}",
            Unless = related.Incomplete is null
                ? []
                : [new(UnknownReason.NotCollected, $"{relation.Replace('-', ' ')} that are {subject.Deployment?.Elsewhere}")],
        },
    };

    private static RelatedSubjects Referred(Subject subject, Resource resource, RelationDefinition relation, string path)
    {
        var members = ImmutableArray.CreateBuilder<Subject>();
        Fact? incomplete = resource.IsExisting ? Fact.Unknown(UnknownReason.NotCollected, $"{relation.Name} of {subject}") : null;
        foreach (var node in ResourceShape.At(resource.Body, path))
        {
            var id = node is Node.Object record ? record.Find("id") ?? node : node;
            if (ResourceShape.TextOf(id) is { } text && subject.Deployment?.Find(text, relation.Kind) is [_, ..] targets)
            {
                members.AddRange(targets);
                incomplete ??= relation.IsMany || targets.Length == 1 ? null : Ambiguous(targets, text);
            }
            else if (id is not (Node.Null or Node.Text { Value: "" }))
            {
                incomplete = NotThere(id, resource, path, subject.Deployment?.Elsewhere ?? "");
            }
        }

        return incomplete is { Reason: UnknownReason.Contradictory } ? new([], incomplete) : new([.. members.Distinct()], incomplete);
    }

    /// <summary>Two resources of one id: which of them is meant, or left in the end, nobody can say.</summary>
    private static Fact Ambiguous(ImmutableArray<Subject> targets, string id) =>
        Fact.Unknown(UnknownReason.Contradictory, $"which of {targets.Length} resources '{id}' is meant") with
        {
            Grounds = [.. targets.Select(target => Ground.Thing(target.Place))],
            Because = $"the deployment states '{id}' {targets.Length} times",
        };

    /// <summary>
    /// A resource of another deployment is not collected, and neither is one whose id is known up
    /// to its name (one of a loop); an id that an input gives needs that input.
    /// </summary>
    private static Fact NotThere(Node id, Resource resource, string path, string elsewhere)
    {
        if (id is Node.Unresolved unknown && unknown.Pattern?.StartsWith('/') != true && !IsOfScope(unknown.Expression))
        {
            return ResourceFacts.Of(id, resource, path);
        }

        var shown = ResourceShape.TextOf(id) is { Length: > 0 } text
            ? $"the resource '{text}'"
            : $"the resource that {path} of {ResourceShape.Shown(resource.Name)} means";
        return Fact.Unknown(UnknownReason.NotCollected, shown) with
        {
            Grounds = id is Node.Unresolved ? [] : ResourceFacts.PlacesOf(id, resource, path),
            Because = $"{shown} is {elsewhere}",
        };
    }

    private static bool IsOfScope(string expression) =>
        expression.StartsWith("subscription()", StringComparison.OrdinalIgnoreCase)
        || expression.StartsWith("resourceGroup()", StringComparison.OrdinalIgnoreCase);

    private static RelatedSubjects Parent(Subject subject, Resource resource, RelationDefinition relation)
    {
        if (subject.Parent is { } parent)
        {
            return new([parent], null);
        }

        var id = resource.Id is { } own ? Deployment.ParentId(own) : null;
        return id is not null && subject.Deployment?.Find(id, relation.Kind) is [_, ..] found
            ? found is [var only] ? new([only], null) : new([], Ambiguous(found, id))
            : new([], Fact.Unknown(UnknownReason.NotCollected, $"the resource '{id ?? resource.Type}'"));
    }

    private static RelatedSubjects Children(Subject subject, Resource resource, RelationDefinition relation, Func<string, SubjectKind?> kindOf)
    {
        var inside = kindOf(relation.Kind)
            ?.Each.OfType<SubjectSource.Resources>()
            .Where(from => from.Inside is not null && from.Type.Equals(resource.Type, StringComparison.OrdinalIgnoreCase))
            .Select(from => from.Inside)
            .OfType<ResourceElements>()
            .ToList()
            ?? [];
        var own = subject.Deployment?.OfKind(relation.Kind).Where(child => ReferenceEquals(child.Parent, subject)) ?? [];
        var stated = resource.Id is { } id ? subject.Deployment?.ChildrenOf(id, relation.Kind) ?? [] : [];
        var unknown = inside
            .SelectMany(elements => elements.ElementsOf(resource).OfType<Node.Unresolved>().Select(node => ResourceFacts.Of(node, resource, elements.Path)))
            .FirstOrDefault();
        // A row of state that is absent is never none; a list inside of a resource is all there is.
        var mayBeMore = resource.IsExisting || (subject.Deployment is { IsState: true } && inside.Count == 0);
        return new(
            [.. own, .. stated],
            unknown ?? (mayBeMore ? Fact.Unknown(UnknownReason.NotCollected, $"all {relation.Name} of {subject}") : null));
    }
}
