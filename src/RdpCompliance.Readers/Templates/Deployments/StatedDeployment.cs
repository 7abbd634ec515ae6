using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>
/// A deployment that another language states as a resource
/// (<c>Microsoft.Resources/deployments</c> with a template in its properties): expanded as its
/// compiled form would be.
/// </summary>
internal static class StatedDeployment
{
    private const int MostDepth = 256;

    /// <param name="body">The evaluated resource; text in it is no expression of the template around, but may be one of the template inside.</param>
    /// <param name="isWritten">Whether a place is one of the language that states the deployment, where text means itself.</param>
    public static ArmNested Of(
        Node.Object body,
        ArmSession session,
        DeploymentTarget target,
        DeploymentCondition condition,
        string path,
        ImmutableArray<Source> chain,
        Func<Location, bool> isWritten)
    {
        var template = session.Template(new(body.Location, []));
        var deployment = new ArmDeployment(template, session, target, static _ => null, path) { Chain = chain, ById = new(StringComparer.OrdinalIgnoreCase) };
        var around = ArmExpansion.Of(template, deployment.Scope, target, condition);
        deployment.Expansion = around;
        var escaped = (Node.Object)Escape(body, IsInner(body) ? isWritten : static _ => true, 0);
        var name = body.Find("name") ?? Unknown.Wrong(body.Location, "name");
        var resource = new ArmResource(escaped, deployment.Scope, ArmResource.DeploymentType, name, null)
        {
            Symbol = null,
            ApiVersion = null,
            Condition = condition,
            IsExisting = false,
            Target = "",
        };
        var inside = resource.Evaluate(() => NestedTarget.Of(escaped, name, deployment.Scope, around, target));
        return new(resource, inside, 1);
    }

    private static bool IsInner(Node.Object body) =>
        ((body.Find("properties") as Node.Object)?.Find("expressionEvaluationOptions") as Node.Object)?.Find("scope") is Node.Text { Value: var mode }
        && mode.Equals("inner", StringComparison.OrdinalIgnoreCase);

    /// <summary>Text as the compiler writes it, so that it is no expression: "[x]" as "[[x]".</summary>
    private static Node Escape(Node node, Func<Location, bool> isLiteral, int depth)
    {
        switch (node)
        {
            case Node.Text { Value: ['[', .., ']'] } text when isLiteral(text.Location):
                return new Node.Text(text.Location, $"[{text.Value}") { Trace = text.Trace };
            case Node.Object record when depth < MostDepth:
                ImmutableArray<Property> properties =
                [
                    .. record.Properties.Select(property => property with
                    {
                        Name = property.Name is ['[', .., ']'] && isLiteral(property.NameLocation) ? $"[{property.Name}" : property.Name,
                        Value = Escape(property.Value, isLiteral, depth + 1),
                    }),
                ];
                return new Node.Object(record.Location, properties) { Trace = record.Trace };
            case Node.Array list when depth < MostDepth:
                return new Node.Array(list.Location, [.. list.Elements.Select(element => Escape(element, isLiteral, depth + 1))]) { Trace = list.Trace };
            default:
                return node;
        }
    }
}
