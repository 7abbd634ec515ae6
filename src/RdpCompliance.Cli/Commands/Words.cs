using System.Collections.Immutable;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Engine.Scanning;

namespace RdpCompliance.Cli.Commands;

/// <summary>The words that options take.</summary>
internal static class Words
{
    private static readonly string[] RoleNames = ["host", "client", "gateway", "broker", "session-host", "avd-host"];

    public static ImmutableArray<string> Roles(IEnumerable<string> words, string option, UsageProblems problems)
    {
        var roles = words.ToImmutableArray();
        foreach (var unknown in roles.Where(role => !RoleNames.Contains(role, StringComparer.Ordinal)))
        {
            problems.Add($"{option}: '{unknown}' is not a role; {PackReport.Nearest(unknown, RoleNames)}.");
        }

        return roles;
    }

    /// <returns><see langword="null"/> for "none".</returns>
    public static Severity? FailOn(string? word, string option, UsageProblems problems) => word == "none" ? null : Severity(word, option, problems);

    /// <returns><see langword="null"/> when the option is absent or wrong.</returns>
    public static Severity? Severity(string? word, string option, UsageProblems problems) => Find<Severity>(word, option, problems, ("note", Engine.Findings.Severity.Note), ("warning", Engine.Findings.Severity.Warning), ("error", Engine.Findings.Severity.Error));

    public static UndecidedInclusion? Undecided(string? word, string option, UsageProblems problems) =>
        Find<UndecidedInclusion>(word, option, problems, ("none", UndecidedInclusion.None), ("with-evidence", UndecidedInclusion.WithEvidence), ("all", UndecidedInclusion.All));

    public static DateTimeOffset Instant(string text, string option, UsageProblems problems)
    {
        if (ValueParser.TryInstant(text) is { } instant)
        {
            return instant;
        }

        problems.Add($"{option}: '{text}' is not a date such as 2026-06-01 or a time such as 2026-06-01T12:00:00Z.");
        return default;
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
            if (name == word)
            {
                return value;
            }
        }

        problems.Add($"{option}: '{word}' is not one of {string.Join(", ", known.Select(one => one.Word))}.");
        return null;
    }
}
