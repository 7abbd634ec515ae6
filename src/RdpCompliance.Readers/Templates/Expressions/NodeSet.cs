using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>Different values in the order in which they came. Values with unknown parts may equal others: then the answer is <see langword="null"/>.</summary>
/// <param name="budget">What looking at values is charged to; when it ends, nobody knows.</param>
internal sealed class NodeSet(EvaluationBudget budget)
{
    private const int MostDepth = 300;
    private readonly ImmutableArray<Node>.Builder _nodes = ImmutableArray.CreateBuilder<Node>();
    private readonly Dictionary<int, List<Node>> _known = [];
    private readonly List<Node> _unknown = [];

    public static NodeSet Of(Node.Array list, EvaluationBudget budget)
    {
        var set = new NodeSet(budget);
        foreach (var element in list.Elements)
        {
            set.Add(element);
        }

        return set;
    }

    /// <returns>Whether the value was new.</returns>
    public bool? Add(Node node)
    {
        var contained = Contains(node);
        if (contained is not true && budget.Exhausted is null)
        {
            _nodes.Add(node);
            if (Hash(node, 0) is not { } hash)
            {
                _unknown.Add(node);
            }
            else if (_known.TryGetValue(hash, out var same))
            {
                same.Add(node);
            }
            else
            {
                _known.Add(hash, [node]);
            }
        }

        return !contained;
    }

    public bool? Contains(Node node)
    {
        // Twice: a value that is new is hashed again when it is kept.
        if (!budget.TakeSteps(2 * node.Weight))
        {
            return null;
        }

        var candidates = Hash(node, 0) is { } hash ? _known.GetValueOrDefault(hash, []).Concat(_unknown) : _nodes;
        bool? found = false;
        foreach (var candidate in candidates)
        {
            switch (Comparison.AreEqual(candidate, node, budget))
            {
                case true:
                    return true;
                case null:
                    found = null;
                    break;
            }
        }

        return found;
    }

    public ImmutableArray<Node> ToImmutable() => _nodes.ToImmutable();

    /// <returns>Equal for equal values; <see langword="null"/> when a part is not known.</returns>
    private static int? Hash(Node node, int depth)
    {
        switch (node)
        {
            case Node.Text text:
                return string.GetHashCode(text.Value, StringComparison.Ordinal);
            case Node.Number number:
                return number.Whole?.GetHashCode() ?? 3;
            case Node.Boolean boolean:
                return boolean.Value ? 1 : 2;
            case Node.Null:
                return 0;
            case Node.Array list when depth < MostDepth:
                var sequence = new HashCode();
                foreach (var element in list.Elements)
                {
                    if (Hash(element, depth + 1) is not { } part)
                    {
                        return null;
                    }

                    sequence.Add(part);
                }

                return sequence.ToHashCode();
            case Node.Object record when depth < MostDepth:
                // Records of different order are different here, as they are in Azure's sets, although they compare equal.
                var ordered = new HashCode();
                foreach (var property in record.Properties)
                {
                    if (Hash(property.Value, depth + 1) is not { } part)
                    {
                        return null;
                    }

                    ordered.Add(property.Name, StringComparer.Ordinal);
                    ordered.Add(part);
                }

                return ordered.ToHashCode();
            default:
                return null;
        }
    }
}
