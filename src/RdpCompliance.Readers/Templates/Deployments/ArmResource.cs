using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>
/// One resource that a deployment states, one turn of its loop: what tells it from others is known, its body is evaluated when it is asked for.
/// </summary>
internal sealed class ArmResource(Node.Object syntax, ArmScope scope, string type, Node name, Node? id)
{
    public const string DeploymentType = "Microsoft.Resources/deployments";

    private static readonly string[] NotOfTheBody = ["copy", "condition", "dependsOn", "resources", "existing", "import", "extension"];
    private Node.Object? _body;
    private bool _isEvaluating;

    public Node.Object Syntax { get; } = syntax;

    public ArmScope Scope { get; } = scope;

    /// <summary>The whole type, with those of the resources around it.</summary>
    public string Type { get; } = type;

    /// <summary>The whole name: text, or not known.</summary>
    public Node Name { get; } = name;

    /// <summary>Text, or not known; <see langword="null"/> when the name does not fit the type.</summary>
    public Node? Id { get; } = id;

    public required string? Symbol { get; init; }

    public required string? ApiVersion { get; init; }

    public required DeploymentCondition Condition { get; init; }

    public required bool IsExisting { get; init; }

    /// <summary>Where it is deployed, as <see cref="Resource.Scope"/> says it.</summary>
    public required string Target { get; init; }

    /// <summary>What it deploys, when it is a deployment whose template is at hand.</summary>
    public ArmNested? Nested { get; set; }

    public string? IdText => Text(Id);

    public bool IsDeployment => Type.Equals(DeploymentType, StringComparison.OrdinalIgnoreCase);

    public Node.Object Body()
    {
        if (_body is not null)
        {
            return _body;
        }

        _isEvaluating = true;
        _body = Evaluate(Evaluate);
        _isEvaluating = false;
        return _body;
    }

    /// <summary>The part of its own condition that is not known.</summary>
    public Node.Unresolved? ConditionCause =>
        Condition == DeploymentCondition.Unknown && Syntax.Find("condition") is { } condition
            ? Evaluate(() => Scope.Deployment.Values.Evaluate(condition, Scope)) as Node.Unresolved
            : null;

    /// <summary>Evaluates something of this resource: errors count only when it is deployed.</summary>
    public T Evaluate<T>(Func<T> evaluate) => Condition == DeploymentCondition.True ? evaluate() : Scope.Deployment.Values.Evaluator.Muted(evaluate);

    /// <summary>What is known of the deployed resource; <see langword="null"/> when nothing is.</summary>
    /// <param name="isFull">The whole resource instead of its properties.</param>
    public Node? KnownState(bool isFull)
    {
        if (_isEvaluating || IsExisting || Condition == DeploymentCondition.False || IsStatedTwice())
        {
            return null;
        }

        if (IsDeployment)
        {
            if (Nested?.Deployment is not { } deployment)
            {
                return null;
            }

            _isEvaluating = true;
            var properties = new Node.Object(Syntax.Location, [new("outputs", Syntax.Location, deployment.Outputs())]);
            _isEvaluating = false;
            return isFull ? new Node.Object(Syntax.Location, [new("properties", Syntax.Location, properties)]) : properties;
        }

        var body = Body();
        return isFull ? body : body.Find("properties");
    }

    /// <summary>Two statements of one resource follow each other, and either may be the last.</summary>
    private bool IsStatedTwice() =>
        IdText is { } id
        && Scope.Deployment.ById.TryGetValue(id, out var same)
        && same.Count(resource => !resource.IsExisting && resource.Condition != DeploymentCondition.False) > 1;

    public static string? Text(Node? node) => node switch
    {
        Node.Text text => text.Value,
        Node.Unresolved unknown => unknown.Pattern,
        _ => null,
    };

    private Node.Object Evaluate()
    {
        var properties = ImmutableArray.CreateBuilder<Property>(Syntax.Properties.Length);
        foreach (var property in Syntax.Properties)
        {
            if (!Array.Exists(NotOfTheBody, name => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                properties.Add(IsDeployment && property.Name.Equals("properties", StringComparison.OrdinalIgnoreCase)
                    ? property with { Value = DeploymentProperties(property.Value) }
                    : property with { Value = Scope.Deployment.Values.Evaluate(property.Value, Scope) });
            }
        }

        return new(Syntax.Location, properties.DrainToImmutable());
    }

    /// <summary>Of a deployment, its template is expanded and its parameters may be secret: neither is part of the body.</summary>
    private Node DeploymentProperties(Node syntax) =>
        syntax is Node.Object record ? Scope.Deployment.Values.Evaluate(WithoutTemplate(record), Scope) : Unknown.Changing(syntax.Location, "properties");

    public static Node.Object WithoutTemplate(Node.Object properties) =>
        new(
            properties.Location,
            [
                .. properties.Properties.Where(property =>
                    !property.Name.Equals("template", StringComparison.OrdinalIgnoreCase)
                    && !property.Name.Equals("parameters", StringComparison.OrdinalIgnoreCase)),
            ])
        {
            Trace = properties.Trace,
        };
}
