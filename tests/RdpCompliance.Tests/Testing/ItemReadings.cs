using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Tests.Testing;

/// <summary>Prints items as <see cref="Readings"/> prints observations.</summary>
internal static class ItemReadings
{
    /// <summary>"service:TermService start=4 sddl=D:…".</summary>
    public static string Print(this Item item) => $"{item.Space}:{item.Name} {string.Join(' ', item.Fields.Select(field => $"{field.Name}={field.Value}"))}";

    public static string PrintItems(this SourceEvidence evidence) => Readings.Lines(evidence.Items.Select(Print));
}
