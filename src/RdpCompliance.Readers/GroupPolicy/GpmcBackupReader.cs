using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Xml;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>
/// Backups of the Group Policy Management Console: names, links and filters of a GPO out of
/// gpreport.xml, or out of Backup.xml or bkupInfo.xml where there is no report.
/// The values come from the files below DomainSysvol, which other readers read; where the report contradicts them, that is told at its place.
/// manifest.xml repeats what bkupInfo.xml says; it is only asked which backups should be there.
/// </summary>
public sealed class GpmcBackupReader : IEvidenceReader
{
    private const string ManifestNamespace = "http://www.microsoft.com/GroupPolicy/GPOOperations/Manifest";
    private const string SchemeNamespace = "http://www.microsoft.com/GroupPolicy/GPOOperations";

    private static readonly DiagnosticDescriptor Missing = new(
        "RDP0127", DiagnosticEffect.Note, "The backup '{0}' of GPO '{1}' is listed here, and its folder is not beside this file.");

    public string Format => "gpmc-backup";

    public Claim? Claim(Source source, SourceHead head, SourceTree tree)
    {
        switch (LocatedXml.RootOf(head))
        {
            case { Name: "Backups", Namespace: ManifestNamespace }:
                return new(source, Certainty.BySignature);
            case { Name: "BackupInst", Namespace: ManifestNamespace } or { Name: "GroupPolicyBackupScheme", Namespace: SchemeNamespace }:
                var folder = BackupFolder.Of(source.Folder, tree);
                if (folder.Primary is { } primary && primary != source)
                {
                    return null;
                }

                return new(source, Certainty.BySignature) { Consumed = [.. Consumed(folder, tree).Where(consumed => consumed != source)] };
            default:
                return null;
        }
    }

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var root = LocatedXml.Parse(claim.Primary, GroupPolicyXml.Breaks, diagnostics);
        if (root?.Name == "Backups")
        {
            return ReadManifest(claim.Primary, root, context.Tree, diagnostics);
        }

        var folder = BackupFolder.Of(claim.Primary.Folder, context.Tree);
        return folder.Report is { } report && LocatedXml.Parse(report, GroupPolicyXml.Breaks, diagnostics, GroupPolicyXml.IsWanted) is { Name: "GPO" } gpo
            ? ReadReport(claim.Primary, folder, report, gpo, context.Tree, diagnostics)
            : ReadCore(claim.Primary, root, diagnostics);
    }

    /// <summary>The backup's own files, and the comments that say nothing about settings.</summary>
    private static IEnumerable<Source> Consumed(BackupFolder folder, SourceTree tree) =>
        new[]
        {
            folder.Backup,
            folder.Info,
            folder.Report,
            folder.File(tree, "DomainSysvol/GPO/GPO.cmt"),
            folder.File(tree, "DomainSysvol/GPO/Machine/comment.cmtx"),
            folder.File(tree, "DomainSysvol/GPO/User/comment.cmtx"),
        }.OfType<Source>();

    private SourceEvidence ReadReport(
        Source primary,
        BackupFolder folder,
        Source report,
        XmlElement gpo,
        SourceTree tree,
        ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var settings = new ReportSettings(report);
        foreach (var half in gpo.Children.Where(child => child.Name is "Computer" or "User"))
        {
            settings.Read(half, _ => (null, null));
        }

        var evidence = new SourceEvidence(
            primary,
            Format,
            new Origin.GroupPolicy(folder.Folder) { Id = GpoDescription.IdOf(gpo), Name = GpoDescription.NameOf(gpo) })
        {
            Items = GpoDescription.Describe(report, gpo, gpoName: null),
        };

        // A report without the files it was made from is all there is.
        return folder.HasAny(tree, BackupContradictions.SettingsFolders)
            ? evidence with { Diagnostics = [.. diagnostics, .. settings.Diagnostics, .. BackupContradictions.Find(settings, folder, tree)] }
            : evidence with
            {
                Observations = settings.Observations,
                Items = [.. evidence.Items, .. settings.Items],
                Diagnostics = [.. diagnostics, .. settings.Diagnostics],
            };
    }

    /// <summary>Backup.xml has the core settings of the GPO, bkupInfo.xml its names.</summary>
    private SourceEvidence ReadCore(Source source, XmlElement? root, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var core = root?.Name == "BackupInst" ? root : root?.Find("GroupPolicyObject", "GroupPolicyCoreSettings");
        var id = core?.Find("GPOGuid") ?? core?.Find("ID");
        var name = core?.Find("GPODisplayName") ?? core?.Find("DisplayName");
        Guid? guid = Guid.TryParse(id?.Text.Value, out var parsed) ? parsed : null;
        var fields = ImmutableArray.CreateBuilder<ItemField>();
        AddText("guid", id);
        AddText("display-name", name);
        AddText("domain", core?.Find("GPODomain") ?? core?.Find("Domain"));
        AddText("wmi-filter", core?.Find("WMIFilterName"));
        if (core?.Find("Options") is { } options && int.TryParse(options.Text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var flags))
        {
            // The attribute flags of a GPO ([MS-GPOL]): bit 0 switches the user half off, bit 1 the machine's.
            fields.Add(new("computer-enabled", new SettingValue.Flag((flags & 2) == 0), At(options)));
            fields.Add(new("user-enabled", new SettingValue.Flag((flags & 1) == 0), At(options)));
        }

        return new(source, Format, new Origin.GroupPolicy(source.Folder) { Id = guid, Name = name?.Text.Value })
        {
            Items = guid is { } known && id is not null ? [new("gpo", GpoDescription.Print(known), fields.DrainToImmutable(), At(name ?? id))] : [],
            Diagnostics = diagnostics.DrainToImmutable(),
        };

        void AddText(string field, XmlElement? element)
        {
            if (element is { Text.Value.Length: > 0 })
            {
                fields.Add(new(field, new SettingValue.Text(element.Text.Value), At(element)));
            }
        }

        Location At(XmlElement element) => Location.InText(source, element.Text.Span);
    }

    /// <summary>Joined to the first backup that it lists: a manifest is no GPO of its own.</summary>
    private SourceEvidence ReadManifest(Source source, XmlElement root, SourceTree tree, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        string? first = null;
        foreach (var backup in root.All("BackupInst"))
        {
            if (backup.Find("ID") is not { } id)
            {
                continue;
            }

            var folder = source.Folder.Length == 0 ? id.Text.Value : $"{source.Folder}/{id.Text.Value}";
            if (tree.InFolder(folder).Count > 0)
            {
                first ??= folder;
            }
            else
            {
                diagnostics.Add(new(Missing, Location.InText(source, id.Text.Span), id.Text.Value, backup.Find("GPODisplayName")?.Text.Value ?? ""));
            }
        }

        return new(source, Format, new Origin.GroupPolicy(first ?? source.Name)) { Diagnostics = diagnostics.DrainToImmutable() };
    }
}
