using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers;

/// <summary>Every reader of the product, in the order of their names; a reader that is not here reads nothing.</summary>
public static class EvidenceReaders
{
    public static ImmutableArray<IEvidenceReader> All { get; } =
    [
        new Host.CertificateFileReader(),
        new Host.EventXmlReader(),
        new Host.NetstatReader(),
        new RdpFiles.RdpFileReader(),
        new Host.ServiceControlReader(),
    ];
}
