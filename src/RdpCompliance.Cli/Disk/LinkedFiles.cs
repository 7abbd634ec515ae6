using System.Collections.Concurrent;
using System.Collections.Immutable;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Cli.Disk;

/// <summary>
/// Opens the files that inputs link to (modules, linked templates, parameter files) and that are no inputs
/// themselves. They lie in one of the folders allowed, and no symbolic link leads there.
/// </summary>
internal sealed class LinkedFiles(ImmutableArray<NamedFolder> allowed, OpenFiles openFiles)
{
    private readonly ConcurrentDictionary<string, Lazy<Source?>> _opened = new(StringComparer.Ordinal);

    /// <param name="name">As <see cref="SourceTree.Find"/> asks for it; one that ".." leads out of the tree is refused.</param>
    public Source? Open(string name) => _opened.GetOrAdd(name, wanted => new(() => Look(wanted))).Value;

    /// <summary>What was opened until now, in the order of the names.</summary>
    public IEnumerable<Source> Opened =>
        _opened.Values.Select(source => source.Value).OfType<Source>().OrderBy(source => source.Name, StringComparer.Ordinal);

    private Source? Look(string name)
    {
        if (SourceTree.Normalise(name) is not { Length: > 0 } normal || normal != name || name.AsSpan().ContainsAny(Path.GetInvalidPathChars()))
        {
            return null;
        }

        foreach (var folder in allowed)
        {
            if (
                Below(folder.Prefix, normal) is { Length: > 0 } rest
                && DiskNames.IsPlain(folder.Path, rest)
                && Path.Combine(folder.Path, rest) is var path
                && File.Exists(path))
            {
                return new(normal, new FileBytes(path, normal, openFiles));
            }
        }

        return null;
    }

    private static string? Below(string prefix, string name) => prefix.Length switch
    {
        0 => name,
        _ when name.StartsWith($"{prefix}/", StringComparison.Ordinal) => name[(prefix.Length + 1)..],
        _ => null,
    };
}
