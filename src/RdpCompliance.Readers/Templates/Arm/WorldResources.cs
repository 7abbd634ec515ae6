using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates.Arm;

/// <summary>The resources of several worlds: what is the same in each of them, with its places, is said once.</summary>
internal sealed class WorldResources(int worlds)
{
    private const int MostDepth = 300;
    private readonly List<(string Print, Resource Resource, string? World)> _resources = [];
    private readonly Dictionary<string, HashSet<string>> _worldsOf = new(StringComparer.Ordinal);

    public void Add(IEnumerable<Resource> resources, string? world)
    {
        foreach (var resource in resources)
        {
            var print = worlds > 1 ? Print(resource) : "";
            _resources.Add((print, resource, world));
            if (worlds > 1)
            {
                if (!_worldsOf.TryGetValue(print, out var known))
                {
                    _worldsOf.Add(print, known = new(StringComparer.Ordinal));
                }

                known.Add(world ?? "");
            }
        }
    }

    public ImmutableArray<Resource> ToImmutable()
    {
        if (worlds == 1)
        {
            return [.. _resources.Select(entry => entry.Resource)];
        }

        var resources = ImmutableArray.CreateBuilder<Resource>();
        var said = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (print, resource, world) in _resources)
        {
            if (_worldsOf[print].Count < worlds)
            {
                resources.Add(resource with { World = world });
            }
            else if (said.Add(print))
            {
                resources.Add(resource);
            }
        }

        return resources.DrainToImmutable();
    }

    private static string Print(Resource resource)
    {
        var text = new StringBuilder();
        text.Append(resource.Type).Append('|').Append(resource.Id).Append('|').Append(resource.Scope).Append('|').Append(resource.ApiVersion);
        text.Append('|').Append(resource.Condition).Append('|').Append(resource.IsExisting).Append('|');
        Print(text, resource.Location);
        Print(text, resource.Name, 0);
        Print(text, resource.Body, 0);
        return text.ToString();
    }

    private static void Print(StringBuilder text, Node node, int depth)
    {
        Print(text, node.Location);
        switch (node)
        {
            case Node.Object record when depth < MostDepth:
                text.Append('{');
                foreach (var property in record.Properties)
                {
                    text.Append(property.Name).Append(':');
                    Print(text, property.Value, depth + 1);
                }

                text.Append('}');
                break;
            case Node.Array list when depth < MostDepth:
                text.Append('[');
                foreach (var element in list.Elements)
                {
                    Print(text, element, depth + 1);
                }

                text.Append(']');
                break;
            case Node.Text leaf:
                text.Append('"').Append(leaf.Value).Append('"');
                break;
            case Node.Number leaf:
                text.Append(leaf.Literal);
                break;
            case Node.Boolean leaf:
                text.Append(leaf.Value);
                break;
            case Node.Unresolved leaf:
                text.Append('?').Append(leaf.Reason).Append(leaf.Expression).Append(leaf.Pattern);
                break;
        }
    }

    private static void Print(StringBuilder text, Location place) =>
        text.Append(CultureInfo.InvariantCulture, $"@{place.Source.Name}:{place.Start}+{place.Length} ");
}
