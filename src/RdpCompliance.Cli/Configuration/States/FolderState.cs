using RdpCompliance.Cli.Disk;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Cli.Configuration.States;

/// <summary>A second checkout of the repository, on disk.</summary>
/// <param name="folder">The full path of its root.</param>
/// <param name="root">That of the repository that is scanned.</param>
internal sealed class FolderState(string name, string folder, string root) : RepositoryState(root)
{
    public override string Name => name;

    public override IReadOnlyList<string> Existing(IReadOnlyList<string> names) => [.. names.Where(one => File.Exists(Within(one)))];

    public override byte[] Read(string name)
    {
        if (!DiskNames.IsPlain(folder, name) || new FileInfo(Within(name)) is not { Exists: true, Length: <= MostBytes })
        {
            throw new IOException($"'{name}' is no ordinary file of at most {MostBytes} bytes.");
        }

        return File.ReadAllBytes(Within(name));
    }

    public override IReadOnlyList<Source> RulesBelow(string name)
    {
        var top = Within(name);
        using var disk = DiskTree.Open([top], new() { WorkingDirectory = top, IgnoreFiles = IgnoreFiles.Disregarded });
        return disk.Problems.IsEmpty ? PolicyFolder.FilesOf(disk) : throw new IOException(disk.Problems[0]);
    }

    private string Within(string name) => Path.Combine(folder, name.Replace('/', Path.DirectorySeparatorChar));
}
