using System.Collections.Immutable;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>A node of a policy file with its place: YAML reduced to what packs use (no anchors, no tags, text keys).</summary>
public abstract class PackNode
{
    private PackNode(Location location) => Location = location;

    public Location Location { get; }

    /// <summary>What a person calls it: "a text", "a list", "a mapping".</summary>
    public abstract string Shape { get; }

    /// <summary>Whether it says the same, wherever it stands and however its text is quoted.</summary>
    public bool Says(PackNode other) => (this, other) switch
    {
        (Text one, Text two) => one.Value == two.Value,
        (List one, List two) => one.Items.Length == two.Items.Length && one.Items.Zip(two.Items).All(pair => pair.First.Says(pair.Second)),
        (Map one, Map two) => one.Entries.Length == two.Entries.Length
            && one.Entries.All(entry => two.Find(entry.Key) is { } same && entry.Value.Says(same.Value)),
        _ => false,
    };

    /// <param name="location">Includes quotes and block indicators.</param>
    /// <param name="isPlain">Without quotes, so that 5, true and 0x10 are no text.</param>
    public sealed class Text(Location location, string value, bool isPlain) : PackNode(location)
    {
        public string Value { get; } = value;

        public bool IsPlain { get; } = isPlain;

        /// <summary>
        /// Where the first character of a literal block ("|") stands; lines of the block are indented by <see cref="BlockIndent"/> in the file.
        /// </summary>
        public int BlockIndent { get; init; }

        public override string Shape => "a text";
    }

    public sealed class List(Location location, ImmutableArray<PackNode> items) : PackNode(location)
    {
        public ImmutableArray<PackNode> Items { get; } = items;

        public override string Shape => "a list";
    }

    public sealed class Map(Location location, ImmutableArray<PackEntry> entries) : PackNode(location)
    {
        public ImmutableArray<PackEntry> Entries { get; } = entries;

        public override string Shape => "a mapping";

        public PackEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key);
    }
}

/// <summary>An entry of a mapping with the place of its key.</summary>
public sealed record PackEntry(string Key, Location KeyLocation, PackNode Value);
