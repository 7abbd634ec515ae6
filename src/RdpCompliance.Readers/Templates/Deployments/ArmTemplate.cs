using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>The sections of one template, each statement by its name; nothing is evaluated yet.</summary>
internal sealed class ArmTemplate
{
    private ArmTemplate(Node.Object root) => Root = root;

    public Node.Object Root { get; }

    public Source Source => Root.Location.Source;

    public DeploymentLevel Level { get; private init; }

    public required Dictionary<string, ParameterDeclaration> Parameters { get; init; }

    public required Dictionary<string, Node> Variables { get; init; }

    /// <summary>Variables that are loops.</summary>
    public required Dictionary<string, Node.Object> VariableLoops { get; init; }

    public required Dictionary<string, Node.Object> Outputs { get; init; }

    /// <summary>User functions by "namespace.name".</summary>
    public required Dictionary<string, Node.Object> Functions { get; init; }

    /// <summary>Resources in the order of the file; with symbolic names when the language version is 2.0.</summary>
    public required ImmutableArray<(string? Symbol, Node.Object Syntax)> Resources { get; init; }

    /// <summary>Whether resources are referred to by names that the template alone gives them (language version 2.0).</summary>
    public bool IsSymbolic => Root.Find("resources") is Node.Object;

    /// <summary>Whether functions of a user see the variables of the template (language version 2.0).</summary>
    public bool HasOpenFunctions => IsSymbolic || Root.Find("languageVersion") is Node.Text { Value: ['2', ..] };

    public static ArmTemplate From(Node.Object root, ExpressionEvaluator evaluator)
    {
        var definitions = root.Find("definitions") as Node.Object;
        var template = new ArmTemplate(root)
        {
            Level = LevelOf(root),
            Parameters = new(StringComparer.OrdinalIgnoreCase),
            Variables = new(StringComparer.OrdinalIgnoreCase),
            VariableLoops = new(StringComparer.OrdinalIgnoreCase),
            Outputs = new(StringComparer.OrdinalIgnoreCase),
            Functions = new(StringComparer.OrdinalIgnoreCase),
            Resources = [.. ResourcesOf(root.Find("resources"), evaluator)],
        };
        foreach (var (property, syntax) in Objects(root, "parameters", evaluator))
        {
            template.Parameters[property.Name] = new(property.Name, property.NameLocation, syntax, definitions);
        }

        foreach (var property in Section(root, "variables", evaluator)?.Properties ?? [])
        {
            if (ArmValues.Loops(property) is not { } loops)
            {
                template.Variables[property.Name] = property.Value;
                continue;
            }

            foreach (var loop in loops)
            {
                template.VariableLoops[((Node.Text?)loop.Find("name"))?.Value ?? ""] = loop;
            }
        }

        foreach (var (property, syntax) in Objects(root, "outputs", evaluator))
        {
            template.Outputs[property.Name] = syntax;
        }

        foreach (var space in (root.Find("functions") as Node.Array)?.Elements.OfType<Node.Object>() ?? [])
        {
            foreach (var (property, syntax) in Objects(space, "members", evaluator))
            {
                template.Functions[$"{(space.Find("namespace") as Node.Text)?.Value}.{property.Name}"] = syntax;
            }
        }

        return template;
    }

    /// <summary>Resources of a template, or those inside a resource: an array, or an object of symbolic names.</summary>
    public static IEnumerable<(string? Symbol, Node.Object Syntax)> ResourcesOf(Node? resources, ExpressionEvaluator evaluator)
    {
        switch (resources)
        {
            case null or Node.Null:
                return [];
            case Node.Array list:
                return Checked(list.Elements.Select(element => ((string?)null, element)), evaluator);
            case Node.Object named:
                return Checked(named.Properties.Select(property => ((string?)property.Name, property.Value)), evaluator);
            default:
                evaluator.Report(ArmDiagnostics.WrongShape, resources.Location, "resources", Conversion.NameOf(resources), "an array of resources");
                return [];
        }
    }

    private static IEnumerable<(string? Symbol, Node.Object Syntax)> Checked(IEnumerable<(string? Symbol, Node Node)> resources, ExpressionEvaluator evaluator)
    {
        foreach (var (symbol, node) in resources)
        {
            if (node is Node.Object syntax)
            {
                yield return (symbol, syntax);
            }
            else
            {
                evaluator.Report(ArmDiagnostics.WrongShape, node.Location, symbol ?? "resources", Conversion.NameOf(node), "a resource, which is an object,");
            }
        }
    }

    private static IEnumerable<(Property Property, Node.Object Syntax)> Objects(Node.Object root, string section, ExpressionEvaluator evaluator)
    {
        foreach (var property in Section(root, section, evaluator)?.Properties ?? [])
        {
            if (property.Value is Node.Object syntax)
            {
                yield return (property, syntax);
            }
            else
            {
                evaluator.Report(ArmDiagnostics.WrongShape, property.Value.Location, property.Name, Conversion.NameOf(property.Value), "an object");
            }
        }
    }

    private static Node.Object? Section(Node.Object root, string name, ExpressionEvaluator evaluator)
    {
        switch (root.Find(name))
        {
            case Node.Object section:
                return section;
            case null or Node.Null:
                return null;
            case var other:
                evaluator.Report(ArmDiagnostics.WrongShape, other.Location, name, Conversion.NameOf(other), "an object");
                return null;
        }
    }

    private static DeploymentLevel LevelOf(Node.Object root) => root.Find("$schema") is not Node.Text { Value: var schema }
        ? DeploymentLevel.ResourceGroup
        : schema switch
        {
            _ when schema.Contains("subscriptionDeploymentTemplate", StringComparison.OrdinalIgnoreCase) => DeploymentLevel.Subscription,
            _ when schema.Contains("managementGroupDeploymentTemplate", StringComparison.OrdinalIgnoreCase) => DeploymentLevel.ManagementGroup,
            _ when schema.Contains("tenantDeploymentTemplate", StringComparison.OrdinalIgnoreCase) => DeploymentLevel.Tenant,
            _ => DeploymentLevel.ResourceGroup,
        };
}
