using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Bicep.Parsing;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep.Binding;

/// <summary>Turns Bicep's expressions into those that both template languages share.</summary>
internal sealed class Lowering(BicepFile file, IReadOnlyDictionary<string, BicepSymbol> symbols)
{
    private readonly Source _source = file.Source;

    public Location PlaceOf(Syntax syntax) => Location.InText(_source, syntax.Span);

    public Expression Lower(Syntax syntax, NameScope scope)
    {
        switch (syntax)
        {
            case Syntax.Literal literal:
                return LiteralOf(literal.Value, literal);
            case Syntax.String text:
                return Interpolation(text, scope);
            case Syntax.Object record:
                return Record(record, scope, static _ => true);
            case Syntax.Array list:
                return new Expression.List(PlaceOf(list), [.. list.Elements.Select(element => ItemOf(element, scope))]);
            case Syntax.For loop:
                return Loop(loop, scope);
            case Syntax.Lambda lambda:
                return Lambda(lambda.Variables, lambda.Body, scope, PlaceOf(lambda));
            case Syntax.Parenthesized parenthesized:
                return Lower(parenthesized.Content, scope);
            case Syntax.NonNull assertion:
                return Lower(assertion.Operand, scope);
            case Syntax.Unary { Operator: TokenKind.Minus, Operand: Syntax.Literal { Value.Kind: TokenKind.Integer } number } unary:
                return new Expression.Literal(new Node.Number(PlaceOf(unary), $"-{number.Value.Text}"));
            case Syntax.Unary { Operator: TokenKind.Minus } unary:
                return Call(unary, "sub", new Expression.Literal(new Node.Number(PlaceOf(unary), "0")), Lower(unary.Operand, scope));
            case Syntax.Unary unary:
                return Call(unary, "not", Lower(unary.Operand, scope));
            case Syntax.Binary binary:
                return Operation(binary, Lower(binary.Left, scope), Lower(binary.Right, scope));
            case Syntax.Conditional choice:
                return Call(choice, "if", Lower(choice.Condition, scope), Lower(choice.WhenTrue, scope), Lower(choice.WhenFalse, scope));
            case Syntax.Reference reference:
                return Reference(reference, scope);
            case Syntax.NestedReference nested:
                return TargetOf(nested, scope) is { } target ? DeployedAccess.Whole(PlaceOf(nested), target) : Unnamed(nested);
            case Syntax.Call call:
                return FunctionCall(call, scope);
            case Syntax.Member member:
                return Member(member, member.Target, Syntax.NameOf(member.Name), member.IsSafe ? Access.Safe : Access.Strict, scope);
            case Syntax.Element element:
                return Element(element, scope);
            default:
                return Unreadable(syntax);
        }
    }

    /// <summary>The properties of an object that <paramref name="isWanted"/>, given their names; what has no plain name is always wanted.</summary>
    public Expression.Record Record(Syntax.Object record, NameScope scope, Func<string, bool> isWanted)
    {
        var items = ImmutableArray.CreateBuilder<ExpressionItem>();
        foreach (var item in record.Items)
        {
            switch (item)
            {
                case Syntax.Property { Name: { } name } property when isWanted(name):
                    items.Add(new(new Expression.Literal(new Node.Text(PlaceOf(property.Key), name)), Lower(property.Value, scope), ItemKind.One));
                    break;
                case Syntax.Property { Name: null } property:
                    items.Add(new(Lower(property.Key, scope), Lower(property.Value, scope), ItemKind.One));
                    break;
                case Syntax.Spread spread:
                    items.Add(new(null, Lower(spread.Value, scope), ItemKind.Spread));
                    break;
            }
        }

        return new(PlaceOf(record), items.DrainToImmutable());
    }

    public Expression.Lambda Lambda(Syntax variables, Syntax body, NameScope scope, Location place)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var variable in VariablesOf(variables))
        {
            scope = scope.With(variable.Name);
            names.Add(scope.Unique);
        }

        return new(place, names.DrainToImmutable(), Lower(body, scope));
    }

    public static IEnumerable<Syntax.Local> VariablesOf(Syntax variables) => variables switch
    {
        Syntax.Local local => [local],
        Syntax.Locals locals => locals.Variables,
        _ => [],
    };

    /// <summary>The resource or module that an expression names without being evaluated; <see langword="null"/> when it names none so.</summary>
    public Target? TargetOf(Syntax syntax, NameScope scope) => TargetOf(syntax, scope, 0);

    public Expression.Literal Unreadable(Syntax syntax) =>
        new(new Node.Unresolved(PlaceOf(syntax), UnknownReason.Unreadable, _source.Text.Cut(syntax.Span)));

    private Target? TargetOf(Syntax syntax, NameScope scope, int depth)
    {
        // Through variables, parentheses and indexes; nobody writes more.
        const int MostDepth = 32;
        switch (syntax)
        {
            case var _ when depth > MostDepth:
                return null;
            case Syntax.Reference { Name.Text: var name } when scope.FindLocal(name) is null:
                if (scope.FindNested(name) is { } nested)
                {
                    return new(nested, null);
                }

                return symbols.GetValueOrDefault(name) switch
                {
                    BicepSymbol.Deployed deployed => new(deployed, null),
                    BicepSymbol.Variable variable => TargetOf(variable.Written, NameScope.File, depth + 1),
                    _ => null,
                };
            case Syntax.NestedReference nestedReference when Syntax.NameOf(nestedReference.Name) is { } child:
                return
                    TargetOf(nestedReference.Target, scope, depth + 1) is { Symbol: BicepSymbol.Resource parent }
                    && parent.Children.TryGetValue(child, out var found)
                    ? new(found, null)
                    : null;
            case Syntax.Element { IsSafe: false, FromEnd: false } element:
                return TargetOf(element.Target, scope, depth + 1) is { Symbol.Repetition: LoopKind.Loop, Index: null } many
                    ? many with { Index = Lower(element.Index, scope) }
                    : null;
            case Syntax.Parenthesized parenthesized:
                return TargetOf(parenthesized.Content, scope, depth + 1);
            case Syntax.NonNull assertion:
                return TargetOf(assertion.Operand, scope, depth + 1);
            default:
                return null;
        }
    }

    private Expression.Literal LiteralOf(Syntax.Token token, Syntax literal) => new(token.Kind switch
    {
        TokenKind.True => new Node.Boolean(PlaceOf(literal), true),
        TokenKind.False => new Node.Boolean(PlaceOf(literal), false),
        TokenKind.Null => new Node.Null(PlaceOf(literal)),
        _ => new Node.Number(PlaceOf(literal), token.Text),
    });

    private Expression Interpolation(Syntax.String text, NameScope scope)
    {
        if (text.Value is { } value)
        {
            return new Expression.Literal(new Node.Text(PlaceOf(text), value));
        }

        var format = new System.Text.StringBuilder();
        for (var index = 0; index < text.Segments.Length; index++)
        {
            format.Append(text.Segments[index].Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
            if (index < text.Holes.Length)
            {
                format.Append(System.Globalization.CultureInfo.InvariantCulture, $"{{{index}}}");
            }
        }

        return Call(
            text,
            "format",
            [new Expression.Literal(new Node.Text(PlaceOf(text), format.ToString())), .. text.Holes.Select(hole => Lower(hole, scope))]);
    }

    private ExpressionItem ItemOf(Syntax element, NameScope scope) => element is Syntax.Spread spread
        ? new(null, Lower(spread.Value, scope), ItemKind.Spread)
        : new(null, Lower(element, scope), ItemKind.One);

    private Expression.Call Loop(Syntax.For loop, NameScope scope) =>
        Call(loop, "map", Lower(loop.Items, scope), Lambda(loop.Variables, loop.Body, scope, PlaceOf(loop.Body)));

    private Expression.Call Operation(Syntax.Binary binary, Expression left, Expression right) => binary.Operator switch
    {
        TokenKind.Plus => Call(binary, "add", left, right),
        TokenKind.Minus => Call(binary, "sub", left, right),
        TokenKind.Asterisk => Call(binary, "mul", left, right),
        TokenKind.Slash => Call(binary, "div", left, right),
        TokenKind.Percent => Call(binary, "mod", left, right),
        TokenKind.Equal => Call(binary, "equals", left, right),
        TokenKind.NotEqual => Call(binary, "not", Call(binary, "equals", left, right)),
        TokenKind.EqualInsensitive => Insensitive(binary, left, right),
        TokenKind.NotEqualInsensitive => Call(binary, "not", Insensitive(binary, left, right)),
        TokenKind.Less => Call(binary, "less", left, right),
        TokenKind.LessOrEqual => Call(binary, "lessOrEquals", left, right),
        TokenKind.Greater => Call(binary, "greater", left, right),
        TokenKind.GreaterOrEqual => Call(binary, "greaterOrEquals", left, right),
        TokenKind.And => Call(binary, "and", left, right),
        TokenKind.Or => Call(binary, "or", left, right),
        _ => Call(binary, "coalesce", left, right),
    };

    private Expression.Call Insensitive(Syntax binary, Expression left, Expression right) =>
        Call(binary, "equals", Call(binary, "toLower", left), Call(binary, "toLower", right));

    private Expression Reference(Syntax.Reference reference, NameScope scope)
    {
        var name = reference.Name.Text;
        if (scope.FindLocal(name) is { } local)
        {
            return new Expression.Symbol(PlaceOf(reference), local);
        }

        return TargetOf(reference, scope) is { } target
            ? DeployedAccess.Whole(PlaceOf(reference), target)
            : new Expression.Symbol(PlaceOf(reference), name);
    }

    private Expression Member(Syntax member, Syntax target, string? name, Access access, NameScope scope)
    {
        if (name is null)
        {
            return Unnamed(member);
        }

        if (TargetOf(target, scope) is { } deployed)
        {
            return DeployedAccess.Property(PlaceOf(member), deployed, name, access);
        }

        // One output of a module is asked for alone: the others may depend on what is asked.
        if (
            target is Syntax.Member { Target: var inner } outputs
            && Syntax.NameOf(outputs.Name) == "outputs"
            && TargetOf(inner, scope) is { Symbol: BicepSymbol.Module } module)
        {
            return DeployedAccess.Output(PlaceOf(member), module, name, outputs.IsSafe ? Access.Safe : access);
        }

        return
            target is Syntax.Reference { Name.Text: var space } && scope.FindLocal(space) is null && symbols.GetValueOrDefault(space) is BicepSymbol.Namespace
            ? new Expression.Symbol(PlaceOf(member), $"{space}.{name}")
            : Chained(member, target, Lower(target, scope), found => new Expression.Member(PlaceOf(member), found, name, access));
    }

    /// <summary>
    /// An access to what an expression gives; behind a safe access of the same chain it is only made when that finds something. Parentheses end a chain.
    /// </summary>
    private Expression Chained(Syntax whole, Syntax target, Expression lowered, Func<Expression, Expression> access) => target is Syntax.Parenthesized
        ? access(lowered)
        : lowered switch
        {
            Expression.Chain chain => new Expression.Chain(PlaceOf(whole), chain.First, Chained(whole, target, chain.Rest, access)),
            Expression.Member { Access: Access.Safe } or Expression.Element { Access: Access.Safe or Access.SafeFromEnd }
                or Expression.Call { Space: DeployedAccess.SafePropertySpace or DeployedAccess.SafeOutputSpace } =>
                new Expression.Chain(PlaceOf(whole), lowered, access(new Expression.Symbol(lowered.Location, Expression.Chain.Found))),
            _ => access(lowered),
        };

    private Expression Element(Syntax.Element element, NameScope scope)
    {
        if (TargetOf(element, scope) is { } target)
        {
            return DeployedAccess.Whole(PlaceOf(element), target);
        }

        var access = (element.IsSafe, element.FromEnd) switch
        {
            (true, true) => Access.SafeFromEnd,
            (true, false) => Access.Safe,
            (false, true) => Access.FromEnd,
            _ => Access.Strict,
        };
        return element is { FromEnd: false, Index: Syntax.String { Value: { } name } }
            ? Member(element, element.Target, name, access, scope)
            : Chained(element, element.Target, Lower(element.Target, scope), found => new Expression.Element(
                PlaceOf(element),
                found,
                Lower(element.Index, scope),
                access));
    }

    private Expression FunctionCall(Syntax.Call call, NameScope scope)
    {
        if (Syntax.NameOf(call.Name) is not { } name)
        {
            return Unnamed(call);
        }

        switch (call.Target)
        {
            case null:
                return PlainCall(call, name, scope);
            case Syntax.Reference { Name.Text: var space } when scope.FindLocal(space) is null:
                switch (symbols.GetValueOrDefault(space))
                {
                    case null when space is "sys" or "az":
                        return PlainCall(call, name, scope);
                    case BicepSymbol.Namespace:
                        return new Expression.Call(PlaceOf(call), space, name, Arguments(call, scope));
                }

                break;
        }

        // Functions of resources answer with keys, secrets and tokens: the list functions are the library's, the others are known to Azure alone.
        return name.StartsWith("list", StringComparison.Ordinal) && TargetOf(call.Target, scope) is { } target
            ? new Expression.Call(
                PlaceOf(call),
                null,
                name,
                [DeployedAccess.Property(PlaceOf(call.Target), target, "id", Access.Strict), .. Arguments(call, scope)])
            : new Expression.Literal(Unknown.Input(PlaceOf(call), _source.Text.Cut(call.Span)));
    }

    private Expression PlainCall(Syntax.Call call, string name, NameScope scope)
    {
        if (call.Target is null && symbols.GetValueOrDefault(name) is BicepSymbol.Function or BicepSymbol.Import)
        {
            return new Expression.Call(PlaceOf(call), null, name, Arguments(call, scope));
        }

        switch (name)
        {
            case "any" when call.Arguments is [var only]:
                return Lower(only, scope);
            case "nameof" when call.Arguments is [var named] && LastName(named) is { } text:
                return new Expression.Literal(new Node.Text(PlaceOf(call), text));
            case "readEnvironmentVariable" when call.Arguments is [_, var otherwise]:
                // The environment of whoever deploys is not known; as with parameters, the default counts.
                return Lower(otherwise, scope);
            case "externalInput" or "readEnvironmentVariable" or "readCliArg" or "getSecret":
                return new Expression.Literal(Unknown.Input(PlaceOf(call), _source.Text.Cut(call.Span)));
            default:
                return new Expression.Call(PlaceOf(call), CompileTimeFiles.Has(name) ? CompileTimeFiles.Space : null, name, Arguments(call, scope));
        }
    }

    private ImmutableArray<Expression> Arguments(Syntax.Call call, NameScope scope) => [.. call.Arguments.Select(argument => Lower(argument, scope))];

    private static string? LastName(Syntax named) => named switch
    {
        Syntax.Reference reference => reference.Name.Text,
        Syntax.Member member => Syntax.NameOf(member.Name),
        Syntax.NestedReference nested => Syntax.NameOf(nested.Name),
        Syntax.Element { Index: Syntax.String { Value: { } text } } => text,
        Syntax.Element element => LastName(element.Target),
        Syntax.Parenthesized parenthesized => LastName(parenthesized.Content),
        Syntax.NonNull assertion => LastName(assertion.Operand),
        _ => null,
    };

    private Expression.Call Call(Syntax syntax, string name, params ImmutableArray<Expression> arguments) => new(PlaceOf(syntax), null, name, arguments);

    private Expression.Literal Unnamed(Syntax syntax) => Unreadable(syntax);
}
