using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Templates.Bicep.Binding;
using RdpCompliance.Readers.Templates.Bicep.Modules;
using RdpCompliance.Readers.Templates.Deployments;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep.Evaluation;

/// <summary>One resource or module that a deployment states, one turn of its loop: everything of it is evaluated when it is asked for.</summary>
internal sealed class BicepTurn(BicepDeployment deployment, BicepSymbol.Deployed symbol, Locals? locals, Node? index)
{
    /// <summary>As deep as modules may hold modules.</summary>
    public const int MostDepth = 16;

    /// <summary>Azure takes no longer names, and every id repeats them.</summary>
    private const int LongestName = 1000;

    private Node? _ownName;
    private Node? _name;
    private ResourcePlace? _place;
    private DeploymentCondition? _condition;
    private Node.Object? _body;
    private BicepModule? _module;
    private ArmNested? _nested;
    private Dictionary<string, Node?>? _stated;
    private Parts _running;

    /// <summary>What is being evaluated now: whoever needs it meanwhile needs its own value.</summary>
    [Flags]
    private enum Parts
    {
        None = 0,
        OwnName = 1,
        Name = 2,
        Place = 4,
        Condition = 8,
        Body = 16,
        Parent = 32,
        Stated = 64,
    }

    public BicepDeployment Deployment { get; } = deployment;

    public BicepSymbol.Deployed Symbol { get; } = symbol;

    /// <summary>The number of the turn; <see langword="null"/> outside of loops.</summary>
    public Node? Index { get; } = index;

    public string Type => Symbol is BicepSymbol.Resource resource ? resource.Type : ArmResource.DeploymentType;

    public bool IsExisting => Symbol is BicepSymbol.Resource { IsExisting: true };

    /// <summary>The name that is written: of a child, only its own part.</summary>
    public Node OwnName => _ownName ??= Guarded(Parts.OwnName, EvaluateOwnName, Cyclic);

    /// <summary>The name with those of the parents before it.</summary>
    public Node Name =>
        _name ??= Guarded(Parts.Name, () => Parent is { } parent ? TextComposer.Join(OwnName.Location, parent.Name, "/", OwnName) : OwnName, Cyclic);

    /// <summary>Where it is deployed, and its id there.</summary>
    public ResourcePlace Place => _place ??= Guarded(Parts.Place, () => ResourcePlace.Of(this), () => new(null, "", Type, Cyclic()));

    public string? IdText => Place.Id switch
    {
        Node.Text text => text.Value,
        Node.Unresolved unknown => unknown.Pattern,
        _ => null,
    };

    public DeploymentCondition Condition => _condition ??= Guarded(Parts.Condition, EvaluateCondition, static () => DeploymentCondition.Unknown);

    /// <summary>The part of its own condition that is not known.</summary>
    public Node.Unresolved? ConditionCause =>
        Condition == DeploymentCondition.Unknown && Symbol.Condition is { } condition ? EvaluateChecked(condition) as Node.Unresolved : null;

    /// <summary>The resource that it is a child of: the one in whose body it stands, or the one that it names.</summary>
    public BicepTurn? Parent => Guarded(
        Parts.Parent,
        () => Symbol switch
        {
            BicepSymbol.Resource { Container: { } container } => Deployment.TurnsOf(container).At(Index),
            BicepSymbol.Resource { Parent: { } parent } => TurnOf(parent),
            _ => null,
        },
        static () => null);

    /// <summary>What a module deploys.</summary>
    public BicepModule Module => _module ??= BicepModule.Of(this);

    /// <summary>What a deployment that is written as a resource deploys; <see langword="null"/> for anything else.</summary>
    public ArmNested? Nested => !IsExisting && Symbol is BicepSymbol.Resource && Type.Equals(ArmResource.DeploymentType, StringComparison.OrdinalIgnoreCase)
        ? _nested ??= Guarded<ArmNested?>(Parts.Stated, EvaluateNested, static () => null)
        : null;

    public Node Evaluate(Expression expression) => Deployment.Evaluate(expression, locals);

    public BicepTurn TurnOf(Target target) => Deployment.TurnsOf(target.Symbol).At(target.Index is { } wanted ? EvaluateChecked(wanted) : null);

    public Node EvaluateChecked(Expression expression) => Checked(() => Evaluate(expression));

    /// <summary>Runs something; errors in what may not be deployed, or is only looked up where it is used, are not reported.</summary>
    public T Checked<T>(Func<T> work) => Condition == DeploymentCondition.True && !IsExisting ? work() : Deployment.Session.Evaluator.Muted(work);

    /// <summary>The whole resource as Azure would be given it.</summary>
    public Node.Object Body() => _body ??= Guarded(Parts.Body, () => Checked(EvaluateBody), () => new Node.Object(Symbol.Whole, []));

    /// <summary>What the template states of a property; <see langword="null"/> when it states nothing of it, or that is just being evaluated.</summary>
    public Node? Stated(string property)
    {
        if (_running.HasFlag(Parts.Body) || IsExisting || Condition == DeploymentCondition.False)
        {
            return null;
        }

        _stated ??= new(StringComparer.OrdinalIgnoreCase);
        if (!_stated.TryGetValue(property, out var stated))
        {
            stated = Body().Find(property) is { } written ? WithoutBlanks(written, ExpressionEvaluator.Shown(Symbol.Place), 0) : null;
            _stated.Add(property, stated);
        }

        return stated;
    }

    /// <summary>What is stated as nothing, Azure fills in: a network interface that is given "" gets an address.</summary>
    private static Node WithoutBlanks(Node node, string name, int depth)
    {
        const int MostLevels = 64;
        switch (node)
        {
            case Node.Null or Node.Text { Value: "" }:
                return Unknown.Changing(node.Location, $"what Azure gives {name} where nothing is stated");
            case Node.Object record when depth < MostLevels:
                return Each(record.Properties, Property) is { } properties ? new Node.Object(record.Location, properties) { Trace = record.Trace } : record;
            case Node.Array list when depth < MostLevels:
                return Each(list.Elements, element => WithoutBlanks(element, name, depth + 1)) is { } elements
                    ? new Node.Array(list.Location, elements) { Trace = list.Trace }
                    : list;
            default:
                return node;
        }

        Property Property(Property property) =>
            WithoutBlanks(property.Value, name, depth + 1) is var value && ReferenceEquals(value, property.Value) ? property : property with { Value = value };
    }

    /// <returns><see langword="null"/> when nothing changes.</returns>
    private static ImmutableArray<T>? Each<T>(ImmutableArray<T> items, Func<T, T> change)
        where T : class
    {
        ImmutableArray<T>.Builder? changed = null;
        for (var at = 0; at < items.Length; at++)
        {
            var item = change(items[at]);
            if (!ReferenceEquals(item, items[at]))
            {
                changed ??= items.ToBuilder();
                changed[at] = item;
            }
        }

        return changed?.MoveToImmutable();
    }

    private ArmNested EvaluateNested()
    {
        var session = Deployment.Session.Stated;
        var target = Deployment.Target with { DeploymentName = OwnName };
        target = Symbol.Scope is { } scope ? ModuleTarget.InScope(this, scope, target) : target;
        return StatedDeployment.Of(Body(), session, target, Condition, Deployment.Path, Deployment.Chain, static place =>
            BicepProject.IsBicep(place.Source.Name));
    }

    private Node EvaluateOwnName()
    {
        var value = EvaluateChecked(Symbol.NameValue ?? GeneratedName());
        switch (value)
        {
            case Node.Text { Value.Length: <= LongestName } or Node.Unresolved:
                return value;
            case Node.Text or Node.Array or Node.Object:
                var place = Symbol.NameValue?.Location ?? Symbol.Place;
                Deployment.Session.Evaluator.Report(
                    BicepDiagnostics.Reference,
                    place,
                    ExpressionEvaluator.Shown(place),
                    $"a name of at most {Conversion.Print(LongestName)} characters");
                return Unknown.Wrong(value.Location, ExpressionEvaluator.Shown(place));
            default:
                return new Node.Text(value.Location, Conversion.ToText(value) ?? "") { Trace = value.Trace };
        }
    }

    /// <summary>The compiler names a module that has no name after its symbol and the deployment around it.</summary>
    private Expression GeneratedName()
    {
        const int LongestPrefix = 50;
        const int LongestLoopPrefix = 46;
        var at = Symbol.Place;
        if (Symbol is not BicepSymbol.Module)
        {
            return new Expression.Literal(Unknown.Wrong(at, Symbol.Name));
        }

        var prefix = Symbol.Name[..Math.Min(Symbol.Name.Length, Index is null ? LongestPrefix : LongestLoopPrefix)];
        var hash = new Expression.Call(
            at,
            null,
            "uniqueString",
            [Text(Symbol.Name), new Expression.Member(at, new Expression.Call(at, null, "deployment", []), "name", Access.Strict)]);
        return new Expression.Call(
            at, null, "format", Index is null ? [Text($"{prefix}-{{0}}"), hash] : [Text($"{prefix}-{{0}}-{{1}}"), new Expression.Literal(Index), hash]);

        Expression.Literal Text(string value) => new(new Node.Text(at, value));
    }

    private T Guarded<T>(Parts part, Func<T> evaluate, Func<T> otherwise)
    {
        if (_running.HasFlag(part) || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            Deployment.Session.Evaluator.Report(ExpressionDiagnostics.Cycle, Symbol.Place, Symbol.Name);
            return otherwise();
        }

        _running |= part;
        try
        {
            return evaluate();
        }
        finally
        {
            _running &= ~part;
        }
    }

    private Node Cyclic() => Unknown.Wrong(Symbol.Place, Symbol.Name);

    private DeploymentCondition EvaluateCondition()
    {
        var around = Symbol is BicepSymbol.Resource { Container: not null } ? Parent?.Condition ?? Deployment.Condition : Deployment.Condition;
        if (around == DeploymentCondition.False)
        {
            // What its own condition reads may not be there.
            return DeploymentCondition.False;
        }

        var own = Symbol.Condition is not { } condition
            ? DeploymentCondition.True
            : (around == DeploymentCondition.True ? Evaluate(condition) : Deployment.Session.Evaluator.Muted(() => Evaluate(condition))) switch
            {
                Node.Boolean value => value.Value ? DeploymentCondition.True : DeploymentCondition.False,
                _ => DeploymentCondition.Unknown,
            };
        var loop = Symbol.Repetition == LoopKind.Single || Deployment.TurnsOf(Symbol).AreKnown ? DeploymentCondition.True : DeploymentCondition.Unknown;
        return ArmExpansion.And(ArmExpansion.And(around, own), loop);
    }

    private Node.Object EvaluateBody()
    {
        var properties = ImmutableArray.CreateBuilder<Property>();
        properties.Add(new("type", Symbol.TypePlace, new Node.Text(Symbol.TypePlace, Type)));
        if (Symbol is BicepSymbol.Resource { ApiVersion: { } version })
        {
            properties.Add(new("apiVersion", Symbol.TypePlace, new Node.Text(Symbol.TypePlace, version)));
        }

        properties.Add(new("name", Symbol.NamePlace, Name));
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
