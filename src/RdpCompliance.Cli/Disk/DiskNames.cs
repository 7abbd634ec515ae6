using System.Collections.Immutable;

namespace RdpCompliance.Cli.Disk;

/// <summary>A folder on disk and what stands before the names of its files in reports ("" for SRCROOT itself).</summary>
internal sealed record NamedFolder(string Path, string Prefix);

/// <summary>
/// Gives files their names: the path below SRCROOT, which is the git root above the first PATH,
/// else the working directory. What lies outside is named by its folder's last part
/// ("F:\Windows" is "Windows"), with as many parts before it as tell it from others, so that no name says where on this machine a file lies.
/// </summary>
internal sealed class DiskNames
{
    private readonly ImmutableArray<NamedFolder> _outside;

    private DiskNames(string sourceRoot, ImmutableArray<NamedFolder> outside, ImmutableArray<NamedFolder> linkable)
    {
        SourceRoot = sourceRoot;
        _outside = outside;
        Linkable = linkable;
    }

    /// <summary>The full path of SRCROOT.</summary>
    public string SourceRoot { get; }

    /// <summary>
    /// The folders in which a link of an input is followed: the repository of the PATHs; without one,
    /// the folders that were given. The working directory as such is not among them:
    /// a template scanned from a home folder shall not read the rest of it.
    /// </summary>
    public ImmutableArray<NamedFolder> Linkable { get; }

    /// <param name="folders">The folders of the PATH arguments (a file's is the one it lies in), the first one first, as full paths.</param>
    public static DiskNames For(IReadOnlyList<string> folders, string workingDirectory)
    {
        var repository = folders.Count > 0 ? GitRootOf(folders[0]) : null;
        var root = repository ?? workingDirectory;
        var outside = ImmutableArray.CreateBuilder<NamedFolder>();
        foreach (
            var folder in folders
                .Distinct(StringComparer.Ordinal)
                .Where(folder => !IsWithin(folder, root) && !folders.Any(other => other != folder && IsWithin(folder, other))))
        {
            outside.Add(new(folder, FreePrefix(folder, root, outside)));
        }

        ImmutableArray<NamedFolder> linkable = repository is not null
            ? [new(repository, "")]
            :
            [
                .. folders
                    .Where(folder => IsWithin(folder, root))
                    .Distinct(StringComparer.Ordinal)
                    .Select(folder => new NamedFolder(folder, Relative(root, folder))),
            ];
        return new(root, outside.ToImmutable(), [.. linkable, .. outside]);
    }

    /// <summary>The nearest folder at or above that holds ".git" (a file in work trees and submodules).</summary>
    public static string? GitRootOf(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (Path.Exists(Path.Combine(at, ".git")))
            {
                return at;
            }
        }

        return null;
    }

    /// <summary>The folder at which looking upwards from <paramref name="folder"/> ends: its repository, else SRCROOT, else itself.</summary>
    public string TopOf(string folder) => GitRootOf(folder) ?? (IsWithin(folder, SourceRoot) ? SourceRoot : folder);

    /// <summary>The name of a file or folder; "" for SRCROOT.</summary>
    public string NameOf(string path)
    {
        var home = _outside.FirstOrDefault(folder => IsWithin(path, folder.Path));
        return home is null ? Relative(SourceRoot, path) : Join(home.Prefix, Relative(home.Path, path));
    }

    public static bool IsWithin(string path, string folder) =>
        Path.GetRelativePath(folder, path) is var relative
        && relative != ".."
        && !relative.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        && !Path.IsPathRooted(relative);

    /// <summary>
    /// Whether the way from a folder to a path below it is made of ordinary folders: no symbolic link, which leads elsewhere, and nothing of Git's own.
    /// </summary>
    public static bool IsPlain(string folder, string relative)
    {
        foreach (var (part, path) in WayTo(folder, relative))
        {
            // ':' would name a drive or a stream of a file on Windows.
            if (
                part.Equals(".git", StringComparison.OrdinalIgnoreCase)
                || part.Contains(':', StringComparison.Ordinal)
                || new FileInfo(path).LinkTarget is not null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The parts of a relative path with the path that each ends, from the folder on.</summary>
    public static IEnumerable<(string Part, string Path)> WayTo(string folder, string relative)
    {
        var path = folder;
        foreach (var part in relative.Split('/', System.IO.Path.DirectorySeparatorChar))
        {
            path = System.IO.Path.Combine(path, part);
            yield return (part, path);
        }
    }

    /// <returns>The link on the way from the checkout to the path whose end lies outside; <see langword="null"/> when there is none.</returns>
    public static string? LinkOut(string path, string checkout)
    {
        if (!IsWithin(path, checkout))
        {
            return null;
        }

        foreach (var (_, at) in WayTo(checkout, Path.GetRelativePath(checkout, path)))
        {
            FileSystemInfo entry = Directory.Exists(at) ? new DirectoryInfo(at) : new FileInfo(at);
            if (entry.LinkTarget is not null && !(entry.ResolveLinkTarget(returnFinalTarget: true) is { } end && IsWithin(end.FullName, checkout)))
            {
                return Path.GetRelativePath(checkout, at);
            }
        }

        return null;
    }

    public static string Join(string prefix, string name) => (prefix, name) switch
    {
        ("", _) => name,
        (_, "") => prefix,
        _ => $"{prefix}/{name}",
    };

    private static string Relative(string folder, string path) =>
        Path.GetRelativePath(folder, path) is var relative && relative == "." ? "" : relative.Replace(Path.DirectorySeparatorChar, '/');

    private static string FreePrefix(string folder, string root, IEnumerable<NamedFolder> taken)
    {
        var parts = folder.Replace(':', Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
        {
            return "root";
        }

        // The whole path is free whatever else is taken: two folders that do not contain each other differ in it.
        return Enumerable.Range(1, parts.Length).Select(count => string.Join('/', parts[^count..])).FirstOrDefault(IsFree) ?? string.Join('/', parts);

        bool IsFree(string prefix) =>
            !Path.Exists(Path.Combine(root, prefix))
            && !taken.Any(other =>
                $"{other.Prefix}/".StartsWith($"{prefix}/", StringComparison.OrdinalIgnoreCase)
                || $"{prefix}/".StartsWith($"{other.Prefix}/", StringComparison.OrdinalIgnoreCase));
    }
}
