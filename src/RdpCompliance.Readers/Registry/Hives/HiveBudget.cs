namespace RdpCompliance.Readers.Registry.Hives;

/// <summary>
/// What reading may cost. In a sound hive each record is referred to once, so lists, data and keys
/// together are never more than the bins hold; a hostile hive refers to one record
/// from many places, and would make a small file cost much.
/// </summary>
internal sealed class HiveBudget(long binsLength)
{
    /// <summary>A short hive may hold one long path.</summary>
    private const long SpareCharacters = 1 << 20;

    /// <summary>A key node and its element in a list; a value likewise; a list of one subkey.</summary>
    private const int SmallestKey = 80 + 4;
    private const int SmallestValue = 24 + 4;
    private const int SmallestList = 8;

    /// <summary>A few records are read twice: the root's, and the one that names the control set in force.</summary>
    private const int Spare = 1024;

    private readonly HashSet<uint> _keys = [];
    private long _subkeys = (binsLength / SmallestKey) + Spare;
    private long _values = (binsLength / SmallestValue) + Spare;
    private long _lists = (binsLength / SmallestList) + Spare;
    private long _names = binsLength + SpareCharacters;
    private long _data = binsLength + Spare;
    private long _pathCharacters = (4 * binsLength) + SpareCharacters;

    public bool TakeSubkeys(long count) => Take(ref _subkeys, count);

    public bool TakeValues(long count) => Take(ref _values, count);

    public bool TakeList() => Take(ref _lists, 1);

    public bool TakeName(int length) => Take(ref _names, length);

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
