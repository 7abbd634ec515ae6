using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>
/// A deployment inside a template: its template, written inside or linked, with what its parameters are given. Expanded when it is first asked for.
/// </summary>
internal sealed class ArmNested(ArmResource resource, DeploymentTarget target, int depth)
{
    private const int MostDepth = 16;
    private bool _isExpanded;
    private string? _path;
    private ArmDeployment? _deployment;
    private ArmExpansion? _expansion;

    /// <summary>The deployment; <see langword="null"/> when its template is not at hand.</summary>
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
        if (
            resource.Condition == DeploymentCondition.False
            || resource.IsExisting
            || resource.Syntax.Find("properties") is not { } written
            || !Session.TakeDeployment(resource.Syntax.Location))
        {
            return;
        }

        if (depth > MostDepth)
        {
            Values.Evaluator.Report(ArmDiagnostics.TooDeep, resource.Syntax.Location, Conversion.Print(MostDepth));
            return;
        }

        switch (written is Node.Object ? written : resource.Evaluate(() => Values.Evaluate(written, resource.Scope)))
        {
            case Node.Object properties when properties.Find("template") is { } syntax:
                ExpandWritten(properties, syntax);
                break;
            case Node.Object properties when properties.Find("templateLink") is { } link:
                ExpandLinked(properties, link);
                break;
            case Node.Unresolved unknown:
                Doubt(unknown);
                break;
        }
    }

    /// <summary>
    /// In the usual mode the expressions of a template inside mean what they would mean outside of
    /// it: the whole is a value of the template around. What that value says is then
    /// a template like any other, so that text which is an expression once more is evaluated inside. In the mode "inner" it is a template at once.
    /// </summary>
    private void ExpandWritten(Node.Object properties, Node syntax)
    {
        var isInner = (properties.Find("expressionEvaluationOptions") as Node.Object)?.Find("scope") is { } option
            && Values.Evaluate(option, resource.Scope) is Node.Text { Value: var mode }
            && mode.Equals("inner", StringComparison.OrdinalIgnoreCase);
        switch (isInner && syntax is Node.Object ? syntax : resource.Evaluate(() => Values.Evaluate(syntax, resource.Scope)))
        {
            case Node.Object root:
                Expand(properties, Session.Template(root), resource.Scope.Deployment.Chain);
                break;
            case Node.Unresolved unknown:
                Doubt(unknown);
                break;
            case var other:
                Values.Evaluator.Report(ArmDiagnostics.WrongShape, syntax.Location, "template", Conversion.NameOf(other), "an object");
                break;
        }
    }

    private void ExpandLinked(Node.Object properties, Node link)
    {
        if (Session.Links.Find(link, resource) is { } template)
        {
            Expand(properties, template, resource.Scope.Deployment.Chain.Add(template.Source));
        }
    }

    /// <summary>What it deploys is not known.</summary>
    private void Doubt(Node.Unresolved unknown) => Session.Doubt(resource.Syntax.Location, ArmResource.Text(resource.Name) ?? "", unknown);

    private void Expand(Node.Object properties, ArmTemplate template, ImmutableArray<Source> chain)
    {
        var written = properties.Find("parameters");
        var parameters = written is null or Node.Object ? written : resource.Evaluate(() => Values.Evaluate(written, resource.Scope));
        var given = new GivenParameters(
            parameters,
            ArmResource.Text(resource.Name) ?? "",
            entry => ReferenceEquals(parameters, written) ? resource.Evaluate(() => Values.Evaluate(entry, resource.Scope)) : entry,
            Values.Evaluator);
        ParameterFile? file = null;
        Node.Unresolved? unknown = null;
        if (properties.Find("parametersLink") is { } link && (file = Session.Links.FindParameters(link, resource)) is null)
        {
            unknown = Unknown.Changing(link.Location, "parametersLink", "the linked parameter file; scan the folder that holds it");
        }

        _deployment = Deploy(template, Target(template), name => unknown ?? file?.Find(name) ?? given.Find(name, template), chain);
        _expansion = ArmExpansion.Of(template, _deployment.Scope, _deployment.Target, resource.Condition);
        _deployment.Expansion = _expansion;
        ArmSession.FindDeployments(_expansion, _deployment.Target, depth);
        given.Check(template);
    }

    private ArmDeployment Deploy(ArmTemplate template, DeploymentTarget where, Func<string, Node?> given, ImmutableArray<Source> chain) =>
        new(template, Session, where, given, Path) { Chain = chain, ById = resource.Scope.Deployment.ById };

    private string Path =>
        _path ??= Session.UniquePath(
            $"{resource.Scope.Deployment.Path}{ArmResource.Text(resource.Name)?.Replace('{', '‹').Replace('}', '›') ?? "deployment"}/");

    /// <summary>From a resource group, a template of a subscription is deployed to the subscription without a further word.</summary>
    private DeploymentTarget Target(ArmTemplate template) =>
        target.Level == DeploymentLevel.ResourceGroup && template.Level == DeploymentLevel.Subscription && resource.Syntax.Find("resourceGroup") is null
            ? target with { Level = DeploymentLevel.Subscription }
            : target;
}
