namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>How far two names are apart (Levenshtein), to suggest the nearest valid one.</summary>
public static class EditDistance
{
    /// <summary>Compares ignoring case; names over 64 characters count as far apart.</summary>
    public static int Between(string left, string right)
    {
        const int Longest = 64;
        if (left.Length > Longest || right.Length > Longest)
        {
            return int.MaxValue;
        }

        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                var same = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (same ? 0 : 1));
                diagonal = above;
            }
        }

        return row[right.Length];
    }
}
