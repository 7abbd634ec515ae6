using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates.Bicep.Parsing;

/// <summary>
/// A kind of syntax error. <paramref name="Code"/> is the one that Bicep's own compiler
/// gives (https://aka.ms/bicep/core-diagnostics), so that both can be compared;
/// <paramref name="Wanted"/> completes "… was found where … is wanted".
/// </summary>
public sealed record SyntaxErrorKind(string Code, string Wanted)
{
    public static readonly SyntaxErrorKind Token = new("BCP001", "a token of Bicep");
    public static readonly SyntaxErrorKind CommentEnd = new("BCP002", "a comment closed by */");
    public static readonly SyntaxErrorKind StringEndBeforeFileEnds = new("BCP003", "a string closed by a quote");
    public static readonly SyntaxErrorKind StringEndOnLine = new("BCP004", "a string closed by a quote on its own line");
    public static readonly SyntaxErrorKind EscapeBeforeFileEnds = new("BCP005", "a whole escape sequence and a closing quote");
    public static readonly SyntaxErrorKind Escape = new("BCP006", @"one of the escapes \n \r \t \\ \' \$ \u{…}");
    public static readonly SyntaxErrorKind Declaration = new("BCP007", "a declaration");
    public static readonly SyntaxErrorKind ParameterContinuation = new("BCP008", "'=' or a new line");
    public static readonly SyntaxErrorKind Expression = new("BCP009", "an expression");
    public static readonly SyntaxErrorKind Integer = new("BCP010", "an integer of 64 bits");
    public static readonly SyntaxErrorKind ParameterName = new("BCP013", "the name of a parameter");
    public static readonly SyntaxErrorKind VariableName = new("BCP015", "the name of a variable");
    public static readonly SyntaxErrorKind OutputName = new("BCP016", "the name of an output");
    public static readonly SyntaxErrorKind ResourceName = new("BCP017", "the symbolic name of a resource");
    public static readonly SyntaxErrorKind NewLine = new("BCP019", "a new line");
    public static readonly SyntaxErrorKind MemberName = new("BCP020", "the name of a function or property");
    public static readonly SyntaxErrorKind PropertyName = new("BCP022", "the name of a property");
    public static readonly SyntaxErrorKind NameLength = new("BCP024", "a name of at most 255 characters");
    public static readonly SyntaxErrorKind Constant = new("BCP032", "a string without interpolation");
    public static readonly SyntaxErrorKind InterpolationEnd = new("BCP064", "the end of the interpolated expression");
    public static readonly SyntaxErrorKind ResourceType = new("BCP068", "a resource type as '<type>@<api version>'");
    public static readonly SyntaxErrorKind SimpleExpression = new("BCP087", "an expression that is no object or array literal");
    public static readonly SyntaxErrorKind ModuleName = new("BCP096", "the symbolic name of a module");
    public static readonly SyntaxErrorKind ModulePath = new("BCP097", "the path of a Bicep file");
    public static readonly SyntaxErrorKind SingleQuote = new("BCP103", "a single quote, which begins a string");
    public static readonly SyntaxErrorKind Index = new("BCP117", "an index");
    public static readonly SyntaxErrorKind ResourceBody = new("BCP118", "'{', '[' or 'if'");
    public static readonly SyntaxErrorKind DecoratorName = new("BCP123", "the name of a decorator or namespace");
    public static readonly SyntaxErrorKind UnicodeEscape = new("BCP133", @"a code point from \u{0} to \u{10FFFF}");
    public static readonly SyntaxErrorKind MultiLineStringEnd = new("BCP140", "a string closed by '''");
    public static readonly SyntaxErrorKind LoopVariables = new("BCP162", "the name of a loop variable or '('");
    public static readonly SyntaxErrorKind LoopBody = new("BCP167", "'{' or 'if'");
    public static readonly SyntaxErrorKind ExtensionSpecification = new("BCP201", "the specification of an extension");
    public static readonly SyntaxErrorKind ExtensionAlias = new("BCP202", "the alias of an extension");
    public static readonly SyntaxErrorKind DiagnosticCodes = new("BCP226", "a diagnostic code");
    public static readonly SyntaxErrorKind NewLineOrComma = new("BCP236", "a new line or ','");
    public static readonly SyntaxErrorKind Comma = new("BCP237", "','");
    public static readonly SyntaxErrorKind NoNewLineAfterComma = new("BCP238", "an element on the same line after ','");
    public static readonly SyntaxErrorKind OneExpression = new("BCP243", "exactly one expression in parentheses");
    public static readonly SyntaxErrorKind TwoLoopVariables = new("BCP249", "exactly two loop variables");
    public static readonly SyntaxErrorKind TemplatePath = new("BCP257", "the path of a Bicep file");
    public static readonly SyntaxErrorKind MetadataName = new("BCP266", "the name of a metadata entry");
    public static readonly SyntaxErrorKind Type = new("BCP279", "a type");
    public static readonly SyntaxErrorKind TypeLiteral = new("BCP300", "a literal type");
    public static readonly SyntaxErrorKind WithOrAs = new("BCP305", "'with', 'as' or a new line");
    public static readonly SyntaxErrorKind PropertyNameOrAsterisk = new("BCP317", "the name of a property or '*'");
    public static readonly SyntaxErrorKind NoSafeCall = new("BCP322", "a call by '.', since '.?' is for properties only");
    public static readonly SyntaxErrorKind TypeName = new("BCP325", "the name of a type");
    public static readonly SyntaxErrorKind ParametersDeclaration = new("BCP337", "a declaration of a parameters file");
    public static readonly SyntaxErrorKind AssertName = new("BCP344", "the name of an assertion");
    public static readonly SyntaxErrorKind TestName = new("BCP346", "the name of a test");
    public static readonly SyntaxErrorKind TestPath = new("BCP347", "the path of a Bicep file");
    public static readonly SyntaxErrorKind ImportedSymbols = new("BCP354", "'{' or '*'");
    public static readonly SyntaxErrorKind ExportedName = new("BCP355", "the name of an exported symbol");
    public static readonly SyntaxErrorKind NamespaceName = new("BCP356", "a name for the imported namespace");
    public static readonly SyntaxErrorKind ImportAlias = new("BCP375", "'as' and a name after a quoted symbol");
    public static readonly SyntaxErrorKind ExtendedPath = new("BCP404", "the path of a parameters file");
    public static readonly SyntaxErrorKind WithOrNewLine = new("BCP436", "'with' or a new line");

    /// <summary>No code of Bicep's: its compiler has no such limit and dies instead.</summary>
    public static readonly SyntaxErrorKind Depth = new("depth", $"no nesting deeper than {Parser.MaximumDepth} levels");

    public static SyntaxErrorKind Character(string character) => new("BCP018", $"'{character}'");

    public static SyntaxErrorKind Keyword(string word) => new("BCP012", $"'{word}'");
}

/// <summary>What is wrong with the text of a Bicep file, at its place.</summary>
public sealed record SyntaxError(SyntaxErrorKind Kind, TextSpan Span);
