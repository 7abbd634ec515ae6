using System.Collections.Immutable;

namespace RdpCompliance.Readers.Templates.Bicep.Parsing;

/// <summary>A text cut into tokens. The last token is the end of the file.</summary>
internal sealed class LexedText(string text)
{
    private ImmutableArray<Trivia> _trivia = [];

    public string Text { get; } = text;

    public ImmutableArray<Syntax.Token> Tokens { get; private set; } = [];

    /// <summary>In the order of the text.</summary>
    public ImmutableArray<SyntaxError> Errors { get; private set; } = [];

    public static LexedText Of(string text)
    {
        var lexed = new LexedText(text);
        (lexed.Tokens, lexed._trivia, var errors) = new Lexer(lexed).Run();
        lexed.Errors = [.. errors.OrderBy(error => error.Span.Start)];
        return lexed;
    }

    /// <summary>The trivia pieces of one token.</summary>
    public ImmutableArray<Trivia> Trivia(int start, int count) => ImmutableArray.Create(_trivia, start, count);
}
