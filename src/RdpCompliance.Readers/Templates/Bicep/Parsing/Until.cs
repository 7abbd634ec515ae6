namespace RdpCompliance.Readers.Templates.Bicep.Parsing;

/// <summary>Where the parser goes on after something it could not use: sets of kinds of tokens, one below the other where one is made from another.</summary>
internal static class Until
{
    public static readonly ulong LineEnd = TokenKinds.Set(TokenKind.NewLine);
    public static readonly ulong Closing = TokenKinds.Set(
        TokenKind.StringRight,
        TokenKind.RightBrace,
        TokenKind.RightParen,
        TokenKind.RightSquare,
        TokenKind.NewLine);
    public static readonly ulong NameOrLineEnd = TokenKinds.Set(TokenKind.Identifier, TokenKind.NewLine);
    public static readonly ulong StringOrLineEnd = TokenKinds.Set(TokenKind.StringComplete, TokenKind.StringLeft, TokenKind.NewLine);
    public static readonly ulong AssignmentOrLineEnd = TokenKinds.Set(TokenKind.Assignment, TokenKind.NewLine);
    public static readonly ulong AssignmentBraceOrLineEnd = TokenKinds.Set(TokenKind.Assignment, TokenKind.LeftBrace, TokenKind.NewLine);
    public static readonly ulong BraceOrLineEnd = TokenKinds.Set(TokenKind.LeftBrace, TokenKind.NewLine);
    public static readonly ulong CommaOrLineEnd = TokenKinds.Set(TokenKind.Comma, TokenKind.NewLine);
    public static readonly ulong ClosingOrColon = Closing | TokenKinds.Set(TokenKind.Colon);
    public static readonly ulong ClosingOrComma = Closing | TokenKinds.Set(TokenKind.Comma);
    public static readonly ulong UnclosedParenthesis = Closing & ~TokenKinds.Set(TokenKind.RightParen);
    public static readonly ulong SquareOrLineEnd = TokenKinds.Set(TokenKind.RightSquare, TokenKind.NewLine);
    public static readonly ulong ColonSquareOrLineEnd = TokenKinds.Set(TokenKind.Colon, TokenKind.RightSquare, TokenKind.NewLine);
    public static readonly ulong CommaSquareOrLineEnd = TokenKinds.Set(TokenKind.Comma, TokenKind.RightSquare, TokenKind.NewLine);
    public static readonly ulong ParenOrLineEnd = TokenKinds.Set(TokenKind.RightParen, TokenKind.NewLine);
    public static readonly ulong CommaParenOrLineEnd = TokenKinds.Set(TokenKind.Comma, TokenKind.RightParen, TokenKind.NewLine);
    public static readonly ulong RightBraceOrLineEnd = TokenKinds.Set(TokenKind.RightBrace, TokenKind.NewLine);
    public static readonly ulong ColonBraceOrLineEnd = TokenKinds.Set(TokenKind.Colon, TokenKind.RightBrace, TokenKind.NewLine);
    public static readonly ulong CommaBraceOrLineEnd = TokenKinds.Set(TokenKind.Comma, TokenKind.RightBrace, TokenKind.NewLine);
    public static readonly ulong HoleEnd = TokenKinds.Set(TokenKind.StringMiddle, TokenKind.StringRight, TokenKind.NewLine);
    public static readonly ulong CommaChevronOrLineEnd = TokenKinds.Set(TokenKind.Comma, TokenKind.Greater, TokenKind.NewLine);
}
