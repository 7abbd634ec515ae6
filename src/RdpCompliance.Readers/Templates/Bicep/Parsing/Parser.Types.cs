using System.Collections.Immutable;

namespace RdpCompliance.Readers.Templates.Bicep.Parsing;

/// <content>Types.</content>
internal sealed partial class Parser
{
    private Syntax? Type() => AtResourceType ? ResourceType(Presence.Required) : TypeExpression();

    private Syntax? OutputType() => AtResourceType ? ResourceType(Presence.Optional) : TypeExpression();

    private bool AtResourceType => AtWord(Keywords.Resource) && Ahead(1).Kind != TokenKind.Less;

    private enum Presence
    {
        Required,
        Optional,
    }

    private Syntax.ResourceType ResourceType(Presence presence)
    {
        var keyword = Read();
        var isAbsent = presence == Presence.Optional && Current.Kind is not (TokenKind.StringComplete or TokenKind.StringLeft);
        return new(
            keyword,
            isAbsent ? null : Recover(Begin(), NotSkipped(Current, InterpolatedText(), SyntaxErrorKind.ResourceType), Voice.Loud, Until.AssignmentOrLineEnd));
    }

    private Syntax? TypeExpression()
    {
        if (_depth == MaximumDepth)
        {
            return Fail<Syntax>(SyntaxErrorKind.Depth);
        }

        _depth++;
        var parsed = UnionType();
        _depth--;
        return parsed;
    }

    private bool AtUnionSeparator => At(TokenKind.Pipe) || (At(TokenKind.NewLine) && Ahead(1).Kind == TokenKind.Pipe);

    private Syntax? UnionType()
    {
        var parts = ImmutableArray.CreateBuilder<Syntax>();
        if (AtUnionSeparator)
        {
            parts.AddRange(NewLines());
            parts.Add(Read());
        }

        if (UnaryType() is not { } first)
        {
            return null;
        }

        if (parts.Count == 0 && !AtUnionSeparator)
        {
            return first;
        }

        parts.Add(first);
        while (AtUnionSeparator)
        {
            parts.AddRange(NewLines());
            parts.Add(Read());
            parts.Add(At(TokenKind.NewLine) ? Missing(SyntaxErrorKind.TypeLiteral) : Recover(Begin(), UnaryType(), Voice.Loud, 0));
        }

        return new Syntax.Union(parts.DrainToImmutable());
    }

    private Syntax? UnaryType()
    {
        var current = Current.Kind is TokenKind.Exclamation or TokenKind.Minus
            ? new Syntax.Unary(Read(), Recover(Begin(), MemberType(), Voice.Loud, Until.Closing))
            : MemberType();
        while (current is not null)
        {
            switch (Current.Kind)
            {
                case TokenKind.Question or TokenKind.Exclamation when !IsLowEnough(current):
                    return null;
                case TokenKind.Question:
                    current = new Syntax.Nullable(current, Read());
                    break;
                case TokenKind.Exclamation:
                    current = new Syntax.NonNullable(current, Read());
                    break;
                default:
                    return current;
            }
        }

        return null;
    }

    private Syntax? MemberType()
    {
        var current = PrimaryType();
        while (current is not null)
        {
            switch (Current.Kind)
            {
                case TokenKind.LeftSquare or TokenKind.Dot when !IsLowEnough(current):
                    return null;
                case TokenKind.LeftSquare:
                    current = TypeElement(current);
                    break;
                case TokenKind.Dot:
                    current = TypeMember(current);
                    break;
                default:
                    return current;
            }
        }

        return null;
    }

    private Syntax? TypeElement(Syntax target)
    {
        var open = Read();
        if (ReadOptional(TokenKind.RightSquare) is { } end)
        {
            return new Syntax.ArrayType(target, open, end);
        }

        var index = At(TokenKind.Asterisk) ? Read() : Expression(Allowed.Nothing);
        return index is not null && Expect(TokenKind.RightSquare, "]") is { } close ? new Syntax.TypeElement(target, open, index, close) : null;
    }

    private Syntax TypeMember(Syntax target)
    {
        var dot = Read();
        if (ReadOptional(TokenKind.Asterisk) is { } asterisk)
        {
            return new Syntax.TypeMember(target, dot, asterisk);
        }

        var name = NameOrMissing(SyntaxErrorKind.MemberName);
        return At(TokenKind.Less) ? TypeCall(target, dot, name) : new Syntax.TypeMember(target, dot, name);
    }

    private Syntax.TypeCall TypeCall(Syntax? target, Syntax.Token? dot, Syntax name)
    {
        var open = Read();
        var items = Arguments(
            TokenKind.Greater,
            static (parser, _) => new Syntax.Argument(parser.Recover(parser.Begin(), parser.TypeExpression(), Voice.Loud, Until.CommaChevronOrLineEnd)),
            Allowed.Nothing);
        Syntax close = At(TokenKind.Greater) ? Read() : Missing(SyntaxErrorKind.Character(">"));
        return new(target, dot, name, open, items, close);
    }

    private Syntax? PrimaryType()
    {
        switch (Current.Kind)
        {
            case TokenKind.True or TokenKind.False or TokenKind.Null or TokenKind.Integer:
                return Literal();
            case TokenKind.StringComplete or TokenKind.StringLeft:
                return InterpolatedText();
            case TokenKind.LeftBrace:
                return ObjectType();
            case TokenKind.LeftSquare:
                return TupleType();
            case TokenKind.LeftParen:
                return ParenthesizedList(static (parser, _) => parser.TypeExpression(), Allowed.Nothing, NewLinesInList.Refused) is var (open, items, close)
                    ? new Syntax.Parenthesized(open, OneOf(open, items), close)
                    : null;
            case TokenKind.Identifier:
                var name = Read();
                return At(TokenKind.Less) ? TypeCall(null, null, name) : new Syntax.TypeReference(name);
            default:
                return Fail<Syntax>(SyntaxErrorKind.Type);
        }
    }

    private Syntax.ObjectType? ObjectType()
    {
        var open = Read();
        var items = Elements(TokenKind.RightBrace, static (parser, _) => parser.PropertyType(), Allowed.Nothing);
        return Expect(TokenKind.RightBrace, "}") is { } close ? new(open, items, close) : null;
    }

    private Syntax.PropertyType PropertyType()
    {
        var leading = LeadingNodes();
        var key = Recover(Begin(), PropertyTypeKey(), Voice.Loud, Until.ColonBraceOrLineEnd);
        var colon = Recover(Begin(), Expect(TokenKind.Colon, ":"), After(key), Until.RightBraceOrLineEnd);
        return new(leading, key, colon, Recover(Begin(), TypeExpression(), After(colon), Until.RightBraceOrLineEnd));
    }

    private Syntax? PropertyTypeKey() => Current.Kind switch
    {
        TokenKind.Identifier or TokenKind.Asterisk => Read(),
        TokenKind.StringComplete or TokenKind.StringLeft => NotSkipped(Current, InterpolatedText(), SyntaxErrorKind.PropertyName),
        _ => Fail<Syntax>(SyntaxErrorKind.PropertyNameOrAsterisk),
    };

    private Syntax.TupleType? TupleType()
    {
        var open = Read();
        var items = Elements(
            TokenKind.RightSquare,
            static (parser, _) => parser.Recover(parser.Begin(), parser.TupleItem(), Voice.Loud, Until.SquareOrLineEnd),
            Allowed.Nothing);
        return Expect(TokenKind.RightSquare, "]") is { } close ? new(open, items, close) : null;
    }

    private Syntax.TupleItem? TupleItem()
    {
        var leading = LeadingNodes();
        return TypeExpression() is { } type ? new(leading, type) : null;
    }
}
