using System.Collections.Immutable;
using System.Diagnostics;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates.Bicep.Parsing;

/// <summary>
/// Recursive descent with recovery. A method that meets what it cannot use notes a failure and
/// returns <see langword="null"/>; callers hand the <see langword="null"/> on until
/// <see cref="Recover"/> turns everything since its start into <see cref="Syntax.Skipped"/> and
/// reading goes on at a token of its choice. No exceptions: hostile files would make
/// millions. The places where Bicep's own compiler recovers are kept, because what it reports depends on them.
/// </summary>
internal sealed partial class Parser
{
    public const int MaximumDepth = 100;

    /// <summary>Chains (a.b.c…, a + b + c…) are read by a loop, but whoever walks them may recurse.</summary>
    private const int MaximumHeight = 600;

    private readonly ImmutableArray<Syntax.Token> _tokens;
    private readonly ImmutableArray<SyntaxError> _lexicalErrors;
    private readonly List<SyntaxError> _errors = [];
    private SyntaxError? _failure;
    private int _position;
    private int _depth;

    private Parser(LexedText lexed) => (_tokens, _lexicalErrors) = (lexed.Tokens, lexed.Errors);

    /// <summary>Whether a recovery says what it met. It keeps silent after something missing that was reported already.</summary>
    private enum Voice
    {
        Loud,
        Silent,
    }

    /// <summary>Where an attempt began: what was read and reported since can be taken back.</summary>
    private readonly record struct Mark(int Position, int Errors);

    public static (Syntax.File File, ImmutableArray<SyntaxError> Errors) Parse(LexedText lexed, BicepLanguage language)
    {
        var parser = new Parser(lexed);
        var file = parser.ParseFile(language);
        return (file, [.. lexed.Errors.Concat(parser._errors).OrderBy(error => error.Span.Start).ThenBy(error => error.Span.Length)]);
    }

    private Syntax.Token Current => _tokens[_position];

    private bool AtEnd => Current.Kind == TokenKind.EndOfFile;

    private Syntax.Token Ahead(int count) => _tokens[Math.Min(_position + count, _tokens.Length - 1)];

    /// <summary>The next token that is no new line.</summary>
    private Syntax.Token AfterNewLines(int from)
    {
        var position = Math.Min(_position + from, _tokens.Length - 1);
        while (_tokens[position].Kind == TokenKind.NewLine)
        {
            position++;
        }

        return _tokens[position];
    }

    private bool At(TokenKind kind) => Current.Kind == kind;

    private bool AtAny(ulong kinds) => Current.Kind.IsIn(kinds);

    private bool AtWord(string word) => Current.Is(word);

    private Syntax.Token Read()
    {
        var token = Current;
        if (!AtEnd)
        {
            _position++;
        }

        return token;
    }

    private Syntax.Token? ReadOptional(TokenKind kind) => At(kind) ? Read() : null;

    private Syntax.Token? Expect(TokenKind kind, SyntaxErrorKind wanted) => At(kind) ? Read() : Fail<Syntax.Token>(wanted);

    private Syntax.Token? Expect(TokenKind kind, string character) => At(kind) ? Read() : Fail<Syntax.Token>(SyntaxErrorKind.Character(character));

    private Syntax.Token? ExpectWord(string word, SyntaxErrorKind? wanted = null) =>
        AtWord(word) ? Read() : Fail<Syntax.Token>(wanted ?? SyntaxErrorKind.Keyword(word));

    private Syntax.Token? ExpectName(SyntaxErrorKind wanted) => Expect(TokenKind.Identifier, wanted);

    private Syntax.Token? ExpectAssignment() => Expect(TokenKind.Assignment, "=");

    private ImmutableArray<Syntax> NewLines()
    {
        if (!At(TokenKind.NewLine))
        {
            return [];
        }

        var lines = ImmutableArray.CreateBuilder<Syntax>();
        while (At(TokenKind.NewLine))
        {
            lines.Add(Read());
        }

        return lines.DrainToImmutable();
    }

    private T? Fail<T>(SyntaxErrorKind wanted)
        where T : Syntax => Fail<T>(wanted, Current);

    /// <summary>A new line is no place to underline: the error stands at the end of the line before it.</summary>
    private T? Fail<T>(SyntaxErrorKind wanted, Syntax.Token at)
        where T : Syntax
    {
        _failure = new(wanted, at.Kind == TokenKind.NewLine ? new(at.Span.Start, 0) : at.Span);
        return null;
    }

    private Mark Begin() => new(_position, _errors.Count);

    private static Voice After(Syntax preceding) => preceding is Syntax.Skipped { Span.Length: 0 } ? Voice.Silent : Voice.Loud;

    /// <summary>What was parsed since <paramref name="begin"/>, or, after a failure, everything from there up to a token of <paramref name="until"/>.</summary>
    private Syntax Recover(Mark begin, Syntax? parsed, Voice voice, ulong until) =>
        RecoverOptional(begin, parsed, voice, until) ?? throw new UnreachableException("Nothing was parsed and nothing failed.");

    /// <summary>As <see cref="Recover"/>, for what may be absent.</summary>
    private Syntax? RecoverOptional(Mark begin, Syntax? parsed, Voice voice, ulong until)
    {
        if (_failure is not { } failure)
        {
            return parsed;
        }

        _failure = null;
        _errors.RemoveRange(begin.Errors, _errors.Count - begin.Errors);
        if (voice == Voice.Loud)
        {
            _errors.Add(failure);
        }

        SkipTo(until);
        return SkippedSince(begin.Position);
    }

    private void SkipTo(ulong until)
    {
        while (!AtEnd && !AtAny(until))
        {
            _position++;
        }
    }

    private Syntax.Skipped SkippedSince(int position)
    {
        var count = _position - position;
        var start = _tokens[position].Span.Start;
        return new(TextSpan.FromBounds(start, count == 0 ? start : _tokens[_position - 1].Span.End), _tokens, position, count);
    }

    /// <summary>Skips to a token of <paramref name="until"/> and says so.</summary>
    private Syntax.Skipped SkipReporting(SyntaxErrorKind kind, ulong until)
    {
        var position = _position;
        SkipTo(until);
        var skipped = SkippedSince(position);
        _errors.Add(new(kind, skipped.Span));
        return skipped;
    }

    /// <summary>Stands for something that is missing here.</summary>
    private Syntax.Skipped Missing(SyntaxErrorKind kind) => Missing(kind, Current.Span.Start);

    private Syntax.Skipped Missing(SyntaxErrorKind kind, int position)
    {
        _errors.Add(new(kind, new(position, 0)));
        return new(new(position, 0), []);
    }

    /// <summary>Keeps what was parsed, but as something that may not stand here.</summary>
    private Syntax.Skipped Reject(ImmutableArray<Syntax> nodes, SyntaxErrorKind kind)
    {
        var rejected = Wrap(nodes);
        _errors.Add(new(kind, rejected.Span));
        return rejected;
    }

    private static Syntax.Skipped Wrap(ImmutableArray<Syntax> nodes) => new(TextSpan.FromBounds(nodes[0].Span.Start, nodes[^1].Span.End), nodes);

    /// <summary>A part that was read but not understood is a failure of the whole.</summary>
    private Syntax? NotSkipped(Syntax.Token start, Syntax? parsed, SyntaxErrorKind wanted) =>
        parsed is Syntax.Skipped ? Fail<Syntax>(wanted, start) : parsed;

    private Syntax NameWithRecovery(SyntaxErrorKind wanted, ulong until) => Recover(Begin(), ExpectName(wanted), Voice.Loud, until);

    private Syntax AssignmentWithRecovery(Syntax preceding, ulong until) => Recover(Begin(), ExpectAssignment(), After(preceding), until);

    private Syntax ValueWithRecovery(Syntax preceding) => Recover(Begin(), Expression(Allowed.Literals), After(preceding), Until.LineEnd);

    /// <summary>Whether anything was reported inside a node that was parsed since <paramref name="begin"/>.</summary>
    private bool HasError(Mark begin, Syntax node)
    {
        if (_errors.Count > begin.Errors)
        {
            return true;
        }

        // Lexical errors are in the order of the text.
        var (low, high) = (0, _lexicalErrors.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _lexicalErrors[middle].Span.Start < node.Span.Start ? (middle + 1, high) : (low, middle);
        }

        return low < _lexicalErrors.Length && _lexicalErrors[low].Span.End <= node.Span.End;
    }
}
