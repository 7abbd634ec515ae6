using System.Collections.Immutable;
using System.Text;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>
/// The parsed files of a pack in a compact form, so that a start parses no YAML. The same
/// loader reads both; places and examples are left out, because a pack is compiled
/// only after it has loaded without a diagnostic and its examples have been proved elsewhere.
/// What is told of causes stands behind the rest, so that a scan does not read it.
/// </summary>
public static class CompiledPack
{
    private const uint Signature = 0x32_4b_50_52;
    private const string Examples = "examples";

    private enum Tag : byte
    {
        Plain,
        Quoted,
        List,
        Map,
    }

    /// <summary>The files that are no pack files are left out.</summary>
    public static byte[] Write(SourceTree tree)
    {
        var output = new MemoryStream();
        using var writer = new BinaryWriter(output, Encoding.UTF8);
        writer.Write(Signature);
        writer.Write(0);
        var files = tree.Sources.Where(source => PackLoader.IsRuleFile(source) || PackLoader.IsFoundation(source)).ToList();
        WriteFiles(writer, [.. files.Where(file => file.Name != PackLoader.Inputs)], isForScan: true);
        writer.Flush();
        var causes = (int)output.Length;
        WriteFiles(writer, [.. files.Where(PackLoader.IsAboutCauses)], isForScan: false);
        writer.Flush();
        output.Position = sizeof(uint);
        writer.Write(causes);
        writer.Flush();
        return output.ToArray();
    }

    /// <returns>The pack, whose causes hold what a scan needs; <see langword="null"/> when the bytes are not what <see cref="Write"/> wrote.</returns>
    public static Pack? TryRead(Stream compiled)
    {
        using var reader = new BinaryReader(compiled, Encoding.UTF8);
        if (reader.ReadUInt32() != Signature)
        {
            return null;
        }

        reader.ReadInt32();
        var nodes = ReadFiles(reader);
        return PackLoader.LoadCompiled(new SourceTree(nodes.Keys), source => nodes[source]);
    }

    /// <returns>The causes with all that is told of them; <see langword="null"/> when the bytes are not what <see cref="Write"/> wrote.</returns>
    public static ImmutableArray<Cause>? TryReadCauses(Stream compiled)
    {
        using var reader = new BinaryReader(compiled, Encoding.UTF8);
        if (reader.ReadUInt32() != Signature)
        {
            return null;
        }

        compiled.Position = reader.ReadInt32();
        var nodes = ReadFiles(reader);
        return PackLoader.LoadCompiledCauses(new SourceTree(nodes.Keys), source => nodes[source]);
    }

    private static void WriteFiles(BinaryWriter writer, List<Source> files, bool isForScan)
    {
        var report = new PackReport();
        var strings = new Dictionary<string, int>(StringComparer.Ordinal);
        writer.Write(files.Count);
        foreach (var file in files)
        {
            WriteText(writer, file.Name, strings);
            if (report.Parse(file) is { } node)
            {
                WriteNode(writer, isForScan && PackLoader.IsAboutCauses(file) ? ForScan(node) : node, strings);
            }
            else
            {
                writer.Write((byte)Tag.Map);
                writer.Write7BitEncodedInt(0);
            }
        }
    }

    private static PackNode ForScan(PackNode causes) => causes is not PackNode.Map map
        ? causes
        : new PackNode.Map(
            map.Location,
            [
                .. map.Entries.Select(entry => entry.Value is PackNode.Map cause
                    ? entry with { Value = new PackNode.Map(cause.Location, [.. cause.Entries.Where(IsForScan)]) }
                    : entry),
            ]);

    private static bool IsForScan(PackEntry part) => CauseLoader.ScanKeys.Contains(part.Key, StringComparer.Ordinal);

    private static Dictionary<Source, PackNode> ReadFiles(BinaryReader reader)
    {
        var strings = new List<string>();
        var nodes = new Dictionary<Source, PackNode>();
        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            var source = Source.FromBytes(ReadText(reader, strings), default);
            nodes.Add(source, ReadNode(reader, Location.StartOf(source, SpanUnit.Characters), strings));
        }

        return nodes;
    }

    private static void WriteNode(BinaryWriter writer, PackNode node, Dictionary<string, int> strings)
    {
        switch (node)
        {
            case PackNode.Text text:
                writer.Write((byte)(text.IsPlain ? Tag.Plain : Tag.Quoted));
                WriteText(writer, text.Value, strings);
                break;
            case PackNode.List list:
                writer.Write((byte)Tag.List);
                writer.Write7BitEncodedInt(list.Items.Length);
                foreach (var item in list.Items)
                {
                    WriteNode(writer, item, strings);
                }

                break;
            case PackNode.Map map:
                var entries = map.Entries.Where(entry => entry.Key != Examples).ToList();
                writer.Write((byte)Tag.Map);
                writer.Write7BitEncodedInt(entries.Count);
                foreach (var entry in entries)
                {
                    WriteText(writer, entry.Key, strings);
                    WriteNode(writer, entry.Value, strings);
                }

                break;
            default:
                break;
        }
    }

    private static PackNode ReadNode(BinaryReader reader, Location location, List<string> strings)
    {
        switch ((Tag)reader.ReadByte())
        {
            case Tag.Plain:
                return new PackNode.Text(location, ReadText(reader, strings), isPlain: true);
            case Tag.Quoted:
                return new PackNode.Text(location, ReadText(reader, strings), isPlain: false);
            case Tag.List:
                var items = ImmutableArray.CreateBuilder<PackNode>();
                for (var count = reader.Read7BitEncodedInt(); count > 0; count--)
                {
                    items.Add(ReadNode(reader, location, strings));
                }

                return new PackNode.List(location, items.DrainToImmutable());
            default:
                var entries = ImmutableArray.CreateBuilder<PackEntry>();
                for (var count = reader.Read7BitEncodedInt(); count > 0; count--)
                {
                    entries.Add(new(ReadText(reader, strings), location, ReadNode(reader, location, strings)));
                }

                return new PackNode.Map(location, entries.DrainToImmutable());
        }
    }

    /// <summary>A text is written once; from then on by its number.</summary>
    private static void WriteText(BinaryWriter writer, string text, Dictionary<string, int> strings)
    {
        if (strings.TryGetValue(text, out var known))
        {
            writer.Write7BitEncodedInt(known);
            return;
        }

        writer.Write7BitEncodedInt(strings.Count);
        writer.Write(text);
        strings.Add(text, strings.Count);
    }

    private static string ReadText(BinaryReader reader, List<string> strings)
    {
        var number = reader.Read7BitEncodedInt();
        if (number == strings.Count)
        {
            strings.Add(reader.ReadString());
        }

        return strings[number];
    }
}
