using System.Collections.Immutable;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates.Bicep.Parsing;

/// <summary>
/// A node of a Bicep file. The tokens below the root, in order and with their trivia, are the whole text, whatever is wrong with it. The kinds are closed;
/// walk with <see cref="Descendants"/> and match with <c>switch</c>.
/// </summary>
public abstract partial class Syntax
{
    private readonly ImmutableArray<Syntax> _children;

    private Syntax(TextSpan span, ImmutableArray<Syntax> children)
    {
        Span = span;
        _children = children;
    }

    private Syntax(params ReadOnlySpan<Syntax?> children)
    {
        var count = 0;
        foreach (var child in children)
        {
            if (child is not null)
            {
                Height = Math.Max(Height, child.Height + 1);
                count++;
            }
        }

        var present = ImmutableArray.CreateBuilder<Syntax>(count);
        foreach (var child in children)
        {
            if (child is not null)
            {
                present.Add(child);
            }
        }

        _children = present.MoveToImmutable();
        Span = count == 0 ? default : TextSpan.FromBounds(_children[0].Span.Start, _children[^1].Span.End);
    }

    /// <summary>From the first to the last character, without the trivia before and after.</summary>
    public TextSpan Span { get; }

    /// <summary>In the order of the text.</summary>
    public virtual ImmutableArray<Syntax> Children => _children;

    /// <summary>The levels below this node; the parser bounds it, so that who walks by recursion is safe.</summary>
    public int Height { get; protected init; }

    /// <summary>Every node below this one, parents before children, in the order of the text.</summary>
    public IEnumerable<Syntax> Descendants()
    {
        var pending = new Stack<Syntax>();
        Push(pending, Children);
        while (pending.TryPop(out var next))
        {
            yield return next;
            Push(pending, next.Children);
        }
    }

    private static void Push(Stack<Syntax> pending, ImmutableArray<Syntax> children)
    {
        for (var index = children.Length - 1; index >= 0; index--)
        {
            pending.Push(children[index]);
        }
    }

    /// <summary>A leaf. Its trivia lies between <see cref="FullSpan"/> and <see cref="Syntax.Span"/>.</summary>
    public sealed class Token : Syntax
    {
        private readonly LexedText _lexed;
        private readonly int _trivia;
        private readonly int _leading;
        private readonly int _trailing;
        private string? _text;

        internal Token(LexedText lexed, TokenKind kind, TextSpan span, TextSpan full, int trivia, int leading, int trailing)
            : base(span, [])
        {
            (_lexed, Kind, FullSpan, _trivia, _leading, _trailing) = (lexed, kind, full, trivia, leading, trailing);
        }

        public TokenKind Kind { get; }

        /// <summary>With all trivia before and after.</summary>
        public TextSpan FullSpan { get; }

        /// <summary>Cut once and kept.</summary>
        public string Text => _text ??= _lexed.Text.Substring(Span.Start, Span.Length);

        public ImmutableArray<Trivia> LeadingTrivia => _lexed.Trivia(_trivia, _leading);

        public ImmutableArray<Trivia> TrailingTrivia => _lexed.Trivia(_trivia + _leading, _trailing);

        internal bool Is(string word) => Kind == TokenKind.Identifier && _lexed.Text.AsSpan(Span.Start, Span.Length).SequenceEqual(word);
    }

    /// <summary>What could not be understood, or stands for something missing (then it is empty).</summary>
    public sealed class Skipped : Syntax
    {
        private readonly ImmutableArray<Token> _tokens;
        private readonly int _start;
        private readonly int _count;

        internal Skipped(TextSpan span, ImmutableArray<Syntax> children)
            : base(span, children) => Height = children.IsEmpty ? 0 : children.Max(child => child.Height) + 1;

        /// <summary>A run of the file's tokens, not copied: nested recoveries may skip one run many times.</summary>
        internal Skipped(TextSpan span, ImmutableArray<Token> tokens, int start, int count)
            : base(span, [])
        {
            (_tokens, _start, _count) = (tokens, start, count);
            Height = count == 0 ? 0 : 1;
        }

        public override ImmutableArray<Syntax> Children => _count == 0 ? base.Children : [.. _tokens.AsSpan().Slice(_start, _count)];
    }

    /// <summary>A whole file.</summary>
    public sealed class File(ImmutableArray<Syntax> parts, Token end) : Syntax([.. parts, end])
    {
        public IEnumerable<Declaration> Declarations => Children.OfType<Declaration>();
    }
}
