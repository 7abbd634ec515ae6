using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>How the files of a GPO lie on disk.</summary>
public enum GpoLayout
{
    /// <summary>"…/Policies/{GUID}/Machine/…": the folder is named by the GPO's own id.</summary>
    Sysvol,

    /// <summary>"…/{GUID}/DomainSysvol/GPO/Machine/…": the folder is named by the id of the backup; the GPO's own id stands in bkupInfo.xml.</summary>
    Backup,

    /// <summary>A folder without an id that holds Machine or User: local policy, a renamed backup, a baseline.</summary>
    Folder,

    /// <summary>One file outside any such folder: a GPO of its own.</summary>
    File,
}

/// <summary>
/// Which GPO a file belongs to, told by its path alone. Files with one
/// <paramref name="Root"/> are one GPO; it is the folder that holds them all ("" = the scan
/// root),
/// or the file's own path where no folder tells.
/// </summary>
/// <param name="FolderId">The id that names the root folder; <see cref="PolicyId"/> says whether it is the GPO's own.</param>
/// <param name="Half"><see langword="null"/> for files that belong to both halves (reports, GPT.INI) and where nothing tells.</param>
public sealed record GpoFolder(string Root, GpoLayout Layout, Guid? FolderId, RegistryHalf? Half)
{
    /// <summary>The GPO's own id, as far as a path can tell it: never the id of a backup.</summary>
    public Guid? PolicyId => Layout == GpoLayout.Sysvol ? FolderId : null;

    public Origin.GroupPolicy Origin => new(Root) { Id = PolicyId };

    /// <param name="name">A source's name: the path below the scan root, with '/'.</param>
    public static GpoFolder Of(string name)
    {
        var parts = name.Split('/');
        var folders = parts.AsSpan(0, parts.Length - 1);
        var (id, half) = Landmarks(folders);
        if (id >= 0)
        {
            return new(Join(parts, id + 1), LayoutOf(parts, id), Guid.ParseExact(parts[id], "B"), half < 0 ? null : HalfNamed(parts[half]));
        }

        return half < 0
            ? new(name, GpoLayout.File, null, HalfOfFile(parts))
            : new(Join(parts, AboveDomainSysvol(parts, half)), GpoLayout.Folder, null, HalfNamed(parts[half]));
    }

    /// <summary>
    /// The places of the id folder and of the half folder, −1 for none. Below an id the outermost
    /// half counts (scripts bring folders of their own), without one the innermost.
    /// </summary>
    private static (int Id, int Half) Landmarks(ReadOnlySpan<string> folders)
    {
        var innermostId = -1;
        for (var id = folders.Length - 1; id >= 0; id--)
        {
            if (!Guid.TryParseExact(folders[id], "B", out _))
            {
                continue;
            }

            innermostId = innermostId < 0 ? id : innermostId;
            for (var half = id + 1; half < folders.Length; half++)
            {
                if (HalfNamed(folders[half]) is not null)
                {
                    return (id, half);
                }
            }
        }

        if (innermostId >= 0)
        {
            return (innermostId, -1);
        }

        for (var half = folders.Length - 1; half >= 0; half--)
        {
            if (HalfNamed(folders[half]) is not null)
            {
                return (-1, half);
            }
        }

        return (-1, -1);
    }

    private static GpoLayout LayoutOf(string[] parts, int id) =>
        (id > 0 && Is(parts[id - 1], "Policies")) || HalfNamed(parts[id + 1]) is not null || Is(parts[id + 1], "GPT.INI")
            ? GpoLayout.Sysvol
            : GpoLayout.Backup;

    /// <summary>In a backup whose folder was renamed, the reports lie beside DomainSysvol.</summary>
    private static int AboveDomainSysvol(string[] parts, int half) =>
        half >= 2 && Is(parts[half - 1], "GPO") && Is(parts[half - 2], "DomainSysvol") ? half - 2 : half;

    private static RegistryHalf? HalfNamed(string folder) => folder switch
    {
        _ when Is(folder, "Machine") => RegistryHalf.Machine,
        _ when Is(folder, "User") => RegistryHalf.User,
        _ => null,
    };

    /// <summary>
    /// Exports of one half are named after it. ntuser.pol is the policy applied last: a user's beside the profile, the machine's in ProgramData.
    /// </summary>
    private static RegistryHalf? HalfOfFile(string[] parts) =>
        parts[^1] switch
        {
            var file when Is(file, "machine.pol") => RegistryHalf.Machine,
            var file when Is(file, "user.pol") => RegistryHalf.User,
            var file when Is(file, "ntuser.pol") => parts.Length > 1 && (Is(parts[^2], "ProgramData") || Is(parts[^2], "All Users"))
                ? RegistryHalf.Machine
                : RegistryHalf.User,
            _ => null,
        };

    private static string Join(string[] parts, int count) => string.Join('/', parts, 0, count);

    private static bool Is(string part, string name) => part.Equals(name, StringComparison.OrdinalIgnoreCase);
}
