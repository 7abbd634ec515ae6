using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>What all deployments of one reading share: evaluator, parsed templates, limits.</summary>
internal sealed class ArmSession
{
    /// <summary>Azure takes 800 resources a template.</summary>
    private const int MostResources = 10_000;

    private const int MostDeployments = 500;
    private readonly Dictionary<Node.Object, ArmTemplate> _templates = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _paths = new(StringComparer.OrdinalIgnoreCase);
    private int _resources;
    private int _deployments;

    public ArmSession(SourceTree tree, ExpressionEvaluator evaluator)
    {
        Values = new(evaluator);
        Links = new(tree, this);
    }

    /// <summary>A session of one template, with an evaluator of its own.</summary>
    public static ArmSession Of(Source source, SourceTree tree, DeploymentScope scope) => new(tree, new(scope, new(source.Text.Value.Length)));

    public ArmValues Values { get; }

    public LinkedTemplates Links { get; }

    public ArmTemplate Template(Node.Object root)
    {
        if (!_templates.TryGetValue(root, out var template))
        {
            _templates.Add(root, template = ArmTemplate.From(root, Values.Evaluator));
        }

        return template;
    }

    /// <returns>Whether one more resource is read.</returns>
    public bool TakeResource(Location place) => Take(ref _resources, MostResources, "resources", place);

    /// <returns>Whether one more deployment is read.</returns>
    public bool TakeDeployment(Location place) => Take(ref _deployments, MostDeployments, "deployments", place);

    /// <summary>Gives the deployments among the resources what they deploy.</summary>
    /// <param name="target">What the template of these resources is deployed to.</param>
    public static void FindDeployments(ArmExpansion expansion, DeploymentTarget target, int depth)
    {
        foreach (var resource in expansion.Resources)
        {
            if (resource.IsDeployment)
            {
                var nested = resource.Evaluate(() => NestedTarget.Of(resource.Syntax, resource.Name, resource.Scope, expansion, target));
                resource.Nested = new(resource, nested, depth + 1);
            }
        }
    }

    /// <summary>Says that a deployment deploys something that is not known.</summary>
    /// <param name="cause">What would have to be known.</param>
    public void Doubt(Location place, string deployment, Node.Unresolved cause)
    {
        Values.Evaluator.NotRead.Add($"the template of deployment '{deployment}'");
        Values.Evaluator.Report(ArmDiagnostics.TemplateNotKnown, place, deployment, $"'{cause.Expression}'");
    }

    /// <summary>Makes a new world: limits on counts hold for each of them.</summary>
    public void BeginWorld()
    {
        (_resources, _deployments) = (0, 0);
        _paths.Clear();
    }

    /// <summary>The path of a deployment, told from those that have the same in another group or subscription, or whose name is not known.</summary>
    public string UniquePath(string path)
    {
        var unique = path;
        for (var count = 2; !_paths.Add(unique); count++)
        {
            unique = $"{path[..^1]}~{Conversion.Print(count)}/";
        }

        return unique;
    }

    private bool Take(ref int taken, int most, string what, Location place)
    {
        if (Values.Evaluator.Budget.Exhausted is not null)
        {
            return false;
        }

        if (++taken <= most)
        {
            return true;
        }

        if (taken == most + 1)
        {
            Values.Evaluator.Report(ArmDiagnostics.TooMany, place, Conversion.Print(most), what);
        }

        return false;
    }
}
