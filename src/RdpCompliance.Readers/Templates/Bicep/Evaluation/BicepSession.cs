using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Bicep.Binding;
using RdpCompliance.Readers.Templates.Bicep.Modules;
using RdpCompliance.Readers.Templates.Deployments;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep.Evaluation;

/// <summary>What all deployments of one reading share: evaluator, files, limits.</summary>
internal sealed class BicepSession(BicepProject project, SourceTree tree, ExpressionEvaluator evaluator)
{
    /// <summary>Azure takes 800 resources a template.</summary>
    private const int MostResources = 10_000;

    private const int MostModules = 1_000;

    private readonly Dictionary<Source, ArmFile> _armFiles = [];
    private int _resources;
    private int _modules;

    public BicepProject Project { get; } = project;

    public SourceTree Tree { get; } = tree;

    public ExpressionEvaluator Evaluator { get; } = evaluator;

    public TypeReader Types => field ??= new(Project.Imported, Definitions);

    /// <summary>What the templates share that Bicep files write into resources.</summary>
    public ArmSession Stated => field ??= new(Tree, Evaluator);

    /// <summary>What the type of a parameter says; found once, whoever deploys the file.</summary>
    public TypeFacts FactsOf(BicepModel model, BicepSymbol.Parameter parameter) => parameter.Facts ??= Types.Of(model, parameter.Declaration);

    /// <summary>The file that a path of another one names.</summary>
    /// <returns><see langword="null"/>, reported at <paramref name="place"/>, when it is not at hand.</returns>
    public Source? Find(Source from, string path, Location place)
    {
        var reference = Project.ReferenceOf(from, path);
        if (Project.Find(from, reference) is { } source)
        {
            return source;
        }

        switch (reference)
        {
            case ModuleReference.Restored restored:
                Evaluator.Report(BicepDiagnostics.NotRestored, place, restored.Name);
                break;
            case ModuleReference.Broken broken:
                Evaluator.Report(BicepDiagnostics.Reference, place, path, broken.Wanted);
                break;
            default:
                Evaluator.Report(BicepDiagnostics.NoFile, place, path);
                break;
        }

        return null;
    }

    /// <returns>Whether one more resource is read.</returns>
    public bool TakeResource(Location place) => Take(ref _resources, MostResources, "resources", place);

    /// <returns>Whether one more module is read.</returns>
    public bool TakeModule(Location place) => Take(ref _modules, MostModules, "modules", place);

    /// <summary>What the evaluation of ARM templates found wrong.</summary>
    public IEnumerable<Diagnostic> ArmDiagnostics => _armFiles.Values.SelectMany(file => file.Session.Values.Evaluator.Diagnostics);

    /// <inheritdoc cref="SourceEvidence.NotRead"/>
    public ImmutableArray<string> NotRead =>
        [
            .. Evaluator
                .NotRead.Concat(_armFiles.Values.SelectMany(file => file.Session.Values.Evaluator.NotRead))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The types of an ARM template that an import names; <see langword="null"/> when it is not at hand, or has none.</summary>
    private Node.Object? Definitions(BicepModel model, string path)
    {
        var from = model.File.Source;
        return Project.Find(from, Project.ReferenceOf(from, path)) is { } source && !BicepProject.IsTemplate(source.Name)
            ? ArmSessionOf(source).Root?.Find("definitions") as Node.Object
            : null;
    }

    public ArmFile ArmSessionOf(Source source)
    {
        if (!_armFiles.TryGetValue(source, out var file))
        {
            _armFiles.Add(source, file = ArmFile.Of(source, Tree, Evaluator.Scope));
        }

        return file;
    }

    /// <summary>Limits on counts hold for each world.</summary>
    public void BeginWorld()
    {
        (_resources, _modules) = (0, 0);
        Stated.BeginWorld();
        foreach (var file in _armFiles.Values)
        {
            file.Session.BeginWorld();
        }
    }

    private bool Take(ref int taken, int most, string what, Location place)
    {
        if (Evaluator.Budget.Exhausted is not null)
        {
            return false;
        }

        if (++taken == most + 1)
        {
            Evaluator.Report(BicepDiagnostics.TooMany, place, Conversion.Print(most), what);
        }

        return taken <= most;
    }
}
