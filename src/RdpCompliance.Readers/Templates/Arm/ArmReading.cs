using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Json;
using RdpCompliance.Readers.Templates.Deployments;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Arm;

/// <summary>What one template gives when it is deployed by itself.</summary>
/// <param name="Links">The links that were followed, its own and those of what it deploys, each from the source that holds it.</param>
/// <param name="ParameterFiles">Those that the user names and that gave values here.</param>
internal sealed record ArmReading(
    ImmutableArray<Resource> Resources,
    ImmutableArray<Diagnostic> Diagnostics,
    ImmutableArray<(Source Caller, Source Called)> Links,
    ImmutableArray<Source> ParameterFiles)
{
    private const int MostDepth = 20;

    /// <inheritdoc cref="SourceEvidence.NotRead"/>
    public ImmutableArray<string> NotRead { get; init; } = [];

    /// <param name="beside">The parameter files that lie beside the template; they count unless the user names others for it.</param>
    public static ArmReading Of(Source source, ImmutableArray<Source> beside, ReadContext context)
    {
        var parsed = LocatedJson.Parse(source);
        if (parsed.Root is not Node.Object root)
        {
            return new([], parsed.Diagnostics, [], []);
        }

        var session = ArmSession.Of(source, context.Tree, context.Deployment.Scope);
        var template = session.Template(root);
        var own = beside.Select(ParameterFile.Read).ToImmutableArray();
        var named = ParameterFile.For(source, context.Deployment, template.Parameters.ContainsKey);
        var files = ParameterFile.Limited(named.IsEmpty ? own : named, session.Values.Evaluator);
        var worlds = ArmWorld.Of(template, files, session.Values.Evaluator).ToImmutableArray();
        var resources = new WorldResources(worlds.Length);
        for (var index = 0; index < worlds.Length; index++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            resources.Add(Deploy(worlds[index], template, session), worlds[index].Label(files.Length > 1, worlds.Length == 1));
        }

        foreach (var file in files)
        {
            foreach (var property in file.Names)
            {
                if (!template.Parameters.ContainsKey(property.Name))
                {
                    session.Values.Evaluator.Report(ArmDiagnostics.NoSuchParameter, property.NameLocation, property.Name);
                }
            }
        }

        ImmutableArray<Diagnostic> diagnostics = [.. parsed.Diagnostics, .. own.SelectMany(file => file.Diagnostics), .. session.Values.Evaluator.Diagnostics];
        return new(resources.ToImmutable(), diagnostics, [.. session.Links.Followed], [.. named.Select(file => file.Source)])
        {
            NotRead = [.. session.Values.Evaluator.NotRead],
        };
    }

    private static List<Resource> Deploy(ArmWorld world, ArmTemplate template, ArmSession session)
    {
        session.BeginWorld();
        var target = DeploymentTarget.From(session.Values.Evaluator.Scope, template.Level, Location.StartOf(template.Source, SpanUnit.Characters));
        var deployment = new ArmDeployment(template, session, target, world.Find, "")
        {
            Chain = [template.Source],
            ById = new(StringComparer.OrdinalIgnoreCase),
        };
        var expansion = ArmExpansion.Of(template, deployment.Scope, target, DeploymentCondition.True);
        deployment.Expansion = expansion;
        ArmSession.FindDeployments(expansion, target, 0);

        // First every resource gets its id, so that each can refer to all others; then they are evaluated.
        var found = new List<ArmResource>();
        Collect(expansion, found, 0);
        return [.. found.Select(resource => ToResource(resource, session))];
    }

    private static void Collect(ArmExpansion expansion, List<ArmResource> found, int depth)
    {
        foreach (var resource in expansion.Resources)
        {
            found.Add(resource);
            if (depth < MostDepth && resource.Nested?.Expansion is { } nested)
            {
                Collect(nested, found, depth + 1);
            }
        }
    }

    private static Resource ToResource(ArmResource resource, ArmSession session) =>
        new(resource.Type, resource.Name, ResourceBody.Finish(resource.Body(), session.Values.Evaluator.Budget), resource.Syntax.Location)
        {
            ApiVersion = resource.ApiVersion,
            Scope = resource.Target,
            Id = resource.IdText,
            Condition = resource.Condition,
            ConditionCause = resource.ConditionCause,
            IsExisting = resource.IsExisting,
        };
}
