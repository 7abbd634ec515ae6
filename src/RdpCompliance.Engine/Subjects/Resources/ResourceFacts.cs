using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Subjects.Resources;

/// <summary>Facts out of a resource tree.</summary>
internal static class ResourceFacts
{
    /// <summary>Values of one field; Azure takes no resource of more than a few thousand.</summary>
    private const long MostValues = 100_000;

    /// <summary>
    /// The value at the first of the paths that leads to one; what the resource does not
    /// hold is absent, and placed at the nearest object that should hold it.
    /// </summary>
    public static Fact At(Resource resource, ImmutableArray<string> paths)
    {
        foreach (var path in paths)
        {
            if (ResourceShape.At(resource.Body, path).ToList() is [var first, ..] found)
            {
                return found.Count == 1
                    ? Of(first, resource, path)
                    : Fact.Unknown(UnknownReason.Contradictory, path) with
                    {
                        Grounds = [.. found.SelectMany(node => PlacesOf(node, resource, path))],
                        Because = $"{path} is stated {found.Count} times",
                    };
            }
        }

        return Missing(resource, paths);
    }

    /// <summary>Everything at the paths as one list: the singular and the plural of a member together.</summary>
    public static Fact ListAt(Resource resource, ImmutableArray<string> paths)
    {
        var found = paths.SelectMany(path => ResourceShape.At(resource.Body, path).Select(node => (Path: path, Node: node))).ToList();
        if (found.Count == 0)
        {
            return Missing(resource, paths);
        }

        if (found.Find(one => ToValue(one.Node) is null) is { Node: { } unknown } undecided)
        {
            return Of(unknown, resource, undecided.Path);
        }

        var values = new FieldValue.List([.. found.Select(one => ToValue(one.Node)).OfType<FieldValue>()]);
        return Fact.Known(values) with
        {
            Grounds = [.. found.SelectMany(one => PlacesOf(one.Node, resource, one.Path))],
            Because = $"{found[0].Path} is {Shown(values)}",
        };
    }

    public static Fact Of(Node node, Resource resource, string path)
    {
        var places = PlacesOf(node, resource, path);
        return node switch
        {
            // An id of which parts are not known is an id all the same.
            Node.Unresolved { Pattern: { } id } when id.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase) => Fact.Known(
                new FieldValue.Text(id)
            ) with
            {
                Grounds = Beside(resource, path),
                Because = $"{path} is set",
            },
            Node.Unresolved unresolved => Fact.Unknown(unresolved.Reason, NeedOf(unresolved)) with
            {
                Grounds = places,
                Because = $"{path} is '{unresolved.Expression}'",
            },
            Node.Null => Fact.Absent() with { Grounds = places, Because = $"{path} is null" },
            _ when ToValue(node) is { } value => Fact.Known(value) with { Grounds = places, Because = $"{path} is {Shown(value)}" },
            _ => Fact.Unknown(UnknownReason.WrongType, path) with { Grounds = places, Because = $"{path} is no single value" },
        };
    }

    /// <summary>The literal that decides the value, then the steps of the way to it.</summary>
    public static ImmutableArray<Ground> PlacesOf(Node node, Resource resource, string path) =>
    [
        Ground.Stated(node.Location, AddressOf(resource, path)),
        .. node.Trace.Select(step => new Ground(step.Location, AddressOf(resource, path), step.Text) { Kind = GroundKind.Step }),
    ];

    private static Address.Member AddressOf(Resource resource, string path) =>
        new(resource.Id ?? $"{resource.Type}/{ResourceShape.TextOf(resource.Name) ?? "?"}", path);

    /// <summary>The one input that decides an unknown value, as an order to the reader.</summary>
    public static string NeedOf(Node.Unresolved unknown) =>
        unknown.Needs ?? (unknown.Reason == UnknownReason.Unresolvable ? $"the value of '{unknown.Expression}'" : unknown.Expression);

    private static Fact Missing(Resource resource, ImmutableArray<string> paths)
    {
        var path = paths[0];
        if (resource.IsExisting)
        {
            return Fact.Unknown(UnknownReason.NotCollected, $"{path} of the existing {ResourceShape.TextOf(resource.Name) ?? resource.Type}");
        }

        return Fact.Absent() with { Grounds = Beside(resource, path), Because = $"{path} is not set" };
    }

    /// <summary>The beginning of the object that holds it, or should.</summary>
    private static ImmutableArray<Ground> Beside(Resource resource, string path) =>
        [Ground.Absent(ResourceShape.Nearest(resource.Body, path).Location, AddressOf(resource, path))];

    private static string Shown(FieldValue value) => value is FieldValue.Number or FieldValue.Flag ? value.ToString() : $"'{value}'";

    private static FieldValue? ToValue(Node node) =>
        node switch
        {
            { Weight: > MostValues } => null,
            Node.Text text => new FieldValue.Text(text.Value),
            Node.Boolean flag => new FieldValue.Flag(flag.Value),
            Node.Number { Whole: { } whole } => new FieldValue.Number(whole),
            Node.Number number => new FieldValue.Text(number.Literal),
            Node.Array array when array.Elements.Select(ToValue).ToList() is var values && !values.Contains(null) => new FieldValue.List([
                .. values.OfType<FieldValue>(),
            ]),
            Node.Object known => ToRow(known),
            _ => null,
        };

    private static FieldValue.Row? ToRow(Node.Object record)
    {
        var cells = ImmutableDictionary.CreateBuilder<string, FieldValue>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in record.Properties)
        {
            if (ToValue(property.Value) is not { } value)
            {
                return null;
            }

            cells[property.Name] = value;
        }

        return new(cells.ToImmutable());
    }
}
