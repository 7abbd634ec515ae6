using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Templates.Arm;
using RdpCompliance.Readers.Templates.Bicep;

namespace RdpCompliance.Readers;

/// <summary>Every reader of the product, in the order of their names; a reader that is not here reads nothing.</summary>
public static class EvidenceReaders
{
    public static ImmutableArray<IEvidenceReader> All { get; } =
    [
        new ArmTemplateReader(),
        new BicepReader(),
    ];
}
