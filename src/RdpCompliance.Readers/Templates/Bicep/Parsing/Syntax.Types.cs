using System.Collections.Immutable;

namespace RdpCompliance.Readers.Templates.Bicep.Parsing;

/// <content>Types.</content>
public abstract partial class Syntax
{
    /// <summary>A type by its name.</summary>
    public sealed class TypeReference(Token name) : Syntax(name)
    {
        public Token Name { get; } = name;
    }

    /// <summary><c>resource 'type@version'</c>, or <c>resource</c> alone as the type of an output.</summary>
    public sealed class ResourceType(Token keyword, Syntax? type) : Syntax(keyword, type)
    {
        public Syntax? Type { get; } = type;
    }

    /// <summary><c>resourceInput&lt;'type@version'&gt;</c>; <see cref="Target"/> is the namespace where one is written.</summary>
    public sealed class TypeCall(Syntax? target, Token? dot, Syntax name, Token open, ImmutableArray<Syntax> items, Syntax close)
        : Syntax([target, dot, name, open, .. items, close])
    {
        public Syntax? Target { get; } = target;

        public Syntax Name { get; } = name;

        public IEnumerable<Syntax> Arguments => Children.OfType<Argument>().Select(argument => argument.Value);
    }

    /// <summary><c>type.property</c>, or <c>type.*</c> for the type of additional properties.</summary>
    public sealed class TypeMember(Syntax target, Token dot, Syntax name) : Syntax(target, dot, name)
    {
        public Syntax Target { get; } = target;

        public Syntax Name { get; } = name;
    }

    /// <summary><c>type[index]</c>, or <c>type[*]</c> for the type of an array's elements.</summary>
    public sealed class TypeElement(Syntax target, Token open, Syntax index, Token close) : Syntax(target, open, index, close)
    {
        public Syntax Target { get; } = target;

        public Syntax Index { get; } = index;
    }

    /// <summary><c>type[]</c>.</summary>
    public sealed class ArrayType(Syntax element, Token open, Token close) : Syntax(element, open, close)
    {
        public Syntax ElementType { get; } = element;
    }

    /// <summary><c>type?</c>.</summary>
    public sealed class Nullable(Syntax type, Token question) : Syntax(type, question)
    {
        public Syntax Type { get; } = type;
    }

    /// <summary><c>type!</c>.</summary>
    public sealed class NonNullable(Syntax type, Token exclamation) : Syntax(type, exclamation)
    {
        public Syntax Type { get; } = type;
    }

    /// <summary><c>a | b</c>.</summary>
    public sealed class Union(ImmutableArray<Syntax> parts) : Syntax([.. parts])
    {
        public IEnumerable<Syntax> Members => Children.Where(child => child is not Token);
    }

    public sealed class ObjectType(Token open, ImmutableArray<Syntax> items, Token close) : Syntax([open, .. items, close])
    {
        public IEnumerable<PropertyType> Properties => Children.OfType<PropertyType>();
    }

    /// <summary>A property of an object type; with the key <c>*</c>, all properties that have no type of their own.</summary>
    public sealed class PropertyType(ImmutableArray<Syntax> leading, Syntax key, Syntax colon, Syntax type) : Syntax([.. leading, key, colon, type])
    {
        public Syntax Key { get; } = key;

        public Syntax Type { get; } = type;

        public IEnumerable<Decorator> Decorators => Children.OfType<Decorator>();
    }

    public sealed class TupleType(Token open, ImmutableArray<Syntax> items, Token close) : Syntax([open, .. items, close])
    {
        public IEnumerable<TupleItem> Items => Children.OfType<TupleItem>();
    }

    public sealed class TupleItem(ImmutableArray<Syntax> leading, Syntax type) : Syntax([.. leading, type])
    {
        public Syntax Type { get; } = type;
    }
}
