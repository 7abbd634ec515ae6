using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;

namespace RdpCompliance.Cli.Commands;

/// <summary>The words that options take.</summary>
internal static class Words
{
    /// <returns><see langword="null"/> when the option is absent or wrong.</returns>
    public static Severity? Severity(string? word, string option, UsageProblems problems) =>
        Find<Severity>(
            word,
            option,
            problems,
            ("note", Engine.Policies.Severity.Note),
            ("warning", Engine.Policies.Severity.Warning),
            ("error", Engine.Policies.Severity.Error));

    /// <summary>One of a few words, as it stands among them; <see langword="null"/> when it is none.</summary>
    public static string? Choice(string word, string option, UsageProblems problems, params string[] known)
    {
        if (Array.Find(known, name => name.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            return found;
        }

        problems.Add($"{option}: '{word}' is not one of {Listed(word, known)}");
        return null;
    }

    private static T? Find<T>(string? word, string option, UsageProblems problems, params (string Word, T Value)[] known)
        where T : struct
    {
        if (word is null)
        {
            return null;
        }

        foreach (var (name, value) in known)
        {
            if (name.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        problems.Add($"{option}: '{word}' is not one of {Listed(word, [.. known.Select(one => one.Word)])}");
        return null;
    }

    /// <summary>The words, and the one that was most likely meant, as the end of a sentence.</summary>
    public static string Listed(string found, IReadOnlyCollection<string> words) =>
        $"{string.Join(", ", words)}{(EditDistance.Nearest(found, words) is { } nearest ? $"; did you mean '{nearest}'?" : ".")}";
}
