using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>
/// An expression of a template, whichever language wrote it. Operators and string interpolation are calls of the functions that they stand for
/// ("a + b" is <c>add(a, b)</c>, "a ? b : c" is <c>if(a, b, c)</c>, "'x${a}'" is <c>format('x{0}', a)</c>).
/// </summary>
public abstract class Expression
{
    private Expression(Location location) => Location = location;

    /// <summary>The characters of this expression alone: where its errors are reported.</summary>
    public Location Location { get; }

    /// <summary>A value that is written down.</summary>
    public sealed class Literal(Node value) : Expression(value.Location)
    {
        public Node Value { get; } = value;
    }

    /// <summary>A call of a function; <paramref name="space"/> is the namespace of a user's function ("contoso" of <c>contoso.uniqueName()</c>).</summary>
    public sealed class Call(Location location, string? space, string name, ImmutableArray<Expression> arguments) : Expression(location)
    {
        public string? Space { get; } = space;

        public string Name { get; } = name;

        public ImmutableArray<Expression> Arguments { get; } = arguments;
    }

    /// <summary>A name that stands for a value: a lambda's variable, or what the scope knows by that name.</summary>
    public sealed class Symbol(Location location, string name) : Expression(location)
    {
        public string Name { get; } = name;

        /// <summary>The step from here to the value, made once: names are looked up often.</summary>
        public ImmutableArray<TraceStep> Step => field.IsDefault ? field = [new(Location, $"refers to '{Name}'")] : field;
    }

    /// <summary><c>target.name</c></summary>
    public sealed class Member(Location location, Expression target, string name, Access access) : Expression(location)
    {
        public Expression Target { get; } = target;

        public string Name { get; } = name;

        public Access Access { get; } = access;
    }

    /// <summary><c>target[index]</c>, where the index is a number or the name of a property.</summary>
    public sealed class Element(Location location, Expression target, Expression index, Access access) : Expression(location)
    {
        public Expression Target { get; } = target;

        public Expression Index { get; } = index;

        public Access Access { get; } = access;
    }

    /// <summary>
    /// What follows a safe access in one chain (<c>a.?b.c[0]</c>): when <paramref name="first"/> finds nothing, none of it is evaluated and the whole is null.
    /// </summary>
    /// <param name="rest">Knows what was found by <see cref="Found"/>.</param>
    public sealed class Chain(Location location, Expression first, Expression rest) : Expression(location)
    {
        /// <summary>The name of what was found; no name of a language.</summary>
        public const string Found = "'found";

        public Expression First { get; } = first;

        public Expression Rest { get; } = rest;
    }

    /// <summary><c>[a, ...b]</c></summary>
    public sealed class List(Location location, ImmutableArray<ExpressionItem> items) : Expression(location)
    {
        public ImmutableArray<ExpressionItem> Items { get; } = items;
    }

    /// <summary><c>{ a: 1, ...b }</c></summary>
    public sealed class Record(Location location, ImmutableArray<ExpressionItem> items) : Expression(location)
    {
        public ImmutableArray<ExpressionItem> Items { get; } = items;
    }

    /// <summary>A function without a name, as an argument of <c>map</c>, <c>filter</c> and their like.</summary>
    public sealed class Lambda(Location location, ImmutableArray<string> parameters, Expression body) : Expression(location)
    {
        public ImmutableArray<string> Parameters { get; } = parameters;

        public Expression Body { get; } = body;
    }
}

/// <summary>What an access gives when there is nothing.</summary>
public enum Access
{
    /// <summary>An error.</summary>
    Strict,

    /// <summary><see langword="null"/> (<c>target.?name</c>, <c>target[?index]</c>).</summary>
    Safe,

    /// <summary>As <see cref="Strict"/>, counted from the end, the last element being 1 (<c>target[^1]</c>).</summary>
    FromEnd,

    /// <summary>As <see cref="Safe"/>, counted from the end (<c>target[?^1]</c>).</summary>
    SafeFromEnd,
}

/// <summary>An element of a list or a property of a record; <paramref name="Name"/> is <see langword="null"/> for elements and spreads.</summary>
public sealed record ExpressionItem(Expression? Name, Expression Value, ItemKind Kind);

/// <summary>Whether an item is one value, or all values of another list or record.</summary>
public enum ItemKind
{
    One,
    Spread,
}
