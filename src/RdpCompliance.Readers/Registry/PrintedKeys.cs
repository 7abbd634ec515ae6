using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Registry;

/// <summary>The keys that an export prints whole, reduced to those that stand below no other.</summary>
internal sealed class PrintedKeys
{
    private readonly List<RegistryKey> _roots = [];
    private readonly HashSet<string> _paths = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>An export prints a tree from its root on, so the key before nearly always covers the next.</summary>
    private RegistryKey? _last;
    private bool _isIncomplete;

    public void Add(RegistryKey key)
    {
        if ((_last is { } last && key.IsWithin(last)) || HasAncestor(key.Path) || !_paths.Add(key.Path))
        {
            return;
        }

        _roots.Add(key);
        _last = key;
    }

    /// <summary>Something was printed that could not be read.</summary>
    public void MarkIncomplete() => _isIncomplete = true;

    public ImmutableArray<Coverage> ToTrees() => _isIncomplete ? [] : [.. _roots.Where(root => !HasAncestor(root.Path)).Select(root => new Coverage.RegistryTree(root))];

    private bool HasAncestor(string path)
    {
        var printed = _paths.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var slash = path.LastIndexOf('\\'); slash > 0; slash = path.LastIndexOf('\\', slash - 1))
        {
            if (printed.Contains(path.AsSpan(0, slash)))
            {
                return true;
            }
        }

        return false;
    }
}
