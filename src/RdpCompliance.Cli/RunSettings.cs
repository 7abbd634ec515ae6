using System.Collections.Immutable;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Cli;

/// <summary>A report that was asked for.</summary>
/// <param name="Format">A name of <c>--format</c>.</param>
/// <param name="Path">The full path of the file; <see langword="null"/> = standard output.</param>
internal sealed record ReportRequest(string Format, string? Path);

/// <summary>What a run was told by configuration file, environment and command line; paths are full.</summary>
internal sealed record RunSettings
{
    public required ScanSettings Scan { get; init; }

    /// <summary>The configuration file that was read; <see langword="null"/> when there is none.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary><see langword="null"/> = the built-in rules alone.</summary>
    public OwnRules? OwnRules { get; init; }

    /// <summary>Parameter files for templates.</summary>
    public ImmutableArray<string> ParameterFiles { get; init; } = [];

    public ImmutableArray<Glob> Exclude { get; init; } = [];

    /// <summary>At most one goes to standard output.</summary>
    public ImmutableArray<ReportRequest> Reports { get; init; } = [new("text", null)];

    /// <summary>Findings from this severity on make <see cref="ExitCode.Findings"/>; <see langword="null"/> = none does.</summary>
    public Severity? FailOn { get; init; } = Severity.Error;

    public bool FailOnUndecided { get; init; }

    public bool AllowIncomplete { get; init; }

    /// <summary>What an input names and what is not at hand makes <see cref="ExitCode.Incomplete"/>, too.</summary>
    public bool RequireComplete { get; init; }
}
