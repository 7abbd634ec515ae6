using RdpCompliance.Cli.Disk;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Cli.Configuration.States;

/// <summary>
/// Where a configuration is read that the scanned tree shall not decide: another state of the same repository (<c>--config-from</c>). Names are
/// relative to the repository's root, with '/' between folders.
/// </summary>
/// <param name="root">The full path of the root of the repository that is scanned.</param>
internal abstract class RepositoryState(string root)
{
    /// <summary>Rules are many small files; a base that holds more is none.</summary>
    protected const int MostFiles = 10_000;
    protected const long MostBytes = 1 << 20;

    /// <summary>As the user gave it.</summary>
    public abstract string Name { get; }

    /// <summary>The name of a file or folder of the scanned repository; "" for its root.</summary>
    /// <exception cref="IOException">The path leads out of the repository.</exception>
    public string NameOf(string path) =>
        !DiskNames.IsWithin(path, root) ? throw new IOException($"'{path}' lies outside of the repository that is scanned.")
        : Path.GetRelativePath(root, path) is var name && name == "." ? ""
        : name.Replace(Path.DirectorySeparatorChar, '/');

    public string PathOf(string name) => Path.GetFullPath(name, root);

    /// <summary>Those of the names that are files there, in the order in which they are given.</summary>
    /// <exception cref="IOException">The base cannot be read.</exception>
    public abstract IReadOnlyList<string> Existing(IReadOnlyList<string> names);

    /// <exception cref="IOException">It cannot be read, is no ordinary file, or has more than 1 MB.</exception>
    public abstract byte[] Read(string name);

    /// <summary>The YAML files below a folder, named from it on.</summary>
    /// <exception cref="IOException">One of them cannot be read.</exception>
    public abstract IReadOnlyList<Source> RulesBelow(string folder);

    /// <summary>
    /// What is written like a path of a folder ("./base", "/work/base") is one; all else is a commit, whatever folders there are: a checkout could hold
    /// one that is called like a branch.
    /// </summary>
    /// <exception cref="IOException">There is no such folder or commit.</exception>
    public static RepositoryState Find(string name, string root, string workingDirectory, Func<string, string?> variable)
    {
        if (!IsPath(name))
        {
            return CommittedState.Find(name, root, variable);
        }

        var folder = Path.GetFullPath(name, workingDirectory);
        return Directory.Exists(folder) ? new FolderState(name, folder, root) : throw new IOException($"'{name}' is no folder.");
    }

    private static bool IsPath(string name) =>
        Path.IsPathRooted(name) || name.Split('/', Path.DirectorySeparatorChar)[0] is "." or "..";
}
