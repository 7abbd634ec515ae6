using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Templates.Bicep.Parsing;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep.Binding;

/// <summary>A file with its names bound.</summary>
internal sealed class BicepModel(BicepFile file, IReadOnlyDictionary<string, BicepSymbol> symbols)
{
    public BicepFile File { get; } = file;

    /// <summary>Of the file itself; nested resources are below their containers.</summary>
    public IReadOnlyDictionary<string, BicepSymbol> Symbols { get; } = symbols;

    /// <summary>What <c>targetScope</c> says.</summary>
    public required DeploymentLevel Level { get; init; }

    /// <summary>Resources, nested ones too, and modules, in the order of the text.</summary>
    public required ImmutableArray<BicepSymbol.Deployed> Deployed { get; init; }

    public required IReadOnlyDictionary<string, BicepSymbol.Deployed> ByKey { get; init; }

    public required IReadOnlyDictionary<string, BicepSymbol.Output> Outputs { get; init; }

    /// <summary>Runs the functions that load files.</summary>
    public required CompileTimeFiles Files { get; init; }

    /// <summary>What binding found wrong; errors of the syntax are not among it.</summary>
    public required ImmutableArray<Diagnostic> Diagnostics { get; init; }
}
