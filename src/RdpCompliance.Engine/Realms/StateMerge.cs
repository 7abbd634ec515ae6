using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Realms;

/// <summary>
/// What several answers say of one resource, as one resource. A member that only one of them has is taken; where two differ, nobody knows, and only what rests
/// on that member is open. A child that its parent's list has too ("securityRules" of a group) is that element.
/// </summary>
internal static class StateMerge
{
    public static ImmutableArray<Resource> Of(IEnumerable<Resource> resources)
    {
        var merged = new Dictionary<string, Resource>(StringComparer.OrdinalIgnoreCase);
        foreach (var resource in resources)
        {
            if (resource.Id is { } id)
            {
                merged[id] = merged.TryGetValue(id, out var known) ? Of(known, resource) : resource;
            }
        }

        foreach (var child in merged.Values.ToList())
        {
            if (
                Deployment.ParentId(child.Id ?? "") is { } parentId && merged.TryGetValue(parentId, out var parent)
                && WithChild(parent.Body, child) is { } body)
            {
                merged[parentId] = parent with { Body = body };
                merged.Remove(child.Id ?? "");
            }
        }

        return [.. merged.Values];
    }

    /// <summary>One that is only named says of nothing that it is not there, so that a whole one decides what is absent.</summary>
    private static Resource Of(Resource one, Resource other)
    {
        var (first, second) = one.IsExisting && !other.IsExisting ? (other, one) : (one, other);
        return first with { Body = Of(first.Body, second.Body) };
    }

    /// <summary>The parent's body with what the child says of itself, where a list of the parent has it; else <see langword="null"/>.</summary>
    private static Node.Object? WithChild(Node.Object parent, Resource child)
    {
        var list = child.Type[(child.Type.LastIndexOf('/') + 1)..];
        var name = ResourceShape.TextOf(child.Name) is { } full ? full[(full.LastIndexOf('/') + 1)..] : "";
        if (parent.Find(list) is not Node.Array elements)
        {
            return null;
        }

        var at = elements.Elements.ToList().FindIndex(element => name.Equals(NameOf(element), StringComparison.OrdinalIgnoreCase));
        if (at < 0)
        {
            return null;
        }

        var changed = new Node.Array(elements.Location, elements.Elements.SetItem(at, Of((Node.Object)elements.Elements[at], child.Body)));
        return new(
            parent.Location,
            [.. parent.Properties.Select(property => ReferenceEquals(property.Value, elements) ? property with { Value = changed } : property)]);
    }

    private static Node.Object Of(Node.Object one, Node.Object other)
    {
        var members = one.Properties.ToList();
        foreach (var property in other.Properties)
        {
            var at = members.FindIndex(known => known.Name.Equals(property.Name, StringComparison.OrdinalIgnoreCase));
            if (at < 0)
            {
                members.Add(property);
            }
            else
            {
                members[at] = members[at] with { Value = Of(members[at].Value, property.Value, property.Name) };
            }
        }

        return new(one.Location, [.. members]);
    }

    private static Node Of(Node one, Node other, string name) => (one, other) switch
    {
        (Node.Unresolved, Node.Unresolved) => one,
        (Node.Unresolved, _) => other,
        (_, Node.Unresolved) => one,
        (Node.Object a, Node.Object b) => Of(a, b),
        (Node.Array a, Node.Array b) when ByNames(a, b) is { } elements => elements,
        (Node.Text a, Node.Text b) when IsId(a.Value) && a.Value.Equals(b.Value, StringComparison.OrdinalIgnoreCase) => one,
        _ when NodeComparison.SaySame(one, other) => one,
        _ => Differing(one, other, name),
    };

    private static Node.Unresolved Differing(Node one, Node other, string name) =>
        new(one.Location, UnknownReason.Contradictory, $"one thing in {PlaceOf(one)} and another in {PlaceOf(other)}") { Needs = $"which '{name}' holds" };

    private static string PlaceOf(Node node) => $"{node.Location.Source.Name}:{node.Location.Position?.Line}";

    /// <summary>Lists of named things in any order; <see langword="null"/> when they are none, or not of the same things.</summary>
    private static Node.Array? ByNames(Node.Array one, Node.Array other)
    {
        var names = other.Elements.Select(NameOf).ToList();
        if (names.Contains(null) || one.Elements.Length != names.Count)
        {
            return null;
        }

        var elements = ImmutableArray.CreateBuilder<Node>(names.Count);
        foreach (var element in one.Elements)
        {
            var at = NameOf(element) is { } name ? names.FindIndex(other => name.Equals(other, StringComparison.OrdinalIgnoreCase)) : -1;
            if (at < 0)
            {
                return null;
            }

            elements.Add(Of((Node.Object)element, (Node.Object)other.Elements[at]));
        }

        return new(one.Location, elements.MoveToImmutable());
    }

    private static string? NameOf(Node element) =>
        element is Node.Object held ? (held.Find("name") as Node.Text)?.Value ?? (held.Find("id") as Node.Text)?.Value : null;

    private static bool IsId(string text) => text.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase);
}
