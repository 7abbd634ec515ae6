namespace RdpCompliance.Readers.Registry.Hives;

/// <summary>
/// What reading may cost. In a sound hive each record is referred to once, so lists, data and keys together are never more than the bins hold; a hostile hive refers to one record
/// from many places, and would make a small file cost much.
/// </summary>
internal sealed class HiveBudget(long binsLength)
{
    /// <summary>One path may be long: a short hive may go over the rule of its length.</summary>
    private const long SparePathCharacters = 1 << 20;

    private readonly HashSet<uint> _keys = [];
    private long _elements = binsLength / 4;
    private long _data = binsLength;
    private long _pathCharacters = (4 * binsLength) + SparePathCharacters;

    public bool TakeElements(long count) => Take(ref _elements, count);

    public bool TakeData(long length) => Take(ref _data, length);

    public bool TakePath(long characters) => Take(ref _pathCharacters, characters);

    /// <returns>Whether the key is met for the first time.</returns>
    public bool Meet(uint cell) => _keys.Add(cell);

    private static bool Take(ref long left, long amount)
    {
        if (amount > left)
        {
            return false;
        }

        left -= amount;
        return true;
    }
}
