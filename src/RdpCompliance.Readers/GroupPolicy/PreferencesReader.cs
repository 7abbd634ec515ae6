using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Xml;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>The preference files of a GPO that can state what Remote Desktop needs: Registry.xml, Services.xml and Groups.xml ([MS-GPPREF] 2.2.1).</summary>
public sealed class PreferencesReader : IEvidenceReader
{
    private static readonly (string Root, Guid Class)[] Roots =
    [
        ("RegistrySettings", new("A3CCFC41-DFDB-43A5-8D26-0FE8B954DA51")),
        ("NTServices", new("2CFB484A-4E96-4B5D-A0B6-093D2F91E6AE")),
        ("Groups", new("3125E937-EB16-4B4C-9934-544FC6D24D26")),
    ];

    public string Format => "gpo-preferences";

    public Claim? Claim(Source source, SourceHead head, SourceTree tree)
    {
        if (LocatedXml.RootOf(head) is not { Namespace: "" } root || !Array.Exists(Roots, known => known.Root == root.Name))
        {
            return null;
        }

        var isSigned =
            Guid.TryParse(root.Attribute("clsid")?.Value, out var clsid) && Array.Exists(Roots, known => known.Root == root.Name && known.Class == clsid);
        return (isSigned, source.Name.Contains("/Preferences/", StringComparison.OrdinalIgnoreCase)) switch
        {
            (true, _) => new(source, Certainty.BySignature),
            (_, true) => new(source, Certainty.ByShape),
            _ => null,
        };
    }

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var settings = new PreferenceSettings(claim.Primary);
        if (LocatedXml.Parse(claim.Primary, GroupPolicyXml.Breaks, diagnostics) is { } root && !(root.Attribute("disabled") is { Value: "1" }))
        {
            settings.Read(root);
        }

        return new(claim.Primary, Format, GpoFolder.Of(claim.Primary.Name).Origin)
        {
            Observations = settings.Observations,
            Items = settings.Items,
            Diagnostics = [.. diagnostics, .. settings.Diagnostics],
        };
    }
}
