namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>
/// How many addresses of a set no claim of lower rank takes, asked for many ranks at once. Runs leave a tree of sums as the rank rises above their claim,
/// so that all answers together cost little more than sorting.
/// </summary>
internal sealed class RankedShare
{
    private readonly List<ClaimedRun> _runs;
    private readonly SumTree _ofIPv4;
    private readonly SumTree _ofIPv6;
    private readonly bool[] _isGone;

    /// <param name="runs">In order of addresses, none of both families.</param>
    private RankedShare(List<ClaimedRun> runs)
    {
        _runs = runs;
        _ofIPv4 = new([.. runs.Select(run => AddressSet.IsOfIPv4(run.First) ? Width(run) : UInt128.Zero)]);
        _ofIPv6 = new([.. runs.Select(run => AddressSet.IsOfIPv4(run.First) ? UInt128.Zero : Width(run))]);
        _isGone = new bool[runs.Count];
    }

    /// <param name="claims">In the order of their ranks.</param>
    /// <param name="within">Only what is in it counts; no range of it is of both families.</param>
    /// <param name="questions">The sets, each with a rank: claims before it are those of lower rank.</param>
    public static AddressCount[] Of(IReadOnlyList<AddressSet> claims, AddressSet within, IReadOnlyList<(int Rank, AddressSet Set)> questions)
    {
        var share = new RankedShare(FirstClaim.Of([.. claims.Select(claim => claim.Intersect(within)), within]));
        var leaving = Enumerable.Range(0, share._runs.Count).OrderBy(run => share._runs[run].Claim).ToList();
        var answers = new AddressCount[questions.Count];
        var left = 0;
        foreach (var question in Enumerable.Range(0, questions.Count).OrderBy(index => questions[index].Rank))
        {
            for (; left < leaving.Count && share._runs[leaving[left]].Claim < questions[question].Rank; left++)
            {
                share.Remove(leaving[left]);
            }

            answers[question] = share.Count(questions[question].Set.Intersect(within));
        }

        return answers;
    }

    private static UInt128 Width(ClaimedRun run) => run.Last - run.First + 1;

    private void Remove(int run)
    {
        _isGone[run] = true;
        (AddressSet.IsOfIPv4(_runs[run].First) ? _ofIPv4 : _ofIPv6).Clear(run);
    }

    private AddressCount Count(AddressSet set)
    {
        var (ofIPv4, ofIPv6) = (UInt128.Zero, UInt128.Zero);
        foreach (var (first, last) in set.Ranges)
        {
            var (from, to) = (RunAt(first), RunAt(last));
            var before = _isGone[from] ? 0 : first - _runs[from].First;
            var behind = _isGone[to] ? 0 : _runs[to].Last - last;
            if (AddressSet.IsOfIPv4(first))
            {
                ofIPv4 += _ofIPv4.Sum(from, to) - before - behind;
            }
            else
            {
                ofIPv6 += _ofIPv6.Sum(from, to) - before - behind;
            }
        }

        return new((ulong)ofIPv4, ofIPv6);
    }

    /// <summary>The run that holds an address; the runs leave nothing out of what they are within.</summary>
    private int RunAt(UInt128 address)
    {
        var (low, high) = (0, _runs.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _runs[middle].Last < address ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
