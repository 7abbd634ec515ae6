using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using RdpCompliance.Engine.Scanning;

namespace RdpCompliance.Cli.Configuration;

/// <summary>From what the settings of a run are made.</summary>
internal sealed record ConfigurationRequest
{
    public required string WorkingDirectory { get; init; }

    /// <summary>The clock, unless <c>as-of</c> says another time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The PATH arguments; the first decides where the search for a configuration file begins.</summary>
    public ImmutableArray<string> Paths { get; init; } = [];

    /// <summary><c>--config</c>; <see langword="null"/> = the nearest.</summary>
    public string? File { get; init; }

    /// <summary><c>--no-config</c>: no file is looked for, so that what is scanned cannot say how.</summary>
    public bool IsWithoutFile { get; init; }

    /// <summary><c>--config-from</c>: the commit or folder whose configuration counts; <see langword="null"/> = the scanned tree's own.</summary>
    public string? From { get; init; }

    /// <summary>The value of an environment variable, by which git is found.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    public IConfigurationSource Environment { get; init; } = new EnvironmentVariablesConfigurationSource { Prefix = EnvironmentLayer.Prefix };

    public ImmutableArray<ConfigurationOption> Options { get; init; } = [];

    /// <summary>What <c>include-undecided</c> is where nobody says so: GitHub shows every result as an alert.</summary>
    public UndecidedInclusion UndecidedByDefault { get; init; } = UndecidedInclusion.WithEvidence;
}
