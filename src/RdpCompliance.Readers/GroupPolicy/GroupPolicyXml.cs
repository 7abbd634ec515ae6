using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>What the XML formats of group policy share.</summary>
internal static class GroupPolicyXml
{
    public static readonly DiagnosticDescriptor Breaks = new(
        "RDP0123", DiagnosticEffect.Damage, "The XML cannot be read from here on: {0}. What stands before was read.");

    /// <summary>Report texts for people, and access lists in long form beside their SDDL: long, and nobody reads them.</summary>
    public static bool IsWanted(string element) =>
        element is not ("Explain" or "Supported" or "EventsDetails" or "Permissions" or "Auditing" or "SecurityGroup");
}
