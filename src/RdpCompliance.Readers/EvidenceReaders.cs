using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.AzureState;
using RdpCompliance.Readers.GroupPolicy;
using RdpCompliance.Readers.Host;
using RdpCompliance.Readers.RdpFiles;
using RdpCompliance.Readers.Registry;
using RdpCompliance.Readers.Registry.Hives;
using RdpCompliance.Readers.Templates.Arm;
using RdpCompliance.Readers.Templates.Bicep;

namespace RdpCompliance.Readers;

/// <summary>
/// Every reader of the product; a reader that is not here reads nothing. First those that know their format by its first bytes,
/// which come in thousands and cost the others the decoding of a text; then by name.
/// </summary>
public static class EvidenceReaders
{
    public static ImmutableArray<IEvidenceReader> All { get; } =
    [
        new RegFileReader(),
        new RegistryPolReader(),
        new ArmTemplateReader(new BicepReader()),
        new BicepReader(),
        new AzureStateReader(),
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
        new RegQueryReader(),
        new ResultantPolicyReader(),
        new SecurityTemplateReader(),
        new ServiceControlReader(),
        new SnapshotReader(),
    ];

    /// <summary>The text twins of the binary formats among them.</summary>
    public static ImmutableArray<ITextTwin> Twins { get; } = [new CertificateTwin(), new RegistryPolTwin()];
}
