using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Xml;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>
/// What <c>Get-GPOReport -ReportType Xml</c> writes, for one GPO (root "GPO") or for all (root "GPOS"
/// or "report"). A report inside a backup belongs to <see cref="GpmcBackupReader"/>.
/// </summary>
public sealed class GpoReportReader : IEvidenceReader
{
    private const string Namespace = "http://www.microsoft.com/GroupPolicy/Settings";

    public string Format => "gpo-report";

    public Claim? Claim(Source source, SourceHead head, SourceTree tree) =>
        LocatedXml.RootOf(head) switch
        {
            { Name: "GPO", Namespace: Namespace } when !BackupFolder.IsReportOfBackup(source, tree) => new(source, Certainty.BySignature),
            { Name: "GPOS" or "report" } when head.Text.Contains($"\"{Namespace}\"", StringComparison.Ordinal) => new(
                source,
                Certainty.BySignature),
            _ => null,
        };

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var source = claim.Primary;
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var items = ImmutableArray.CreateBuilder<Item>();
        var settings = new ReportSettings(source);
        var gpos = LocatedXml.Parse(source, GroupPolicyXml.Breaks, diagnostics, GroupPolicyXml.IsWanted) switch
        {
            { Name: "GPO" } only => [only],
            { } root => root.All("GPO").ToImmutableArray(),
            _ => [],
        };
        foreach (var gpo in gpos)
        {
            var name = gpos.Length > 1 ? GpoDescription.NameOf(gpo) : null;
            items.AddRange(GpoDescription.Describe(source, gpo, name));
            foreach (var half in gpo.Children.Where(child => child.Name is "Computer" or "User"))
            {
                settings.Read(half, _ => (name, null));
            }
        }

        if (settings.NamedOnly is { } note)
        {
            diagnostics.Add(note);
        }

        return new(source, Format, OriginOf(source, gpos))
        {
            Observations = settings.Observations,
            Items = [.. items, .. settings.Items],
            Diagnostics = [.. diagnostics, .. settings.Diagnostics],
        };
    }

    /// <summary>A report that lies among the files of its GPO joins them; elsewhere it is a GPO of its own, with the id by which others may join it.</summary>
    private static Origin.GroupPolicy OriginOf(Source source, ImmutableArray<XmlElement> gpos)
    {
        var folder = GpoFolder.Of(source.Name);
        var root = folder.Layout is GpoLayout.Sysvol or GpoLayout.Backup ? folder.Root : source.Name;
        return gpos is [var only]
            ? new(root) { Id = GpoDescription.IdOf(only), Name = GpoDescription.NameOf(only) }
            : new Origin.GroupPolicy(source.Name);
    }
}
