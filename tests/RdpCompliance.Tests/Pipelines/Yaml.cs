using YamlDotNet.RepresentationModel;

namespace RdpCompliance.Tests.Pipelines;

/// <summary>The files of build services as they read them.</summary>
internal static class Yaml
{
    public static YamlNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents[0].RootNode;
    }

    public static YamlNode? Find(this YamlNode node, string key) =>
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    public static string? Text(this YamlNode node, string key) => (node.Find(key) as YamlScalarNode)?.Value;

    public static IEnumerable<YamlNode> Items(this YamlNode node, string key) => (node.Find(key) as YamlSequenceNode)?.Children ?? [];

    public static IEnumerable<(string Key, YamlNode Value)> Entries(this YamlNode? node) =>
        node is YamlMappingNode map ? map.Children.Select(entry => (((YamlScalarNode)entry.Key).Value ?? "", entry.Value)) : [];

    /// <summary>The scalars of a map, each passed through <paramref name="change"/>.</summary>
    public static Dictionary<string, string> Texts(this YamlNode node, string key, Func<string, string> change) =>
        node.Find(key).Entries().ToDictionary(entry => entry.Key, entry => change(((YamlScalarNode)entry.Value).Value ?? ""), StringComparer.Ordinal);
}
