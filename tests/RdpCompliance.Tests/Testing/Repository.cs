using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Tests.Testing;

/// <summary>The checkout that the tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string At(string relative) => Path.Combine(Root, relative);

    private static readonly Lazy<LoadedPack> Loaded = new(() => PackLoader.Load(Tree("policies")));

    /// <summary>The built-in pack, from its files.</summary>
    public static LoadedPack LoadedPack => Loaded.Value;

    public static Pack Pack => Loaded.Value.Pack;

    /// <summary>The files below a folder of the checkout as sources named from that folder on.</summary>
    public static SourceTree Tree(string folder)
    {
        var root = Path.Combine(Root, folder);
        return new(Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(path => Source.FromBytes(Path.GetRelativePath(root, path).Replace('\\', '/'), File.ReadAllBytes(path))));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RdpCompliance.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the checkout.");
    }
}
