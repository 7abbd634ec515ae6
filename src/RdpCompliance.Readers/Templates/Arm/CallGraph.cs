using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates.Arm;

/// <summary>Which sources deploy which.</summary>
internal sealed class CallGraph
{
    private readonly Dictionary<Source, HashSet<Source>> _calls = [];

    public void Add(Source caller, Source called)
    {
        CallsOf(caller).Add(called);
        CallsOf(called);
    }

    /// <summary>
    /// Those that are reached from others: all but one of each group that nothing outside of it calls, which is the one whose name comes first.
    /// </summary>
    public IReadOnlySet<Source> Called()
    {
        var groupOf = Groups();
        var called = new HashSet<int>();
        var first = new Dictionary<int, Source>();
        foreach (var (source, calls) in _calls)
        {
            var group = groupOf[source];
            called.UnionWith(calls.Select(other => groupOf[other]).Where(other => other != group));
            if (!first.TryGetValue(group, out var known) || string.CompareOrdinal(source.Name, known.Name) < 0)
            {
                first[group] = source;
            }
        }

        return _calls.Keys.Where(source => called.Contains(groupOf[source]) || !ReferenceEquals(first[groupOf[source]], source)).ToHashSet();
    }

    private HashSet<Source> CallsOf(Source source)
    {
        if (!_calls.TryGetValue(source, out var calls))
        {
            _calls.Add(source, calls = []);
        }

        return calls;
    }

    /// <summary>
    /// The strongly connected groups, by Kosaraju's two walks: in the order in which the first leaves the sources, the last one first, backwards.
    /// </summary>
    private Dictionary<Source, int> Groups()
    {
        var left = new List<Source>();
        var seen = new HashSet<Source>();
        foreach (var source in _calls.Keys)
        {
            Walk(source, _calls, seen, left);
        }

        var callers = _calls.Keys.ToDictionary(source => source, _ => new HashSet<Source>());
        foreach (var (caller, calls) in _calls)
        {
            foreach (var called in calls)
            {
                callers[called].Add(caller);
            }
        }

        var groupOf = new Dictionary<Source, int>();
        seen.Clear();
        for (var index = left.Count - 1; index >= 0; index--)
        {
            var group = new List<Source>();
            Walk(left[index], callers, seen, group);
            foreach (var member in group)
            {
                groupOf.Add(member, index);
            }
        }

        return groupOf;
    }

    /// <summary>Adds what is reached and was not seen, each after all that it leads to.</summary>
    private static void Walk(Source start, Dictionary<Source, HashSet<Source>> edges, HashSet<Source> seen, List<Source> left)
    {
        if (!seen.Add(start))
        {
            return;
        }

        var way = new Stack<(Source Source, IEnumerator<Source> Next)>();
        way.Push((start, edges[start].GetEnumerator()));
        while (way.TryPeek(out var step))
        {
            if (!step.Next.MoveNext())
            {
                step.Next.Dispose();
                left.Add(way.Pop().Source);
            }
            else if (seen.Add(step.Next.Current))
            {
                way.Push((step.Next.Current, edges[step.Next.Current].GetEnumerator()));
            }
        }
    }
}
