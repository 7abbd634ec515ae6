namespace RdpCompliance.Reports.Pages;

/// <summary>Where a rule's page stands; made from the id, never typed.</summary>
public static class RuleAddress
{
    public const string Project = "https://github.com/rdpcompliance/rdpcompliance";

    public static string Of(string ruleId) => $"{Project}/blob/main/policies/{FileOf(ruleId)}";

    /// <summary>Relative to the pack's folder: "pages/RDP3014.md".</summary>
    public static string FileOf(string ruleId) => $"pages/{ruleId}.md";
}
