using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Json;

namespace RdpCompliance.Readers.Templates.Bicep.Modules;

/// <summary>
/// The part of <c>bicepconfig.json</c> that decides which modules are meant
/// (https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-config-modules).
/// The nearest one at or above a file's folder counts, alone.
/// </summary>
public sealed class BicepConfiguration
{
    public const string FileName = "bicepconfig.json";

    private readonly Node.Object? _root;

    private BicepConfiguration(Node.Object? root) => _root = root;

    /// <summary>What holds where no file says otherwise.</summary>
    public static BicepConfiguration Default { get; } = new(null);

    public static BicepConfiguration Parse(Source source) => new(LocatedJson.Parse(source).Root as Node.Object);

    /// <summary>"registry/path" of an alias; <see langword="null"/> when it is not declared.</summary>
    public string? RegistryAlias(string name)
    {
        if (Alias("br", name) is { } alias)
        {
            return Text(alias, "registry") is { } registry ? Join(registry, Text(alias, "modulePath")) : null;
        }

        return name == "public" ? "mcr.microsoft.com/bicep" : null;
    }

    /// <summary>"subscription/resource-group" of an alias; <see langword="null"/> when it is not declared.</summary>
    public string? TemplateSpecAlias(string name) =>
        Alias("ts", name) is { } alias && Text(alias, "subscription") is { } subscription && Text(alias, "resourceGroup") is { } group
            ? $"{subscription}/{group}"
            : null;

    private Node.Object? Alias(string scheme, string name) =>
        ((_root?.Find("moduleAliases") as Node.Object)?.Find(scheme) as Node.Object)?.Find(name) as Node.Object;

    private static string Join(string registry, string? path) => path is { Length: > 0 } ? $"{registry}/{path}" : registry;

    private static string? Text(Node.Object record, string name) => (record.Find(name) as Node.Text)?.Value;
}
