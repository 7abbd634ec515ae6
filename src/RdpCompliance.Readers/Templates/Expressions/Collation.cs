using System.Collections.Frozen;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>
/// Order of text as templates have it: by the root order of Unicode's collation (UTS #10) for
/// what names are made of. The program runs without the data of cultures, so the
/// order of ASCII and of accented Latin letters is written here; anything else follows in the order of its code points.
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

    public static int Compare(string left, string right)
    {
        var (byAccent, byCase) = (0, 0);
        for (var index = 0; index < Math.Min(left.Length, right.Length); index++)
        {
            var (one, other) = (KeyOf(left[index]), KeyOf(right[index]));
            if (one.Primary != other.Primary)
            {
                return one.Primary.CompareTo(other.Primary);
            }

            byAccent = byAccent == 0 ? one.Accent.CompareTo(other.Accent) : byAccent;

            // Small letters come before capital ones.
            byCase = byCase == 0 ? char.IsUpper(left[index]).CompareTo(char.IsUpper(right[index])) : byCase;
        }

        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : byAccent != 0 ? byAccent : byCase;
    }

    private static (int Primary, int Accent) KeyOf(char c)
    {
        var small = char.ToLowerInvariant(c);
        return Letters.TryGetValue(small, out var key) ? key : (PrimaryOf(small), 0);
    }

    private static int PrimaryOf(char small)
    {
        const int BeforeLetters = 1_000;
        return Marks.IndexOf(small, StringComparison.Ordinal) is >= 0 and var mark
            ? mark
            : char.IsLetter(small) ? (2 * BeforeLetters) + small : char.IsAsciiDigit(small) ? BeforeLetters + small : BeforeLetters + 100 + small;
    }
}
