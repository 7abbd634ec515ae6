using System.Collections.Immutable;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Policies;

/// <summary>Evidence in small with the expected places marked in it: [|…|] fail, [?…?] undecided, {|…|} related; no mark = pass or not applicable.</summary>
public sealed record RuleExample(string Name, Location Location)
{
    /// <summary>The clock of the example.</summary>
    public DateTimeOffset AsOf { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public ImmutableDictionary<string, FieldValue> Parameters { get; init; } = ImmutableDictionary<string, FieldValue>.Empty;

    /// <summary>Roles of the machine; empty = what the evidence says.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>From where Remote Desktop shall be reachable.</summary>
    public ImmutableArray<string> ReachableFrom { get; init; } = [];

    public ImmutableArray<ExampleFile> Files { get; init; } = [];

    /// <summary>Other rules that report here; any other report is an error.</summary>
    public ImmutableArray<string> Also { get; init; } = [];
}

/// <summary>A file of an example; the name's extension chooses how its bytes are made from the text.</summary>
public sealed record ExampleFile(string Name, string MarkedText, Location Location);
