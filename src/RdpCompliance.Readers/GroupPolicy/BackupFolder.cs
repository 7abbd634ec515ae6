using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>
/// The files of one GPO backup of the Group Policy Management Console: Backup.xml, bkupInfo.xml and gpreport.xml beside DomainSysvol.
/// A report without one of the other two is no backup.
/// </summary>
internal sealed record BackupFolder(string Folder, Source? Backup, Source? Info, Source? Report)
{
    /// <summary>The file that is claimed for all of them.</summary>
    public Source? Primary => Backup ?? Info;

    public static BackupFolder Of(string folder, SourceTree tree) =>
        new(folder, Named(tree, folder, "Backup.xml"), Named(tree, folder, "bkupInfo.xml"), Named(tree, folder, "gpreport.xml"));

    public static bool IsReportOfBackup(Source source, SourceTree tree) =>
        Is(source.FileName, "gpreport.xml") && Of(source.Folder, tree).Primary is not null;

    /// <summary>The file of that path below the backup's folder.</summary>
    public Source? File(SourceTree tree, string path)
    {
        var slash = path.LastIndexOf('/');
        return Named(tree, Below(path[..slash]), path[(slash + 1)..]);
    }

    public bool HasAny(SourceTree tree, params ReadOnlySpan<string> folders)
    {
        foreach (var folder in folders)
        {
            if (tree.InFolder(Below(folder)).Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    private string Below(string path) => Folder.Length == 0 ? path : $"{Folder}/{path}";

    /// <summary>Looked up without <see cref="SourceTree.Find"/>: what a backup may lack is not missed.</summary>
    private static Source? Named(SourceTree tree, string folder, string name) => tree.InFolder(folder).FirstOrDefault(source => Is(source.FileName, name));

    private static bool Is(string text, string expected) => text.Equals(expected, StringComparison.OrdinalIgnoreCase);
}
