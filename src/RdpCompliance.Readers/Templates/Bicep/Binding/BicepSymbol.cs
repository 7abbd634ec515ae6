using System.Collections.Immutable;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Bicep.Parsing;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep.Binding;

/// <summary>What a name of a file stands for. Expressions are bound: names in them are found without looking at the text again.</summary>
internal abstract class BicepSymbol
{
    private BicepSymbol(string name, Location place) => (Name, Place) = (name, place);

    public string Name { get; }

    /// <summary>The name where it is declared.</summary>
    public Location Place { get; }

    public sealed class Parameter(string name, Location place, Syntax.Parameter declaration) : BicepSymbol(name, place)
    {
        public Syntax.Parameter Declaration { get; } = declaration;

        /// <summary>The default; <see langword="null"/> when somebody must give a value.</summary>
        public Expression? Default { get; set; }

        /// <summary>What its type says; <see langword="null"/> until somebody asks.</summary>
        public TypeFacts? Facts { get; set; }
    }

    public sealed class Variable(string name, Location place, Syntax written) : BicepSymbol(name, place)
    {
        public Syntax Written { get; } = written;

        public Expression Value { get => Bound(field); set; }
    }

    /// <summary>The value that a parameters file gives a parameter.</summary>
    public sealed class Assignment(string name, Location place) : BicepSymbol(name, place)
    {
        public Expression Value { get => Bound(field); set; }
    }

    public sealed class Function(string name, Location place, Syntax.TypedLambda written) : BicepSymbol(name, place)
    {
        public Syntax.TypedLambda Written { get; } = written;

        public Expression.Lambda Body { get => Bound(field); set; }
    }

    public sealed class Output(string name, Location place, Syntax.Output declaration) : BicepSymbol(name, place)
    {
        public Syntax.Output Declaration { get; } = declaration;

        public Expression Value { get => Bound(field); set; }
    }

    /// <summary>A symbol of another file, under a name of this one.</summary>
    /// <param name="path">The file as it is written; <see langword="null"/> when that could not be read.</param>
    public sealed class Import(string name, Location place, string exported, string? path) : BicepSymbol(name, place)
    {
        public string Exported { get; } = exported;

        public string? Path { get; } = path;
    }

    /// <summary>All symbols of another file, or of an extension, below one name.</summary>
    /// <param name="path"><see langword="null"/> for an extension.</param>
    public sealed class Namespace(string name, Location place, string? path) : BicepSymbol(name, place)
    {
        public string? Path { get; } = path;
    }

    /// <summary>A type; only what decides values is kept of it, on demand.</summary>
    public sealed class TypeAlias(string name, Location place, Syntax.TypeDeclaration declaration) : BicepSymbol(name, place)
    {
        public Syntax.TypeDeclaration Declaration { get; } = declaration;
    }

    /// <summary>What is deployed: a resource or a module, once or in a loop, always or under a condition.</summary>
    public abstract class Deployed : BicepSymbol
    {
        private protected Deployed(string name, Location place)
            : base(name, place)
        {
        }

        /// <summary>The name, below those of the resources around it: what expressions refer to.</summary>
        public required string Key { get; init; }

        /// <summary>The whole declaration: the place of what is deployed.</summary>
        public required Location Whole { get; init; }

        public required LoopKind Repetition { get; init; }

        public Loop? Loop { get; set; }

        public Expression? Condition { get; set; }

        /// <summary>The body without what is bound apart (name, parent, scope, dependsOn, params); <see langword="null"/> when it is broken.</summary>
        public Expression.Record? Body { get; set; }

        /// <summary>What <c>name:</c> says.</summary>
        public Expression? NameValue { get; set; }

        /// <summary>Where the word <c>name</c> stands; the symbolic name where it does not.</summary>
        public required Location NamePlace { get; init; }

        /// <summary>Where the type, or the path of a module, is written.</summary>
        public required Location TypePlace { get; init; }

        public ScopeReference? Scope { get; set; }
    }

    public sealed class Resource(string name, Location place) : Deployed(name, place)
    {
        /// <summary>Full, with those of the resources around it; "" when it could not be read. A child by <c>parent:</c> has its full type written.</summary>
        public required string Type { get; init; }

        public required string? ApiVersion { get; init; }

        public required bool IsExisting { get; init; }

        /// <summary>The resource in whose body it stands; its condition holds here too.</summary>
        public required Resource? Container { get; init; }

        /// <summary>What <c>parent:</c> names.</summary>
        public Target? Parent { get; set; }

        public Dictionary<string, Resource> Children { get; } = new(StringComparer.Ordinal);
    }

    public sealed class Module(string name, Location place) : Deployed(name, place)
    {
        /// <summary>As it is written; <see langword="null"/> when it could not be read.</summary>
        public required string? Path { get; init; }

        /// <summary>What <c>params:</c> says.</summary>
        public Expression? Arguments { get; set; }
    }

    private static T Bound<T>(T? value)
        where T : class => value ?? throw new System.Diagnostics.UnreachableException("The binder fills every symbol.");
}

/// <summary>Whether a declaration stands for one thing or for one per element of something.</summary>
internal enum LoopKind
{
    Single,
    Loop,
}

/// <summary>A loop over a declaration; the names are those that its expressions use.</summary>
internal sealed record Loop(Expression Items, string Item, string? Index);

/// <summary>A resource or module that an expression names; <paramref name="Index"/> picks one of a loop.</summary>
internal sealed record Target(BicepSymbol.Deployed Symbol, Expression? Index);

/// <summary>Where something is deployed.</summary>
internal abstract record ScopeReference
{
    private ScopeReference()
    {
    }

    /// <summary>A resource that is extended, or a resource group that is deployed to.</summary>
    public sealed record Of(Target Target) : ScopeReference;

    /// <summary><c>resourceGroup(…)</c>, <c>subscription(…)</c>, <c>managementGroup(…)</c>, <c>tenant()</c>.</summary>
    public sealed record Level(DeploymentLevel Kind, ImmutableArray<Expression> Arguments) : ScopeReference;

    /// <summary>Anything else: not known.</summary>
    public sealed record Computed(Expression Value) : ScopeReference;
}

/// <summary>What a type says of values.</summary>
/// <param name="Kind">"string", "int", "bool", "object", "array"; <see langword="null"/> when it is none of these, or not known.</param>
/// <param name="Allowed">The only values there are; empty when there are others.</param>
internal sealed record TypeFacts(string? Kind, ImmutableArray<Expression> Allowed, Nullability Nullability, Secrecy Secrecy)
{
    public static TypeFacts Unknown { get; } = new(null, [], Nullability.Required, Secrecy.Open);
}

/// <summary>Whether a value may be left out.</summary>
internal enum Nullability
{
    Required,
    Nullable,
}

/// <summary>Whether a value may be shown.</summary>
internal enum Secrecy
{
    Open,
    Secret,
}
