using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace RdpCompliance.Engine.Sources;

/// <summary>
/// The sources below the scan roots. Names are compared ignoring case, as Windows wrote them; where two differ only in case, the ordinally first is found.
/// </summary>
public sealed class SourceTree
{
    private readonly Dictionary<string, Source> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<Source>> _byFolder = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lazy<ILookup<string, Source>> _byFirstWord;
    private readonly ConcurrentDictionary<string, byte> _misses = new(StringComparer.OrdinalIgnoreCase);
    private readonly Func<string, Source?>? _outside;

    /// <param name="outside">Opens a path that an input links to and that no scan root holds (an allowed root,
    /// such as a module cache); <see langword="null"/> when nothing outside may be read.</param>
    public SourceTree(IEnumerable<Source> sources, Func<string, Source?>? outside = null)
    {
        _outside = outside;
        Sources = [.. sources.OrderBy(source => source.Name, StringComparer.Ordinal)];
        foreach (var source in Sources)
        {
            _byName.TryAdd(source.Name, source);
            if (!_byFolder.TryGetValue(source.Folder, out var siblings))
            {
                _byFolder.Add(source.Folder, siblings = []);
            }

            siblings.Add(source);
        }

        _byFirstWord = new(() => Sources.ToLookup(FirstWord, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>All sources, ordered by name (ordinal).</summary>
    public ImmutableArray<Source> Sources { get; }

    /// <summary>Paths that were looked for and not found, so that a report can say what was missing.</summary>
    public IReadOnlyCollection<string> Misses => [.. _misses.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The source of that name; '\' and '/' both separate, "." and ".." are resolved, and a name that leaves the tree is asked outside only.</summary>
    public Source? Find(string name)
    {
        var normal = Normalise(name);
        if (normal is not null && _byName.TryGetValue(normal, out var found))
        {
            return found;
        }

        if (_outside?.Invoke(normal ?? name) is { } opened)
        {
            return opened;
        }

        _misses.TryAdd(normal ?? name, 0);
        return null;
    }

    /// <summary>The source that <paramref name="relative"/> names as seen from the folder of <paramref name="source"/>.</summary>
    public Source? FindBeside(Source source, string relative) => Find(source.Folder.Length == 0 ? relative : $"{source.Folder}/{relative}");

    /// <summary>The sources directly in a folder ("" is the root), ordered by name.</summary>
    public IReadOnlyList<Source> InFolder(string folder) => _byFolder.TryGetValue(folder, out var found) ? found : [];

    /// <summary>
    /// The sources beside <paramref name="source"/> whose names are the same up to the
    /// first '.', itself among them: "main.json", "main.prod.parameters.json".
    /// </summary>
    public IEnumerable<Source> Namesakes(Source source) => _byFirstWord.Value[FirstWord(source)];

    /// <summary>The sources in a folder and below it, ordered by name.</summary>
    public IEnumerable<Source> Below(string folder) => folder.Length == 0
        ? Sources
        : Sources.Where(source => source.Name.StartsWith(folder + "/", StringComparison.OrdinalIgnoreCase));

    /// <summary>A tree of other sources that may open the same paths outside.</summary>
    public SourceTree With(IEnumerable<Source> sources) => new(sources, _outside);

    /// <summary>Whether a source's name is <paramref name="path"/>, or lies below that folder or archive ("" is the root).</summary>
    public static bool IsWithin(string name, string path) =>
        path.Length == 0 || (name.StartsWith(path, StringComparison.OrdinalIgnoreCase) && (name.Length == path.Length || name[path.Length] == '/'));

    /// <returns><see langword="null"/> when ".." leaves the tree.</returns>
    public static string? Normalise(string name)
    {
        var parts = new List<string>();
        foreach (var part in name.Replace('\\', '/').Split('/'))
        {
            switch (part)
            {
                case "" or ".":
                    break;
                case ".." when parts.Count == 0:
                    return null;
                case "..":
                    parts.RemoveAt(parts.Count - 1);
                    break;
                default:
                    parts.Add(part);
                    break;
            }
        }

        return string.Join('/', parts);
    }

    private static string FirstWord(Source source) =>
        source.Name.IndexOf('.', source.Name.LastIndexOf('/') + 1) is var dot and >= 0 ? source.Name[..dot] : source.Name;
}
