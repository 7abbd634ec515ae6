using RdpCompliance.Readers.Templates.Bicep.Parsing;

namespace RdpCompliance.Readers.Templates.Bicep.Binding;

/// <summary>
/// The names that are known in one place besides those of the file: variables of loops and lambdas, and nested resources, the innermost first.
/// </summary>
internal sealed class NameScope
{
    private readonly string? _local;
    private readonly BicepSymbol.Resource? _container;
    private readonly NameScope? _outer;
    private readonly int _depth;

    private NameScope(string? local, BicepSymbol.Resource? container, NameScope? outer)
    {
        (_local, _container, _outer) = (local, container, outer);
        _depth = (outer?._depth ?? 0) + 1;
        Unique = $"{local}'{_depth}";
    }

    /// <summary>The names of the file alone.</summary>
    public static NameScope File { get; } = new(null, null, null);

    /// <summary>What expressions call the local variable: no name of a file holds a quote, and no other local of this place has the number.</summary>
    public string Unique { get; }

    public NameScope With(Syntax name) => new(Syntax.NameOf(name) ?? "", null, this);

    /// <summary>Inside the body of a resource, its nested resources are known by their names.</summary>
    public NameScope Inside(BicepSymbol.Resource container) => new(null, container, this);

    /// <returns>The unique name of the local variable; <see langword="null"/> when there is none of that name.</returns>
    public string? FindLocal(string name)
    {
        for (var scope = this; scope is not null; scope = scope._outer)
        {
            if (string.Equals(scope._local, name, StringComparison.Ordinal))
            {
                return scope.Unique;
            }
        }

        return null;
    }

    public BicepSymbol.Resource? FindNested(string name)
    {
        for (var scope = this; scope is not null; scope = scope._outer)
        {
            if (scope._container?.Children.TryGetValue(name, out var found) == true)
            {
                return found;
            }
        }

        return null;
    }
}
