using System.Collections.Frozen;
using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Host;

/// <summary>
/// A property of a JSON object and the field that it becomes. "os.build" is a property of an object inside;
/// "named.*" is every property of one, and the field's '*' is its name. Without a form the
/// property is read by <see cref="ItemShape.More"/>.
/// </summary>
internal sealed record FieldShape(string Property, string Field, FieldForm? Form);

/// <summary>What to make of a property that the shape does not know.</summary>
internal enum UnknownProperties
{
    /// <summary>Another program's output: it says more than we read.</summary>
    PassOver,

    /// <summary>Our own format: most likely a mistyped name.</summary>
    Say,
}

/// <summary>How the objects of one list become items of one space. Of two properties for one field, the one that stands first in the shape counts.</summary>
internal sealed class ItemShape
{
    /// <summary>The field that only names the item.</summary>
    public const string NameField = "name";
    private static readonly DiagnosticDescriptor UnknownProperty =
        new("RDP0181", DiagnosticEffect.Note, "'{0}' is no property of a {1}; its value is not read.");
    private static readonly DiagnosticDescriptor WrongType =
        new("RDP0182", DiagnosticEffect.Damage, "'{0}' is the value of '{1}'; {2} was expected.");
    private static readonly DiagnosticDescriptor NoName =
        new("RDP0183", DiagnosticEffect.Damage, "This {0} has no '{1}', by which it would be known.");

    private readonly ImmutableArray<FieldShape> _fields;
    private readonly FrozenDictionary<string, int> _index;
    private readonly ImmutableArray<string> _inner;
    private readonly string _nameProperty;

    /// <param name="nameProperty">The field without which an item cannot be named.</param>
    public ItemShape(string space, string nameProperty, params ImmutableArray<FieldShape> fields)
    {
        Space = space;
        _nameProperty = nameProperty;
        _fields = fields;
        _index = fields.Select((field, index) => (field.Property, index)).ToFrozenDictionary(pair => pair.Property, pair => pair.index, StringComparer.Ordinal);
        _inner =
        [
            .. fields
                .Where(field => field.Property.Contains('.'))
                .Select(field => field.Property[..field.Property.IndexOf('.')])
                .Distinct(StringComparer.Ordinal),
        ];
    }

    public string Space { get; }

    public ImmutableArray<FieldShape> Fields => _fields;

    /// <summary>The item's name; absent, the value of the field that must be there.</summary>
    public Func<Item, string>? Name { get; init; }

    /// <summary>Fields that several properties or other formats give; they come before those of the properties.</summary>
    public Func<Node.Object, ImmutableArray<Diagnostic>.Builder, IEnumerable<ItemField>>? More { get; init; }

    /// <returns><see langword="null"/> when the object does not say what it is about; that is a diagnostic.</returns>
    public Item? Read(Node.Object body, UnknownProperties unknown, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var fields = ImmutableArray.CreateBuilder<ItemField>();
        if (More is not null)
        {
            fields.AddRange(More(body, diagnostics));
        }

        var known = fields.Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var found in Sorted(body, unknown, diagnostics))
        {
            var field = found.Shape.Field.EndsWith('*') ? found.Shape.Field[..^1] + found.Property.Name : found.Shape.Field;
            if (found.Shape.Form is { } form && known.Add(field))
            {
                fields.Add(new(field, Value(found.Property, form, diagnostics), found.Property.Value.Location));
            }
        }

        var item = new Item(Space, "", [.. fields.Where(field => field.Name != NameField)], body.Location);
        var key = fields.FirstOrDefault(field => field.Name == _nameProperty);
        if (key?.Value is null or SettingValue.Unresolved or SettingValue.Text(""))
        {
            diagnostics.Add(new(NoName, body.Location with { Length = Math.Min(1, body.Location.Length) }, Space, _nameProperty));
            return null;
        }

        return item with { Name = Name?.Invoke(item) ?? key.Value.ToString() ?? "" };
    }

    private static SettingValue Value(Property property, FieldForm form, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var node = FieldForm.Unwrap(property.Value);
        if (node is Node.Unresolved unreadable)
        {
            return new SettingValue.Unresolved(unreadable.Reason, unreadable.Expression);
        }

        if (form.Convert(node) is { } value)
        {
            return value;
        }

        diagnostics.Add(new(WrongType, node.Location, FieldForm.Shown(node), property.Name, form.Wanted));
        return new SettingValue.Unresolved(UnknownReason.WrongType, FieldForm.Shown(node));
    }

    /// <summary>The known properties in the order of the shape.</summary>
    private IEnumerable<(FieldShape Shape, Property Property)> Sorted(
        Node.Object body, UnknownProperties unknown, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var found = new List<(int Index, Property Property)>();
        foreach (var property in body.Properties)
        {
            if (property.Value is Node.Object inner && _inner.Contains(property.Name, StringComparer.Ordinal))
            {
                foreach (var innerProperty in inner.Properties)
                {
                    Add(innerProperty, $"{property.Name}.{innerProperty.Name}", $"{property.Name}.*");
                }
            }
            else
            {
                Add(property, property.Name, property.Name);
            }
        }

        return found.OrderBy(pair => pair.Index).Select(pair => (_fields[pair.Index], pair.Property));

        void Add(Property property, string path, string wildcard)
        {
            if (_index.TryGetValue(path, out var index) || _index.TryGetValue(wildcard, out index))
            {
                if (property.Value is not Node.Null)
                {
                    found.Add((index, property));
                }
            }
            else if (unknown == UnknownProperties.Say)
            {
                diagnostics.Add(new(UnknownProperty, property.NameLocation, path, Space));
            }
        }
    }
}
