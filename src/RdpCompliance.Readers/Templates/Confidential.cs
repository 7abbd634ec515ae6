using System.Collections.Frozen;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates;

/// <summary>Says which properties of resources hold secrets, so that their values leave no reader.</summary>
public static class Confidential
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "protectedSettings",
        "sharedKey",
        "accountKey",
        "storageAccountKey",
        "connectionString",
        "privateKey",
        "customData",
        "sasUrl");

    /// <summary>Whether a value of a property of that name may be shown. Nothing is a secret that is empty.</summary>
    public static bool Hides(string property, Node value) => value switch
    {
        Node.Text { Value: "" } or Node.Null or Node.Boolean or Node.Unresolved or Node.Object { Properties: [] } or Node.Array { Elements: [] } => false,
        Node.Text or Node.Number => IsSecret(property),
        _ => property.Equals("protectedSettings", StringComparison.OrdinalIgnoreCase),
    };

    /// <summary>What stands for a hidden value.</summary>
    /// <param name="place">A place whose text may be shown, such as that of the property's name.</param>
    public static Node.Unresolved Hidden(Location place) => new(place, UnknownReason.Unresolvable, "a secret, which is not shown");

    private static bool IsSecret(string property) =>
        Names.Contains(property)
        || property.EndsWith("password", StringComparison.OrdinalIgnoreCase)
        || property.EndsWith("secret", StringComparison.OrdinalIgnoreCase)
        || property.EndsWith("token", StringComparison.OrdinalIgnoreCase)
        || property.EndsWith("passphrase", StringComparison.OrdinalIgnoreCase);
}
