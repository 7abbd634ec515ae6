using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Registry.Hives;

/// <summary>
/// The folder that names the machine of a hive: the Windows folder of an offline disk for
/// its hives and its users' ones, else the folder in which the hive lies.
/// </summary>
internal static class HiveFolder
{
    private const string Config = "System32/config";
    private static readonly string[] WindowsFolders = ["Windows", "WINNT"];
    private static readonly string[] ProfileFolders = ["Users", "Documents and Settings"];

    /// <summary>Profiles of services lie in the Windows folder itself.</summary>
    private static readonly string[] ServiceProfiles = [Config + "/systemprofile", "ServiceProfiles/LocalService", "ServiceProfiles/NetworkService"];

    public static string Of(Source hive, SourceTree tree)
    {
        var folder = hive.Folder;
        if (Before(folder, Config) is { } windows)
        {
            return windows;
        }

        foreach (var profile in ServiceProfiles)
        {
            if (Containing(folder, profile) is { } own && IsWindows(tree, own))
            {
                return own;
            }
        }

        foreach (var profiles in ProfileFolders)
        {
            if (Containing(folder, profiles) is { } disk
                && WindowsFolders.Select(name => Join(disk, name)).FirstOrDefault(name => IsWindows(tree, name)) is { } beside)
            {
                // As the hives there write it.
                return Before(tree.InFolder(Join(beside, Config))[0].Folder, Config) ?? beside;
            }
        }

        return folder;
    }

    private static bool IsWindows(SourceTree tree, string folder) => tree.InFolder(Join(folder, Config)).Count > 0;

    /// <returns>What stands before <paramref name="end"/> at the end of a folder's path; "" at the root.</returns>
    private static string? Before(string folder, string end) => folder.Equals(end, StringComparison.OrdinalIgnoreCase)
        ? ""
        : folder.EndsWith("/" + end, StringComparison.OrdinalIgnoreCase) ? folder[..^(end.Length + 1)] : null;

    /// <returns>What stands before the last <paramref name="middle"/> within a folder's path, which must lie below it or be it.</returns>
    private static string? Containing(string folder, string middle)
    {
        var at = $"/{folder}/".LastIndexOf($"/{middle}/", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? null : folder[..Math.Max(at - 1, 0)];
    }

    private static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";
}
