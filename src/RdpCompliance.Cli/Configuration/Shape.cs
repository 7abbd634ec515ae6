using System.Collections.Immutable;

namespace RdpCompliance.Cli.Configuration;

/// <summary>
/// What a value of configuration must look like. <c>policies/schemas/configuration.json</c> says the same to editors; a test holds them together.
/// </summary>
internal abstract record Shape
{
    private Shape()
    {
    }

    /// <param name="Wanted">What <paramref name="Accepts"/> accepts, to follow "is not": "a glob".</param>
    internal sealed record Text(string Wanted, Func<string, bool> Accepts) : Shape
    {
        /// <summary>Words that it may have been meant to be.</summary>
        public ImmutableArray<string> Known { get; init; } = [];
    }

    internal sealed record Flag : Shape;

    /// <summary>Compared ignoring case.</summary>
    internal sealed record Choice(ImmutableArray<string> Values) : Shape;

    internal sealed record ListOf(Shape Element) : Shape;

    /// <summary>A list, or its one element alone.</summary>
    internal sealed record OneOrMany(Shape Element) : Shape;

    /// <summary>A map with keys of its own.</summary>
    internal sealed record Table(ImmutableArray<ShapeKey> Keys) : Shape;

    /// <summary>A map whose keys the user chooses.</summary>
    /// <param name="Key">What a key must look like.</param>
    internal sealed record MapOf(Text Key, Shape Value) : Shape;

    /// <summary>Decided later, by the rule that it is for.</summary>
    internal sealed record Anything : Shape;
}

internal enum Need
{
    Optional,
    Required,
}

internal sealed record ShapeKey(string Name, Shape Shape, Need Need = Need.Optional);
