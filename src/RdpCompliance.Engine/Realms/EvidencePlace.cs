using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Realms;

/// <summary>Where evidence begins: the place of findings that nothing else places.</summary>
internal static class EvidencePlace
{
    public static Location Of(ImmutableArray<SourceEvidence> evidence)
    {
        var first = evidence[0];
        var unit = first.Observations is [var observation, ..] ? observation.Location.Unit
            : first.Items is [var item, ..] ? item.Location.Unit
            : SpanUnit.Characters;
        return Location.StartOf(first.Source, unit);
    }
}
