using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Templates.Bicep.Parsing;
using RdpCompliance.Readers.Templates.Deployments;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep.Binding;

/// <summary>Reads of types what decides values: whether they may be null, which literals are allowed, whether they are secret.</summary>
/// <param name="resolve">Finds the file that an import of a model names; <see langword="null"/> when it is not there or no Bicep file.</param>
/// <param name="definitions">The types of the ARM template that an import names instead.</param>
internal sealed class TypeReader(Func<BicepModel, string, BicepModel?> resolve, Func<BicepModel, string, Node.Object?> definitions)
{
    /// <summary>Types may name each other in a circle.</summary>
    private const int MostDepth = 40;

    public TypeFacts Of(BicepModel model, Syntax.Parameter parameter) => Decorated(model, parameter.Decorators, Of(model, parameter.Type, 0));

    public static bool IsSecure(IEnumerable<Syntax.Decorator> decorators) =>
        decorators.Any(decorator => decorator.Expression is Syntax.Call call && Syntax.NameOf(call.Name) == "secure");

    /// <summary>The value without what its type declares to be secret. Nothing is a secret that is empty.</summary>
    public Node Hide(BicepModel model, Syntax.Parameter parameter, Node value) =>
        Of(model, parameter).Secrecy == Secrecy.Secret ? Hidden(value) : Hide(model, parameter.Type, value, 0);

    private static Node Hidden(Node value) => value is Node.Null or Node.Unresolved or Node.Text { Value: "" } or Node.Object { Properties: [] }
        ? value
        : Unknown.Changing(value.Location, "a secret");

    private Node Hide(BicepModel model, Syntax type, Node value, int depth)
    {
        if (depth > MostDepth || value is Node.Null or Node.Unresolved)
        {
            return value;
        }

        switch (type, value)
        {
            case (Syntax.Parenthesized parenthesized, _):
                return Hide(model, parenthesized.Content, value, depth + 1);
            case (Syntax.Nullable nullable, _):
                return Hide(model, nullable.Type, value, depth + 1);
            case (Syntax.NonNullable required, _):
                return Hide(model, required.Type, value, depth + 1);
            case (Syntax.TypeReference or Syntax.TypeMember, _):
                if (Alias(model, type) is var (owner, alias))
                {
                    return IsSecure(alias.Decorators) ? Hidden(value) : Hide(owner, alias.Value, value, depth + 1);
                }

                return CompiledType(model, type) is var (types, compiled) ? new ParameterDeclaration("", value.Location, compiled, types).Hide(value) : value;
            case (Syntax.Union union, Node.Object):
                // Which of several objects it is does not matter: what any of them hides is hidden.
                return union.Members.Aggregate(value, (hidden, member) => Hide(model, member, hidden, depth + 1));
            case (Syntax.ArrayType list, Node.Array elements):
                return new Node.Array(elements.Location, [.. elements.Elements.Select(element => Hide(model, list.ElementType, element, depth + 1))])
                {
                    Trace = elements.Trace,
                };
            case (Syntax.TupleType tuple, Node.Array elements):
                var items = tuple.Items.ToList();
                return new Node.Array(
                    elements.Location,
                    [.. elements.Elements.Select((element, index) => index < items.Count ? Hide(model, items[index].Type, element, depth + 1) : element)])
                {
                    Trace = elements.Trace,
                };
            case (Syntax.ObjectType record, Node.Object written):
                return new Node.Object(written.Location, [.. written.Properties.Select(property => HideProperty(model, record, property, depth))])
                {
                    Trace = written.Trace,
                };
            default:
                return value;
        }
    }

    private Property HideProperty(BicepModel model, Syntax.ObjectType record, Property property, int depth)
    {
        var type = record.Properties.FirstOrDefault(declared => string.Equals(Syntax.NameOf(declared.Key), property.Name, StringComparison.OrdinalIgnoreCase))
            ?? record.Properties.FirstOrDefault(declared => declared.Key is Syntax.Token { Kind: TokenKind.Asterisk });
        return type is null
            ? property
            : property with { Value = IsSecure(type.Decorators) ? Hidden(property.Value) : Hide(model, type.Type, property.Value, depth + 1) };
    }

    /// <summary>The declaration of a type that is named, here or in another file.</summary>
    private (BicepModel Owner, Syntax.TypeDeclaration Alias)? Alias(BicepModel model, Syntax type)
    {
        switch (type)
        {
            case Syntax.TypeReference reference:
                return AliasNamed(model, reference.Name.Text);
            case Syntax.TypeMember { Target: Syntax.TypeReference space } member
                when model.Symbols.GetValueOrDefault(space.Name.Text) is BicepSymbol.Namespace { Path: { } path } && resolve(model, path) is { } imported
                && Syntax.NameOf(member.Name) is { } name:
                return AliasNamed(imported, name);
            default:
                return null;
        }
    }

    private (BicepModel Owner, Syntax.TypeDeclaration Alias)? AliasNamed(BicepModel model, string name, int depth = 0) =>
        model.Symbols.GetValueOrDefault(name) switch
        {
            BicepSymbol.TypeAlias alias => (model, alias.Declaration),
            BicepSymbol.Import { Path: { } path } import when depth < MostDepth && resolve(model, path) is { } imported => AliasNamed(
                imported,
                import.Exported,
                depth + 1),
            _ => null,
        };

    private TypeFacts Of(BicepModel model, Syntax type, int depth)
    {
        if (depth > MostDepth)
        {
            return TypeFacts.Unknown;
        }

        switch (type)
        {
            case Syntax.Parenthesized parenthesized:
                return Of(model, parenthesized.Content, depth + 1);
            case Syntax.Nullable nullable:
                return Of(model, nullable.Type, depth + 1) with { Nullability = Nullability.Nullable };
            case Syntax.NonNullable required:
                return Of(model, required.Type, depth + 1) with { Nullability = Nullability.Required };
            case Syntax.TypeReference { Name.Text: var name }:
                return Named(model, name, depth);
            case Syntax.TypeMember { Target: Syntax.TypeReference { Name.Text: var space } } member
                when model.Symbols.GetValueOrDefault(space) is BicepSymbol.Namespace { Path: { } path }:
                return Syntax.NameOf(member.Name) is { } exported ? Imported(model, path, exported, depth) : TypeFacts.Unknown;
            case Syntax.TypeMember { Target: Syntax.TypeReference { Name.Text: "sys" }, Name: var name }:
                return Named(model, Syntax.NameOf(name) ?? "", depth);
            case Syntax.Union union:
                return UnionOf(model, union, depth);
            case Syntax.Literal { Value.Kind: TokenKind.Null }:
                return TypeFacts.Unknown with { Nullability = Nullability.Nullable };
            case Syntax.Literal or Syntax.String or Syntax.Unary:
                return TypeFacts.Unknown with { Kind = KindOf(type), Allowed = [new Lowering(model.File, model.Symbols).Lower(type, NameScope.File)] };
            case Syntax.ObjectType:
                return TypeFacts.Unknown with { Kind = "object" };
            case Syntax.ArrayType or Syntax.TupleType:
                return TypeFacts.Unknown with { Kind = "array" };
            default:
                return TypeFacts.Unknown;
        }
    }

    private static string KindOf(Syntax literal) => literal switch
    {
        Syntax.String => "string",
        Syntax.Literal { Value.Kind: TokenKind.True or TokenKind.False } => "bool",
        _ => "int",
    };

    private TypeFacts Named(BicepModel model, string name, int depth)
    {
        switch (model.Symbols.GetValueOrDefault(name))
        {
            case BicepSymbol.TypeAlias alias:
                return Decorated(model, alias.Declaration.Decorators, Of(model, alias.Declaration.Value, depth + 1));
            case BicepSymbol.Import { Path: { } path } import:
                return Imported(model, path, import.Exported, depth + 1);
            default:
                return name is "string" or "int" or "bool" or "object" or "array" ? TypeFacts.Unknown with { Kind = name } : TypeFacts.Unknown;
        }
    }

    /// <summary>The definition of a type that a template exports, with all others of that template.</summary>
    private (Node.Object Types, Node.Object Type)? CompiledType(BicepModel model, Syntax type)
    {
        var (path, name) = type switch
        {
            Syntax.TypeReference { Name.Text: var alias } when model.Symbols.GetValueOrDefault(alias) is BicepSymbol.Import import => (
                import.Path,
                import.Exported),
            Syntax.TypeMember { Target: Syntax.TypeReference { Name.Text: var space } } member
                when model.Symbols.GetValueOrDefault(space) is BicepSymbol.Namespace imported => (imported.Path, Syntax.NameOf(member.Name)),
            _ => (null, null),
        };
        return path is not null && name is not null && definitions(model, path) is { } types && types.Find(name) is Node.Object found ? (types, found) : null;
    }

    private TypeFacts Imported(BicepModel model, string path, string name, int depth) => resolve(model, path) is { } imported
        ? Named(imported, name, depth)
        : definitions(model, path) is { } types && types.Find(name) is Node.Object type ? Compiled(types, type, 0) : TypeFacts.Unknown;

    /// <summary>A type as a template defines it (https://learn.microsoft.com/azure/azure-resource-manager/templates/definitions).</summary>
    private static TypeFacts Compiled(Node.Object types, Node.Object type, int depth)
    {
        const string Prefix = "#/definitions/";
        var referred = depth < MostDepth && type.Find("$ref") is Node.Text { Value: var reference } && reference.StartsWith(Prefix, StringComparison.Ordinal)
            && types.Find(Uri.UnescapeDataString(reference[Prefix.Length..])) is Node.Object target
            ? Compiled(types, target, depth + 1)
            : TypeFacts.Unknown;
        var name = (type.Find("type") as Node.Text)?.Value.ToUpperInvariant();
        return new(
            name switch
            {
                "STRING" or "SECURESTRING" => "string",
                "INT" => "int",
                "BOOL" => "bool",
                "ARRAY" => "array",
                "OBJECT" or "SECUREOBJECT" => "object",
                _ => referred.Kind,
            },
            type.Find("allowedValues") is Node.Array allowed ? [.. allowed.Elements.Select(value => new Expression.Literal(value))] : referred.Allowed,
            type.Find("nullable") is Node.Boolean { Value: true } ? Nullability.Nullable : referred.Nullability,
            name is "SECURESTRING" or "SECUREOBJECT" ? Secrecy.Secret : referred.Secrecy);
    }

    private TypeFacts UnionOf(BicepModel model, Syntax.Union union, int depth)
    {
        var allowed = ImmutableArray.CreateBuilder<Expression>();
        var (kind, nullability, isClosed) = ((string?)null, Nullability.Required, true);
        foreach (var member in union.Members)
        {
            var facts = Of(model, member, depth + 1);
            if (facts.Nullability == Nullability.Nullable)
            {
                nullability = Nullability.Nullable;
            }

            isClosed &= !facts.Allowed.IsEmpty || (facts.Kind is null && facts.Nullability == Nullability.Nullable);
            kind ??= facts.Kind;
            allowed.AddRange(facts.Allowed);
        }

        return TypeFacts.Unknown with { Kind = kind, Allowed = isClosed ? allowed.DrainToImmutable() : [], Nullability = nullability };
    }

    private static TypeFacts Decorated(BicepModel model, IEnumerable<Syntax.Decorator> decorators, TypeFacts facts)
    {
        foreach (var decorator in decorators)
        {
            if (decorator.Expression is not Syntax.Call call)
            {
                continue;
            }

            facts = (Syntax.NameOf(call.Name), call.Arguments) switch
            {
                ("secure", _) => facts with { Secrecy = Secrecy.Secret },
                ("allowed", [Syntax.Array values]) => facts with
                {
                    Allowed = [.. values.Elements.Select(value => new Lowering(model.File, model.Symbols).Lower(value, NameScope.File))],
                },
                _ => facts,
            };
        }

        return facts;
    }
}
