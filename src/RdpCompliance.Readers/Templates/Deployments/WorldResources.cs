using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>The resources of several worlds: what is the same in each of them, with its places, is said once.</summary>
internal sealed class WorldResources(int worlds)
{
    private readonly List<(string Print, Resource Resource, string? World)> _resources = [];
    private readonly Dictionary<string, HashSet<string>> _worldsOf = new(StringComparer.Ordinal);

    public void Add(IEnumerable<Resource> resources, string? world)
    {
        if (worlds == 1)
        {
            _resources.AddRange(resources.Select(resource => ("", resource, world)));
            return;
        }

        using var prints = new ResourcePrint();
        foreach (var resource in resources)
        {
            var print = prints.Of(resource);
            _resources.Add((print, resource, world));
            if (!_worldsOf.TryGetValue(print, out var known))
            {
                _worldsOf.Add(print, known = new(StringComparer.Ordinal));
            }

            known.Add(world ?? "");
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
}
