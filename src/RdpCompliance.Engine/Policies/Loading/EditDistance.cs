namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>How far two names are apart (Levenshtein, with two neighbours that changed places as one step), to suggest the nearest valid one.</summary>
public static class EditDistance
{
    private const int Longest = 64;

    /// <summary>The name that <paramref name="found"/> was most likely meant to be; <see langword="null"/> when none is near.</summary>
    public static string? Nearest(string found, IEnumerable<string> names)
    {
        var (nearest, distance) = names
            .Select(name => (Name: name, Distance: Between(found, name)))
            .OrderBy(pair => pair.Distance)
            .ThenBy(pair => pair.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest is not null && distance <= MostFor(found) ? nearest : null;
    }

    /// <summary>Compares ignoring case; names over 64 characters count as far apart.</summary>
    public static int Between(string left, string right)
    {
        if (left.Length > Longest || right.Length > Longest)
        {
            return int.MaxValue;
        }

        var (before, above, row) = (new int[right.Length + 1], Enumerable.Range(0, right.Length + 1).ToArray(), new int[right.Length + 1]);
        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                row[j] = Math.Min(Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + (IsSame(i, j) ? 0 : 1));
                if (i > 1 && j > 1 && IsSame(i, j - 1) && IsSame(i - 1, j))
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, above, row) = (above, row, before);
        }

        return above[right.Length];

        bool IsSame(int i, int j) => char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
    }

    /// <summary>A third of the word; of one with a number a single step, because each other digit names another thing.</summary>
    private static int MostFor(string found) => found.Any(char.IsAsciiDigit) ? 1 : Math.Max(1, found.Length / 3);
}
