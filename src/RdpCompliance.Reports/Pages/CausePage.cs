using System.Text;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;

namespace RdpCompliance.Reports.Pages;

/// <summary>The page of a documented cause.</summary>
public static class CausePage
{
    public static string Of(Cause cause, Pack pack)
    {
        var rules = pack.Rules.Where(rule => rule.Causes.Contains(cause.Id, StringComparer.Ordinal)).Select(rule => $"{rule.Id} {rule.Name}").ToList();
        return new StringBuilder()
            .Append($"# {cause.Id}\n\n{cause.Title}.\n\n")
            .Append($"Area: {cause.Area}. Kind: {PackWord.Of(cause.Kind)}. Documented for: {string.Join(", ", cause.Codes)}.\n\n")
            .Append(rules.Count == 0 ? "No rule of the pack decides it.\n" : $"Decided by {string.Join(", ", rules)}.\n")
            .ToString();
    }
}
