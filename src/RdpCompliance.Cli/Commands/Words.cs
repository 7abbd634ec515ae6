using RdpCompliance.Engine.Policies;

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

    private static T? Find<T>(string? word, string option, UsageProblems problems, params (string Word, T Value)[] known)
        where T : struct
    {
        if (word is null)
        {
            return null;
        }

        foreach (var (name, value) in known)
        {
            if (name == word)
            {
                return value;
            }
        }

        problems.Add($"{option}: '{word}' is not one of {string.Join(", ", known.Select(one => one.Word))}.");
        return null;
    }
}
