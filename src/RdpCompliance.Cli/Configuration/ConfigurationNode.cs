using System.Collections.Immutable;

namespace RdpCompliance.Cli.Configuration;

/// <summary>What a scalar is before anybody asks for a type.</summary>
internal enum ScalarKind
{
    Text,
    Number,
    Flag,

    /// <summary>A key without a value: as if it were not written, so that a list whose entries are commented out is no error.</summary>
    Nothing,

    /// <summary>From the environment or the command line, where everything is text: taken as what is wanted.</summary>
    Untyped,
}

/// <summary>A value of one layer of configuration, with its place.</summary>
/// <param name="Size">How many nodes it holds, itself included; aliases count each time.</param>
internal abstract record ConfigurationNode(ConfigurationPlace Place, int Size)
{
    internal sealed record Scalar(ConfigurationPlace Place, string Text, ScalarKind Kind) : ConfigurationNode(Place, 1);

    internal sealed record List(ConfigurationPlace Place, ImmutableArray<ConfigurationNode> Elements)
        : ConfigurationNode(Place, 1 + Elements.Sum(element => element.Size));

    internal sealed record Map(ConfigurationPlace Place, ImmutableArray<ConfigurationEntry> Entries)
        : ConfigurationNode(Place, 1 + Entries.Sum(entry => entry.Value.Size))
    {
        public ConfigurationNode? Find(string key) => Entries.FirstOrDefault(entry => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase))?.Value;
    }
}

internal sealed record ConfigurationEntry(string Key, ConfigurationPlace KeyPlace, ConfigurationNode Value);
