using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>Puts resource ids together; parts that are not known make the id a pattern.</summary>
public static class ResourceIds
{
    /// <summary>"Microsoft.Network/virtualNetworks/subnets" below <paramref name="prefix"/>, with one name for each type.</summary>
    /// <param name="prefix">The id of what holds or is extended by the resource; "" for the tenant.</param>
    /// <returns><see langword="null"/> when there are not as many names as types.</returns>
    public static Node? Create(Location place, Node prefix, string type, ImmutableArray<Node> names)
    {
        var types = type.Trim('/').Split('/');
        if (types.Length != names.Length + 1)
        {
            return null;
        }

        var id = new TextComposer().Append(prefix).Append("/providers/").Append(types[0]);
        for (var index = 0; index < names.Length; index++)
        {
            id.Append("/").Append(types[index + 1]).Append("/").Append(names[index]);
        }

        return id.ToNode(place);
    }

    /// <summary>The names of a resource whose name is one text with '/' between them, as resources state it.</summary>
    /// <param name="count">How many the type has.</param>
    /// <returns><see langword="null"/> when the name has another number of parts, or parts that are not known may hold a '/'.</returns>
    public static ImmutableArray<Node>? Split(Node name, int count)
    {
        if (count == 1)
        {
            return name is Node.Text { Value: var one } && one.Contains('/', StringComparison.Ordinal) ? null : [name];
        }

        switch (name)
        {
            case Node.Text text:
                var parts = text.Value.Split('/');
                return parts.Length == count ? [.. parts.Select(part => new Node.Text(text.Location, part) { Trace = text.Trace })] : null;
            case Node.Unresolved { Pattern: { } pattern } unknown:
                var pieces = SplitPattern(pattern);
                return pieces.Count == count ? [.. pieces.Select(piece => Piece(unknown, piece))] : null;
            default:
                return null;
        }
    }

    private static Node Piece(Node.Unresolved whole, string piece) => piece.AsSpan().ContainsAny('{', '}')
        ? new Node.Unresolved(whole) { Pattern = piece }
        : new Node.Text(whole.Location, piece) { Trace = whole.Trace };

    /// <summary>Cuts at each '/' that stands outside of braces.</summary>
    private static List<string> SplitPattern(string pattern)
    {
        var pieces = new List<string>();
        var (start, depth) = (0, 0);
        for (var index = 0; index < pattern.Length; index++)
        {
            switch (pattern[index])
            {
                case '{':
                    depth++;
                    break;
                case '}':
                    depth--;
                    break;
                case '/' when depth == 0:
                    pieces.Add(pattern[start..index]);
                    start = index + 1;
                    break;
            }
        }

        pieces.Add(pattern[start..]);
        return pieces;
    }
}
