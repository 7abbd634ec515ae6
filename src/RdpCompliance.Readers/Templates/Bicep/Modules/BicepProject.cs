using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Bicep.Binding;
using RdpCompliance.Readers.Templates.Bicep.Parsing;

namespace RdpCompliance.Readers.Templates.Bicep.Modules;

/// <summary>
/// The Bicep files of one tree and how they use each other. A file that others use is read once
/// and kept for all of them, up to a limit; one that nobody uses is read when
/// its turn comes, and forgotten.
/// </summary>
internal sealed class BicepProject
{
    private static readonly ConditionalWeakTable<SourceTree, BicepProject> Projects = [];

    /// <summary>Characters of files whose models are kept; a model takes about a hundred bytes for each.</summary>
    private const long MostKept = 4L << 20;

    private readonly SourceTree _tree;
    private readonly ConcurrentDictionary<string, Lazy<BicepModel>> _models = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, BicepConfiguration> _configurations = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, ImmutableArray<string>> _calls = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lazy<HashSet<string>> _called;
    private long _kept;

    private BicepProject(SourceTree tree)
    {
        _tree = tree;
        _called = new(() =>
            tree.Sources.Where(source => IsBicep(source.Name)).AsParallel().SelectMany(source => CallsOf(source)).ToHashSet(StringComparer.OrdinalIgnoreCase));
    }

    public static BicepProject Of(SourceTree tree) => Projects.GetValue(tree, static tree => new(tree));

    public static bool IsBicep(string name) => IsTemplate(name) || name.EndsWith(".bicepparam", StringComparison.OrdinalIgnoreCase);

    public static bool IsTemplate(string name) => name.EndsWith(".bicep", StringComparison.OrdinalIgnoreCase);

    /// <summary>The file with its names bound.</summary>
    public BicepModel ModelOf(Source source) => _models.TryGetValue(source.Name, out var kept) ? kept.Value : Binder.Bind(BicepFile.Parse(source), _tree);

    /// <summary>As <see cref="ModelOf"/>, for a file that another one uses: others may, too.</summary>
    public BicepModel UsedModelOf(Source source)
    {
        if (_models.TryGetValue(source.Name, out var kept))
        {
            return kept.Value;
        }

        return Interlocked.Add(ref _kept, source.Length) <= MostKept
            ? _models.GetOrAdd(source.Name, new Lazy<BicepModel>(() => Binder.Bind(BicepFile.Parse(source), _tree))).Value
            : ModelOf(source);
    }

    public ModuleReference ReferenceOf(Source from, string path) => ModuleReference.Parse(path, ConfigurationOf(from.Folder));

    /// <returns><see langword="null"/> when the file is not there.</returns>
    public Source? Find(Source from, ModuleReference reference) => reference switch
    {
        ModuleReference.Local local => _tree.FindBeside(from, local.Path),
        ModuleReference.Restored restored => _tree.Find(restored.CachePath),
        _ => null,
    };

    /// <summary>The Bicep file that an import names; <see langword="null"/> when it is not there, or no Bicep file.</summary>
    public BicepModel? Imported(BicepModel model, string path) =>
        Find(model.File.Source, ReferenceOf(model.File.Source, path)) is { } source && IsTemplate(source.Name) ? UsedModelOf(source) : null;

    /// <summary>Whether a Bicep file of the tree deploys an ARM template, or a parameters file uses it.</summary>
    public bool IsDeployed(Source template) => _called.Value.Contains(template.Name);

    /// <summary>
    /// Whether a file is deployed by others of the tree, so that it is judged there and not
    /// alone. Files that only use each other in a circle are judged alone.
    /// </summary>
    public bool IsCalled(Source source) => _called.Value.Contains(source.Name) && !Reachable(source).Contains(source.Name);

    /// <summary>Whether every file that a file deploys, directly or by others, is at hand, those of registries in the module cache.</summary>
    public bool IsWhole(Source source) =>
        Reachable(source).Select(name => _tree.Find(name)).Prepend(source).All(file => file is not null
            && (!IsBicep(file.Name) || CalledPaths.Of(file.Text.Value).All(path => Find(file, ReferenceOf(file, path)) is not null)));

    /// <summary>Characters, about, of a file and of all that it deploys: what its evaluation may cost depends on it.</summary>
    public long LengthOf(Source source) => Reachable(source).Select(name => _tree.Find(name)?.Length ?? 0).Append(source.Length).Sum();

    /// <summary>The names of the files that a file deploys, directly or by others.</summary>
    private HashSet<string> Reachable(Source source)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var pending = new Stack<Source>([source]);
        while (pending.TryPop(out var next))
        {
            foreach (var name in CallsOf(next))
            {
                if (seen.Add(name) && IsTemplate(name) && _tree.Find(name) is { } called)
                {
                    pending.Push(called);
                }
            }
        }

        return seen;
    }

    /// <summary>The names of the files that a file names as modules, or as the template that it gives parameters; each is looked for once.</summary>
    private ImmutableArray<string> CallsOf(Source source) =>
        _calls.GetOrAdd(source.Name, static (_, from) => FindCalls(from.Project, from.Source), (Project: this, Source: source));

    private static ImmutableArray<string> FindCalls(BicepProject project, Source source)
    {
        var called = ImmutableArray.CreateBuilder<string>();
        foreach (var path in CalledPaths.Of(source.Text.Value))
        {
            if (project.ReferenceOf(source, path) is ModuleReference.Local local && SourceTree.Normalise($"{source.Folder}/{local.Path}") is { } name)
            {
                called.Add(name);
            }
        }

        return called.DrainToImmutable();
    }

    private BicepConfiguration ConfigurationOf(string folder) => _configurations.GetOrAdd(folder, FindConfiguration);

    private BicepConfiguration FindConfiguration(string folder)
    {
        while (true)
        {
            if (
                _tree.InFolder(folder).FirstOrDefault(source => source.FileName.Equals(BicepConfiguration.FileName, StringComparison.OrdinalIgnoreCase)) is
                { } found)
            {
                return BicepConfiguration.Parse(found);
            }

            if (folder.Length == 0)
            {
                return BicepConfiguration.Default;
            }

            folder = folder.LastIndexOf('/') is var slash and >= 0 ? folder[..slash] : "";
        }
    }
}
