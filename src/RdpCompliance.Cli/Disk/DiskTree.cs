using System.Collections.Immutable;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Bicep.Modules;

namespace RdpCompliance.Cli.Disk;

/// <summary>
/// The inputs that PATH arguments name: files, folders with what is below them, and "-" for standard
/// input. Owns the handles of the files; the sources are readable until it is disposed.
/// </summary>
internal sealed class DiskTree : IDisposable
{
    private readonly OpenFiles _openFiles;
    private readonly DiskNames _names;
    private readonly DiskOptions _options;
    private readonly LinkedFiles _linked;

    private DiskTree(DiskNames names, OpenFiles openFiles, DiskWalk walk, DiskOptions options)
    {
        _openFiles = openFiles;
        _names = names;
        _options = options;
        SourceRoot = names.SourceRoot;
        _linked = new LinkedFiles(options.ModuleCache is { } cache ? names.Linkable.Add(new(cache, ModuleReference.CacheRoot)) : names.Linkable, openFiles);
        Tree = new(walk.Sources, name => _linked.Open(name) ?? options.Outside?.Invoke(name));
        Unread = [.. walk.Unread.OrderBy(input => input.Name, StringComparer.Ordinal)];
        Arguments = walk.Arguments.ToImmutableHashSet(StringComparer.Ordinal);
        Problems = [.. walk.Problems];
        ParameterFiles = [.. walk.ParameterFiles.Select(Tree.Find).OfType<Source>().Distinct()];
    }

    /// <summary>The full path of the folder that names are relative to.</summary>
    public string SourceRoot { get; }

    public SourceTree Tree { get; }

    /// <summary>What is not in <see cref="Tree"/>: skipped with the reason, or damaged because a folder could not be listed. Folders end in '/'.</summary>
    public ImmutableArray<ScannedInput> Unread { get; }

    /// <summary>What is skipped as an input and was opened all the same until now, because an input links to it, with the skipped file or folder.</summary>
    public IEnumerable<(Source Source, ScannedInput Skipped)> LinkedThoughSkipped
    {
        get
        {
            var skipped = Unread.Where(input => input.Outcome == InputOutcome.Skipped).ToDictionary(input => input.Name, StringComparer.Ordinal);
            foreach (var source in _linked.Opened)
            {
                if (WithFoldersAbove(source.Name).FirstOrDefault(skipped.ContainsKey) is { } name)
                {
                    yield return (source, skipped[name]);
                }
            }
        }
    }

    /// <summary>The parameter files that the user names, in that order; Bicep's own are inputs like others, which name their template.</summary>
    public ImmutableArray<Source> ParameterFiles { get; }

    /// <summary>The names of the sources that were given as arguments themselves.</summary>
    public ImmutableHashSet<string> Arguments { get; }

    /// <summary>What is wrong with the arguments: each a message for the user; the program ends with <see cref="ExitCode.Usage"/> when there is one.</summary>
    public ImmutableArray<string> Problems { get; }

    public static DiskTree Open(IReadOnlyList<string> paths, DiskOptions options)
    {
        var arguments = paths.Distinct(StringComparer.Ordinal).Select(path => PathArgument.Parse(path, options.WorkingDirectory)).ToImmutableArray();
        var parameterFiles = options.ParameterFiles.Select(path => PathArgument.Parse(path, options.WorkingDirectory)).ToImmutableArray();
        var names = DiskNames.For([.. arguments.Concat(parameterFiles).Select(argument => argument.Folder).OfType<string>()], options.WorkingDirectory);
        var openFiles = new OpenFiles();
        var walk = new DiskWalk(names, options, openFiles);
        foreach (var argument in arguments)
        {
            walk.Add(argument);
        }

        foreach (var file in parameterFiles)
        {
            walk.AddParameterFile(file);
        }

        return new(names, openFiles, walk, options);
    }

    /// <summary>The name of the source that an argument names, or of the folder whose sources it names; "" for <see cref="SourceRoot"/>.</summary>
    public string NameOf(string argument) => argument == "-"
        ? _options.StandardInputName
        : _names.NameOf(Path.TrimEndingDirectorySeparator(Path.GetFullPath(argument, _options.WorkingDirectory)));

    /// <param name="configuration">The full path of the configuration file; <see langword="null"/> when there is none.</param>
    public RepositoryPlaces PlacesBeside(string? configuration) => new(SourceRoot, configuration is null ? null : _names.NameOf(configuration));

    public void Dispose() => _openFiles.Dispose();

    private static IEnumerable<string> WithFoldersAbove(string name)
    {
        yield return name;
        for (var slash = name.LastIndexOf('/'); slash > 0; slash = name.LastIndexOf('/', slash - 1))
        {
            yield return name[..(slash + 1)];
        }
    }
}
