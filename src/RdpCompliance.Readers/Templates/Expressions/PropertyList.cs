using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>
/// Properties in the order in which their names came first; a later value takes the place of an earlier one of the same name, ignoring letter case.
/// </summary>
public sealed class PropertyList
{
    /// <summary>Fewer are found by looking at each.</summary>
    private const int MostWithoutIndex = 8;

    private readonly List<Property> _properties = [];
    private Dictionary<string, int>? _indexes;

    public int Count => _properties.Count;

    public Property? Find(string name) => IndexOf(name) is >= 0 and var index ? _properties[index] : null;

    public void Set(Property property)
    {
        if (IndexOf(property.Name) is >= 0 and var index)
        {
            _properties[index] = _properties[index] with { Value = property.Value };
            return;
        }

        _properties.Add(property);
        if (_indexes is null && _properties.Count > MostWithoutIndex)
        {
            _indexes = new(StringComparer.OrdinalIgnoreCase);
            for (var at = 0; at < _properties.Count; at++)
            {
                _indexes.Add(_properties[at].Name, at);
            }
        }
        else
        {
            _indexes?.Add(property.Name, _properties.Count - 1);
        }
    }

    /// <summary>As <see cref="Set"/>, with the letter case of the later name.</summary>
    public void Replace(Property property)
    {
        Set(property);
        _properties[IndexOf(property.Name)] = property;
    }

    public ImmutableArray<Property> ToImmutable() => [.. _properties];

    private int IndexOf(string name)
    {
        if (_indexes is not null)
        {
            return _indexes.GetValueOrDefault(name, -1);
        }

        for (var index = 0; index < _properties.Count; index++)
        {
            if (_properties[index].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return index;
            }
        }

        return -1;
    }
}
