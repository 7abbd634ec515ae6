using System.Collections.Concurrent;

namespace RdpCompliance.Engine.Derivations.Firewall;

/// <summary>
/// Rules by their texts. The hundreds of rules that Windows brings along are the same text on every machine of a fleet, so that each is parsed once.
/// </summary>
internal static class RuleTexts
{
    /// <summary>A bound on what is kept; texts beyond it are parsed wherever they stand.</summary>
    private const int MostKept = 4096;

    private static readonly ConcurrentDictionary<string, FirewallRule> Known = new(StringComparer.Ordinal);
    private static int _kept;

    public static FirewallRule Of(string text)
    {
        if (!Known.TryGetValue(text, out var rule))
        {
            rule = FirewallRule.Parse(text);
            if (Interlocked.Increment(ref _kept) <= MostKept)
            {
                Known[text] = rule;
            }
        }

        return rule;
    }
}
