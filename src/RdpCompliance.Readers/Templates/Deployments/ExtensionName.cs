using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>
/// What a resource is whose type says what it extends: "A.B/c/providers/d" with the name "c1/E.F/d1" is the E.F/d "d1" that extends the A.B/c "c1".
/// </summary>
/// <param name="Prefix">The id of what is extended, or of what holds the resource.</param>
/// <param name="Extended">The same as text; <see langword="null"/> when the type names nothing that is extended.</param>
internal sealed record ExtensionName(string Type, Node Name, Node Prefix, string? Extended)
{
    private const string Providers = "/providers/";

    public static ExtensionName Of(string type, Node name, Node prefix, Location place)
    {
        string? extended = null;
        for (var at = type.IndexOf(Providers, StringComparison.OrdinalIgnoreCase); at > 0; at = type.IndexOf(Providers, StringComparison.OrdinalIgnoreCase))
        {
            var outer = type[..at];
            var outerCount = outer.Split('/').Length - 1;
            var innerCount = type[(at + Providers.Length)..].Split('/').Length;
            if (ResourceIds.Split(name, outerCount + innerCount + 1) is not { } parts
                || parts[outerCount] is not Node.Text space
                || ResourceIds.Create(place, prefix, outer, parts[..outerCount]) is not { } holder)
            {
                break;
            }

            prefix = holder;
            extended = ArmResource.Text(holder) ?? "";
            type = $"{space.Value}/{type[(at + Providers.Length)..]}";
            name = Joined(parts[(outerCount + 1)..], name.Location);
        }

        return new(type, name, prefix, extended);
    }

    private static Node Joined(ImmutableArray<Node> parts, Location place)
    {
        var name = new TextComposer();
        for (var index = 0; index < parts.Length; index++)
        {
            name.Append(index > 0 ? "/" : "").Append(parts[index]);
        }

        return name.ToNode(place);
    }
}
