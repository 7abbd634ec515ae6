using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates;

/// <summary>
/// The evaluated tree of a resource as it leaves a reader: each value with the whole way to
/// it (inside, only the top of a value that was referred to knows the way),
/// without secrets, of limited depth.
/// </summary>
public static class ResourceBody
{
    private const int MostDepth = 256;

    public static Node.Object Finish(Node.Object body, EvaluationBudget budget) => (Node.Object)Finish(body, [], new(), budget, 0);

    private static Node Finish(Node node, ImmutableArray<TraceStep> way, Ways ways, EvaluationBudget budget, int depth)
    {
        var trace = ways.Join(way, node.Trace);
        switch (node)
        {
            case Node.Object
            or Node.Array when depth > 0 && (depth > MostDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack() || !budget.TakeValues(1)):
                return new Node.Unresolved(node.Location, UnknownReason.Unresolvable, "a limit of evaluation was hit") { Trace = trace };
            case Node.Object record:
                var properties = record.Properties;
                ImmutableArray<Property>.Builder? changed = null;
                for (var index = 0; index < properties.Length; index++)
                {
                    var property = properties[index];
                    var value = Confidential.Hides(property.Name, property.Value)
                        ? Confidential.Hidden(property.NameLocation)
                        : Finish(property.Value, trace, ways, budget, depth + 1);
                    if (!ReferenceEquals(value, property.Value))
                    {
                        changed ??= properties.ToBuilder();
                        changed[index] = property with { Value = value };
                    }
                }

                return changed is null && way.IsEmpty
                    ? record
                    : new Node.Object(record.Location, changed?.MoveToImmutable() ?? properties) { Trace = trace };
            case Node.Array list:
                var elements = list.Elements;
                ImmutableArray<Node>.Builder? replaced = null;
                for (var index = 0; index < elements.Length; index++)
                {
                    var element = Finish(elements[index], trace, ways, budget, depth + 1);
                    if (!ReferenceEquals(element, elements[index]))
                    {
                        replaced ??= elements.ToBuilder();
                        replaced[index] = element;
                    }
                }

                return replaced is null && way.IsEmpty ? list : new Node.Array(list.Location, replaced?.MoveToImmutable() ?? elements) { Trace = trace };
            case Node.Unresolved { Partial: not null } unknown:
                return Tracing.After(way, Unknown.Opaque(unknown));
            default:
                return way.IsEmpty ? node : Tracing.WithTrace(node, trace);
        }
    }

    /// <summary>Joins ways; the elements of a list were mostly reached alike, and share one.</summary>
    private sealed class Ways
    {
        private (ImmutableArray<TraceStep> First, ImmutableArray<TraceStep> Second, ImmutableArray<TraceStep> Joined) _last = ([], [], []);

        public ImmutableArray<TraceStep> Join(ImmutableArray<TraceStep> first, ImmutableArray<TraceStep> second)
        {
            if (second.IsEmpty || first.IsEmpty)
            {
                return second.IsEmpty ? first : second;
            }

            if (first != _last.First || second != _last.Second)
            {
                _last = (first, second, Tracing.Join(first, second));
            }

            return _last.Joined;
        }
    }
}
