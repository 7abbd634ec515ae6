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
internal readonly record struct SubkeyElement(uint Cell, SubkeyHint Kind, uint Hint);

/// <summary>A name that is looked for in lists.</summary>
internal readonly struct WantedName(string name)
{
    /// <summary><see langword="null"/> where capitals of foreign letters may differ from those that Windows knows.</summary>
    private readonly uint? _hash = System.Text.Ascii.IsValid(name) ? Hash(name) : null;

    /// <summary>Whether the hint of an element fits the name, so that its key is worth a look.</summary>
    public bool MayBe(SubkeyElement element) => element.Kind switch
    {
        SubkeyHint.Hash => _hash is null || _hash == element.Hint,
        SubkeyHint.Beginning => BeginsLike(element.Hint),
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

    private bool BeginsLike(uint hint)
    {
        // A first byte of zero: the name begins with a character that has no single byte.
        if ((byte)hint == 0)
        {
            return true;
        }

        for (var index = 0; index < 4; index++)
        {
            var wanted = index < name.Length ? name[index] : '\0';
            var found = (char)(byte)(hint >> (8 * index));
            if (wanted < 0x80 && found < 0x80 && char.ToUpperInvariant(wanted) != char.ToUpperInvariant(found))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Reads the lists of subkeys: "lf", "lh" and "li", and the list of lists "ri".</summary>
internal sealed class SubkeyLists(HiveCells cells, HiveFlaws flaws)
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

        switch (TryFind(key.SubkeyList, path))
        {
            case { IsRoot: true } root:
                foreach (var leaf in Leaves(root))
                {
                    if (TryFind(leaf, path) is { } part)
                    {
                        Add(part, leaf, path, elements);
                    }
                }

                break;
            case { } list:
                Add(list, key.SubkeyList, path, elements);
                break;
        }

        if (elements.Count != key.SubkeyCount)
        {
            flaws.CountDiffers(key, path, elements.Count);
        }

        return elements;
    }

    private uint[] Leaves(SubkeyList root)
    {
        var numbers = cells.Read(root.Cell, ElementsOffset, root.Count * 4);
        var leaves = new uint[root.Count];
        for (var index = 0; index < leaves.Length; index++)
        {
            leaves[index] = BinaryPrimitives.ReadUInt32LittleEndian(numbers[(index * 4)..]);
        }

        return leaves;
    }

    private void Add(SubkeyList list, uint cell, string path, List<SubkeyElement> elements)
    {
        if (list.IsRoot)
        {
            flaws.ListUnreadable(cell, path, "it is a list of lists within another");
            return;
        }

        if (!cells.Budget.TakeSubkeys(list.Count))
        {
            flaws.ListUnreadable(cell, path, "it names more subkeys than the hive can hold");
            return;
        }

        for (var rest = cells.Read(list.Cell, ElementsOffset, list.Count * list.Step); !rest.IsEmpty; rest = rest[list.Step..])
        {
            elements.Add(new(
                BinaryPrimitives.ReadUInt32LittleEndian(rest), list.Hint, list.Step == 8 ? BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]) : 0));
        }
    }

    /// <returns>A list with no more elements than its cell has, or <see langword="null"/>; what is wrong is said.</returns>
    private SubkeyList? TryFind(uint offset, string path)
    {
        if (!cells.Budget.TakeList())
        {
            flaws.ListUnreadable(offset, path, "it is one more than the hive can hold");
            return null;
        }

        if (cells.TryFind(offset, out var flaw) is not { } cell)
        {
            flaws.ListUnreadable(offset, path, flaw);
            return null;
        }

        var head = cells.Read(cell, 0, ElementsOffset);
        SubkeyHint? hint = head switch
        {
            _ when head.StartsWith("lh"u8) => SubkeyHint.Hash,
            _ when head.StartsWith("lf"u8) => SubkeyHint.Beginning,
            _ when head.StartsWith("li"u8) || head.StartsWith("ri"u8) => SubkeyHint.None,
            _ => null,
        };
        if (hint is null)
        {
            flaws.ListUnreadable(offset, path, "its cell holds no list of subkeys");
            return null;
        }

        var list = new SubkeyList(cell, hint.Value, head.StartsWith("ri"u8), BinaryPrimitives.ReadUInt16LittleEndian(head[2..]));
        var most = (cell.Length - ElementsOffset) / list.Step;
        if (list.Count > most)
        {
            flaws.ListUnreadable(
                offset,
                path,
                $"{most.ToString(CultureInfo.InvariantCulture)} of its {list.Count.ToString(CultureInfo.InvariantCulture)} elements are there");
        }

        return list with { Count = Math.Min(list.Count, most) };
    }

    private readonly record struct SubkeyList(HiveCell Cell, SubkeyHint Hint, bool IsRoot, int Count)
    {
        public int Step => Hint == SubkeyHint.None ? 4 : 8;
    }
}
