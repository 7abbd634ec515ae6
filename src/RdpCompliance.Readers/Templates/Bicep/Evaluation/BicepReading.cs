using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Bicep.Binding;
using RdpCompliance.Readers.Templates.Bicep.Modules;
using RdpCompliance.Readers.Templates.Deployments;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep.Evaluation;

/// <summary>What one file gives when it is deployed by itself.</summary>
internal sealed record BicepReading(ImmutableArray<Resource> Resources, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>The parameter files that the user names and that gave values here.</summary>
    public ImmutableArray<Source> ParameterFiles { get; init; } = [];

    /// <inheritdoc cref="SourceEvidence.NotRead"/>
    public ImmutableArray<string> NotRead { get; init; } = [];

    /// <param name="beside">The JSON parameter files that lie beside the file; they count unless the user names others for it.</param>
    public static BicepReading OfTemplate(BicepModel model, BicepSession session, ImmutableArray<Source> beside, ReadContext context)
    {
        var own = beside.Select(ParameterFile.Read).ToImmutableArray();
        var named = ParameterFile.For(model.File.Source, context.Deployment, name => model.Symbols.GetValueOrDefault(name) is BicepSymbol.Parameter);
        var files = ParameterFile.Limited(named.IsEmpty ? own : named, session.Evaluator);
        var worlds = BicepWorld.Of(model, [.. files.Select(file => (file.Source.FileName, (Func<string, Node?>)file.Find))], session);
        var resources = Deploy(model, worlds, files.Length > 1, session, context.Cancellation);
        return new(resources, [.. own.SelectMany(file => file.Diagnostics), .. session.Evaluator.Diagnostics, .. session.ArmDiagnostics])
        {
            ParameterFiles = [.. named.Select(file => file.Source)],
            NotRead = session.NotRead,
        };
    }

    public static BicepReading OfParameters(BicepModel file, BicepSession session, CancellationToken cancellation)
    {
        var parameters = BicepParameters.Of(file, session);
        if (parameters.Template is not { } template)
        {
            return new([], session.Evaluator.Diagnostics) { NotRead = session.NotRead };
        }

        ImmutableArray<Resource> resources;
        if (BicepProject.IsTemplate(template.Name))
        {
            var model = session.Project.UsedModelOf(template);
            parameters.Check(model);
            resources = Deploy(model, BicepWorld.Of(model, [(file.File.Source.FileName, parameters.Find)], session), hasFiles: false, session, cancellation);
        }
        else
        {
            resources = DeployCompiled(template, parameters, session);
        }

        return new(resources, [.. session.Evaluator.Diagnostics, .. session.ArmDiagnostics]) { NotRead = session.NotRead };
    }

    private static ImmutableArray<Resource> Deploy(
        BicepModel model,
        ImmutableArray<BicepWorld> worlds,
        bool hasFiles,
        BicepSession session,
        CancellationToken cancellation)
    {
        var resources = new WorldResources(worlds.Length);
        foreach (var world in worlds)
        {
            cancellation.ThrowIfCancellationRequested();
            session.BeginWorld();
            var target = DeploymentTarget.From(session.Evaluator.Scope, model.Level, Location.StartOf(model.File.Source, SpanUnit.Characters));
            var deployment = new BicepDeployment(model, session, target, world.Find)
            {
                Condition = DeploymentCondition.True,
                Path = "",
                Chain = [model.File.Source],
                ById = new(StringComparer.OrdinalIgnoreCase),
            };
            resources.Add(DeployedResources.Of(deployment), world.Label(hasFiles, worlds.Length == 1));
        }

        return resources.ToImmutable();
    }

    private static ImmutableArray<Resource> DeployCompiled(Source template, BicepParameters parameters, BicepSession session)
    {
        var place = Location.StartOf(template, SpanUnit.Characters);
        var level = session.ArmSessionOf(template) is { Root: { } root, Session: var arm } ? arm.Template(root).Level : DeploymentLevel.ResourceGroup;
        var target = DeploymentTarget.From(session.Evaluator.Scope, level, place);
        return CompiledTemplate.Deploy(template, session, target, parameters.Find, "", DeploymentCondition.True, place) is { } compiled
            ? [.. DeployedResources.Of(compiled, 0)]
            : [];
    }
}
