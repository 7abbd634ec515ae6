using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Engine.Subjects.Resources;

/// <summary>
/// The one place where the shapes of Azure meet: templates and answers of Azure Resource Manager
/// hold most members below "properties", the Azure CLI and PowerShell write them flat;
/// letter case differs, and one thing is written as a member, a list of one, or an empty list beside the other form.
/// </summary>
internal static class ResourceShape
{
    private const string Wrapper = "properties";

    /// <summary>What stands beside "properties", not in them.</summary>
    private static readonly string[] Outer = ["identity", "kind", "location", "name", "plan", "sku", "tags", "zones"];

    /// <summary>The member in the object, or else in its "properties"; where those are not known, what stands for them.</summary>
    public static Node? Find(Node.Object body, string name) => body.Find(name) ?? body.Find(Wrapper) switch
    {
        Node.Object inner => inner.Find(name),
        Node.Unresolved unknown => unknown,
        _ => null,
    };

    /// <summary>
    /// Everything at a path of member names; a list on the way or at the end stands for each of its
    /// elements. Null and empty text are nothing; what is not known stands where the path meets it.
    /// </summary>
    public static IEnumerable<Node> At(Node node, string path) => At(node, path.Split('.'), 0);

    /// <summary>The object nearest to what a path would lead to: where an absent member should stand.</summary>
    public static Node.Object Nearest(Node.Object body, string path)
    {
        var nearest = body;
        foreach (var name in path.Split('.')[..^1])
        {
            if (Find(nearest, name) is not Node.Object next)
            {
                break;
            }

            nearest = next;
        }

        return ReferenceEquals(nearest, body) && Outer.Contains(path.Split('.')[0], StringComparer.OrdinalIgnoreCase)
            ? body
            : nearest.Find(Wrapper) as Node.Object ?? nearest;
    }

    /// <summary>The text, or for text of which parts are not known its pattern; <see langword="null"/> when nothing can be said.</summary>
    public static string? TextOf(Node? node) => node switch
    {
        Node.Text text => text.Value,
        Node.Unresolved unknown => unknown.Pattern,
        _ => null,
    };

    /// <summary>
    /// Whether an id names one resource of all of Azure: it begins at a subscription, a
    /// management group or the tenant, and no part of it is in braces or missing.
    /// </summary>
    public static bool IsWholeId(string? id) => id is not null
        && (id.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase) || id.StartsWith("/providers/", StringComparison.OrdinalIgnoreCase))
        && id.AsSpan().IndexOfAny('{', '?') < 0;

    /// <summary>
    /// The name as people read it: holes stand for what is not known, and for a name that is put together by functions the input behind them.
    /// </summary>
    public static string Shown(Node? name) => name switch
    {
        Node.Text { Value.Length: > 0 } text => text.Value,
        Node.Unresolved { Pattern: { } pattern } when !pattern.Contains('‹', StringComparison.Ordinal) => pattern,
        Node.Unresolved unknown => $"{{{unknown.Expression}}}",
        _ => "?",
    };

    private static IEnumerable<Node> At(Node node, string[] path, int depth) => node switch
    {
        Node.Array list => list.Elements.SelectMany(element => At(element, path, depth)),
        Node.Null => [],
        Node.Text { Value: "" } => [],
        Node.Unresolved => [node],
        _ when depth == path.Length => [node],
        Node.Object record when Find(record, path[depth]) is { } next => At(next, path, depth + 1),
        _ => [],
    };
}
