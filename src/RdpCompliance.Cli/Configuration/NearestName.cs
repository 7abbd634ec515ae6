namespace RdpCompliance.Cli.Configuration;

/// <summary>Finds the name that somebody meant.</summary>
internal static class NearestName
{
    private const int LongestName = 64;

    /// <returns>The candidate with the fewest edits (a swap of neighbours is one), the first of equals; <see langword="null"/> when more than a third of the name would change.</returns>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        if (name.Length > LongestName)
        {
            return null;
        }

        var most = Math.Max(1, name.Length / 3);
        return candidates.Select(candidate => (Distance: Edits(name, candidate), Name: candidate)).Where(pair => pair.Distance <= most).OrderBy(pair => pair.Distance).Select(pair => pair.Name).FirstOrDefault();
    }

    /// <summary>Optimal string alignment distance, ignoring case; two rows back are kept for swaps.</summary>
    private static int Edits(string one, string other)
    {
        var (before, previous, current) = (new int[other.Length + 1], new int[other.Length + 1], new int[other.Length + 1]);
        for (var column = 0; column <= other.Length; column++)
        {
            previous[column] = column;
        }

        for (var row = 1; row <= one.Length; row++)
        {
            current[0] = row;
            for (var column = 1; column <= other.Length; column++)
            {
                var replaced = previous[column - 1] + (Same(one[row - 1], other[column - 1]) ? 0 : 1);
                current[column] = Math.Min(replaced, Math.Min(previous[column], current[column - 1]) + 1);
                if (row > 1 && column > 1 && Same(one[row - 1], other[column - 2]) && Same(one[row - 2], other[column - 1]))
                {
                    current[column] = Math.Min(current[column], before[column - 2] + 1);
                }
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[other.Length];
    }

    private static bool Same(char one, char other) => char.ToUpperInvariant(one) == char.ToUpperInvariant(other);
}
