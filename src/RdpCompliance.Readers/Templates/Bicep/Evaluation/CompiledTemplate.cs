using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Json;
using RdpCompliance.Readers.Templates.Deployments;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep.Evaluation;

/// <summary>An ARM template that a Bicep file deploys: written by hand, or as the module cache holds what was compiled.</summary>
internal sealed class CompiledTemplate
{
    private readonly ArmDeployment _deployment;
    private Node.Object? _outputs;

    private CompiledTemplate(ArmDeployment deployment, ArmExpansion expansion) => (_deployment, Expansion) = (deployment, expansion);

    public ArmExpansion Expansion { get; }

    /// <returns><see langword="null"/>, reported at <paramref name="place"/>, when the file is no template.</returns>
    public static CompiledTemplate? Deploy(
        Source source, BicepSession session, DeploymentTarget target, Func<string, Node?> given, string path, DeploymentCondition condition, Location place)
    {
        var arm = session.ArmSessionOf(source);
        if (arm.Root is not { } root)
        {
            session.Evaluator.Report(BicepDiagnostics.Reference, place, source.Name, "a Bicep file or ARM template");
            return null;
        }

        var template = arm.Session.Template(root);
        var deployment = new ArmDeployment(template, arm.Session, target, given, path)
        {
            Chain = [source],
            ById = new(StringComparer.OrdinalIgnoreCase),
        };
        var expansion = ArmExpansion.Of(template, deployment.Scope, target, condition);
        deployment.Expansion = expansion;
        ArmSession.FindDeployments(expansion, target, 0);
        return new(deployment, expansion);
    }

    /// <returns><see langword="null"/> when there is no such variable.</returns>
    public Node? Variable(string name) => _deployment.Variable(name);

    /// <summary>Calls a function that the template exports; its arguments are those of the caller.</summary>
    /// <returns><see langword="null"/> when there is no such function.</returns>
    public Node? Call(Expression.Call call, Frame frame, ExpressionEvaluator evaluator) =>
        _deployment.Template.Functions.Keys.FirstOrDefault(key => key.EndsWith($".{call.Name}", StringComparison.OrdinalIgnoreCase)) is { } full
            ? _deployment.Scope.Call(new Expression.Call(call.Location, full[..^(call.Name.Length + 1)], call.Name, call.Arguments), frame, evaluator)
            : null;

    /// <returns><see langword="null"/> when there is no such output.</returns>
    public Node? Output(string name) => ((_outputs ??= _deployment.Outputs()).Find(name) as Node.Object)?.Find("value");

    public Node Outputs(Location at) =>
        new Node.Object(
            at,
            [
                .. (_outputs ??= _deployment.Outputs()).Properties.Select(output =>
                    output with
                    {
                        Value = (output.Value as Node.Object)?.Find("value") ?? output.Value,
                    }),
            ]);
}

/// <summary>One reading of an ARM template, shared by all that deploy it.</summary>
/// <param name="Root"><see langword="null"/> when the file is no template.</param>
internal sealed record ArmFile(Node.Object? Root, ArmSession Session)
{
    public static ArmFile Of(Source source, SourceTree tree, DeploymentScope scope) => new(
        LocatedJson.Parse(source).Root is Node.Object root && TemplateShape.IsTemplate(root) ? root : null,
        ArmSession.Of(source, tree, scope));
}
