using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>A parameter of a template, with the type definitions that it refers to resolved.</summary>
internal sealed class ParameterDeclaration
{
    private const int MostReferences = 20;
    private const int MostDepth = 40;
    private readonly Node.Object? _definitions;

    public ParameterDeclaration(string name, Location place, Node.Object syntax, Node.Object? definitions)
    {
        Name = name;
        Place = place;
        Syntax = syntax;
        _definitions = definitions;
        Default = syntax.Find("defaultValue") ?? Resolve(syntax).Find("defaultValue");
        AllowedValues =
            syntax.Find("allowedValues") is Node.Array own ? own.Elements
            : Resolve(syntax).Find("allowedValues") is Node.Array inherited ? inherited.Elements
            : [];
        IsNullable = IsTrue(syntax.Find("nullable")) || IsTrue(Resolve(syntax).Find("nullable"));
        IsSecret = IsSecretType(Resolve(syntax));
        IsScalar = Resolve(syntax).Find("type") is not Node.Text { Value: var type }
            || !(type.Equals("array", StringComparison.OrdinalIgnoreCase) || type.EndsWith("object", StringComparison.OrdinalIgnoreCase));
    }

    public string Name { get; }

    /// <summary>The name in its declaration.</summary>
    public Location Place { get; }

    public Node.Object Syntax { get; }

    public Node? Default { get; }

    public ImmutableArray<Node> AllowedValues { get; }

    public bool IsNullable { get; }

    public bool IsSecret { get; }

    /// <summary>Whether its allowed values are those of the whole; of an array they are those of its elements.</summary>
    public bool IsScalar { get; }

    /// <summary>The value without what its type declares to be secret; the same when nothing is. Nothing is a secret that is empty.</summary>
    public Node Hide(Node value) => Hide(value, Syntax, 0);

    private Node Hide(Node value, Node.Object type, int depth)
    {
        type = Resolve(type);
        if (IsSecretType(type))
        {
            return IsEmpty(value) ? value : Unknown.Changing(Place, $"parameters('{Name}')");
        }

        if (depth > MostDepth)
        {
            return value;
        }

        switch (value)
        {
            case Node.Object record
                when type.Find("properties") is Node.Object or null && (type.Find("properties") ?? type.Find("additionalProperties")) is not null:
                var declared = type.Find("properties") as Node.Object;
                var others = type.Find("additionalProperties") as Node.Object;
                ImmutableArray<Property> properties =
                [
                    .. record.Properties.Select(property =>
                        (declared?.Find(property.Name) as Node.Object ?? others) is { } inner
                        && Hide(property.Value, inner, depth + 1) is var hidden
                        && !ReferenceEquals(hidden, property.Value)
                            ? property with
                            {
                                Value = hidden,
                            }
                            : property),
                ];
                return properties.Zip(record.Properties).All(pair => ReferenceEquals(pair.First, pair.Second))
                    ? record
                    : new Node.Object(record.Location, properties) { Trace = record.Trace };
            case Node.Array list when type.Find("items") is Node.Object items:
                ImmutableArray<Node> elements = [.. list.Elements.Select(element => Hide(element, items, depth + 1))];
                return elements.Zip(list.Elements).All(pair => ReferenceEquals(pair.First, pair.Second))
                    ? list
                    : new Node.Array(list.Location, elements) { Trace = list.Trace };
            default:
                return value;
        }
    }

    private Node.Object Resolve(Node.Object type)
    {
        for (var count = 0; count < MostReferences && type.Find("$ref") is Node.Text reference; count++)
        {
            const string Prefix = "#/definitions/";
            if (!reference.Value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
                || _definitions?.Find(Uri.UnescapeDataString(reference.Value[Prefix.Length..])) is not Node.Object definition)
            {
                break;
            }

            type = definition;
        }

        return type;
    }

    private static bool IsSecretType(Node.Object type) => type.Find("type") is Node.Text { Value: var name }
        && (name.Equals("securestring", StringComparison.OrdinalIgnoreCase) || name.Equals("secureobject", StringComparison.OrdinalIgnoreCase));

    private static bool IsEmpty(Node value) => value is Node.Null or Node.Unresolved or Node.Text { Value: "" } or Node.Object { Properties: [] };

    private static bool IsTrue(Node? node) => node is Node.Boolean { Value: true };
}
