using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Arm;

/// <summary>A deployment inside a template: its template, written inside or linked, with what its parameters are given. Expanded when it is first asked for.</summary>
internal sealed class ArmNested(ArmResource resource, ArmExpansion around, DeploymentTarget target, int depth)
{
    private const int MostDepth = 16;
    private bool _isExpanded;
    private string? _path;
    private ArmDeployment? _deployment;
    private ArmExpansion? _expansion;

    /// <summary>The deployment; <see langword="null"/> when its template is not at hand, or its expressions are those of the template around.</summary>
    public ArmDeployment? Deployment
    {
        get
        {
            Expand();
            return _deployment;
        }
    }

    /// <summary>Its resources; <see langword="null"/> when its template is not at hand.</summary>
    public ArmExpansion? Expansion
    {
        get
        {
            Expand();
            return _expansion;
        }
    }

    private ArmSession Session => resource.Scope.Deployment.Session;

    private ArmValues Values => Session.Values;

    private void Expand()
    {
        if (_isExpanded)
        {
            return;
        }

        _isExpanded = true;
        if (resource.Condition == DeploymentCondition.False || resource.IsExisting || resource.Syntax.Find("properties") is not Node.Object properties || !Session.TakeDeployment(resource.Syntax.Location))
        {
            return;
        }

        if (depth > MostDepth)
        {
            Values.Evaluator.Report(ArmDiagnostics.TooDeep, resource.Syntax.Location, Conversion.Print(MostDepth));
            return;
        }

        if (properties.Find("template") is { } syntax)
        {
            ExpandInline(properties, syntax);
        }
        else if (properties.Find("templateLink") is Node.Object link && Session.Links.Find(link, resource) is { } template)
        {
            ExpandInner(properties, template, resource.Scope.Deployment.Chain.Add(template.Source));
        }
    }

    private void ExpandInline(Node.Object properties, Node syntax)
    {
        if (syntax is not Node.Object root)
        {
            return;
        }

        var template = Session.Template(root);
        var mode = (properties.Find("expressionEvaluationOptions") as Node.Object)?.Find("scope") is { } option && Values.Evaluate(option, resource.Scope) is Node.Text { Value: var text } ? text : "outer";
        if (mode.Equals("inner", StringComparison.OrdinalIgnoreCase))
        {
            ExpandInner(properties, template, resource.Scope.Deployment.Chain);
            return;
        }

        // Outer: every expression means what it would mean outside of the nested template.
        _expansion = ArmExpansion.Of(template, resource.Scope, Target(template), resource.Condition);
        ArmSession.FindDeployments(_expansion, target, depth);
        _deployment = Deploy(template, target, resource.Scope.Deployment.Parameter, resource.Scope.Deployment.Chain, resource.Scope);
        _deployment.Expansion = around;
    }

    private void ExpandInner(Node.Object properties, ArmTemplate template, ImmutableArray<Source> chain)
    {
        var given = properties.Find("parameters");
        var unknown = given is not null and not Node.Object && Values.Evaluate(given, resource.Scope) is Node.Unresolved whole ? whole : null;
        ParameterFile? file = null;
        if (properties.Find("parametersLink") is Node.Object link && (file = Session.Links.FindParameters(link, resource)) is null)
        {
            unknown = Unknown.Changing(link.Location, "parametersLink", "the linked parameter file; scan the folder that holds it");
        }

        _deployment = Deploy(template, Target(template), name => unknown ?? file?.Find(name) ?? Given(given as Node.Object, name, template), chain, around: null);
        _expansion = ArmExpansion.Of(template, _deployment.Scope, _deployment.Target, resource.Condition);
        _deployment.Expansion = _expansion;
        ArmSession.FindDeployments(_expansion, _deployment.Target, depth);
        foreach (var property in (given as Node.Object)?.Properties ?? [])
        {
            if (!template.Parameters.ContainsKey(property.Name) && !ArmExpressionParser.IsExpression(property.Name))
            {
                Values.Evaluator.Report(ArmDiagnostics.NoSuchParameter, property.NameLocation, property.Name);
            }
        }
    }

    private ArmDeployment Deploy(ArmTemplate template, DeploymentTarget where, Func<string, Node?> given, ImmutableArray<Source> chain, ArmScope? around) =>
        new(template, Session, where, given, Path, around) { Chain = chain, ById = resource.Scope.Deployment.ById };

    private string Path => _path ??= Session.UniquePath($"{resource.Scope.Deployment.Path}{ArmResource.Text(resource.Name)?.Replace('{', '‹').Replace('}', '›') ?? "deployment"}/");

    /// <summary>From a resource group, a template of a subscription is deployed to the subscription without a further word.</summary>
    private DeploymentTarget Target(ArmTemplate template) =>
        target.Level == DeploymentLevel.ResourceGroup && template.Level == DeploymentLevel.Subscription && resource.Syntax.Find("resourceGroup") is null
            ? target with { Level = DeploymentLevel.Subscription }
            : target;

    /// <summary>The value that the deployment gives a parameter: { value } or { reference } to a key vault.</summary>
    private Node? Given(Node.Object? parameters, string name, ArmTemplate template)
    {
        if (parameters?.Find(name) is not { } syntax)
        {
            return null;
        }

        var entry = Values.Evaluate(syntax, resource.Scope);
        var text = $"parameter '{name}' is given by deployment '{ArmResource.Text(resource.Name)}'";
        switch (entry)
        {
            case Node.Object record when record.Find("value") is { } value:
                return value is Node.Null && template.Parameters.TryGetValue(name, out var declaration) && (declaration.Default is not null || declaration.IsNullable)
                    ? declaration.Default is null ? value : null
                    : Tracing.After(syntax.Location, text, Tracing.After(record.Trace, value));
            case Node.Object record:
                return record.Find("reference") is null ? Unknown.Changing(record.Location, $"parameters('{name}')") : Unknown.Vault(record.Location, name);
            case Node.Unresolved unknown:
                return Tracing.After(syntax.Location, text, Unknown.Opaque(unknown));
            default:
                Values.Evaluator.Report(ArmDiagnostics.WrongShape, syntax.Location, name, Conversion.NameOf(entry), "an object with 'value'");
                return Unknown.Wrong(syntax.Location, name);
        }
    }
}
