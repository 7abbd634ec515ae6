namespace RdpCompliance.Readers.Templates.Bicep.Parsing;

/// <summary>The words that mean something where the grammar wants them; everywhere else they are names.</summary>
internal static class Keywords
{
    public const string As = "as";
    public const string Assert = "assert";
    public const string Existing = "existing";
    public const string Extends = "extends";
    public const string Extension = "extension";
    public const string ExtensionConfig = "extensionConfig";
    public const string For = "for";
    public const string From = "from";
    public const string Func = "func";
    public const string If = "if";
    public const string Import = "import";
    public const string In = "in";
    public const string Metadata = "metadata";
    public const string Module = "module";
    public const string None = "none";
    public const string Output = "output";
    public const string Param = "param";
    public const string Provider = "provider";
    public const string Resource = "resource";
    public const string TargetScope = "targetScope";
    public const string Test = "test";
    public const string Type = "type";
    public const string Using = "using";
    public const string Var = "var";
    public const string With = "with";

    /// <summary>A line that begins with one of these is a new declaration, not the body of the lambda above it.</summary>
    public static bool BeginsDeclaration(Syntax.Token token) =>
        token.Kind == TokenKind.Identifier && token.Text is Assert or Import or Metadata or Param or Var or Resource or Output or Module or Type;
}
