using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>Compares values as templates do; what cannot be said is <see langword="null"/>.</summary>
public static class Comparison
{
    private const int MostDepth = 300;
    private const long MostCost = 1 << 16;

    /// <summary>Deep equality; text and property names by their letters' case. What would cost more than 65,536 comparisons nobody says.</summary>
    public static bool? AreEqual(Node left, Node right) => Cost(left, right) > MostCost ? null : AreEqual(left, right, 0);

    /// <inheritdoc cref="AreEqual(Node, Node)"/>
    /// <returns>Also <see langword="null"/> when the comparison costs more than is left.</returns>
    public static bool? AreEqual(Node left, Node right, EvaluationBudget budget) =>
        budget.TakeSteps(Cost(left, right)) ? AreEqual(left, right, 0) : null;

    private static long Cost(Node left, Node right) => Math.Min(left.Weight, right.Weight);

    public static int Order(string left, string right) => Collation.Compare(left, right);

    private static bool? AreEqual(Node left, Node right, int depth) => (left, right) switch
    {
        (Node.Unresolved { Pattern: { } one }, Node.Unresolved { Pattern: { } other }) when one.Equals(other, StringComparison.Ordinal) => true,
        (Node.Unresolved, _) or (_, Node.Unresolved) => null,
        _ when depth > MostDepth => null,
        (Node.Text one, Node.Text other) => one.Value.Equals(other.Value, StringComparison.Ordinal),
        (Node.Number one, Node.Number other) => AreEqual(one, other),
        (Node.Boolean one, Node.Boolean other) => one.Value == other.Value,
        (Node.Null, Node.Null) => true,
        (Node.Array one, Node.Array other) => AreEqual(one, other, depth),
        (Node.Object one, Node.Object other) => AreEqual(one, other, depth),
        _ => false,
    };

    /// <summary>An integer equals no float, whatever their values.</summary>
    private static bool AreEqual(Node.Number left, Node.Number right) => (left.Whole, right.Whole) switch
    {
        ({ } one, { } other) => one == other,
        (null, null) => Conversion.Float(left.Literal).Equals(Conversion.Float(right.Literal), StringComparison.Ordinal),
        _ => false,
    };

    private static bool? AreEqual(Node.Array left, Node.Array right, int depth)
    {
        if (left.Elements.Length != right.Elements.Length)
        {
            return false;
        }

        bool? all = true;
        for (var index = 0; index < left.Elements.Length; index++)
        {
            switch (AreEqual(left.Elements[index], right.Elements[index], depth + 1))
            {
                case false:
                    return false;
                case null:
                    all = null;
                    break;
            }
        }

        return all;
    }

    private static bool? AreEqual(Node.Object left, Node.Object right, int depth)
    {
        if (left.Properties.Length != right.Properties.Length)
        {
            return false;
        }

        var others = new Dictionary<string, Node>(right.Properties.Length, StringComparer.Ordinal);
        foreach (var property in right.Properties)
        {
            others[property.Name] = property.Value;
        }

        bool? all = true;
        foreach (var property in left.Properties)
        {
            switch (others.TryGetValue(property.Name, out var other) ? AreEqual(property.Value, other, depth + 1) : false)
            {
                case false:
                    return false;
                case null:
                    all = null;
                    break;
            }
        }

        return all;
    }
}
