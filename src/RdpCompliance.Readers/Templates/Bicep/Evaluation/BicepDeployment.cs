using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Bicep.Binding;
using RdpCompliance.Readers.Templates.Bicep.Modules;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep.Evaluation;

/// <summary>A file with values for its parameters: what its names mean, each evaluated once, when it is first asked for.</summary>
internal sealed class BicepDeployment : IExpressionScope
{
    private readonly Func<string, Node?> _given;
    private readonly Dictionary<BicepSymbol, Node?> _values = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, (BicepDeployment? Library, CompiledTemplate? Compiled)> _libraries = new(StringComparer.Ordinal);
    private readonly Dictionary<BicepSymbol.Deployed, BicepTurns> _turns = new(ReferenceEqualityComparer.Instance);

    /// <param name="given">The value that somebody gives a parameter; <see langword="null"/> when nobody does.</param>
    public BicepDeployment(BicepModel model, BicepSession session, DeploymentTarget target, Func<string, Node?> given)
    {
        (Model, Session, Target, _given) = (model, session, target, given);
    }

    public BicepModel Model { get; }

    public BicepSession Session { get; }

    public DeploymentTarget Target { get; }

    /// <summary>Whether it is deployed at all.</summary>
    public required DeploymentCondition Condition { get; init; }

    /// <summary>Begins the names of values not known, so that two deployments of one file are told apart; "" for the outermost.</summary>
    public required string Path { get; init; }

    /// <summary>The files that led here, the outermost first.</summary>
    public required ImmutableArray<Source> Chain { get; init; }

    /// <summary>The resources of the same world by id, whoever deploys them.</summary>
    public required Dictionary<string, BicepTurn> ById { get; init; }

    /// <summary>What <c>base</c> is in a parameters file that extends another one.</summary>
    public Func<Node>? Base { get; init; }

    private ExpressionEvaluator Evaluator => Session.Evaluator;

    public Node Evaluate(Expression expression, Locals? locals = null) => Evaluator.Evaluate(expression, new Frame(this, expression.Location, locals));

    public BicepTurns TurnsOf(BicepSymbol.Deployed symbol)
    {
        if (!_turns.TryGetValue(symbol, out var turns))
        {
            _turns.Add(symbol, turns = new(this, symbol));
        }

        return turns;
    }

    /// <summary>What a parameters file gives a parameter; <see langword="null"/> when it gives it nothing.</summary>
    public Node? Assigned(string parameter) => Model.Symbols.GetValueOrDefault(parameter) is BicepSymbol.Assignment ? ValueOf(parameter) : null;

    /// <returns><see langword="null"/> when the file has no such output.</returns>
    public Node? Output(string name) => Model.Outputs.TryGetValue(name, out var output) ? Once(output, () => OutputOf(output)) : null;

    public Node? Find(Expression.Symbol symbol, Frame frame, ExpressionEvaluator evaluator)
    {
        var dot = symbol.Name.IndexOf('.', StringComparison.Ordinal);
        var value = dot < 0 ? ValueOf(symbol.Name) : ImportedValue(symbol.Name[..dot], symbol.Name[(dot + 1)..]);
        return value is null ? null : Tracing.After(symbol.Step, value);
    }

    public Node? Call(Expression.Call call, Frame frame, ExpressionEvaluator evaluator)
    {
        switch (call.Space)
        {
            case DeployedAccess.PropertySpace or DeployedAccess.SafePropertySpace or DeployedAccess.OutputSpace or DeployedAccess.SafeOutputSpace:
                return DeployedValues.Find(this, call, frame);
            case CompileTimeFiles.Space:
                return Model.Files.Load(call.Location, call.Name, [.. call.Arguments.Select(argument => Evaluator.Evaluate(argument, frame))], Evaluator);
            case null when call.Name == "reference":
                return DeployedValues.Reference(this, call, frame);
            case null:
                return Model.Symbols.GetValueOrDefault(call.Name) switch
                {
                    BicepSymbol.Function function => Apply(function, call, frame),
                    BicepSymbol.Import import => ImportedCall(import.Path, import.Exported, import.Place, call, frame),
                    _ => null,
                };
            default:
                return Model.Symbols.GetValueOrDefault(call.Space) is BicepSymbol.Namespace { Path: { } path } imported
                    ? ImportedCall(path, call.Name, imported.Place, call, frame)
                    : Unknown.Input(call.Location, ExpressionEvaluator.Shown(call));
        }
    }

    public (Node? Parameter, IEnumerable<Expression> Variable) Origin(Expression reference) => reference is Expression.Symbol { Name: var name }
        ? Model.Symbols.GetValueOrDefault(name) switch
        {
            BicepSymbol.Parameter => (ValueOf(name), []),
            BicepSymbol.Variable variable => (null, [variable.Value]),
            _ => (null, []),
        }
        : (null, []);

    /// <summary>The value of a name of this file; <see langword="null"/> when it is none, or no value.</summary>
    private Node? ValueOf(string name) =>
        Model.Symbols.GetValueOrDefault(name) switch
        {
            BicepSymbol.Parameter parameter => Once(parameter, () => ParameterValue(parameter)),
            BicepSymbol.Variable variable => Once(variable, () =>
                Tracing.After(variable.Value.Location, $"variable '{name}' has this value", Evaluate(variable.Value))),
            BicepSymbol.Assignment assignment => Once(assignment, () => Evaluate(assignment.Value)),
            BicepSymbol.Import { Path: { } path } import => ImportedFrom(path, import.Exported, import.Place),
            BicepSymbol.Import import => Unknown.Input(import.Place, import.Exported),
            BicepSymbol.Namespace space => Unknown.Input(space.Place, name),
            null when name == "base" => Base?.Invoke(),
            _ => null,
        };

    private Node? ImportedValue(string space, string name) =>
        Model.Symbols.GetValueOrDefault(space) switch
        {
            BicepSymbol.Namespace { Path: { } path } imported => ImportedFrom(path, name, imported.Place),
            BicepSymbol.Namespace extension => Unknown.Input(extension.Place, $"{space}.{name}"),
            _ => null,
        };

    private Node ImportedFrom(string path, string name, Location place)
    {
        switch (Library(path, place))
        {
            case (null, null):
                return Unknown.Input(place, name);
            case ({ } library, _) when library.ValueOf(name) is { } value:
                return value;
            case (_, { } compiled) when compiled.Variable(name) is { } value:
                return value;
            default:
                Evaluator.Report(BicepDiagnostics.NotExported, place, name, path);
                return Unknown.Wrong(place, name);
        }
    }

    private Node ImportedCall(string? path, string name, Location place, Expression.Call call, Frame frame)
    {
        var (library, compiled) = path is null ? (null, null) : Library(path, place);
        var inside = new Expression.Call(call.Location, null, name, call.Arguments);
        return library?.Call(inside, frame, Evaluator)
            ?? compiled?.Call(inside, frame, Evaluator)
            ?? Unknown.Input(call.Location, ExpressionEvaluator.Shown(call));
    }

    /// <summary>
    /// Another file as its importers see it: with this deployment's target, and without values for parameters, which exported things do not use.
    /// </summary>
    private (BicepDeployment? Library, CompiledTemplate? Compiled) Library(string path, Location place)
    {
        if (_libraries.TryGetValue(path, out var known))
        {
            return known;
        }

        var source = Chain.Length <= BicepTurn.MostDepth ? Session.Find(Model.File.Source, path, place) : null;
        var library = source switch
        {
            null => (null, null),
            _ when !BicepProject.IsTemplate(source.Name) => (null, CompiledTemplate.Deploy(source, Session, Target, static _ => null, Path, Condition, place)),
            _ => (
                new BicepDeployment(Session.Project.UsedModelOf(source), Session, Target, static _ => null)
                {
                    Condition = Condition,
                    Path = Path,
                    Chain = Chain.Add(source),
                    ById = ById,
                },
                (CompiledTemplate?)null),
        };
        _libraries.Add(path, library);
        return library;
    }

    private Node Apply(BicepSymbol.Function function, Expression.Call call, Frame frame)
    {
        if (call.Arguments.Length != function.Body.Parameters.Length)
        {
            Evaluator.Report(
                ExpressionDiagnostics.ArgumentCount,
                call.Location,
                call.Name,
                Conversion.Print(call.Arguments.Length),
                Conversion.Print(function.Body.Parameters.Length));
            return Unknown.Wrong(frame.Place, ExpressionEvaluator.Shown(call));
        }

        var arguments = call.Arguments.Select(argument => Evaluator.Evaluate(argument, frame)).ToArray();
        return Evaluator.Apply(function.Body, new Frame(this, frame.Place), arguments);
    }

    private Node ParameterValue(BicepSymbol.Parameter parameter)
    {
        var (name, place) = (parameter.Name, parameter.Place);
        if (_given(name) is { } given && !(given is Node.Null && parameter.Default is not null))
        {
            var facts = Session.FactsOf(Model, parameter);
            CheckAllowed(parameter, facts, given);
            return Named(name, Session.Types.Hide(Model, parameter.Declaration, given));
        }

        if (parameter.Default is { } initial)
        {
            if (Path.Length == 0)
            {
                Evaluator.Defaults.Use(name, initial.Location);
            }

            var value = Tracing.After(initial.Location, $"parameter '{name}' has this default", Evaluate(initial));
            return Named(name, Session.Types.Hide(Model, parameter.Declaration, value));
        }

        return Session.FactsOf(Model, parameter).Nullability == Nullability.Nullable
            ? new Node.Null(place)
            : Tracing.After(
                place,
                $"parameter '{name}' has no default and is given no value",
                Named(name, Unknown.Parameter(place, name, $"parameter '{name}'")));
    }

    private void CheckAllowed(BicepSymbol.Parameter parameter, TypeFacts facts, Node given)
    {
        if (facts.Allowed.IsEmpty || facts.Secrecy == Secrecy.Secret || given is not (Node.Text or Node.Number or Node.Boolean))
        {
            return;
        }

        var allowed = facts.Allowed.Select(value => Evaluate(value));
        if (allowed.All(value => Comparison.AreEqual(value, given) == false))
        {
            Evaluator.Report(BicepDiagnostics.NotAllowed, given.Location, Conversion.ToText(given) ?? "", parameter.Name);
        }
    }

    /// <summary>A value that is not known, and that nothing tells from others, is told by its parameter's name.</summary>
    private Node Named(string parameter, Node value) => value is Node.Unresolved { Pattern: null } unknown
        ? new Node.Unresolved(unknown)
        {
            Trace = unknown.Trace,
            Partial = unknown.Partial,
            Pattern = $"{{{Path}parameters('{parameter}')}}",
        }
        : value;

    private Node OutputOf(BicepSymbol.Output output) => TypeReader.IsSecure(output.Declaration.Decorators)
        ? Unknown.Input(output.Place, $"{Path}outputs.{output.Name}")
        : Tracing.After(output.Value.Location, $"output '{output.Name}' has this value", Evaluate(output.Value));

    /// <summary>A name that needs its own value is reported.</summary>
    private Node Once(BicepSymbol symbol, Func<Node> evaluate)
    {
        if (_values.TryGetValue(symbol, out var known))
        {
            if (known is not null)
            {
                return known;
            }

            Evaluator.Report(ExpressionDiagnostics.Cycle, symbol.Place, symbol.Name);
            return Unknown.Wrong(symbol.Place, symbol.Name);
        }

        _values.Add(symbol, null);
        var value = evaluate();
        _values[symbol] = value;
        return value;
    }
}
