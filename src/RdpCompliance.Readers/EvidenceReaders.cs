using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.GroupPolicy;
using RdpCompliance.Readers.Host;
using RdpCompliance.Readers.RdpFiles;
using RdpCompliance.Readers.Registry;
using RdpCompliance.Readers.Registry.Hives;
using RdpCompliance.Readers.Templates.Arm;
using RdpCompliance.Readers.Templates.Bicep;

namespace RdpCompliance.Readers;

/// <summary>Every reader of the product, in the order of their names; a reader that is not here reads nothing.</summary>
public static class EvidenceReaders
{
    public static ImmutableArray<IEvidenceReader> All { get; } =
    [
        new ArmTemplateReader(new BicepReader()),
        new BicepReader(),
        new CertificateFileReader(),
        new EventXmlReader(),
        new GpmcBackupReader(),
        new GpoInheritanceReader(),
        new GpoReportReader(),
        new HiveReader(),
        new IntunePolicyReader(),
        new LgpoTextReader(),
        new NetstatReader(),
        new PolicyRulesReader(),
        new PolicyScriptsReader(),
        new PowerShellReader(),
        new PreferencesReader(),
        new RdpFileReader(),
        new RegFileReader(),
        new RegQueryReader(),
        new RegistryPolReader(),
        new ResultantPolicyReader(),
        new SecurityTemplateReader(),
        new ServiceControlReader(),
        new SnapshotReader(),
    ];

    /// <summary>The text twins of the binary formats among them.</summary>
    public static ImmutableArray<ITextTwin> Twins { get; } = [new CertificateTwin(), new RegistryPolTwin()];
}
