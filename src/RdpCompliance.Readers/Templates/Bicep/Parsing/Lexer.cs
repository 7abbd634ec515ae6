using System.Collections.Immutable;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates.Bicep.Parsing;

/// <summary>
/// Cuts a text into tokens and trivia without losing a character. An unfinished string is a
/// token all the same, with an error, so that the parser keeps its footing.
/// </summary>
internal sealed class Lexer(LexedText lexed)
{
    private const int MaximumNameLength = 255;

    private static readonly (string Text, TriviaKind Kind)[] Pragmas =
    [
        ("#disable-next-line", TriviaKind.DisableNextLine),
        ("#disable-diagnostics", TriviaKind.DisableDiagnostics),
        ("#restore-diagnostics", TriviaKind.RestoreDiagnostics),
    ];

    private readonly string _text = lexed.Text;
    private readonly ImmutableArray<Syntax.Token>.Builder _tokens = ImmutableArray.CreateBuilder<Syntax.Token>();
    private readonly ImmutableArray<Trivia>.Builder _trivia = ImmutableArray.CreateBuilder<Trivia>();
    private readonly ImmutableArray<SyntaxError>.Builder _errors = ImmutableArray.CreateBuilder<SyntaxError>();

    /// <summary>The strings and braces that are open while the lexer is inside an interpolated expression.</summary>
    private readonly Stack<Opening> _open = new();
    private int _at;

    /// <param name="Quote">What began it.</param>
    /// <param name="Dollars">How many '$' begin a hole; 0 for a string on one line, which takes one.</param>
    private readonly record struct Opening(OpeningKind Quote, int Dollars);

    private enum OpeningKind
    {
        Brace,
        Line,
        MultiLine,
    }

    public (ImmutableArray<Syntax.Token> Tokens, ImmutableArray<Trivia> Trivia, ImmutableArray<SyntaxError> Errors) Run()
    {
        TokenKind kind;
        do
        {
            var fullStart = _at;
            var firstTrivia = _trivia.Count;
            ScanLeadingTrivia();
            var leading = _trivia.Count - firstTrivia;

            var start = _at;
            kind = ScanToken();
            var span = TextSpan.FromBounds(start, _at);
            if (kind == TokenKind.Unrecognized)
            {
                Report(_text.AsSpan(start, span.Length) is "\"" ? SyntaxErrorKind.SingleQuote : SyntaxErrorKind.Token, span);
            }

            ScanTrailingTrivia(kind.KeepsTrailingComments());
            var trailing = _trivia.Count - firstTrivia - leading;
            _tokens.Add(new(lexed, kind, span, TextSpan.FromBounds(fullStart, _at), firstTrivia, leading, trailing));
        }
        while (kind != TokenKind.EndOfFile);

        return (_tokens.DrainToImmutable(), _trivia.DrainToImmutable(), _errors.DrainToImmutable());
    }

    private char Peek(int ahead = 0) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private bool AtEnd => _at >= _text.Length;

    private bool AtText(string text) => _text.AsSpan(_at).StartsWith(text, StringComparison.Ordinal);

    private bool Take(char wanted)
    {
        if (!AtEnd && _text[_at] == wanted)
        {
            _at++;
            return true;
        }

        return false;
    }

    private int TakeRun(char wanted)
    {
        var start = _at;
        while (Take(wanted))
        {
        }

        return _at - start;
    }

    private void Report(SyntaxErrorKind kind, TextSpan span) => _errors.Add(new(kind, span));

    private void ReportFrom(int start, SyntaxErrorKind kind) => Report(kind, TextSpan.FromBounds(start, _at));

    private void ScanLeadingTrivia()
    {
        var afterComment = false;
        while (!AtEnd)
        {
            if (!ScanWhitespace())
            {
                if (ScanComment())
                {
                    afterComment = true;
                    continue;
                }

                if (afterComment || Peek() != '#' || !ScanPragma())
                {
                    return;
                }
            }

            afterComment = false;
        }
    }

    private void ScanTrailingTrivia(bool withComments)
    {
        while (ScanWhitespace() || (withComments && ScanComment()))
        {
        }
    }

    private bool ScanWhitespace()
    {
        var start = _at;
        while (Peek() is ' ' or '\t')
        {
            _at++;
        }

        if (_at == start)
        {
            return false;
        }

        _trivia.Add(new(TriviaKind.Whitespace, TextSpan.FromBounds(start, _at)));
        return true;
    }

    private bool ScanComment()
    {
        var start = _at;
        if (AtText("//"))
        {
            while (!AtEnd && Peek() is not ('\n' or '\r'))
            {
                _at++;
            }

            _trivia.Add(new(TriviaKind.LineComment, TextSpan.FromBounds(start, _at)));
            return true;
        }

        if (!AtText("/*"))
        {
            return false;
        }

        var end = _text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        _at = end < 0 ? _text.Length : end + 2;
        if (end < 0)
        {
            ReportFrom(start, SyntaxErrorKind.CommentEnd);
        }

        _trivia.Add(new(TriviaKind.BlockComment, TextSpan.FromBounds(start, _at)));
        return true;
    }

    /// <summary>A pragma stands alone at the beginning of its line; its codes are words, separated by blanks.</summary>
    private bool ScanPragma()
    {
        if (!Array.Exists(Pragmas, pragma => AtText(pragma.Text)) || !OnlyBlanksBefore(_at))
        {
            return false;
        }

        var (text, kind) = Array.Find(Pragmas, pragma => AtText(pragma.Text));
        var start = _at;
        _at += text.Length;
        var end = -1;
        while (true)
        {
            while (Peek() is ' ' or '\t')
            {
                _at++;
            }

            var word = _at;
            while (IsNamePart(Peek()) || Peek() == '-')
            {
                _at++;
            }

            if (_at == word)
            {
                break;
            }

            end = _at;
        }

        if (end < 0)
        {
            ReportFrom(_at, SyntaxErrorKind.DiagnosticCodes);
        }
        else
        {
            _at = end;
        }

        _trivia.Add(new(kind, TextSpan.FromBounds(start, _at)));
        return true;
    }

    private bool OnlyBlanksBefore(int position)
    {
        while (position > 0 && _text[position - 1] != '\n')
        {
            position--;
            if (!char.IsWhiteSpace(_text[position]))
            {
                return false;
            }
        }

        return true;
    }

    private TokenKind ScanToken()
    {
        if (AtEnd)
        {
            return TokenKind.EndOfFile;
        }

        var first = _text[_at++];
        switch (first)
        {
            case '{':
                if (_open.Count > 0)
                {
                    _open.Push(new(OpeningKind.Brace, 0));
                }

                return TokenKind.LeftBrace;
            case '}':
                return ScanRightBrace();
            case '(':
                return TokenKind.LeftParen;
            case ')':
                return TokenKind.RightParen;
            case '[':
                return TokenKind.LeftSquare;
            case ']':
                return TokenKind.RightSquare;
            case '@':
                return TokenKind.At;
            case ',':
                return TokenKind.Comma;
            case '.' when AtText(".."):
                _at += 2;
                return TokenKind.Ellipsis;
            case '.':
                return TokenKind.Dot;
            case '?':
                return Take('?') ? TokenKind.DoubleQuestion : TokenKind.Question;
            case ':':
                return Take(':') ? TokenKind.DoubleColon : TokenKind.Colon;
            case ';':
                return TokenKind.Semicolon;
            case '+':
                return TokenKind.Plus;
            case '-':
                return TokenKind.Minus;
            case '%':
                return TokenKind.Percent;
            case '*':
                return TokenKind.Asterisk;
            case '/':
                return TokenKind.Slash;
            case '^':
                return TokenKind.Hat;
            case '!':
                return Take('=') ? TokenKind.NotEqual : Take('~') ? TokenKind.NotEqualInsensitive : TokenKind.Exclamation;
            case '<':
                return Take('=') ? TokenKind.LessOrEqual : TokenKind.Less;
            case '>':
                return Take('=') ? TokenKind.GreaterOrEqual : TokenKind.Greater;
            case '=':
                return Take('=') ? TokenKind.Equal : Take('~') ? TokenKind.EqualInsensitive : Take('>') ? TokenKind.Arrow : TokenKind.Assignment;
            case '&':
                return Take('&') ? TokenKind.And : TokenKind.Unrecognized;
            case '|':
                return Take('|') ? TokenKind.Or : TokenKind.Pipe;
            case '$':
                return ScanDollars();
            case '\'' when AtText("''"):
                var start = _at - 1;
                _at += 2;
                return ScanMultiLine(start, 0, TokenKind.StringComplete, TokenKind.StringLeft);
            case '\'':
                return Opened(ScanLine(_at - 1, TokenKind.StringComplete, TokenKind.StringLeft), new(OpeningKind.Line, 0));
            case '\r' or '\n':
                return ScanNewLine();
            default:
                return ScanWord(first);
        }
    }

    private TokenKind ScanWord(char first)
    {
        if (char.IsAsciiDigit(first))
        {
            while (char.IsAsciiDigit(Peek()))
            {
                _at++;
            }

            return TokenKind.Integer;
        }

        if (!IsNameStart(first))
        {
            return TokenKind.Unrecognized;
        }

        var start = _at - 1;
        while (IsNamePart(Peek()))
        {
            _at++;
        }

        switch (_text.AsSpan(start, _at - start))
        {
            case "true":
                return TokenKind.True;
            case "false":
                return TokenKind.False;
            case "null":
                return TokenKind.Null;
            case { Length: > MaximumNameLength }:
                ReportFrom(start, SyntaxErrorKind.NameLength);
                return TokenKind.Identifier;
            default:
                return TokenKind.Identifier;
        }
    }

    private TokenKind ScanNewLine()
    {
        if (_open.Count > 0)
        {
            // An interpolated expression cannot span lines: the string ends here, empty, and the new line is read again as itself.
            _at--;
            ReportFrom(_at, SyntaxErrorKind.StringEndOnLine);
            _open.Clear();
            return TokenKind.StringRight;
        }

        while (Peek() is '\r' or '\n')
        {
            _at++;
        }

        return TokenKind.NewLine;
    }

    private TokenKind ScanRightBrace()
    {
        // A hole may hold no object, and the compiler never closes one there: the brace's mark stays until the line ends.
        if (!_open.TryPeek(out var opening) || opening.Quote == OpeningKind.Brace)
        {
            return TokenKind.RightBrace;
        }

        var kind = opening.Quote == OpeningKind.Line
            ? ScanLine(_at - 1, TokenKind.StringRight, TokenKind.StringMiddle)
            : ScanMultiLine(_at - 1, opening.Dollars, TokenKind.StringRight, TokenKind.StringMiddle);
        if (kind == TokenKind.StringRight)
        {
            _open.Pop();
        }

        return kind;
    }

    private TokenKind ScanDollars()
    {
        var start = _at - 1;
        var dollars = 1 + TakeRun('$');
        if (!AtText("'''"))
        {
            return TokenKind.Unrecognized;
        }

        _at += 3;
        return Opened(ScanMultiLine(start, dollars, TokenKind.StringComplete, TokenKind.StringLeft), new(OpeningKind.MultiLine, dollars));
    }

    private TokenKind Opened(TokenKind kind, Opening opening)
    {
        if (kind == TokenKind.StringLeft)
        {
            _open.Push(opening);
        }

        return kind;
    }

    private TokenKind ScanMultiLine(int start, int dollars, TokenKind whole, TokenKind untilHole)
    {
        while (!AtEnd)
        {
            if (TakeRun('\'') >= 3)
            {
                return whole;
            }

            if (TakeRun('$') is > 0 and var run)
            {
                if (dollars > 0 && run >= dollars && Take('{'))
                {
                    return untilHole;
                }
            }
            else if (!AtEnd && Peek() is not '\'')
            {
                _at++;
            }
        }

        ReportFrom(start, SyntaxErrorKind.MultiLineStringEnd);
        return whole;
    }

    private TokenKind ScanLine(int start, TokenKind whole, TokenKind untilHole)
    {
        while (!AtEnd)
        {
            var position = _at;
            switch (_text[_at])
            {
                case '\n' or '\r':
                    ReportFrom(start, SyntaxErrorKind.StringEndOnLine);
                    return whole;
                case '\'':
                    _at++;
                    return whole;
                case '$' when Peek(1) == '{':
                    _at += 2;
                    return untilHole;
                case '\\' when position + 1 == _text.Length:
                    _at++;
                    ReportFrom(start, SyntaxErrorKind.EscapeBeforeFileEnds);
                    return whole;
                case '\\' when StringValue.TryEscape(_text.AsSpan(position), out var length, out _):
                    _at += length;
                    break;
                case '\\':
                    _at += 2;
                    ScanBadEscape(position);
                    break;
                default:
                    _at++;
                    break;
            }
        }

        ReportFrom(start, SyntaxErrorKind.StringEndBeforeFileEnds);
        return whole;
    }

    /// <summary>Goes past what an escape that is none took with it; the two characters after the backslash's place were passed already.</summary>
    private void ScanBadEscape(int backslash)
    {
        if (_text[backslash + 1] != 'u')
        {
            ReportFrom(backslash, SyntaxErrorKind.Escape);
            return;
        }

        if (Take('{'))
        {
            var digits = _at;
            while (char.IsAsciiHexDigit(Peek()))
            {
                _at++;
            }

            if (!AtEnd && _at > digits && Take('}'))
            {
                ReportFrom(backslash, SyntaxErrorKind.UnicodeEscape);
                return;
            }
        }

        if (!AtEnd)
        {
            ReportFrom(backslash, SyntaxErrorKind.UnicodeEscape);
        }
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
