using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace RdpCompliance.Cli.Configuration;

/// <summary>
/// One layer of configuration (file, environment or command line) as Microsoft.Extensions.Configuration takes it, with the place of every key.
/// </summary>
internal sealed class ConfigurationLayer(ConfigurationNode.Map root) : IConfigurationSource
{
    public ConfigurationNode.Map Root { get; } = root;

    public IConfigurationProvider Build(IConfigurationBuilder builder) => new Provider(Root);

    /// <summary>
    /// The layers over one another, the last one strongest. A list replaces the list below it;
    /// Microsoft.Extensions.Configuration alone would mix the two element by element.
    /// </summary>
    public static IConfigurationRoot Stack(IEnumerable<ConfigurationLayer> layers)
    {
        var builder = new ConfigurationBuilder();
        var stacked = layers.ToArray();
        foreach (var (index, layer) in stacked.Index())
        {
            builder.Add(new ConfigurationLayer(stacked[(index + 1)..].Aggregate(layer.Root, (root, above) => Without(root, above.Root))));
        }

        return builder.Build();
    }

    /// <summary>Where the value in force is written; for a map or list, where it begins. <see langword="null"/> when nothing states it.</summary>
    public static ConfigurationPlace? PlaceOf(IConfigurationRoot root, string key) =>
        root.Providers.Reverse().OfType<Provider>().Select(provider => provider.Places.GetValueOrDefault(key)).FirstOrDefault(place => place is not null);

    private static ConfigurationNode.Map Without(ConfigurationNode.Map below, ConfigurationNode.Map above) =>
        below with
        {
            Entries =
            [
                .. below
                    .Entries.Select(entry => (Entry: entry, Above: above.Find(entry.Key)))
                    .Where(pair => !Replaces(pair.Above, pair.Entry.Value))
                    .Select(pair =>
                        pair is { Entry.Value: ConfigurationNode.Map lower, Above: ConfigurationNode.Map upper }
                            ? pair.Entry with
                            {
                                Value = Without(lower, upper),
                            }
                            : pair.Entry),
            ],
        };

    private static bool Replaces(ConfigurationNode? above, ConfigurationNode below) => (above, below) switch
    {
        (null or ConfigurationNode.Scalar { Kind: ScalarKind.Nothing }, _) => false,
        (ConfigurationNode.Map, ConfigurationNode.Map) => false,
        _ => true,
    };

    private sealed class Provider(ConfigurationNode.Map root) : ConfigurationProvider
    {
        public Dictionary<string, ConfigurationPlace> Places { get; } = new(StringComparer.OrdinalIgnoreCase);

        public override void Load() => Flatten("", root);

        private void Flatten(string path, ConfigurationNode node)
        {
            switch (node)
            {
                case ConfigurationNode.Scalar { Kind: ScalarKind.Nothing }:
                    return;
                case ConfigurationNode.Scalar scalar:
                    Data[path] = scalar.Text;
                    break;
                case ConfigurationNode.List list:
                    Flatten(path, list.Elements.Index().Select(pair => (pair.Index.ToString(CultureInfo.InvariantCulture), pair.Item)));
                    break;
                case ConfigurationNode.Map map:
                    Flatten(path, map.Entries.Select(entry => (entry.Key, entry.Value)));
                    break;
            }

            // A list or map without entries is a value too: it replaces what is below.
            Data.TryAdd(path, node.Size == 1 ? "" : null);
            Places[path] = node.Place;
        }

        private void Flatten(string path, IEnumerable<(string Key, ConfigurationNode Node)> children)
        {
            foreach (var (key, child) in children)
            {
                Flatten(path.Length == 0 ? key : ConfigurationPath.Combine(path, key), child);
            }
        }
    }
}
