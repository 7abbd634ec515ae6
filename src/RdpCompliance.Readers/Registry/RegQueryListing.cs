using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Registry;

/// <summary>
/// Which trees an output of "reg query" prints whole. Only /s does, but the output does not say how it was asked
/// for: "/v NAME" prints one value of a key as if it were all, without /s the subkeys are listed
/// without their values, and "/f" prints what it found and a summary. So a tree counts as whole only where none
/// of these could have printed it: its root has two values or more, and below it stands either
/// nothing, or keys with values of which none is listed twice or without a blank line after it.
/// </summary>
internal sealed class RegQueryListing
{
    private readonly List<Block> _blocks = [];
    private readonly Dictionary<string, int> _printed = new(StringComparer.OrdinalIgnoreCase);
    private bool _isIncomplete;

    public void AddKey(RegistryKey key)
    {
        _blocks.Add(new(key));
        _printed[key.Path] = _printed.GetValueOrDefault(key.Path) + 1;
    }

    public void AddValue() => _blocks[^1].Values++;

    /// <summary>A blank line follows the last key or its values.</summary>
    public void EndBlock()
    {
        if (_blocks is [.., var last])
        {
            last.IsEnded = true;
        }
    }

    /// <summary>Something was printed that is neither key nor value: a summary of a search, or an error.</summary>
    public void MarkIncomplete() => _isIncomplete = true;

    public ImmutableArray<Coverage> ToTrees()
    {
        if (_isIncomplete)
        {
            return [];
        }

        var trees = new Dictionary<string, Tree>(StringComparer.OrdinalIgnoreCase);
        foreach (var block in _blocks.Where(block => block.Values > 1))
        {
            trees.TryAdd(block.Key.Path, new(block.Key));
        }

        foreach (var block in _blocks)
        {
            if (OutermostOf(block.Key.Path, trees) is { } tree)
            {
                tree.Add(block, _printed[block.Key.Path]);
            }
        }

        return [.. trees.Values.Where(tree => tree.IsWhole).Select(tree => new Coverage.RegistryTree(tree.Root))];
    }

    private static Tree? OutermostOf(string path, Dictionary<string, Tree> trees)
    {
        var known = trees.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var slash = path.IndexOf('\\', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('\\', slash + 1))
        {
            if (known.TryGetValue(path.AsSpan(0, slash), out var tree))
            {
                return tree;
            }
        }

        return trees.GetValueOrDefault(path);
    }

    private sealed class Block(RegistryKey key)
    {
        public RegistryKey Key { get; } = key;

        public int Values { get; set; }

        public bool IsEnded { get; set; }
    }

    private sealed class Tree(RegistryKey root)
    {
        private bool _hasRoot;
        private bool _isBroken;
        private bool _hasKeys;
        private bool _hasValues;

        public RegistryKey Root { get; } = root;

        /// <summary>Trees that lie within another were never added to.</summary>
        public bool IsWhole => _hasRoot && !_isBroken && _hasKeys == _hasValues;

        public void Add(Block block, int printed)
        {
            _isBroken |= printed > 1 || (block.Values == 0 && !block.IsEnded);
            if (block.Key == Root)
            {
                _hasRoot = true;
            }
            else
            {
                _hasKeys = true;
                _hasValues |= block.Values > 0;
            }
        }
    }
}
