using System.Collections.Immutable;

namespace RdpCompliance.Readers.Templates.Bicep.Parsing;

/// <content>Declarations.</content>
internal sealed partial class Parser
{
    private Syntax.File ParseFile(BicepLanguage language)
    {
        var parts = ImmutableArray.CreateBuilder<Syntax>();
        while (!AtEnd)
        {
            var part = Recover(Begin(), language == BicepLanguage.Template ? TemplateDeclaration() : ParametersDeclaration(), Voice.Loud, Until.LineEnd);
            parts.Add(part);
            if (part is Syntax.Declaration && !AtEnd)
            {
                parts.Add(LineEndWithRecovery());
            }
        }

        return new(parts.DrainToImmutable(), Current);
    }

    /// <summary>What stands where the line should end is skipped together with its line end, so that the next line begins afresh.</summary>
    private Syntax LineEndWithRecovery()
    {
        var begin = Begin();
        var line = Recover(begin, Expect(TokenKind.NewLine, SyntaxErrorKind.NewLine), Voice.Loud, Until.LineEnd);
        if (line is not Syntax.Skipped)
        {
            return line;
        }

        Read();
        return SkippedSince(begin.Position);
    }

    private Syntax? TemplateDeclaration()
    {
        if (At(TokenKind.NewLine))
        {
            return Read();
        }

        var leading = LeadingNodes();
        var word = At(TokenKind.Identifier) ? Current.Text : "";
        return word switch
        {
            Keywords.TargetScope => TargetScope(leading),
            Keywords.Metadata => Metadata(leading),
            Keywords.Type => TypeDeclaration(leading),
            Keywords.Param => Parameter(leading),
            Keywords.Var => Variable(leading),
            Keywords.Func => Function(leading),
            Keywords.Resource => Resource(leading),
            Keywords.Output => Output(leading),
            Keywords.Module => Module(leading),
            Keywords.Test => Test(leading),
            Keywords.Assert => Assertion(leading),
            Keywords.Extension => Extension(leading),
            Keywords.Provider when Ahead(1).Kind is TokenKind.StringComplete or TokenKind.StringLeft => Extension(leading),
            // Before there was a word for extensions, they were imported.
            Keywords.Import when Ahead(1).Kind is TokenKind.StringComplete or TokenKind.StringLeft => Extension(leading),
            Keywords.Import => Import(leading),
            _ => NoDeclaration(leading),
        };
    }

    private Syntax? ParametersDeclaration()
    {
        if (At(TokenKind.NewLine))
        {
            return Read();
        }

        var leading = LeadingNodes();
        var word = At(TokenKind.Identifier) ? Current.Text : "";
        return word switch
        {
            Keywords.Using => Using(leading),
            Keywords.Extends => Extends(leading),
            Keywords.Param => ParameterAssignment(leading),
            Keywords.Var => Variable(leading),
            Keywords.Import => Import(leading),
            Keywords.ExtensionConfig => ExtensionConfiguration(leading),
            Keywords.Extension => Extension(leading),
            Keywords.Type => TypeDeclaration(leading),
            _ => Fail<Syntax>(SyntaxErrorKind.ParametersDeclaration),
        };
    }

    private Syntax? NoDeclaration(ImmutableArray<Syntax> leading) =>
        leading.IsEmpty ? Fail<Syntax>(SyntaxErrorKind.Declaration) : new Syntax.MissingDeclaration(leading);

    /// <summary>Decorators, each with the end of its line.</summary>
    private ImmutableArray<Syntax> LeadingNodes()
    {
        if (!At(TokenKind.At))
        {
            return [];
        }

        var nodes = ImmutableArray.CreateBuilder<Syntax>();
        while (At(TokenKind.At))
        {
            var at = Read();
            nodes.Add(new Syntax.Decorator(at, Recover(Begin(), DecoratorExpression(), Voice.Loud, Until.LineEnd)));
            nodes.Add(LineEndWithRecovery());
            nodes.AddRange(NewLines());
        }

        return nodes.DrainToImmutable();
    }

    private Syntax? DecoratorExpression()
    {
        if (ExpectName(SyntaxErrorKind.DecoratorName) is not { } name)
        {
            return null;
        }

        Syntax current = At(TokenKind.LeftParen) ? Call(null, null, name, Allowed.Literals) : new Syntax.Reference(name);
        while (At(TokenKind.Dot) && IsLowEnough(current))
        {
            var dot = Read();
            var member = NameOrMissing(SyntaxErrorKind.MemberName);
            current = At(TokenKind.LeftParen) ? Call(current, dot, member, Allowed.Literals) : new Syntax.Member(current, dot, null, member);
        }

        return _failure is null ? current : null;
    }

    private Syntax.TargetScope TargetScope(ImmutableArray<Syntax> leading)
    {
        var keyword = Read();
        var assignment = Recover(Begin(), ExpectAssignment(), Voice.Loud, Until.LineEnd);
        return new(leading, keyword, assignment, Recover(Begin(), Expression(Allowed.Literals), Voice.Loud, Until.LineEnd));
    }

    private Syntax.Metadata Metadata(ImmutableArray<Syntax> leading)
    {
        var keyword = Read();
        var name = NameWithRecovery(SyntaxErrorKind.MetadataName, Until.AssignmentOrLineEnd);
        var assignment = AssignmentWithRecovery(name, Until.LineEnd);
        return new(leading, keyword, name, assignment, ValueWithRecovery(assignment));
    }

    private Syntax.TypeDeclaration TypeDeclaration(ImmutableArray<Syntax> leading)
    {
        var keyword = Read();
        var name = NameWithRecovery(SyntaxErrorKind.TypeName, Until.AssignmentOrLineEnd);
        var assignment = AssignmentWithRecovery(name, Until.LineEnd);
        return new(leading, keyword, name, assignment, Recover(Begin(), Type(), After(name), Until.AssignmentBraceOrLineEnd));
    }

    private Syntax.Parameter Parameter(ImmutableArray<Syntax> leading)
    {
        var keyword = Read();
        var name = NameWithRecovery(SyntaxErrorKind.ParameterName, Until.NameOrLineEnd);
        var type = Recover(Begin(), Type(), After(name), Until.AssignmentBraceOrLineEnd);
        return new(leading, keyword, name, type, RecoverOptional(Begin(), ParameterContinuation(), After(type), Until.LineEnd));
    }

    private Syntax.Default? ParameterContinuation()
    {
        switch (Current.Kind)
        {
            case TokenKind.NewLine or TokenKind.EndOfFile:
                return null;
            case TokenKind.Assignment:
                var assignment = Read();
                return new(assignment, Recover(Begin(), Expression(Allowed.Literals), Voice.Loud, Until.LineEnd));
            default:
                return Fail<Syntax.Default>(SyntaxErrorKind.ParameterContinuation);
        }
    }

    private Syntax.Variable Variable(ImmutableArray<Syntax> leading)
    {
        var keyword = Read();
        var name = NameWithRecovery(SyntaxErrorKind.VariableName, Until.NameOrLineEnd);
        var begin = Begin();
        var type = RecoverOptional(
            begin,
            Current.Kind is TokenKind.EndOfFile or TokenKind.NewLine or TokenKind.Assignment ? null : Type(),
            After(name),
            Until.AssignmentOrLineEnd);
        var assignment = AssignmentWithRecovery(type ?? name, Until.LineEnd);
        return new(leading, keyword, name, type, assignment, ValueWithRecovery(assignment));
    }

    private Syntax.Function Function(ImmutableArray<Syntax> leading)
    {
        var keyword = Read();
        var name = NameWithRecovery(SyntaxErrorKind.VariableName, Until.AssignmentOrLineEnd);
        return new(leading, keyword, name, Recover(Begin(), TypedLambda(), After(name), Until.LineEnd));
    }

    private Syntax.Output Output(ImmutableArray<Syntax> leading)
    {
        var keyword = Read();
        var name = NameWithRecovery(SyntaxErrorKind.OutputName, Until.NameOrLineEnd);
        var type = Recover(Begin(), OutputType(), After(name), Until.AssignmentOrLineEnd);
        var assignment = AssignmentWithRecovery(type, Until.LineEnd);
        return new(leading, keyword, name, type, assignment, ValueWithRecovery(assignment));
    }

    private Syntax.Resource Resource(ImmutableArray<Syntax> leading)
    {
        var keyword = Read();
        var name = NameWithRecovery(SyntaxErrorKind.ResourceName, Until.StringOrLineEnd);
        var type = PathWithRecovery(name, SyntaxErrorKind.ResourceType);
        var existing = AtWord(Keywords.Existing) ? Read() : null;
        var assignment = AssignmentWithRecovery(type, Until.BraceOrLineEnd);
        var lines = assignment is not Syntax.Skipped && AfterNewLines(0).Is(Keywords.If) ? NewLines() : [];
        var value = Recover(Begin(), Body(Allowed.Literals | Allowed.Resources), After(assignment), Until.LineEnd);
        return new(leading, keyword, name, type, existing, assignment, lines, value);
    }

    private Syntax.Module Module(ImmutableArray<Syntax> leading)
    {
        var keyword = Read();
        var name = NameWithRecovery(SyntaxErrorKind.ModuleName, Until.StringOrLineEnd);
        var path = PathWithRecovery(name, SyntaxErrorKind.ModulePath);
        var assignment = AssignmentWithRecovery(path, Until.BraceOrLineEnd);
        var lines = AfterNewLines(0).Is(Keywords.If) ? NewLines() : [];
        return new(leading, keyword, name, path, assignment, lines, Recover(Begin(), Body(Allowed.Literals), After(assignment), Until.LineEnd));
    }

    private Syntax PathWithRecovery(Syntax preceding, SyntaxErrorKind wanted) =>
        Recover(Begin(), NotSkipped(Current, InterpolatedText(), wanted), After(preceding), Until.AssignmentOrLineEnd);

    private Syntax? Body(Allowed allowed) => Current.Kind switch
    {
        TokenKind.Identifier when AtWord(Keywords.If) => Condition(allowed, Until.LineEnd),
        TokenKind.LeftBrace => Object(allowed),
        TokenKind.LeftSquare => For(allowed, bodyOfDeclaration: true),
        _ => Fail<Syntax>(SyntaxErrorKind.ResourceBody),
    };

    /// <param name="until">Where to go on after a broken condition: inside a loop also at ']', which would be missed otherwise.</param>
    private Syntax.If Condition(Allowed allowed, ulong until)
    {
        var keyword = Read();
        var condition = Recover(Begin(), Parenthesized(allowed & ~Allowed.Resources), Voice.Loud, until | Until.BraceOrLineEnd);
        var voice = condition is Syntax.Parenthesized { IsClosed: true } ? After(condition) : Voice.Silent;
        return new(keyword, condition, Recover(Begin(), Object(allowed), voice, until));
    }

    private Syntax.Test Test(ImmutableArray<Syntax> leading)
    {
        var keyword = Read();
        var name = NameWithRecovery(SyntaxErrorKind.TestName, Until.StringOrLineEnd);
        var path = PathWithRecovery(name, SyntaxErrorKind.TestPath);
        var assignment = AssignmentWithRecovery(path, Until.BraceOrLineEnd);
        return new(leading, keyword, name, path, assignment, Recover(Begin(), Object(Allowed.Literals), After(assignment), Until.LineEnd));
    }

    private Syntax.Assert Assertion(ImmutableArray<Syntax> leading)
    {
        var keyword = Read();
        var name = NameWithRecovery(SyntaxErrorKind.AssertName, Until.AssignmentOrLineEnd);
        var assignment = AssignmentWithRecovery(name, Until.LineEnd);
        return new(leading, keyword, name, assignment, ValueWithRecovery(assignment));
    }

    private Syntax.Import? Import(ImmutableArray<Syntax> leading)
    {
        var keyword = Read();
        var begin = Begin();
        Syntax? symbols = Current.Kind switch
        {
            TokenKind.EndOfFile or TokenKind.NewLine or TokenKind.Identifier => Missing(SyntaxErrorKind.ImportedSymbols),
            TokenKind.LeftBrace => ImportList(),
            TokenKind.Asterisk => Recover(begin, ImportAll(), Voice.Loud, Until.LineEnd),
            _ => Reject([Read()], SyntaxErrorKind.ImportedSymbols),
        };
        return symbols is null ? null : new(leading, keyword, symbols, Recover(Begin(), From(), Voice.Loud, Until.LineEnd));
    }

    private Syntax.ImportList? ImportList()
    {
        var open = Read();
        var items = Elements(TokenKind.RightBrace, static (parser, _) => parser.ImportItem(), Allowed.Nothing);
        return Expect(TokenKind.RightBrace, "}") is { } close ? new(open, items, close) : null;
    }

    private Syntax ImportItem()
    {
        var name = Current.Kind switch
        {
            TokenKind.Identifier => Read(),
            TokenKind.StringComplete => InterpolatedText(),
            TokenKind.StringLeft => Reject([InterpolatedText()], SyntaxErrorKind.Constant),
            _ => Reject([Read()], SyntaxErrorKind.ExportedName),
        };
        if (!AtWord(Keywords.As))
        {
            return name is Syntax.String ? Reject([name], SyntaxErrorKind.ImportAlias) : new Syntax.ImportItem(name, null);
        }

        var keyword = Read();
        return new Syntax.ImportItem(name, new(keyword, NameWithRecovery(SyntaxErrorKind.TypeName, Until.CommaOrLineEnd)));
    }

    private Syntax.ImportAll? ImportAll()
    {
        var asterisk = Read();
        return ExpectWord(Keywords.As) is { } keyword && ExpectName(SyntaxErrorKind.NamespaceName) is { } name
            ? new(asterisk, new(keyword, name))
            : null;
    }

    private Syntax.From? From() =>
        ExpectWord(Keywords.From) is { } keyword
            ? new(keyword, Recover(Begin(), NotSkipped(Current, InterpolatedText(), SyntaxErrorKind.ModulePath), Voice.Loud, Until.LineEnd))
            : null;

    private Syntax.Extension Extension(ImmutableArray<Syntax> leading)
    {
        var keyword = Read();
        var specification = At(TokenKind.Identifier)
            ? Read()
            : Recover(Begin(), NotSkipped(Current, InterpolatedText(), SyntaxErrorKind.ExtensionSpecification), Voice.Loud, Until.LineEnd);
        var with = IsAtLineEnd || AtWord(Keywords.As)
            ? null
            : Recover(Begin(), WithClause(SyntaxErrorKind.WithOrAs), After(specification), Until.LineEnd);
        var alias = IsAtLineEnd
            ? null
            : Recover(Begin(), ExtensionAlias(), with is null ? Voice.Silent : After(with), Until.LineEnd);
        return new(leading, keyword, specification, with, alias);
    }

    private bool IsAtLineEnd => Current.Kind is TokenKind.EndOfFile or TokenKind.NewLine;

    private Syntax.With? WithClause(SyntaxErrorKind? wanted) =>
        ExpectWord(Keywords.With, wanted) is { } keyword
            ? new(keyword, Recover(Begin(), Object(Allowed.Literals), Voice.Loud, Until.LineEnd))
            : null;

    private Syntax.Alias? ExtensionAlias() =>
        ExpectWord(Keywords.As, SyntaxErrorKind.WithOrAs) is { } keyword
            ? new(keyword, NameWithRecovery(SyntaxErrorKind.ExtensionAlias, Until.LineEnd))
            : null;

    private Syntax.Using? Using(ImmutableArray<Syntax> leading)
    {
        var keyword = Read();
        var path = Current.Kind switch
        {
            TokenKind.Identifier => ExpectWord(Keywords.None),
            TokenKind.StringComplete => NotSkipped(Current, InterpolatedText(), SyntaxErrorKind.TemplatePath),
            _ => Missing(SyntaxErrorKind.ImportedSymbols),
        };
        if (path is null)
        {
            return null;
        }

        var with = IsAtLineEnd ? null : Recover(Begin(), WithClause(SyntaxErrorKind.WithOrNewLine), After(path), Until.LineEnd);
        return new(leading, keyword, path, with);
    }

    private Syntax.Extends Extends(ImmutableArray<Syntax> leading)
    {
        var keyword = Read();
        return new(leading, keyword, Recover(Begin(), NotSkipped(Current, InterpolatedText(), SyntaxErrorKind.ExtendedPath), Voice.Loud, Until.LineEnd));
    }

    private Syntax.ParameterAssignment ParameterAssignment(ImmutableArray<Syntax> leading)
    {
        var keyword = Read();
        var name = NameWithRecovery(SyntaxErrorKind.ParameterName, Until.NameOrLineEnd);
        var assignment = AssignmentWithRecovery(name, Until.LineEnd);
        return new(leading, keyword, name, assignment, ValueWithRecovery(assignment));
    }

    private Syntax.ExtensionConfiguration ExtensionConfiguration(ImmutableArray<Syntax> leading)
    {
        var keyword = Read();
        var name = NameWithRecovery(SyntaxErrorKind.ExtensionAlias, Until.NameOrLineEnd);
        return new(leading, keyword, name, Recover(Begin(), WithClause(null), After(name), Until.LineEnd));
    }
}
