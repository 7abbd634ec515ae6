using System.Collections.Frozen;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>
/// Order of text as templates have it: by the root order of Unicode's collation (UTS #10) for
/// what names are made of. The program runs without the data of cultures, so the
/// order of ASCII and of accented Latin letters is written here; other signs stand before digits and other letters behind these, by their code points.
/// </summary>
internal static class Collation
{
    /// <summary>Marks in their order, before all digits and letters.</summary>
    private const string Marks = "\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

    /// <summary>Accented letters of Latin-1 behind the letter that they are ordered with; the further behind, the later among equals.</summary>
    private static readonly string[] Accented = ["aáàâåäãª", "cç", "dð", "eéèêë", "iíìîï", "nñ", "oóòôöõøº", "uúùûü", "yýÿ"];

    private static readonly FrozenDictionary<char, (int Primary, int Accent)> Letters = Accented
        .SelectMany(group => group.Select((letter, index) => (letter, (Primary: PrimaryOf(group[0]), Accent: index))))
        .ToFrozenDictionary(entry => entry.letter, entry => entry.Item2);

    /// <summary>Letters that are ordered as two.</summary>
    private static readonly FrozenDictionary<char, string> Pairs = new Dictionary<char, string> { ['ß'] = "ss", ['æ'] = "ae", ['œ'] = "oe", ['þ'] = "th" }
        .ToFrozenDictionary();

    public static int Compare(string left, string right)
    {
        var (ones, others) = (KeysOf(left), KeysOf(right));
        var (byAccent, byCase) = (0, 0);
        for (var index = 0; index < Math.Min(ones.Count, others.Count); index++)
        {
            var (one, other) = (ones[index], others[index]);
            if (one.Primary != other.Primary)
            {
                return one.Primary.CompareTo(other.Primary);
            }

            byAccent = byAccent == 0 ? one.Accent.CompareTo(other.Accent) : byAccent;

            // Small letters come before capital ones.
            byCase = byCase == 0 ? one.IsCapital.CompareTo(other.IsCapital) : byCase;
        }

        return ones.Count != others.Count ? ones.Count.CompareTo(others.Count) : byAccent != 0 ? byAccent : byCase;
    }

    private static List<(int Primary, int Accent, bool IsCapital)> KeysOf(string text)
    {
        var keys = new List<(int Primary, int Accent, bool IsCapital)>(text.Length);
        foreach (var letter in text)
        {
            var (small, isCapital) = (char.ToLowerInvariant(letter), char.IsUpper(letter));
            if (Pairs.TryGetValue(small, out var pair))
            {
                keys.Add((PrimaryOf(pair[0]), 1, isCapital));
                keys.Add((PrimaryOf(pair[1]), 1, isCapital));
            }
            else
            {
                var (primary, accent) = Letters.TryGetValue(small, out var key) ? key : (PrimaryOf(small), 0);
                keys.Add((primary, accent, isCapital));
            }
        }

        return keys;
    }

    /// <summary>Signs come before digits, digits before letters.</summary>
    private static int PrimaryOf(char small)
    {
        const int Signs = 100;
        const int Digits = 100_000;
        const int FirstLetter = 200_000;
        return Marks.IndexOf(small, StringComparison.Ordinal) is >= 0 and var mark ? mark
            : char.IsLetter(small) ? FirstLetter + small
            : char.IsAsciiDigit(small) ? Digits + small
            : Signs + small;
    }
}
