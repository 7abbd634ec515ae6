using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;

namespace RdpCompliance.Engine.Subjects;

/// <summary>Facts out of a resource tree.</summary>
internal static class ResourceFacts
{
    /// <summary>The value at a path of property names; what the resource does not hold is absent, and placed at the nearest object that should hold it.</summary>
    public static Fact At(Resource resource, string path)
    {
        Node node = resource.Body;
        foreach (var name in path.Split('.'))
        {
            switch (node)
            {
                case Node.Object known when known.Find(name) is { } next:
                    node = next;
                    break;
                case Node.Unresolved:
                    return Of(node, resource, path);
                default:
                    var place = new FindingPlace(node.Location with { Length = 0 }, Named(resource, path), "is not set") { AddressKind = "resource" };
                    return Fact.Absent() with { Places = [place], Because = $"{path} is not set" };
            }
        }

        return Of(node, resource, path);
    }

    private static Fact Of(Node node, Resource resource, string path)
    {
        ImmutableArray<FindingPlace> places =
        [
            new(node.Location, Named(resource, path), "") { AddressKind = "resource" },
            .. node.Trace.Select(step => new FindingPlace(step.Location, Named(resource, path), step.Text) { AddressKind = "resource", IsStep = true }),
        ];
        return node switch
        {
            Node.Unresolved unresolved => Fact.Unknown(unresolved.Reason, unresolved.Needs ?? unresolved.Expression) with { Places = places, Because = $"{path} is '{unresolved.Expression}'" },
            Node.Null => Fact.Absent() with { Places = places, Because = $"{path} is null" },
            _ when ToValue(node) is { } value => Fact.Known(value) with { Places = places, Because = $"{path} is {value}" },
            _ => Fact.Unknown(UnknownReason.WrongType, path) with { Places = places },
        };
    }

    private static string Named(Resource resource, string path) => $"{resource.Id ?? $"{resource.Type}/{(resource.Name is Node.Text name ? name.Value : "?")}"}#{path}";

    private static FieldValue? ToValue(Node node) => node switch
    {
        Node.Text text => new FieldValue.Text(text.Value),
        Node.Boolean flag => new FieldValue.Flag(flag.Value),
        Node.Number { Whole: { } whole } => new FieldValue.Number(whole),
        Node.Number number => new FieldValue.Text(number.Literal),
        Node.Array array when array.Elements.Select(ToValue).ToList() is var values && !values.Contains(null) => new FieldValue.List([.. values.OfType<FieldValue>()]),
        Node.Object known when known.Properties.All(property => ToValue(property.Value) is not null) => new FieldValue.Row(known.Properties
            .Select(property => (property.Name, Value: ToValue(property.Value)))
            .Where(cell => cell.Value is not null)
            .GroupBy(cell => cell.Name, StringComparer.OrdinalIgnoreCase)
            .ToImmutableDictionary(group => group.Key, group => group.Last().Value ?? new FieldValue.Text(""), StringComparer.OrdinalIgnoreCase)),
        _ => null,
    };
}
