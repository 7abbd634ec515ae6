using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Templates.Arm;
using RdpCompliance.Readers.Templates.Bicep.Binding;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep.Evaluation;

/// <summary>One resource or module that a deployment states, one turn of its loop: everything of it is evaluated when it is asked for.</summary>
internal sealed class BicepTurn(BicepDeployment deployment, BicepSymbol.Deployed symbol, Locals? locals, Node? index)
{
    /// <summary>As deep as modules may hold modules.</summary>
    public const int MostDepth = 16;

    private Node? _ownName;
    private Node? _name;
    private ResourcePlace? _place;
    private DeploymentCondition? _condition;
    private Node.Object? _body;
    private BicepModule? _module;
    private bool _isEvaluating;

    public BicepDeployment Deployment { get; } = deployment;

    public BicepSymbol.Deployed Symbol { get; } = symbol;

    /// <summary>The number of the turn; <see langword="null"/> outside of loops.</summary>
    public Node? Index { get; } = index;

    public string Type => Symbol is BicepSymbol.Resource resource ? resource.Type : "Microsoft.Resources/deployments";

    public bool IsExisting => Symbol is BicepSymbol.Resource { IsExisting: true };

    /// <summary>The name that is written: of a child, only its own part.</summary>
    public Node OwnName => _ownName ??= Once(EvaluateOwnName);

    /// <summary>The name with those of the parents before it.</summary>
    public Node Name => _name ??= Parent is { } parent ? TextComposer.Join(OwnName.Location, parent.Name, "/", OwnName) : OwnName;

    /// <summary>Where it is deployed, and its id there.</summary>
    public ResourcePlace Place => _place ??= ResourcePlace.Of(this);

    public string? IdText => Place.Id switch
    {
        Node.Text text => text.Value,
        Node.Unresolved unknown => unknown.Pattern,
        _ => null,
    };

    public DeploymentCondition Condition => _condition ??= EvaluateCondition();

    /// <summary>The resource that it is a child of: the one in whose body it stands, or the one that it names.</summary>
    public BicepTurn? Parent => Symbol switch
    {
        BicepSymbol.Resource { Container: { } container } => Deployment.TurnsOf(container).At(Index),
        BicepSymbol.Resource { Parent: { } parent } => TurnOf(parent),
        _ => null,
    };

    /// <summary>What a module deploys.</summary>
    public BicepModule Module => _module ??= BicepModule.Of(this);

    public Node Evaluate(Expression expression) => Deployment.Evaluate(expression, locals);

    public BicepTurn TurnOf(Target target) => Deployment.TurnsOf(target.Symbol).At(target.Index is { } wanted ? Evaluate(wanted) : null);

    /// <summary>Runs something; errors in what may not be deployed are not reported.</summary>
    public T Checked<T>(Func<T> work) => Condition == DeploymentCondition.True ? work() : Deployment.Session.Evaluator.Muted(work);

    /// <summary>The whole resource as Azure would be given it.</summary>
    public Node.Object Body()
    {
        if (_body is not null)
        {
            return _body;
        }

        _isEvaluating = true;
        _body = Checked(EvaluateBody);
        _isEvaluating = false;
        return _body;
    }

    /// <summary>What the template states of a property; <see langword="null"/> when it states nothing of it, or that is just being evaluated.</summary>
    public Node? Stated(string property)
    {
        if (_isEvaluating || IsExisting || Condition == DeploymentCondition.False)
        {
            return null;
        }

        return Body().Find(property);
    }

    private Node EvaluateOwnName()
    {
        if (Symbol.NameValue is { } name)
        {
            var value = Checked(() => Evaluate(name));
            return value is Node.Text or Node.Unresolved ? value : new Node.Text(value.Location, Conversion.ToText(value) ?? "") { Trace = value.Trace };
        }

        // The compiler names a module that has no name after its symbol and the deployment around.
        return Symbol is BicepSymbol.Module
            ? Unknown.Input(Symbol.Place, $"{Symbol.Name}-{{uniqueString('{Symbol.Name}', deployment().name)}}".Replace('{', '‹').Replace('}', '›'))
            : Unknown.Wrong(Symbol.Place, Symbol.Name);
    }

    private Node Once(Func<Node> evaluate)
    {
        if (_isEvaluating)
        {
            Deployment.Session.Evaluator.Report(ExpressionDiagnostics.Cycle, Symbol.Place, Symbol.Name);
            return Unknown.Wrong(Symbol.Place, Symbol.Name);
        }

        return evaluate();
    }

    private DeploymentCondition EvaluateCondition()
    {
        var own = Symbol.Condition is not { } condition
            ? DeploymentCondition.True
            : Evaluate(condition) switch
            {
                Node.Boolean value => value.Value ? DeploymentCondition.True : DeploymentCondition.False,
                _ => DeploymentCondition.Unknown,
            };
        var around = Symbol is BicepSymbol.Resource { Container: not null } ? Parent?.Condition ?? Deployment.Condition : Deployment.Condition;
        var loop = Symbol.Repetition == LoopKind.Single || Deployment.TurnsOf(Symbol).AreKnown ? DeploymentCondition.True : DeploymentCondition.Unknown;
        return ArmExpansion.And(ArmExpansion.And(around, own), loop);
    }

    private Node.Object EvaluateBody()
    {
        var properties = ImmutableArray.CreateBuilder<Property>();
        properties.Add(new("type", Symbol.Place, new Node.Text(Symbol.Place, Type)));
        if (Symbol is BicepSymbol.Resource { ApiVersion: { } version })
        {
            properties.Add(new("apiVersion", Symbol.Place, new Node.Text(Symbol.Place, version)));
        }

        properties.Add(new("name", Symbol.NameValue?.Location ?? Symbol.Place, Name));
        if (Symbol.Body is not { } body)
        {
            return new(Symbol.Whole, properties.DrainToImmutable());
        }

        switch (Evaluate(body))
        {
            case Node.Object record:
                properties.AddRange(record.Properties);
                break;
            case Node.Unresolved unknown:
                // Spread from something not known: any property may be other than it seems.
                properties.Add(new("properties", body.Location, unknown));
                break;
        }

        return new(body.Location, properties.DrainToImmutable());
    }
}
