using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates.Bicep.Parsing;

/// <summary>What stands between tokens and means nothing to the deployment.</summary>
public enum TriviaKind
{
    Whitespace,
    LineComment,
    BlockComment,

    /// <summary><c>#disable-next-line</c> with its codes.</summary>
    DisableNextLine,

    /// <summary><c>#disable-diagnostics</c> with its codes.</summary>
    DisableDiagnostics,

    /// <summary><c>#restore-diagnostics</c> with its codes.</summary>
    RestoreDiagnostics,
}

/// <summary>A piece of trivia. A pragma ends with its last code; what follows on the line is trivia of its own.</summary>
public readonly record struct Trivia(TriviaKind Kind, TextSpan Span)
{
    public bool IsComment => Kind is TriviaKind.LineComment or TriviaKind.BlockComment;

    public bool IsPragma => Kind is TriviaKind.DisableNextLine or TriviaKind.DisableDiagnostics or TriviaKind.RestoreDiagnostics;
}
