using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>A template with values for its parameters: what its expressions refer to, each evaluated once, when it is first asked for.</summary>
internal sealed class ArmDeployment
{
    private readonly Func<string, Node?> _given;
    private readonly string _path;
    private readonly Dictionary<string, Node?> _parameters = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Node?> _variables = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Node?> _outputs = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="given">The value that somebody gives a parameter; <see langword="null"/> when nobody does.</param>
    /// <param name="path">Tells this deployment from others, in names of values that are not known; "" for the outermost.</param>
    public ArmDeployment(ArmTemplate template, ArmSession session, DeploymentTarget target, Func<string, Node?> given, string path)
    {
        Template = template;
        Session = session;
        Target = target;
        _given = given;
        _path = path;
        Scope = new(this, target);
    }

    public ArmTemplate Template { get; }

    public ArmSession Session { get; }

    public ArmValues Values => Session.Values;

    public DeploymentTarget Target { get; }

    public ArmScope Scope { get; }

    /// <summary>The resources that this template states; set when they are expanded.</summary>
    public ArmExpansion? Expansion { get; set; }

    /// <summary>The sources whose templates led to this deployment by links, the outermost first.</summary>
    public required ImmutableArray<Source> Chain { get; init; }

    /// <summary>The resources of the same world by id, whoever deploys them.</summary>
    public required Dictionary<string, List<ArmResource>> ById { get; init; }

    /// <summary>What the names of values not known begin with, so that two deployments of one template are told apart.</summary>
    public string Path => _path;

    /// <returns><see langword="null"/> when there is no such parameter.</returns>
    public Node? Parameter(string name) => Template.Parameters.TryGetValue(name, out var declaration)
        ? Once(_parameters, name, declaration.Place, () => Evaluate(declaration))
        : null;

    /// <returns><see langword="null"/> when there is no such variable.</returns>
    public Node? Variable(string name)
    {
        if (Template.Variables.TryGetValue(name, out var syntax))
        {
            return Once(_variables, name, syntax.Location, () =>
                Tracing.After(syntax.Location, $"variable '{name}' has this value", Values.Evaluate(syntax, Scope)));
        }

        return Template.VariableLoops.TryGetValue(name, out var loop)
            ? Once(_variables, name, loop.Location, () =>
                Tracing.After(loop.Location, $"variable '{name}' is made by this loop", Values.RepeatInput(loop, name, CopyKind.Property, Scope)))
            : null;
    }

    /// <summary>{ name: { type, value } } of all outputs; those that are secret or not deployed are not known.</summary>
    public Node.Object Outputs()
    {
        var outputs = ImmutableArray.CreateBuilder<Property>(Template.Outputs.Count);
        foreach (var (name, syntax) in Template.Outputs)
        {
            if (Once(_outputs, name, syntax.Location, () => Output(name, syntax)) is { } value)
            {
                var type = syntax.Find("type") ?? new Node.Text(syntax.Location, "object");
                outputs.Add(
                    new(name, syntax.Location, new Node.Object(syntax.Location, [new("type", syntax.Location, type), new("value", syntax.Location, value)])));
            }
        }

        return new(Template.Root.Find("outputs")?.Location ?? Template.Root.Location, outputs.DrainToImmutable());
    }

    private Node Evaluate(ParameterDeclaration declaration)
    {
        var place = declaration.Place;
        if (_given(declaration.Name) is { } given && !(given is Node.Null && declaration.Default is not null))
        {
            CheckAllowed(declaration, given);
            var shown = declaration.Hide(given);
            return Named(declaration, ReferenceEquals(shown, given) ? given : Tracing.WithTrace(shown, []));
        }

        switch (declaration)
        {
            case { Default: { } syntax }:
                if (_path.Length == 0)
                {
                    Values.Evaluator.Defaults.Use(declaration.Name, syntax.Location);
                }

                var value = Values.Evaluate(syntax, Scope);
                var hidden = declaration.Hide(value);

                // The way leads past no text that holds a secret.
                return Named(declaration, ReferenceEquals(hidden, value)
                    ? Tracing.After(syntax.Location, $"parameter '{declaration.Name}' has this default", value)
                    : Tracing.WithTrace(hidden, []));
            case { IsNullable: true }:
                return new Node.Null(place);
            default:
                return Tracing.After(place, $"parameter '{declaration.Name}' has no default and is given no value", Named(declaration, Missing(declaration)));
        }
    }

    /// <summary>Of an inner deployment, only its caller could have given the value.</summary>
    private Node.Unresolved Missing(ParameterDeclaration declaration)
    {
        var expression = $"parameters('{declaration.Name}')";
        return _path.Length == 0
            ? Unknown.Parameter(declaration.Place, declaration.Name, expression)
            : Unknown.Changing(
                declaration.Place,
                expression,
                $"a value: parameter '{declaration.Name}' has no default, and deployment '{_path[..^1]}' gives none");
    }

    /// <summary>A value that is not known, and that nothing tells from others, is told by its parameter's name.</summary>
    private Node Named(ParameterDeclaration declaration, Node value) => value is Node.Unresolved { Pattern: null } unknown
        ? new Node.Unresolved(unknown)
        {
            Trace = unknown.Trace,
            Partial = unknown.Partial,
            Pattern = $"{{{_path}parameters('{declaration.Name}')}}",
        }
        : value;

    private void CheckAllowed(ParameterDeclaration declaration, Node given)
    {
        var allowed = declaration.AllowedValues;
        if (allowed.IsEmpty || given is Node.Unresolved || (given is Node.Null && declaration.IsNullable))
        {
            return;
        }

        // Allowed values of an array are those of its elements; text is compared ignoring letter case.
        ImmutableArray<Node> values = given is Node.Array list && !allowed.Any(value => value is Node.Array) ? list.Elements : [given];
        if (values.Any(value => allowed.All(one => !IsSame(one, value))))
        {
            Values.Evaluator.Report(ArmDiagnostics.NotAllowed, given.Location, declaration.Name);
        }
    }

    private static bool IsSame(Node allowed, Node value) => (allowed, value) is (Node.Text one, Node.Text other)
        ? one.Value.Equals(other.Value, StringComparison.OrdinalIgnoreCase)
        : Comparison.AreEqual(allowed, value) != false;

    private Node? Output(string name, Node.Object syntax)
    {
        if (syntax.Find("condition") is { } condition && Values.Evaluate(condition, Scope) is not Node.Boolean { Value: true })
        {
            return Unknown.Input(syntax.Location, $"{_path}outputs.{name}");
        }

        if (syntax.Find("type") is Node.Text { Value: var type } && type.StartsWith("secure", StringComparison.OrdinalIgnoreCase))
        {
            return Unknown.Input(syntax.Location, $"{_path}outputs.{name}");
        }

        if (syntax.Find("copy") is Node.Object loop)
        {
            return Values.RepeatInput(loop, name, CopyKind.Output, Scope);
        }

        return syntax.Find("value") is { } value ? Values.Evaluate(value, Scope) : null;
    }

    /// <summary>The value of a name, evaluated when it is first asked for; a name that needs its own value is reported.</summary>
    private Node? Once(Dictionary<string, Node?> values, string name, Location place, Func<Node?> evaluate)
    {
        if (values.TryGetValue(name, out var known))
        {
            if (known is null)
            {
                Values.Evaluator.Report(ExpressionDiagnostics.Cycle, place, name);
                return Unknown.Wrong(place, name);
            }

            return known;
        }

        values.Add(name, null);
        var value = evaluate();
        if (value is null)
        {
            values.Remove(name);
        }
        else
        {
            values[name] = value;
        }

        return value;
    }
}
