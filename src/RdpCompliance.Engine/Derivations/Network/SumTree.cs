using System.Collections.Immutable;

namespace RdpCompliance.Engine.Derivations.Network;

/// <summary>Numbers of which sums over a stretch are asked while some become zero (a Fenwick tree).</summary>
internal sealed class SumTree
{
    private readonly UInt128[] _values;
    private readonly UInt128[] _sums;

    public SumTree(ImmutableArray<UInt128> values)
    {
        _values = [.. values];
        _sums = new UInt128[values.Length + 1];
        for (var index = 1; index <= values.Length; index++)
        {
            _sums[index] += values[index - 1];
            if (index + (index & -index) is var above && above <= values.Length)
            {
                _sums[above] += _sums[index];
            }
        }
    }

    public void Clear(int index)
    {
        var value = _values[index];
        _values[index] = 0;
        for (var at = index + 1; at < _sums.Length; at += at & -at)
        {
            _sums[at] -= value;
        }
    }

    /// <summary>From the first index to the last, both included.</summary>
    public UInt128 Sum(int first, int last) => UpTo(last + 1) - UpTo(first);

    private UInt128 UpTo(int count)
    {
        var sum = UInt128.Zero;
        for (var at = count; at > 0; at -= at & -at)
        {
            sum += _sums[at];
        }

        return sum;
    }
}
