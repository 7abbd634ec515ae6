using Azure.Bicep.Types;
using Azure.Bicep.Types.Az;
using Azure.Bicep.Types.Concrete;

namespace RdpCompliance.Tests.Policies;

/// <summary>The types of Azure Resource Manager with their properties, generated from the public specifications (NuGet Azure.Bicep.Types.Az).</summary>
internal static class AzureTypes
{
    private static readonly AzTypeLoader Loader = new();
    private static readonly Lazy<ILookup<string, (string Version, CrossFileTypeReference Type)>> Versions = new(() => Loader.LoadTypeIndex().Resources
        .Select(entry => (Parts: entry.Key.Split('@'), entry.Value))
        .ToLookup(entry => entry.Parts[0], entry => (entry.Parts[1], entry.Value), StringComparer.OrdinalIgnoreCase));

    public static bool Exists(string type) => Versions.Value.Contains(type);

    /// <summary>The bodies of the newest stable version and of the newest of all: a property of either is one that a template may have.</summary>
    public static IEnumerable<TypeBase> Bodies(string type)
    {
        var versions = Versions.Value[type].OrderByDescending(one => one.Version, StringComparer.Ordinal).ToList();
        var stable = versions.FindIndex(one => !one.Version.Contains("preview", StringComparison.Ordinal));
        return versions.Take(1).Concat(versions.Skip(stable).Take(stable >= 0 ? 1 : 0)).DistinctBy(one => one.Version)
            .Select(one => Loader.LoadResourceType(one.Type).Body.Type);
    }

    /// <summary>
    /// What stands at a path of member names, in the form in which the program follows it:
    /// "properties" are looked into, and lists stand for their elements.
    /// </summary>
    public static IEnumerable<TypeBase> At(TypeBase type, string path) =>
        path.Split('.').Aggregate(Elements(type), (found, name) => found.SelectMany(one => Member(one, name)).SelectMany(Elements));

    /// <summary>The values that a text may have; empty when it may have any.</summary>
    public static IEnumerable<string> Values(TypeBase type) => Elements(type).OfType<StringLiteralType>().Select(literal => literal.Value);

    private static IEnumerable<TypeBase> Elements(TypeBase type) => type switch
    {
        ArrayType list => Elements(list.ItemType.Type),
        UnionType union => union.Elements.SelectMany(element => Elements(element.Type)),
        _ => [type],
    };

    private static IEnumerable<TypeBase> Member(TypeBase type, string name)
    {
        var own = Own(type, name).ToList();
        return own.Count > 0 ? own : Own(type, "properties").SelectMany(inner => Own(inner, name));
    }

    private static IEnumerable<TypeBase> Own(TypeBase type, string name) =>
        type switch
        {
            ObjectType record when Find(record.Properties, name) is { } found => [found],
            ObjectType { AdditionalProperties: { } any } => [any.Type],
            DiscriminatedObjectType kinds => Find(kinds.BaseProperties, name) is { } found
                ? [found]
                : kinds.Elements.Values.SelectMany(kind => Own(kind.Type, name)),
            _ => [],
        };

    private static TypeBase? Find(IReadOnlyDictionary<string, ObjectTypeProperty> properties, string name) =>
        properties.FirstOrDefault(property => property.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value?.Type.Type;
}
