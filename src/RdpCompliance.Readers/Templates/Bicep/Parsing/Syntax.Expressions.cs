using System.Collections.Immutable;

namespace RdpCompliance.Readers.Templates.Bicep.Parsing;

/// <content>Expressions. Where a type expression has the same form (literals, parentheses, unary operators), it is the same node.</content>
public abstract partial class Syntax
{
    /// <summary><c>true</c>, <c>false</c>, <c>null</c> or an integer.</summary>
    public sealed class Literal(Token token) : Syntax(token)
    {
        public Token Value { get; } = token;
    }

    /// <summary>A string: <see cref="Segments"/> are the unescaped texts around the <see cref="Holes"/>, one more than these.</summary>
    public sealed class String(ImmutableArray<Syntax> pieces, ImmutableArray<string> segments, ImmutableArray<Syntax> holes) : Syntax([.. pieces])
    {
        public ImmutableArray<string> Segments { get; } = segments;

        public ImmutableArray<Syntax> Holes { get; } = holes;

        /// <summary>The value of a string without holes.</summary>
        public string? Value => Holes.IsEmpty ? Segments[0] : null;
    }

    public sealed class Object(Token open, ImmutableArray<Syntax> items, Token close) : Syntax([open, .. items, close])
    {
        public Token Open { get; } = open;

        public Token Close { get; } = close;

        /// <summary>What stands between the braces: <see cref="Property"/>, <see cref="Spread"/>, nested <see cref="Resource"/>, separators.</summary>
        public ImmutableArray<Syntax> Items { get; } = items;

        /// <returns>The last property of that name: two are an error, and Azure takes the last.</returns>
        public Property? Find(string name) =>
            Items.OfType<Property>().LastOrDefault(property => string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase));
    }

    public sealed class Property(Syntax key, Syntax colon, Syntax value) : Syntax(key, colon, value)
    {
        /// <summary>An identifier, a <see cref="String"/> or <see cref="Skipped"/>.</summary>
        public Syntax Key { get; } = key;

        public Syntax Value { get; } = value;

        /// <summary><see langword="null"/> when the key is missing or interpolated.</summary>
        public string? Name => NameOf(Key);
    }

    public sealed class Spread(Token ellipsis, Syntax value) : Syntax(ellipsis, value)
    {
        public Syntax Value { get; } = value;
    }

    public sealed class Array(Token open, ImmutableArray<Syntax> items, Token close) : Syntax([open, .. items, close])
    {
        /// <summary>Element expressions and <see cref="Spread"/>s, without separators.</summary>
        public IEnumerable<Syntax> Elements => Children[1..^1].Where(child => child is not Token);
    }

    /// <summary><c>[for item in items: body]</c>.</summary>
    public sealed class For(
        Token open,
        ImmutableArray<Syntax> openLines,
        Token keyword,
        Syntax variables,
        Syntax inKeyword,
        Syntax items,
        Syntax colon,
        Syntax body,
        ImmutableArray<Syntax> closeLines,
        Syntax close)
        : Syntax([open, .. openLines, keyword, variables, inKeyword, items, colon, body, .. closeLines, close])
    {
        /// <summary>A <see cref="Local"/>, a <see cref="Locals"/> with two, or <see cref="Skipped"/>.</summary>
        public Syntax Variables { get; } = variables;

        public Syntax Items { get; } = items;

        public Syntax Body { get; } = body;
    }

    /// <summary><c>if (condition) { … }</c> before the body of a resource or module.</summary>
    public sealed class If(Token keyword, Syntax condition, Syntax body) : Syntax(keyword, condition, body)
    {
        public Syntax Condition { get; } = condition;

        public Syntax Body { get; } = body;
    }

    /// <summary>The name of a loop's or lambda's variable, with its type where it has one.</summary>
    public sealed class Local(Syntax name, Syntax? type) : Syntax(name, type)
    {
        public Syntax Name { get; } = name;

        public Syntax? Type { get; } = type;
    }

    /// <summary><c>(a, b)</c> of a loop or lambda.</summary>
    public sealed class Locals(Token open, ImmutableArray<Syntax> items, Syntax close) : Syntax([open, .. items, close])
    {
        public IEnumerable<Local> Variables => Children.OfType<Local>();
    }

    public sealed class Lambda(Syntax variables, Token arrow, ImmutableArray<Syntax> newLines, Syntax body) : Syntax([variables, arrow, .. newLines, body])
    {
        /// <summary>A <see cref="Local"/> or <see cref="Locals"/>.</summary>
        public Syntax Variables { get; } = variables;

        public Syntax Body { get; } = body;
    }

    /// <summary>The signature and body of a user-defined function.</summary>
    public sealed class TypedLambda(Locals variables, Syntax returns, Syntax arrow, ImmutableArray<Syntax> newLines, Syntax body)
        : Syntax([variables, returns, arrow, .. newLines, body])
    {
        public Locals Variables { get; } = variables;

        public Syntax Body { get; } = body;
    }

    /// <summary>A variable, parameter, resource, module or namespace by its name.</summary>
    public sealed class Reference(Token name) : Syntax(name)
    {
        public Token Name { get; } = name;
    }

    /// <summary><c>f(…)</c>, or <c>target.f(…)</c> when <see cref="Target"/> is there.</summary>
    public sealed class Call(Syntax? target, Token? dot, Syntax name, Token open, ImmutableArray<Syntax> items, Syntax close)
        : Syntax([target, dot, name, open, .. items, close])
    {
        public Syntax? Target { get; } = target;

        public Syntax Name { get; } = name;

        /// <summary>Without separators; a missing one is <see cref="Skipped"/>.</summary>
        public ImmutableArray<Syntax> Arguments { get; } = [.. items.Where(item => item is Argument).Select(item => ((Argument)item).Value)];
    }

    public sealed class Argument(Syntax value) : Syntax(value)
    {
        public Syntax Value { get; } = value;
    }

    /// <summary><c>a.b</c> or <c>a.?b</c>.</summary>
    public sealed class Member(Syntax target, Token dot, Token? question, Syntax name) : Syntax(target, dot, question, name)
    {
        public Syntax Target { get; } = target;

        public bool IsSafe { get; } = question is not null;

        public Syntax Name { get; } = name;
    }

    /// <summary><c>a[b]</c>, <c>a[?b]</c>, <c>a[^1]</c>.</summary>
    public sealed class Element(Syntax target, Token open, Token? question, Token? hat, Syntax index, Token close)
        : Syntax(target, open, question, hat, index, close)
    {
        public Syntax Target { get; } = target;

        public bool IsSafe { get; } = question is not null;

        /// <summary>Counts from the end, 1 being the last.</summary>
        public bool FromEnd { get; } = hat is not null;

        public Syntax Index { get; } = index;
    }

    /// <summary><c>parent::child</c>, a nested resource.</summary>
    public sealed class NestedReference(Syntax target, Token colons, Syntax name) : Syntax(target, colons, name)
    {
        public Syntax Target { get; } = target;

        public Syntax Name { get; } = name;
    }

    /// <summary><c>a!</c>.</summary>
    public sealed class NonNull(Syntax operand, Token exclamation) : Syntax(operand, exclamation)
    {
        public Syntax Operand { get; } = operand;
    }

    public sealed class Unary(Token sign, Syntax operand) : Syntax(sign, operand)
    {
        public TokenKind Operator { get; } = sign.Kind;

        public Syntax Operand { get; } = operand;
    }

    public sealed class Binary(Syntax left, Token sign, Syntax right) : Syntax(left, sign, right)
    {
        public Syntax Left { get; } = left;

        public TokenKind Operator { get; } = sign.Kind;

        public Syntax Right { get; } = right;
    }

    public sealed class Conditional(
        Syntax condition,
        ImmutableArray<Syntax> questionLines,
        Token question,
        Syntax whenTrue,
        ImmutableArray<Syntax> colonLines,
        Syntax colon,
        Syntax whenFalse)
        : Syntax([condition, .. questionLines, question, whenTrue, .. colonLines, colon, whenFalse])
    {
        public Syntax Condition { get; } = condition;

        public Syntax WhenTrue { get; } = whenTrue;

        public Syntax WhenFalse { get; } = whenFalse;
    }

    public sealed class Parenthesized(Token open, Syntax content, Syntax close) : Syntax(open, content, close)
    {
        public Syntax Content { get; } = content;

        internal bool IsClosed { get; } = close is Token;
    }

    /// <summary>The text of an identifier or of a string without holes; <see langword="null"/> for anything else.</summary>
    public static string? NameOf(Syntax syntax) => syntax switch
    {
        Token { Kind: TokenKind.Identifier } identifier => identifier.Text,
        String text => text.Value,
        _ => null,
    };
}
