using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Cli.Disk;

/// <summary>The files of a folder of rules. Nothing else of it is opened: a folder may hold anything.</summary>
internal static class PolicyFolder
{
    public static bool Holds(string name) => name.EndsWith(".yml", StringComparison.Ordinal);

    /// <summary>
    /// Named from the folder on in which subjects.yml, settings.yml, inputs.yml and causes.yml lie, else from the uppermost that holds rules.
    /// </summary>
    public static IReadOnlyList<Source> FilesOf(DiskTree disk)
    {
        var files = disk.Tree.Sources.Where(source => Holds(source.Name)).ToList();
        var foundation = files.Find(source => source.FileName is "subjects.yml" or "settings.yml" or "inputs.yml" or "causes.yml");
        var root = foundation?.Folder ?? files.Select(source => source.Folder).OrderBy(name => name.Length).FirstOrDefault() ?? "";
        return
        [
            .. files.Where(source => SourceTree.IsWithin(source.Folder, root))
                .Select(source => Source.FromBytes(root.Length == 0 ? source.Name : source.Name[(root.Length + 1)..], source.ReadAllBytes())),
        ];
    }
}
