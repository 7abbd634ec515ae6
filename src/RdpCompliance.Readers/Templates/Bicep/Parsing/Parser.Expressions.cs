using System.Collections.Immutable;
using System.Globalization;

namespace RdpCompliance.Readers.Templates.Bicep.Parsing;

/// <content>Expressions.</content>
internal sealed partial class Parser
{
    /// <summary>What an expression may hold where it stands.</summary>
    [Flags]
    private enum Allowed
    {
        Nothing = 0,

        /// <summary>Objects, arrays and loops.</summary>
        Literals = 1,

        /// <summary>Nested resources in objects.</summary>
        Resources = 2,
    }

    private Syntax? Expression(Allowed allowed)
    {
        if (_depth == MaximumDepth)
        {
            return Fail<Syntax>(SyntaxErrorKind.Depth);
        }

        _depth++;
        var parsed = ConditionalExpression(allowed);
        _depth--;
        return parsed;
    }

    private bool IsLowEnough(Syntax chain)
    {
        if (chain.Height < MaximumHeight)
        {
            return true;
        }

        Fail<Syntax>(SyntaxErrorKind.Depth);
        return false;
    }

    private Syntax? ConditionalExpression(Allowed allowed)
    {
        if (BinaryExpression(allowed, 0) is not { } condition)
        {
            return null;
        }

        var questionLines = AfterNewLines(0).Kind == TokenKind.Question ? NewLines() : [];
        if (ReadOptional(TokenKind.Question) is not { } question)
        {
            return condition;
        }

        var whenTrue = Recover(Begin(), Expression(allowed), Voice.Loud, Until.ClosingOrColon);
        var colonLines = whenTrue is not Syntax.Skipped && AfterNewLines(0).Kind == TokenKind.Colon ? NewLines() : [];
        var colon = Recover(Begin(), Expect(TokenKind.Colon, ":"), After(whenTrue), Until.Closing);
        var whenFalse = Recover(Begin(), Expression(allowed), After(colon), Until.Closing);
        return new Syntax.Conditional(condition, questionLines, question, whenTrue, colonLines, colon, whenFalse);
    }

    private Syntax? BinaryExpression(Allowed allowed, int precedence)
    {
        var left = UnaryExpression(allowed);
        while (left is not null && Current.Kind.Precedence() is var next && next > precedence)
        {
            if (!IsLowEnough(left))
            {
                return null;
            }

            var sign = Read();
            left = new Syntax.Binary(left, sign, Recover(Begin(), BinaryExpression(allowed, next), Voice.Loud, Until.Closing));
        }

        return left;
    }

    private Syntax? UnaryExpression(Allowed allowed) => Current.Kind is TokenKind.Exclamation or TokenKind.Minus
        ? new Syntax.Unary(Read(), Recover(Begin(), MemberExpression(allowed), Voice.Loud, Until.Closing))
        : MemberExpression(allowed);

    private Syntax? MemberExpression(Allowed allowed)
    {
        var current = PrimaryExpression(allowed);
        while (current is not null)
        {
            switch (Current.Kind)
            {
                case TokenKind.LeftSquare or TokenKind.Dot or TokenKind.DoubleColon or TokenKind.Exclamation when !IsLowEnough(current):
                    return null;
                case TokenKind.LeftSquare:
                    current = Element(current, allowed);
                    break;
                case TokenKind.Dot:
                    current = Member(current, allowed);
                    break;
                case TokenKind.DoubleColon:
                    var colons = Read();
                    current = new Syntax.NestedReference(current, colons, NameOrMissing(SyntaxErrorKind.MemberName));
                    break;
                case TokenKind.Exclamation:
                    current = new Syntax.NonNull(current, Read());
                    break;
                default:
                    return current;
            }
        }

        return null;
    }

    private Syntax.Element? Element(Syntax target, Allowed allowed)
    {
        var open = Read();
        var question = ReadOptional(TokenKind.Question);
        var hat = ReadOptional(TokenKind.Hat);
        var index = At(TokenKind.RightSquare) ? Missing(SyntaxErrorKind.Index) : Expression(allowed);
        return index is not null && Expect(TokenKind.RightSquare, "]") is { } close ? new(target, open, question, hat, index, close) : null;
    }

    private Syntax Member(Syntax target, Allowed allowed)
    {
        var dot = Read();
        var question = ReadOptional(TokenKind.Question);
        var name = NameOrMissing(SyntaxErrorKind.MemberName);
        if (!At(TokenKind.LeftParen))
        {
            return new Syntax.Member(target, dot, question, name);
        }

        if (question is not null)
        {
            _errors.Add(new(SyntaxErrorKind.NoSafeCall, question.Span));
            name = Wrap([question, name]);
        }

        return Call(target, dot, name, allowed);
    }

    private Syntax NameOrMissing(SyntaxErrorKind wanted) => At(TokenKind.Identifier) ? Read() : Missing(wanted);

    private Syntax.Call Call(Syntax? target, Syntax.Token? dot, Syntax name, Allowed allowed)
    {
        var open = Read();
        var items = Arguments(
            TokenKind.RightParen,
            static (parser, flags) => new Syntax.Argument(parser.Recover(parser.Begin(), parser.Expression(flags), Voice.Loud, Until.CommaParenOrLineEnd)),
            allowed);
        Syntax close = At(TokenKind.RightParen) ? Read() : Missing(SyntaxErrorKind.Character(")"));
        return new(target, dot, name, open, items, close);
    }

    private Syntax? PrimaryExpression(Allowed allowed)
    {
        switch (Current.Kind)
        {
            case TokenKind.True or TokenKind.False or TokenKind.Null or TokenKind.Integer:
                return Literal();
            case TokenKind.StringComplete or TokenKind.StringLeft:
                return InterpolatedText();
            case TokenKind.LeftBrace when allowed.HasFlag(Allowed.Literals):
                return Object(allowed);
            case TokenKind.LeftSquare when allowed.HasFlag(Allowed.Literals):
                return AfterNewLines(1).Is(Keywords.For) ? For(allowed, bodyOfDeclaration: false) : Array();
            case TokenKind.LeftBrace or TokenKind.LeftSquare:
                return Fail<Syntax>(SyntaxErrorKind.SimpleExpression);
            case TokenKind.LeftParen:
                return ParenthesizedOrLambda(allowed);
            case TokenKind.Identifier:
                return ReferenceCallOrLambda(allowed);
            default:
                return Fail<Syntax>(SyntaxErrorKind.Expression);
        }
    }

    private Syntax? Literal()
    {
        var token = Read();
        return token.Kind == TokenKind.Integer && !ulong.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? Fail<Syntax>(SyntaxErrorKind.Integer, token)
            : new Syntax.Literal(token);
    }

    private Syntax? ReferenceCallOrLambda(Allowed allowed)
    {
        var name = Read();
        return Current.Kind switch
        {
            TokenKind.LeftParen => Call(null, null, name, allowed),
            TokenKind.Arrow => Lambda(new Syntax.Local(name, null)),
            _ => new Syntax.Reference(name),
        };
    }

    private Syntax.Lambda Lambda(Syntax variables)
    {
        var arrow = Read();
        var lines = Keywords.BeginsDeclaration(AfterNewLines(0)) ? [] : NewLines();
        return new(variables, arrow, lines, Recover(Begin(), Expression(Allowed.Literals), Voice.Loud, Until.ParenOrLineEnd));
    }

    private Syntax.TypedLambda? TypedLambda()
    {
        if (ParenthesizedList(static (parser, _) => parser.TypedLocal(), Allowed.Nothing, NewLinesInList.Allowed) is not var (open, items, close))
        {
            return null;
        }

        var returns = Recover(Begin(), Type(), Voice.Loud, Until.ParenOrLineEnd);
        var arrow = Recover(Begin(), Expect(TokenKind.Arrow, "=>"), Voice.Loud, Until.ParenOrLineEnd);
        var lines = arrow is Syntax.Skipped || Keywords.BeginsDeclaration(AfterNewLines(0)) ? [] : NewLines();
        var body = Recover(Begin(), Expression(Allowed.Literals), Voice.Loud, Until.ParenOrLineEnd);
        return new(new(open, items, close), returns, arrow, lines, body);
    }

    private Syntax.Local TypedLocal()
    {
        var name = NameOrMissing(SyntaxErrorKind.VariableName);
        return new(name, Recover(Begin(), Type(), Voice.Loud, Until.CommaParenOrLineEnd));
    }

    private Syntax? ParenthesizedOrLambda(Allowed allowed)
    {
        if (ParenthesizedList(static (parser, flags) => parser.Expression(flags), allowed, NewLinesInList.Allowed) is not var (open, items, close))
        {
            return null;
        }

        return At(TokenKind.Arrow) ? Lambda(Locals(open, items, close)) : new Syntax.Parenthesized(open, OneOf(open, items), close);
    }

    private Syntax.Parenthesized? Parenthesized(Allowed allowed) =>
        ParenthesizedList(static (parser, flags) => parser.Expression(flags), allowed, NewLinesInList.Allowed) is var (open, items, close)
            ? new(open, OneOf(open, items), close)
            : null;

    private Syntax OneOf(Syntax.Token open, ImmutableArray<Syntax> items) => items switch
    {
        [] => Missing(SyntaxErrorKind.OneExpression, open.Span.End),
        [Syntax.Token] => Wrap(items),
        [var item] => item,
        _ => Reject(items, SyntaxErrorKind.OneExpression),
    };

    /// <summary>Expressions in parentheses were variables after all: an arrow follows, or a loop's 'in'.</summary>
    private static Syntax.Locals Locals(Syntax.Token open, ImmutableArray<Syntax> items, Syntax close) => new(
        open,
        [.. items.Select(item => item switch
        {
            Syntax.Reference reference => new Syntax.Local(reference.Name, null),
            Syntax.Token or Syntax.Skipped => item,
            _ => Wrap([item]),
        })],
        close);

    private enum NewLinesInList
    {
        Allowed,
        Refused,
    }

    private (Syntax.Token Open, ImmutableArray<Syntax> Items, Syntax Close)? ParenthesizedList(
        Func<Parser, Allowed, Syntax?> parseItem,
        Allowed allowed,
        NewLinesInList newLines)
    {
        if (Expect(TokenKind.LeftParen, "(") is not { } open)
        {
            return null;
        }

        var items = ImmutableArray.CreateBuilder<Syntax>();
        AddNewLines();
        while (!At(TokenKind.RightParen))
        {
            items.Add(Recover(Begin(), parseItem(this, allowed), Voice.Loud, Until.ClosingOrComma));
            AddNewLines();
            if (ReadOptional(TokenKind.Comma) is not { } comma)
            {
                break;
            }

            items.Add(comma);
            AddNewLines();
        }

        var voice = items.Count > 0 ? After(items[^1]) : Voice.Loud;
        var close = Recover(Begin(), Expect(TokenKind.RightParen, ")"), voice, Until.UnclosedParenthesis);
        return (open, items.DrainToImmutable(), close);

        void AddNewLines()
        {
            if (newLines == NewLinesInList.Allowed)
            {
                items.AddRange(NewLines());
            }
        }
    }

    private Syntax.Array? Array()
    {
        var open = Read();
        var items = Elements(
            TokenKind.RightSquare,
            static (parser, _) => parser.Recover(
                parser.Begin(),
                parser.At(TokenKind.Ellipsis) ? parser.Spread(Until.CommaSquareOrLineEnd) : parser.Expression(Allowed.Literals),
                Voice.Loud,
                Until.SquareOrLineEnd),
            Allowed.Nothing);
        return Expect(TokenKind.RightSquare, "]") is { } close ? new(open, items, close) : null;
    }

    private Syntax.Spread Spread(ulong until)
    {
        var ellipsis = Read();
        return new(ellipsis, Recover(Begin(), Expression(Allowed.Literals), Voice.Loud, until));
    }

    private Syntax.Object? Object(Allowed allowed)
    {
        if (Expect(TokenKind.LeftBrace, "{") is not { } open)
        {
            return null;
        }

        var items = Elements(
            TokenKind.RightBrace,
            static (parser, flags) => parser.Recover(parser.Begin(), parser.ObjectElement(flags), Voice.Loud, Until.RightBraceOrLineEnd),
            allowed);
        return Expect(TokenKind.RightBrace, "}") is { } close ? new(open, items, close) : null;
    }

    private Syntax? ObjectElement(Allowed allowed)
    {
        if (allowed.HasFlag(Allowed.Resources) && (At(TokenKind.At) || (AtWord(Keywords.Resource) && Ahead(1).Kind == TokenKind.Identifier)))
        {
            return Recover(Begin(), NestedResource(), Voice.Loud, Until.LineEnd);
        }

        if (At(TokenKind.Ellipsis))
        {
            return Spread(Until.CommaBraceOrLineEnd);
        }

        var key = Recover(Begin(), PropertyKey(), Voice.Loud, Until.ColonBraceOrLineEnd);
        var colon = Recover(Begin(), Expect(TokenKind.Colon, ":"), After(key), Until.RightBraceOrLineEnd);
        return new Syntax.Property(key, colon, Recover(Begin(), Expression(Allowed.Literals), After(colon), Until.RightBraceOrLineEnd));
    }

    private Syntax? PropertyKey() => Current.Kind switch
    {
        TokenKind.Identifier => Read(),
        TokenKind.StringComplete or TokenKind.StringLeft => NotSkipped(Current, InterpolatedText(), SyntaxErrorKind.PropertyName),
        _ => Fail<Syntax>(SyntaxErrorKind.PropertyName),
    };

    private Syntax? NestedResource()
    {
        if (_depth == MaximumDepth)
        {
            return Fail<Syntax>(SyntaxErrorKind.Depth);
        }

        _depth++;
        var leading = LeadingNodes();
        var parsed = AtWord(Keywords.Resource) ? Resource(leading) : NoDeclaration(leading);
        _depth--;
        return parsed;
    }

    private Syntax.For? For(Allowed allowed, bool bodyOfDeclaration)
    {
        var open = Read();
        var openLines = NewLines();
        if (ExpectWord(Keywords.For) is not { } keyword)
        {
            return null;
        }

        var begin = Begin();
        Syntax? variables = Current.Kind switch
        {
            TokenKind.Identifier => new Syntax.Local(Read(), null),
            TokenKind.LeftParen => LoopVariables(),
            _ => Missing(SyntaxErrorKind.LoopVariables),
        };
        if (variables is null)
        {
            return null;
        }

        var voice = HasError(begin, variables) ? Voice.Silent : Voice.Loud;
        var inKeyword = Recover(Begin(), ExpectWord(Keywords.In), voice, Until.SquareOrLineEnd);
        var items = Recover(Begin(), Expression(Allowed.Literals), After(inKeyword), Until.ColonSquareOrLineEnd);
        var colon = Recover(Begin(), Expect(TokenKind.Colon, ":"), After(items), Until.SquareOrLineEnd);
        var body = Recover(Begin(), LoopBody(allowed, bodyOfDeclaration), After(colon), Until.SquareOrLineEnd);
        var closeLines = body is Syntax.Skipped ? [] : NewLines();
        var close = Recover(Begin(), Expect(TokenKind.RightSquare, "]"), After(body), Until.SquareOrLineEnd);
        return new(open, openLines, keyword, variables, inKeyword, items, colon, body, closeLines, close);
    }

    private Syntax? LoopVariables()
    {
        var begin = Begin();
        if (ParenthesizedList(static (parser, flags) => parser.Expression(flags), Allowed.Nothing, NewLinesInList.Refused) is not var (open, items, close))
        {
            return null;
        }

        var locals = Locals(open, items, close);
        return locals.Variables.Count() == 2 || HasError(begin, locals) ? locals : Reject([locals], SyntaxErrorKind.TwoLoopVariables);
    }

    private Syntax? LoopBody(Allowed allowed, bool bodyOfDeclaration) => Current.Kind switch
    {
        _ when !bodyOfDeclaration => Expression(allowed | Allowed.Literals),
        TokenKind.LeftBrace => Object(allowed),
        TokenKind.Identifier when AtWord(Keywords.If) => Condition(allowed, Until.SquareOrLineEnd),
        _ => Fail<Syntax>(SyntaxErrorKind.LoopBody),
    };

    /// <summary>A string and the expressions in its holes; <see cref="Syntax.Skipped"/> when it is broken or something else stands here.</summary>
    private Syntax InterpolatedText()
    {
        var start = Current;
        var parts = ImmutableArray.CreateBuilder<Syntax>();
        var (whole, untilHole) = (TokenKind.StringComplete, TokenKind.StringLeft);
        while (true)
        {
            if (At(whole))
            {
                parts.Add(Read());
                return Text(start, parts.DrainToImmutable());
            }

            if (At(untilHole))
            {
                parts.Add(Read());
                var hole = Recover(Begin(), Expression(Allowed.Nothing), Voice.Loud, Until.HoleEnd);
                parts.Add(AtAny(Until.HoleEnd) ? hole : Wrap([hole, SkipReporting(SyntaxErrorKind.InterpolationEnd, Until.HoleEnd)]));
                if (IsAtLineEnd)
                {
                    return Broken(start, parts.DrainToImmutable());
                }
            }
            else
            {
                parts.Add(SkipReporting(SyntaxErrorKind.InterpolationEnd, Until.HoleEnd));
                if (Current.Kind is not (TokenKind.StringMiddle or TokenKind.StringRight))
                {
                    return Broken(start, parts.DrainToImmutable());
                }
            }

            (whole, untilHole) = (TokenKind.StringRight, TokenKind.StringMiddle);
        }
    }

    private Syntax Text(Syntax.Token start, ImmutableArray<Syntax> parts) =>
        StringValue.TryUnescape([.. parts.OfType<Syntax.Token>()]) is { } segments
            ? new Syntax.String(parts, segments, [.. parts.Where(part => part is not Syntax.Token)])
            : Broken(start, parts);

    /// <summary>Reaches up to what comes next, as a string that is open does.</summary>
    private Syntax.Skipped Broken(Syntax.Token start, ImmutableArray<Syntax> parts) =>
        new(Engine.Sources.TextSpan.FromBounds(start.Span.Start, Current.Span.Start), parts);

    /// <summary>The elements of an array or object, with their separators: a new line or a comma, never both.</summary>
    private ImmutableArray<Syntax> Elements(TokenKind closing, Func<Parser, Allowed, Syntax> parseElement, Allowed allowed)
    {
        if (At(closing))
        {
            return [];
        }

        var items = ImmutableArray.CreateBuilder<Syntax>();
        items.AddRange(NewLines());
        while (!AtEnd && !At(closing))
        {
            items.Add(parseElement(this, allowed));
            if (AtEnd || At(closing))
            {
                break;
            }

            if (At(TokenKind.NewLine))
            {
                items.AddRange(NewLines());
            }
            else if (ReadOptional(TokenKind.Comma) is { } comma)
            {
                items.Add(comma);
                if (At(TokenKind.NewLine))
                {
                    items.Add(Missing(SyntaxErrorKind.NoNewLineAfterComma));
                    items.Add(Read());
                }
            }
            else
            {
                items.Add(Missing(SyntaxErrorKind.NewLineOrComma));
            }
        }

        return items.DrainToImmutable();
    }

    /// <summary>The arguments of a call, separated by commas, after which new lines may follow.</summary>
    private ImmutableArray<Syntax> Arguments(TokenKind closing, Func<Parser, Allowed, Syntax> parseArgument, Allowed allowed)
    {
        if (At(closing))
        {
            return [];
        }

        var items = ImmutableArray.CreateBuilder<Syntax>();
        items.AddRange(NewLines());
        while (!AtEnd && !At(closing))
        {
            items.Add(parseArgument(this, allowed));
            if (AtEnd || At(closing))
            {
                break;
            }

            if (At(TokenKind.NewLine))
            {
                var next = AfterCommentedLines();
                if (next.Kind == TokenKind.EndOfFile)
                {
                    // The missing bracket is reported here, not at the end of the file.
                    break;
                }

                if (next.Kind != closing)
                {
                    items.Add(Missing(SyntaxErrorKind.Comma));
                }

                items.AddRange(NewLines());
            }
            else if (ReadOptional(TokenKind.Comma) is { } comma)
            {
                items.Add(comma);
                items.AddRange(NewLines());
                if (At(closing))
                {
                    // A comma promises an argument: the missing one is reported, and counted.
                    items.Add(parseArgument(this, allowed));
                }
            }
            else
            {
                items.Add(Missing(SyntaxErrorKind.NewLineOrComma));
            }
        }

        return items.DrainToImmutable();
    }

    /// <summary>The token after this new line and after the lines that hold only a comment.</summary>
    private Syntax.Token AfterCommentedLines()
    {
        var ahead = 1;
        while (Ahead(ahead) is { Kind: TokenKind.NewLine } line && line.LeadingTrivia.Any(trivia => trivia.IsComment))
        {
            ahead++;
        }

        return Ahead(ahead);
    }
}
