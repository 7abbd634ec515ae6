using System.Buffers.Binary;
using System.Globalization;

namespace RdpCompliance.Readers.Registry.Hives;

/// <summary>What a list says of a subkey besides its cell.</summary>
internal enum SubkeyHint
{
    /// <summary>Nothing ("li").</summary>
    None,

    /// <summary>The first four characters ("lf").</summary>
    Beginning,

    /// <summary>A hash of the name in capitals ("lh").</summary>
    Hash,
}

/// <summary>An element of a list of subkeys.</summary>
internal readonly record struct SubkeyElement(uint Cell, SubkeyHint Kind, uint Hint)
{
    /// <summary>Whether the hint fits a name. Where capitals of foreign letters may differ from those that Windows knows, it does.</summary>
    public bool Fits(string name) => Kind switch
    {
        SubkeyHint.Beginning => FitsBeginning(name),
        SubkeyHint.Hash => !System.Text.Ascii.IsValid(name) || Hash(name) == Hint,
        _ => true,
    };

    private static uint Hash(string name)
    {
        var hash = 0u;
        foreach (var character in name)
        {
            hash = unchecked((hash * 37) + char.ToUpperInvariant(character));
        }

        return hash;
    }

    private bool FitsBeginning(string name)
    {
        // A first byte of zero: the name begins with a character that has no single byte.
        if ((byte)Hint == 0)
        {
            return true;
        }

        for (var index = 0; index < 4; index++)
        {
            var wanted = index < name.Length ? name[index] : '\0';
            var found = (char)(byte)(Hint >> (8 * index));
            if (wanted < 0x80 && found < 0x80 && char.ToUpperInvariant(wanted) != char.ToUpperInvariant(found))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Reads the lists of subkeys: "lf", "lh" and "li", and the list of lists "ri".</summary>
internal sealed class SubkeyLists(HiveCells cells, HiveBudget budget, HiveFlaws flaws)
{
    private const int ElementsOffset = 4;

    /// <summary>The elements of all lists of a key, in their order.</summary>
    /// <param name="path">The key's path, for messages.</param>
    public List<SubkeyElement> Read(HiveKey key, string path)
    {
        var elements = new List<SubkeyElement>();
        if (key.SubkeyCount == 0)
        {
            return elements;
        }

        var root = TryReadList(key.SubkeyList, path);
        if (root.StartsWith("ri"u8))
        {
            var leaves = new uint[(root.Length - ElementsOffset) / 4];
            for (var index = 0; index < leaves.Length; index++)
            {
                leaves[index] = BinaryPrimitives.ReadUInt32LittleEndian(root[(ElementsOffset + (index * 4))..]);
            }

            foreach (var leaf in leaves)
            {
                ReadLeaf(leaf, path, elements);
            }
        }
        else
        {
            ReadLeaf(key.SubkeyList, path, elements);
        }

        if (elements.Count != key.SubkeyCount)
        {
            flaws.CountDiffers(key, path, elements.Count);
        }

        return elements;
    }

    private void ReadLeaf(uint cell, string path, List<SubkeyElement> elements)
    {
        var list = TryReadList(cell, path);
        if (HintOf(list) is not { } kind)
        {
            if (!list.IsEmpty)
            {
                flaws.ListUnreadable(cell, path, "a list of lists stands within another");
            }

            return;
        }

        var step = kind == SubkeyHint.None ? 4 : 8;
        for (var rest = list[ElementsOffset..]; rest.Length >= step; rest = rest[step..])
        {
            elements.Add(new(
                BinaryPrimitives.ReadUInt32LittleEndian(rest), kind, kind == SubkeyHint.None ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(rest[4..])));
        }
    }

    /// <returns>A list without what stands behind its last element, valid until the next read; empty when it cannot be read.</returns>
    private ReadOnlySpan<byte> TryReadList(uint cell, string path)
    {
        if (cells.TryFind(cell, out var flaw) is not { } place)
        {
            flaws.ListUnreadable(cell, path, flaw);
            return [];
        }

        var data = cells.Read(place);
        if (HintOf(data) is null && !data.StartsWith("ri"u8))
        {
            flaws.ListUnreadable(cell, path, "its cell holds no list of subkeys");
            return [];
        }

        var step = HintOf(data) is SubkeyHint.Beginning or SubkeyHint.Hash ? 8 : 4;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(data[2..]);
        var fitting = Math.Min(count, (data.Length - ElementsOffset) / step);
        if (fitting < count)
        {
            flaws.ListUnreadable(cell, path, $"{fitting.ToString(CultureInfo.InvariantCulture)} of its {count.ToString(CultureInfo.InvariantCulture)} elements are there");
        }

        if (!budget.TakeElements(fitting))
        {
            flaws.LimitReached(path, "its lists name more subkeys than the hive can hold");
            return [];
        }

        return data[..(ElementsOffset + (fitting * step))];
    }

    private static SubkeyHint? HintOf(ReadOnlySpan<byte> list) => list switch
    {
        _ when list.StartsWith("lh"u8) => SubkeyHint.Hash,
        _ when list.StartsWith("lf"u8) => SubkeyHint.Beginning,
        _ when list.StartsWith("li"u8) => SubkeyHint.None,
        _ => null,
    };
}
