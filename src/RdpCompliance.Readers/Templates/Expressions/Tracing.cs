using System.Collections.Immutable;
using System.Diagnostics;
using System.Numerics;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>Keeps the way from where a value is used to where it is written.</summary>
public static class Tracing
{
    /// <summary>Longer ways are cut in the middle of nowhere anyone would follow. Fewer than 64, the bits of a number.</summary>
    private const int MostSteps = 24;

    /// <summary>The same value, reached by <paramref name="steps"/> before its own way.</summary>
    public static Node After(ImmutableArray<TraceStep> steps, Node node) => steps.IsEmpty ? node : WithTrace(node, Join(steps, node.Trace));

    public static Node After(Location place, string text, Node node) => After([new TraceStep(place, text)], node);

    /// <summary>The same values, each reached by <paramref name="steps"/> before its own way; values that were reached alike share one.</summary>
    public static IEnumerable<Node> AfterEach(ImmutableArray<TraceStep> steps, IEnumerable<Node> nodes)
    {
        if (steps.IsEmpty)
        {
            return nodes;
        }

        var (own, whole) = (ImmutableArray<TraceStep>.Empty, steps);
        return nodes.Select(node =>
        {
            if (node.Trace != own)
            {
                (own, whole) = (node.Trace, Join(steps, node.Trace));
            }

            return WithTrace(node, whole);
        });
    }

    /// <summary>The same value at the same place, with this way to it.</summary>
    public static Node WithTrace(Node node, ImmutableArray<TraceStep> trace) => node switch
    {
        Node.Text text => new Node.Text(text.Location, text.Value) { Trace = trace },
        Node.Number number => new Node.Number(number.Location, number.Literal) { Trace = trace },
        Node.Boolean boolean => new Node.Boolean(boolean.Location, boolean.Value) { Trace = trace },
        Node.Null => new Node.Null(node.Location) { Trace = trace },
        Node.Object record => new Node.Object(record.Location, record.Properties) { Trace = trace },
        Node.Array list => new Node.Array(list.Location, list.Elements) { Trace = trace },
        Node.Unresolved unknown => new Node.Unresolved(unknown)
        {
            Trace = trace,
            Pattern = unknown.Pattern,
            Partial = unknown.Partial,
        },
        _ => throw new UnreachableException($"{node.GetType().Name} has no case."),
    };

    /// <summary>All steps in order, each place and text once.</summary>
    public static ImmutableArray<TraceStep> Join(ImmutableArray<TraceStep> first, ImmutableArray<TraceStep> second)
    {
        if (second.IsEmpty || first.Length >= MostSteps)
        {
            return first;
        }

        if (first.IsEmpty)
        {
            return second;
        }

        var added = 0UL;
        var count = first.Length;
        for (var index = 0; index < second.Length && count < MostSteps; index++)
        {
            if (!Holds(first, second[index], first.Length) && !Holds(second, second[index], index))
            {
                added |= 1UL << index;
                count++;
            }
        }

        if (added == 0)
        {
            return first;
        }

        var joined = ImmutableArray.CreateBuilder<TraceStep>(count);
        joined.AddRange(first);
        for (; added != 0; added &= added - 1)
        {
            joined.Add(second[BitOperations.TrailingZeroCount(added)]);
        }

        return joined.MoveToImmutable();
    }

    /// <summary>Whether a step is among the first <paramref name="count"/>.</summary>
    private static bool Holds(ImmutableArray<TraceStep> steps, TraceStep wanted, int count)
    {
        for (var index = 0; index < count; index++)
        {
            if (ReferenceEquals(steps[index], wanted) || (steps[index].Location.Start == wanted.Location.Start && steps[index] == wanted))
            {
                return true;
            }
        }

        return false;
    }
}
