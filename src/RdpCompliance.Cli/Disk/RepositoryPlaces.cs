using System.Collections.Concurrent;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Cli.Disk;

/// <summary>Which sources are files below SRCROOT, so that whoever reads a report finds them there, and which file stands for another one.</summary>
/// <param name="root">The full path of SRCROOT.</param>
/// <param name="configuration">The configuration's name; <see langword="null"/> when there is none.</param>
internal sealed class RepositoryPlaces(string root, string? configuration)
{
    private const string UsualConfiguration = ".rdpcompliance.yml";
    private readonly ConcurrentDictionary<string, bool> _isFile = new(StringComparer.Ordinal);

    /// <returns>
    /// <see langword="null"/> for what lies elsewhere, in an archive, or in no file: to be told at an address where nothing is would lead astray.
    /// </returns>
    public string? PathOf(Source source) => IsFile(source.Name) ? source.Name : null;

    /// <summary>The archive that holds it, where that is a file here, else the configuration.</summary>
    public string NearestTo(Source source)
    {
        if (IsFile($"{source.Name}.gz"))
        {
            return $"{source.Name}.gz";
        }

        for (var slash = source.Name.LastIndexOf('/'); slash > 0; slash = source.Name.LastIndexOf('/', slash - 1))
        {
            if (IsFile(source.Name[..slash]))
            {
                return source.Name[..slash];
            }
        }

        return configuration is not null && IsFile(configuration) ? configuration : UsualConfiguration;
    }

    private bool IsFile(string name) => _isFile.GetOrAdd(name, one =>
        Path.GetFullPath(one, root) is var path && DiskNames.IsWithin(path, root) && File.Exists(path));
}
