namespace RdpCompliance.Engine.Evidence;

/// <summary>
/// Whether two trees say the same, wherever they are written. A tree that is shared by many parents
/// is compared once for each pair, so that the time is that of the trees in memory.
/// </summary>
public static class NodeComparison
{
    public static bool SaySame(Node one, Node other) => SaySame(one, other, []);

    private static bool SaySame(Node one, Node other, HashSet<(Node One, Node Other)> seen) =>
        ReferenceEquals(one, other) || !seen.Add((one, other)) || (one, other) switch
        {
            (Node.Text a, Node.Text b) => a.Value == b.Value,
            (Node.Number a, Node.Number b) => a.Literal == b.Literal,
            (Node.Boolean a, Node.Boolean b) => a.Value == b.Value,
            (Node.Null, Node.Null) => true,
            (Node.Unresolved a, Node.Unresolved b) => a.Reason == b.Reason && a.Expression == b.Expression,
            (Node.Array a, Node.Array b) => a.Elements.Length == b.Elements.Length
                && a.Elements.Zip(b.Elements).All(pair => SaySame(pair.First, pair.Second, seen)),
            (Node.Object a, Node.Object b) => a.Properties.Length == b.Properties.Length
                && a.Properties.All(property => b.Find(property.Name) is { } same && SaySame(property.Value, same, seen)),
            _ => false,
        };
}
