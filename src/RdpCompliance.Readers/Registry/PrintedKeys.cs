using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Registry;

/// <summary>
/// Which trees a .reg file prints whole. Regedit writes the key that it was asked for and every key below it, each after the one that holds
/// it, also those that hold no value. Who writes a file to be imported
/// writes the keys that have something to be set, and what shall go. So a tree is whole where the file deletes nothing, every key of it
/// stands below one that is printed before, and a key without values is
/// among them: nobody has a reason to print that but an export.
/// </summary>
internal sealed class PrintedKeys
{
    private readonly Dictionary<string, Tree> _trees = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _paths = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>An export prints a tree from its root on, so the tree of the key before nearly always holds the next.</summary>
    private Tree? _last;
    private bool _hasValue;
    private bool _isIncomplete;

    public void Add(RegistryKey key)
    {
        EndKey();
        var tree = _last is { } last && key.IsWithin(last.Root) ? last : TreeOf(key);
        tree.IsBroken |= key != tree.Root && key.Parent is { } parent && !_paths.Contains(parent.Path);
        _paths.Add(key.Path);
        (_last, _hasValue) = (tree, false);
    }

    public void AddValue() => _hasValue = true;

    /// <summary>Something was printed that could not be read, or that no export prints: a deletion.</summary>
    public void MarkIncomplete() => _isIncomplete = true;

    public ImmutableArray<Coverage> ToTrees()
    {
        EndKey();
        return _isIncomplete ? []
            : [.. _trees.Values.Where(tree => tree is { IsBroken: false, HasEmptyKey: true })
            .Select(tree => new Coverage.RegistryTree(tree.Root))];
    }

    private void EndKey()
    {
        if (_last is { } last && !_hasValue)
        {
            last.HasEmptyKey = true;
        }
    }

    /// <summary>The tree that holds the key, or a new one that begins with it.</summary>
    private Tree TreeOf(RegistryKey key)
    {
        var known = _trees.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var slash = key.Path.IndexOf('\\', StringComparison.Ordinal); slash >= 0; slash = key.Path.IndexOf('\\', slash + 1))
        {
            if (known.TryGetValue(key.Path.AsSpan(0, slash), out var above))
            {
                return above;
            }
        }

        if (!_trees.TryGetValue(key.Path, out var tree))
        {
            _trees.Add(key.Path, tree = new(key));
        }

        return tree;
    }

    private sealed class Tree(RegistryKey root)
    {
        public RegistryKey Root { get; } = root;

        public bool IsBroken { get; set; }

        public bool HasEmptyKey { get; set; }
    }
}
