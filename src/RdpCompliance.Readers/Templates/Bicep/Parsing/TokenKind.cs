namespace RdpCompliance.Readers.Templates.Bicep.Parsing;

/// <summary>What a token is. There are fewer than 64, so that a set of kinds is one number (<see cref="TokenKinds"/>).</summary>
public enum TokenKind
{
    EndOfFile,
    NewLine,
    Unrecognized,
    Identifier,
    Integer,
    True,
    False,
    Null,
    StringComplete,
    StringLeft,
    StringMiddle,
    StringRight,
    At,
    LeftBrace,
    RightBrace,
    LeftParen,
    RightParen,
    LeftSquare,
    RightSquare,
    Comma,
    Dot,
    Ellipsis,
    Question,
    DoubleQuestion,
    Colon,
    DoubleColon,
    Semicolon,
    Assignment,
    Arrow,
    Equal,
    EqualInsensitive,
    NotEqual,
    NotEqualInsensitive,
    Exclamation,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    Pipe,
    Plus,
    Minus,
    Asterisk,
    Slash,
    Percent,
    Hat,
}

/// <summary>Facts about kinds of tokens, and sets of them as bits.</summary>
internal static class TokenKinds
{
    public static ulong Set(params ReadOnlySpan<TokenKind> kinds)
    {
        var set = 0UL;
        foreach (var kind in kinds)
        {
            set |= 1UL << (int)kind;
        }

        return set;
    }

    public static bool IsIn(this TokenKind kind, ulong set) => (set & (1UL << (int)kind)) != 0;

    /// <summary>Comments that follow on the same line belong to such a token; after any other they belong to what comes next.</summary>
    public static bool KeepsTrailingComments(this TokenKind kind) =>
        kind
            is TokenKind.RightParen
                or TokenKind.RightSquare
                or TokenKind.RightBrace
                or TokenKind.StringRight
                or TokenKind.Question
                or TokenKind.Exclamation
                or TokenKind.True
                or TokenKind.False
                or TokenKind.Null
                or TokenKind.StringComplete
                or TokenKind.Integer
                or TokenKind.Identifier;

    /// <returns>0 for what is no binary operator; the higher, the tighter.</returns>
    public static int Precedence(this TokenKind kind) => kind switch
    {
        TokenKind.Asterisk or TokenKind.Slash or TokenKind.Percent => 7,
        TokenKind.Plus or TokenKind.Minus => 6,
        TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual => 5,
        TokenKind.Equal or TokenKind.NotEqual or TokenKind.EqualInsensitive or TokenKind.NotEqualInsensitive => 4,
        TokenKind.And => 3,
        TokenKind.Or => 2,
        TokenKind.DoubleQuestion => 1,
        _ => 0,
    };
}
