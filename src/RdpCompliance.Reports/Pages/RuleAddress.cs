using RdpCompliance.Engine.Policies;

namespace RdpCompliance.Reports.Pages;

/// <summary>Where a rule's page stands; made from the id, never typed.</summary>
public static class RuleAddress
{
    public const string Project = "https://github.com/rdpcompliance/rdpcompliance";

    /// <returns><see langword="null"/> for an own rule that names no page: the project has none of it.</returns>
    public static string? Of(Rule rule) => rule.Page ?? (rule.IsOwn ? null : $"{Project}/blob/main/policies/{FileOf(rule.Id)}");

    /// <summary>Relative to the pack's folder: "pages/RDP3014.md".</summary>
    public static string FileOf(string ruleId) => $"pages/{ruleId}.md";
}
