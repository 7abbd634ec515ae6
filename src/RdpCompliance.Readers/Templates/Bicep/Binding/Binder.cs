using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Bicep.Parsing;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep.Binding;

/// <summary>Gives every name of a file its meaning: first all symbols are declared, then their expressions are bound.</summary>
internal sealed class Binder
{
    private readonly BicepFile _file;
    private readonly Dictionary<string, BicepSymbol> _symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BicepSymbol.Output> _outputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BicepSymbol.Deployed> _byKey = new(StringComparer.Ordinal);
    private readonly ImmutableArray<BicepSymbol.Deployed>.Builder _deployed = ImmutableArray.CreateBuilder<BicepSymbol.Deployed>();
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly List<Action> _bindings = [];
    private readonly Lowering _lowering;

    private Binder(BicepFile file) => (_file, _lowering) = (file, new(file, _symbols));

    /// <param name="tree">Holds the files that compile-time functions read.</param>
    public static BicepModel Bind(BicepFile file, SourceTree tree)
    {
        var binder = new Binder(file);
        foreach (var declaration in file.Root.Declarations)
        {
            binder.Declare(declaration);
        }

        foreach (var bind in binder._bindings)
        {
            bind();
        }

        return new(file, binder._symbols)
        {
            Level = binder.Level(),
            Deployed = binder._deployed.DrainToImmutable(),
            ByKey = binder._byKey,
            Outputs = binder._outputs,
            Files = new(file.Source, tree),
            Diagnostics = binder._diagnostics.DrainToImmutable(),
        };
    }

    private DeploymentLevel Level() => _file.Root.Declarations.OfType<Syntax.TargetScope>().FirstOrDefault()?.Value switch
    {
        Syntax.String { Value: "subscription" } => DeploymentLevel.Subscription,
        Syntax.String { Value: "managementGroup" } => DeploymentLevel.ManagementGroup,
        Syntax.String { Value: "tenant" } => DeploymentLevel.Tenant,
        _ => DeploymentLevel.ResourceGroup,
    };

    private Location PlaceOf(Syntax syntax) => Location.InText(_file.Source, syntax.Span);

    private Location NamePlaceOf(Syntax.Named declaration, Syntax value) => PlaceOf(BodyOf(value)?.Find("name")?.Key ?? declaration.Name);

    /// <summary>A declaration without its decorators.</summary>
    private Location WholeOf(Syntax.Declaration declaration) =>
        Location.InText(_file.Source, TextSpan.FromBounds(declaration.Children[declaration.Leading.Length].Span.Start, declaration.Span.End));

    private void Declare(Syntax.Declaration declaration)
    {
        switch (declaration)
        {
            case Syntax.Parameter parameter when NameOf(parameter) is { } name:
                var parameterSymbol = Add(new BicepSymbol.Parameter(name, PlaceOf(parameter.Name), parameter));
                _bindings.Add(() => parameterSymbol.Default = parameter.DefaultValue is { } value ? Lower(value.Value) : null);
                break;
            case Syntax.Variable variable when NameOf(variable) is { } name:
                var variableSymbol = Add(new BicepSymbol.Variable(name, PlaceOf(variable.Name), variable.Value));
                _bindings.Add(() => variableSymbol.Value = Lower(variable.Value));
                break;
            case Syntax.ParameterAssignment assignment when NameOf(assignment) is { } name:
                var assignmentSymbol = Add(new BicepSymbol.Assignment(name, PlaceOf(assignment.Name)));
                _bindings.Add(() => assignmentSymbol.Value = Lower(assignment.Value));
                break;
            case Syntax.Function { Definition: Syntax.TypedLambda lambda } function when NameOf(function) is { } name:
                var functionSymbol = Add(new BicepSymbol.Function(name, PlaceOf(function.Name), lambda));
                _bindings.Add(() => functionSymbol.Body = _lowering.Lambda(lambda.Variables, lambda.Body, NameScope.File, PlaceOf(lambda)));
                break;
            case Syntax.TypeDeclaration type when NameOf(type) is { } name:
                Add(new BicepSymbol.TypeAlias(name, PlaceOf(type.Name), type));
                break;
            case Syntax.Output output when NameOf(output) is { } name:
                var outputSymbol = new BicepSymbol.Output(name, PlaceOf(output.Name), output);
                _outputs[name] = outputSymbol;
                _bindings.Add(() => outputSymbol.Value = Lower(output.Value));
                break;
            case Syntax.Resource resource:
                DeclareResource(resource, null, NameScope.File);
                break;
            case Syntax.Module module:
                DeclareModule(module);
                break;
            case Syntax.Import import:
                DeclareImport(import);
                break;
            case Syntax.Extension { NewName: { } alias } when Syntax.NameOf(alias) is { } name:
                Add(new BicepSymbol.Namespace(name, PlaceOf(alias), null));
                break;
            case Syntax.Extension { NewName: null, Specification: Syntax.Token { Text: not ("az" or "sys") and var name } specification }:
                Add(new BicepSymbol.Namespace(name, PlaceOf(specification), null));
                break;
        }
    }

    private static string? NameOf(Syntax.Named declaration) => Syntax.NameOf(declaration.Name);

    private Expression Lower(Syntax syntax) => _lowering.Lower(syntax, NameScope.File);

    private T Add<T>(T symbol)
        where T : BicepSymbol
    {
        if (!_symbols.TryAdd(symbol.Name, symbol))
        {
            _diagnostics.Add(new(BicepDiagnostics.DeclaredTwice, symbol.Place, symbol.Name));
        }

        return symbol;
    }

    private void DeclareImport(Syntax.Import import)
    {
        var path = (import.Source?.Path as Syntax.String)?.Value;
        switch (import.Symbols)
        {
            case Syntax.ImportAll { NewName: var name } when Syntax.NameOf(name) is { } space:
                Add(new BicepSymbol.Namespace(space, PlaceOf(name), path));
                break;
            case Syntax.ImportList list:
                foreach (var item in list.Items)
                {
                    if (Syntax.NameOf(item.Name) is { } exported && Syntax.NameOf(item.NewName ?? item.Name) is { } name)
                    {
                        Add(new BicepSymbol.Import(name, PlaceOf(item.NewName ?? item.Name), exported, path));
                    }
                }

                break;
        }
    }

    private void DeclareResource(Syntax.Resource resource, BicepSymbol.Resource? container, NameScope scope)
    {
        if (NameOf(resource) is not { } name)
        {
            return;
        }

        var (type, version) = TypeOf(resource, container);
        var symbol = new BicepSymbol.Resource(name, PlaceOf(resource.Name))
        {
            Key = container is null ? name : $"{container.Key}::{name}",
            Whole = WholeOf(resource),
            NamePlace = NamePlaceOf(resource, resource.Value),
            TypePlace = PlaceOf(resource.Type),
            Repetition = resource.Value is Syntax.For ? LoopKind.Loop : LoopKind.Single,
            Type = type,
            ApiVersion = version,
            IsExisting = resource.IsExisting,
            Container = container,
        };
        if (container is null)
        {
            Add(symbol);
        }
        else if (!container.Children.TryAdd(name, symbol))
        {
            _diagnostics.Add(new(BicepDiagnostics.DeclaredTwice, symbol.Place, name));
        }

        _byKey.TryAdd(symbol.Key, symbol);
        _deployed.Add(symbol);
        if (BodyOf(resource.Value) is not { } body)
        {
            return;
        }

        var inside = scope.Inside(symbol);
        _bindings.Add(() => BindResource(symbol, resource.Value, body, inside));
        foreach (var nested in body.Items.OfType<Syntax.Resource>())
        {
            DeclareResource(nested, symbol, inside);
        }
    }

    /// <summary>A nested resource names only its own part of the type; its version is that of the resource around it unless it names one.</summary>
    private (string Type, string? Version) TypeOf(Syntax.Resource resource, BicepSymbol.Resource? container)
    {
        if (resource.Type is not Syntax.String { Value: { } text })
        {
            return ("", null);
        }

        // The extension of Azure itself may be named.
        text = text.StartsWith("az:", StringComparison.Ordinal) ? text[3..] : text;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var (type, version) = at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
        if (container is null)
        {
            if (version is null)
            {
                _diagnostics.Add(new(BicepDiagnostics.ResourceType, PlaceOf(resource.Type), text));
            }

            return (type, version);
        }

        return ($"{container.Type}/{type}", version ?? container.ApiVersion);
    }

    private static Syntax.Object? BodyOf(Syntax value) => value switch
    {
        Syntax.Object body => body,
        Syntax.If { Body: Syntax.Object body } => body,
        Syntax.For { Body: var inner } => BodyOf(inner),
        _ => null,
    };

    private void BindResource(BicepSymbol.Resource symbol, Syntax value, Syntax.Object body, NameScope scope)
    {
        scope = BindAround(symbol, value, scope);
        symbol.NameValue = Value(body, "name", scope);
        symbol.Parent = body.Find("parent") is { } parent ? _lowering.TargetOf(parent.Value, scope) : null;
        symbol.Scope = ScopeOf(body, scope);
        symbol.Body = _lowering.Record(body, scope, static name => name is not ("name" or "parent" or "scope" or "dependsOn"));
    }

    private void DeclareModule(Syntax.Module module)
    {
        if (NameOf(module) is not { } name)
        {
            return;
        }

        var symbol = Add(new BicepSymbol.Module(name, PlaceOf(module.Name))
        {
            Key = name,
            Whole = WholeOf(module),
            NamePlace = NamePlaceOf(module, module.Value),
            TypePlace = PlaceOf(module.Path),
            Repetition = module.Value is Syntax.For ? LoopKind.Loop : LoopKind.Single,
            Path = (module.Path as Syntax.String)?.Value,
        });
        _byKey.TryAdd(name, symbol);
        _deployed.Add(symbol);
        if (BodyOf(module.Value) is { } body)
        {
            _bindings.Add(() => BindModule(symbol, module.Value, body));
        }
    }

    private void BindModule(BicepSymbol.Module symbol, Syntax value, Syntax.Object body)
    {
        var scope = BindAround(symbol, value, NameScope.File);
        symbol.NameValue = Value(body, "name", scope);
        symbol.Scope = ScopeOf(body, scope);
        symbol.Arguments = Value(body, "params", scope);
        symbol.Body = _lowering.Record(body, scope, static name => name is not ("name" or "scope" or "params" or "dependsOn"));
    }

    /// <summary>The loop and the condition around a body.</summary>
    /// <returns>The scope of the body.</returns>
    private NameScope BindAround(BicepSymbol.Deployed symbol, Syntax value, NameScope scope)
    {
        if (value is Syntax.For loop)
        {
            var items = _lowering.Lower(loop.Items, scope);
            var names = new List<string>();
            foreach (var variable in Lowering.VariablesOf(loop.Variables))
            {
                scope = scope.With(variable.Name);
                names.Add(scope.Unique);
            }

            symbol.Loop = new(items, names.ElementAtOrDefault(0) ?? "'", names.ElementAtOrDefault(1));
            value = loop.Body;
        }

        symbol.Condition = value is Syntax.If condition ? _lowering.Lower(condition.Condition, scope) : null;
        return scope;
    }

    private Expression? Value(Syntax.Object body, string name, NameScope scope) =>
        body.Find(name) is { } property ? _lowering.Lower(property.Value, scope) : null;

    private ScopeReference? ScopeOf(Syntax.Object body, NameScope scope)
    {
        if (body.Find("scope") is not { Value: var value })
        {
            return null;
        }

        if (_lowering.TargetOf(value, scope) is { } target)
        {
            return new ScopeReference.Of(target);
        }

        var lowered = _lowering.Lower(value, scope);
        return lowered is Expression.Call { Space: null } call && LevelOf(call.Name) is { } level
            ? new ScopeReference.Level(level, call.Arguments)
            : new ScopeReference.Computed(lowered);
    }

    private static DeploymentLevel? LevelOf(string function) => function switch
    {
        "resourceGroup" => DeploymentLevel.ResourceGroup,
        "subscription" => DeploymentLevel.Subscription,
        "managementGroup" => DeploymentLevel.ManagementGroup,
        "tenant" => DeploymentLevel.Tenant,
        _ => null,
    };
}
