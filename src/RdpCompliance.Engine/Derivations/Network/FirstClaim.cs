namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>Addresses in a row of which one and the same claim is the first.</summary>
internal readonly record struct ClaimedRun(UInt128 First, UInt128 Last, int Claim);

/// <summary>Which of several claims on addresses is the first, address by address: one sweep over where claims begin and end.</summary>
internal static class FirstClaim
{
    /// <returns>What any claim takes, in order of addresses, with the index of the first that takes it.</returns>
    public static List<ClaimedRun> Of(IReadOnlyList<AddressSet> claims)
    {
        var events = Events(claims);
        var runs = new List<ClaimedRun>();
        var holding = new bool[claims.Count];
        var waiting = new PriorityQueue<int, int>();
        var from = UInt128.Zero;
        for (var next = 0; next < events.Length;)
        {
            var at = events[next].At;
            if (Owner() is { } owner)
            {
                Append(runs, new(from, at - 1, owner));
            }

            for (; next < events.Length && events[next].At == at; next++)
            {
                holding[events[next].Claim] = events[next].Begins;
                if (events[next].Begins)
                {
                    waiting.Enqueue(events[next].Claim, events[next].Claim);
                }
            }

            from = at;
        }

        if (Owner() is { } last)
        {
            Append(runs, new(from, UInt128.MaxValue, last));
        }

        return runs;

        // A claim that has ended stays in the queue until it would be the first.
        int? Owner()
        {
            while (waiting.TryPeek(out var first, out _))
            {
                if (holding[first])
                {
                    return first;
                }

                waiting.Dequeue();
            }

            return null;
        }
    }

    private static (UInt128 At, int Claim, bool Begins)[] Events(IReadOnlyList<AddressSet> claims)
    {
        var events = new List<(UInt128 At, int Claim, bool Begins)>();
        for (var claim = 0; claim < claims.Count; claim++)
        {
            foreach (var (first, last) in claims[claim].Ranges)
            {
                events.Add((first, claim, true));
                if (last != UInt128.MaxValue)
                {
                    events.Add((last + 1, claim, false));
                }
            }
        }

        var ordered = events.ToArray();
        Array.Sort(ordered, (one, other) => one.At.CompareTo(other.At));
        return ordered;
    }

    private static void Append(List<ClaimedRun> runs, ClaimedRun run)
    {
        if (runs.Count > 0 && runs[^1].Claim == run.Claim && runs[^1].Last + 1 == run.First)
        {
            runs[^1] = runs[^1] with { Last = run.Last };
        }
        else
        {
            runs.Add(run);
        }
    }
}
