using System.Collections.Immutable;

namespace RdpCompliance.Readers.Templates.Bicep.Parsing;

/// <content>Declarations. A name is an identifier <see cref="Token"/> or <see cref="Skipped"/>; so is every part that the text may lack.</content>
public abstract partial class Syntax
{
    /// <summary>A statement; <see cref="Leading"/> holds its decorators and the new lines after them.</summary>
    public abstract class Declaration : Syntax
    {
        private protected Declaration(ImmutableArray<Syntax> leading, params ReadOnlySpan<Syntax?> parts)
            : base([.. leading, .. parts]) => Leading = leading;

        public ImmutableArray<Syntax> Leading { get; }

        public IEnumerable<Decorator> Decorators => Leading.OfType<Decorator>();
    }

    /// <summary>A declaration that gives a name to something.</summary>
    public abstract class Named : Declaration
    {
        private protected Named(ImmutableArray<Syntax> leading, Syntax name, params ReadOnlySpan<Syntax?> parts)
            : base(leading, parts) => Name = name;

        public Syntax Name { get; }
    }

    public sealed class Decorator(Token at, Syntax expression) : Syntax(at, expression)
    {
        /// <summary>A <see cref="Call"/> or what stands for one.</summary>
        public Syntax Expression { get; } = expression;
    }

    /// <summary>Decorators that nothing follows.</summary>
    public sealed class MissingDeclaration(ImmutableArray<Syntax> leading) : Syntax([.. leading]);

    public sealed class TargetScope(ImmutableArray<Syntax> leading, Token keyword, Syntax assignment, Syntax value)
        : Declaration(leading, keyword, assignment, value)
    {
        public Syntax Value { get; } = value;
    }

    public sealed class Metadata(ImmutableArray<Syntax> leading, Token keyword, Syntax name, Syntax assignment, Syntax value)
        : Named(leading, name, keyword, name, assignment, value)
    {
        public Syntax Value { get; } = value;
    }

    public sealed class TypeDeclaration(ImmutableArray<Syntax> leading, Token keyword, Syntax name, Syntax assignment, Syntax value)
        : Named(leading, name, keyword, name, assignment, value)
    {
        public Syntax Value { get; } = value;
    }

    /// <summary><paramref name="continuation"/> is a <see cref="Default"/>, what was skipped in its place, or <see langword="null"/>.</summary>
    public sealed class Parameter(ImmutableArray<Syntax> leading, Token keyword, Syntax name, Syntax type, Syntax? continuation)
        : Named(leading, name, keyword, name, type, continuation)
    {
        public Syntax Type { get; } = type;

        public Default? DefaultValue { get; } = continuation as Default;
    }

    public sealed class Default(Token assignment, Syntax value) : Syntax(assignment, value)
    {
        public Syntax Value { get; } = value;
    }

    public sealed class Variable(ImmutableArray<Syntax> leading, Token keyword, Syntax name, Syntax? type, Syntax assignment, Syntax value)
        : Named(leading, name, keyword, name, type, assignment, value)
    {
        public Syntax? Type { get; } = type;

        public Syntax Value { get; } = value;
    }

    public sealed class Function(ImmutableArray<Syntax> leading, Token keyword, Syntax name, Syntax lambda)
        : Named(leading, name, keyword, name, lambda)
    {
        /// <summary>A <see cref="TypedLambda"/> or <see cref="Skipped"/>.</summary>
        public Syntax Definition { get; } = lambda;
    }

    public sealed class Output(ImmutableArray<Syntax> leading, Token keyword, Syntax name, Syntax type, Syntax assignment, Syntax value)
        : Named(leading, name, keyword, name, type, assignment, value)
    {
        public Syntax Type { get; } = type;

        public Syntax Value { get; } = value;
    }

    public sealed class Resource(
        ImmutableArray<Syntax> leading,
        Token keyword,
        Syntax name,
        Syntax type,
        Token? existing,
        Syntax assignment,
        ImmutableArray<Syntax> newLines,
        Syntax value)
        : Named(leading, name, [keyword, name, type, existing, assignment, .. newLines, value])
    {
        /// <summary>A <see cref="String"/> or <see cref="Skipped"/>.</summary>
        public Syntax Type { get; } = type;

        public bool IsExisting { get; } = existing is not null;

        /// <summary>An <see cref="Object"/>, <see cref="If"/>, <see cref="For"/> or <see cref="Skipped"/>.</summary>
        public Syntax Value { get; } = value;
    }

    public sealed class Module(
        ImmutableArray<Syntax> leading,
        Token keyword,
        Syntax name,
        Syntax path,
        Syntax assignment,
        ImmutableArray<Syntax> newLines,
        Syntax value
    ) : Named(leading, name, [keyword, name, path, assignment, .. newLines, value])
    {
        /// <summary>A <see cref="String"/> or <see cref="Skipped"/>.</summary>
        public Syntax Path { get; } = path;

        /// <inheritdoc cref="Resource.Value"/>
        public Syntax Value { get; } = value;
    }

    public sealed class Test(ImmutableArray<Syntax> leading, Token keyword, Syntax name, Syntax path, Syntax assignment, Syntax value)
        : Named(leading, name, keyword, name, path, assignment, value)
    {
        public Syntax Path { get; } = path;

        public Syntax Value { get; } = value;
    }

    public sealed class Assert(ImmutableArray<Syntax> leading, Token keyword, Syntax name, Syntax assignment, Syntax value)
        : Named(leading, name, keyword, name, assignment, value)
    {
        public Syntax Value { get; } = value;
    }

    /// <summary><c>import {a, b as c} from 'file'</c> or <c>import * as n from 'file'</c>.</summary>
    public sealed class Import(ImmutableArray<Syntax> leading, Token keyword, Syntax symbols, Syntax from)
        : Declaration(leading, keyword, symbols, from)
    {
        /// <summary>An <see cref="ImportList"/>, <see cref="ImportAll"/> or <see cref="Skipped"/>.</summary>
        public Syntax Symbols { get; } = symbols;

        public From? Source { get; } = from as From;
    }

    public sealed class ImportList(Token open, ImmutableArray<Syntax> items, Token close) : Syntax([open, .. items, close])
    {
        public IEnumerable<ImportItem> Items => Children.OfType<ImportItem>();
    }

    public sealed class ImportItem(Syntax name, Alias? alias) : Syntax(name, alias)
    {
        /// <summary>An identifier, a <see cref="String"/> or <see cref="Skipped"/>.</summary>
        public Syntax Name { get; } = name;

        public Syntax? NewName { get; } = alias?.Name;
    }

    public sealed class ImportAll(Token asterisk, Alias alias) : Syntax(asterisk, alias)
    {
        public Syntax NewName { get; } = alias.Name;
    }

    public sealed class Alias(Token keyword, Syntax name) : Syntax(keyword, name)
    {
        public Syntax Name { get; } = name;
    }

    public sealed class From(Token keyword, Syntax path) : Syntax(keyword, path)
    {
        public Syntax Path { get; } = path;
    }

    public sealed class Extension(ImmutableArray<Syntax> leading, Token keyword, Syntax specification, Syntax? with, Syntax? alias)
        : Declaration(leading, keyword, specification, with, alias)
    {
        /// <summary>An identifier, a <see cref="String"/> or <see cref="Skipped"/>.</summary>
        public Syntax Specification { get; } = specification;

        public Syntax? Configuration { get; } = (with as With)?.Value;

        public Syntax? NewName { get; } = (alias as Alias)?.Name;
    }

    public sealed class With(Token keyword, Syntax value) : Syntax(keyword, value)
    {
        public Syntax Value { get; } = value;
    }

    /// <summary><c>using 'main.bicep'</c> or <c>using none</c> in a parameters file.</summary>
    public sealed class Using(ImmutableArray<Syntax> leading, Token keyword, Syntax path, Syntax? with)
        : Declaration(leading, keyword, path, with)
    {
        /// <summary>A <see cref="String"/>, the word <c>none</c> or <see cref="Skipped"/>.</summary>
        public Syntax Path { get; } = path;
    }

    public sealed class Extends(ImmutableArray<Syntax> leading, Token keyword, Syntax path) : Declaration(leading, keyword, path)
    {
        public Syntax Path { get; } = path;
    }

    /// <summary><c>param name = value</c> in a parameters file.</summary>
    public sealed class ParameterAssignment(ImmutableArray<Syntax> leading, Token keyword, Syntax name, Syntax assignment, Syntax value)
        : Named(leading, name, keyword, name, assignment, value)
    {
        public Syntax Value { get; } = value;
    }

    public sealed class ExtensionConfiguration(ImmutableArray<Syntax> leading, Token keyword, Syntax name, Syntax with)
        : Named(leading, name, keyword, name, with)
    {
        public Syntax? Configuration { get; } = (with as With)?.Value;
    }
}
