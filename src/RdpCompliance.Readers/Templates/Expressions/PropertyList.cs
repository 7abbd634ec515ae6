using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>Properties in the order in which their names came first; a later value replaces an earlier one of the same name, ignoring letter case.</summary>
public sealed class PropertyList
{
    private readonly List<Property> _properties = [];
    private readonly Dictionary<string, int> _indexes = new(StringComparer.OrdinalIgnoreCase);

    public int Count => _properties.Count;

    public Property? Find(string name) => _indexes.TryGetValue(name, out var index) ? _properties[index] : null;

    public void Set(Property property)
    {
        if (_indexes.TryGetValue(property.Name, out var index))
        {
            _properties[index] = _properties[index] with { Value = property.Value };
        }
        else
        {
            _indexes.Add(property.Name, _properties.Count);
            _properties.Add(property);
        }
    }

    public ImmutableArray<Property> ToImmutable() => [.. _properties];
}
