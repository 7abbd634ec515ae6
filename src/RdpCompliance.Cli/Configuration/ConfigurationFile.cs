using System.Collections.Immutable;
using RdpCompliance.Cli.Configuration.States;
using RdpCompliance.Cli.Disk;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Cli.Configuration;

/// <summary>The configuration file of a run.</summary>
/// <param name="Path">The full path; relative paths in it begin at its folder.</param>
/// <param name="Layer"><see langword="null"/> when it is empty or cannot be read.</param>
internal sealed record ConfigurationFile(string Path, ConfigurationLayer? Layer, ImmutableArray<ConfigurationProblem> Problems)
{
    /// <summary>What the file holds; empty when it cannot be read.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    private const long MostBytes = 1 << 20;
    private static readonly string[] Names = [".rdpcompliance.yml", ".rdpcompliance.yaml", ".rdpcompliance.json"];

    public string Folder => System.IO.Path.GetDirectoryName(Path) ?? Path;

    /// <summary>Where it was read instead of the scanned tree; <see langword="null"/> when it lies at <see cref="Path"/>.</summary>
    public RepositoryState? State { get; init; }

    /// <summary>
    /// The nearest file from the first PATH upwards, to the top of its repository; without one, to
    /// the working directory when the PATH lies below it. Further up lies what others
    /// may have put there.
    /// </summary>
    /// <returns><see langword="null"/> when there is none.</returns>
    public static ConfigurationFile? Nearest(IEnumerable<string> paths, string workingDirectory)
    {
        var (start, top) = RangeOf(paths, workingDirectory);
        return Nearest(start, top, files => [.. files.Where(File.Exists)], path => Place(path, workingDirectory), ReadOne);

        // Nobody named it, so what it leads to is the checkout's choice, and what is wrong there would be quoted.
        ConfigurationFile ReadOne(string path) => DiskNames.LinkOut(path, top) is { } link
            ? new(path, null, [new(Place(path, workingDirectory), $"'{link}' is a link that leads out of the repository; --config names such a file.")])
            : Read(path, workingDirectory);
    }

    /// <summary>
    /// The file that <see cref="Nearest(IEnumerable{string}, string)"/> would find if the repository were in another state, or the one that is named.
    /// </summary>
    /// <param name="named"><c>--config</c>; <see langword="null"/> = the nearest.</param>
    /// <param name="from">That state, by the name of a commit or the path of a folder.</param>
    public static ConfigurationFile? InBase(string? named, IEnumerable<string> paths, string workingDirectory, string from, Func<string, string?> variable)
    {
        var (start, top) = RangeOf(paths, workingDirectory);
        try
        {
            var state = RepositoryState.Find(from, top, workingDirectory, variable);
            return named is null
                ? Nearest(start, top, files => [.. state.Existing([.. files.Select(state.NameOf)]).Select(state.PathOf)], PlaceOf, ReadOne)
                : ReadOne(System.IO.Path.GetFullPath(named, workingDirectory));

            ConfigurationFile ReadOne(string path) => Parse(path, PlaceOf(path).File, state.Read(state.NameOf(path))) with { State = state };

            ConfigurationPlace.InFile PlaceOf(string path) => new($"{from}:{state.NameOf(path)}", 1, 1);
        }
        catch (IOException failed)
        {
            return new(System.IO.Path.Combine(top, Names[0]), null, [new(new ConfigurationPlace.Option("--config-from"), failed.Message)]);
        }
    }

    private static (string Start, string Top) RangeOf(IEnumerable<string> paths, string workingDirectory)
    {
        var start = paths.Select(path => PathArgument.Parse(path, workingDirectory).Folder).FirstOrDefault(folder => folder is not null) ?? workingDirectory;
        return (start, DiskNames.GitRootOf(start) ?? (DiskNames.IsWithin(start, workingDirectory) ? workingDirectory : start));
    }

    private static ConfigurationFile? Nearest(
        string start,
        string top,
        Func<IReadOnlyList<string>, IReadOnlyList<string>> existing,
        Func<string, ConfigurationPlace> placeOf,
        Func<string, ConfigurationFile> read)
    {
        for (var folder = start; folder is not null; folder = folder == top ? null : System.IO.Path.GetDirectoryName(folder))
        {
            switch (existing([.. Names.Select(name => System.IO.Path.Combine(folder, name))]))
            {
                case [var only]:
                    return read(only);
                case [var first, var second, ..]:
                    return new(first, null, [new(placeOf(first), $"'{System.IO.Path.GetFileName(second)}' lies beside it; one configuration is wanted.")]);
            }
        }

        return null;
    }

    /// <param name="path">As the user gave it (<c>--config</c>).</param>
    public static ConfigurationFile Read(string path, string workingDirectory)
    {
        var full = System.IO.Path.GetFullPath(path, workingDirectory);
        var place = Place(full, workingDirectory);
        try
        {
            if (new FileInfo(full) is { Exists: true, Length: > MostBytes })
            {
                return new(full, null, [new(place, $"The file has more than {MostBytes} bytes.")]);
            }

            return Parse(full, place.File, File.ReadAllBytes(full));
        }
        catch (UnauthorizedAccessException)
        {
            return new(full, null, [new(place, "The file cannot be read: permission denied.")]);
        }
        catch (FileNotFoundException)
        {
            return new(full, null, [new(place, "There is no such file.")]);
        }
        catch (IOException failed)
        {
            return new(full, null, [new(place, failed.Message)]);
        }
    }

    private static ConfigurationFile Parse(string path, string name, byte[] bytes)
    {
        var (root, problems) = ConfigurationParser.Parse(name, SourceText.Decode(bytes).Value);
        return new(path, root is null ? null : new(root), [.. problems, .. root is null ? [] : ShapeCheck.Problems(root)]) { Bytes = bytes };
    }

    private static ConfigurationPlace.InFile Place(string path, string workingDirectory) =>
        new(DiskNames.IsWithin(path, workingDirectory) ? System.IO.Path.GetRelativePath(workingDirectory, path) : path, 1, 1);
}
