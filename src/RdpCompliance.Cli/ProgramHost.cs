using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using RdpCompliance.Cli.Configuration;

namespace RdpCompliance.Cli;

/// <summary>The world as the program sees it; tests give their own.</summary>
internal sealed record ProgramHost
{
    /// <summary>Data goes here, and nothing else.</summary>
    public required Stream Output { get; init; }

    /// <summary>Everything that is no data.</summary>
    public required TextWriter Error { get; init; }

    public required Func<Stream> OpenInput { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>The value of an environment variable; <see langword="null"/> when it is unset.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The configuration that environment variables hold.</summary>
    public required IConfigurationSource Configuration { get; init; }

    /// <summary>Columns of the terminal that <see cref="Output"/> is; <see langword="null"/> when it is none.</summary>
    public int? TerminalWidth { get; init; }

    /// <summary>Whether <see cref="Error"/> is a terminal, so that progress may be drawn on it.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>Whether the terminal takes no control characters but the end of a line.</summary>
    public bool IsDumb => Variable("TERM") == "dumb";

    public required TimeProvider Clock { get; init; }

    /// <summary>The process' own console, environment and clock.</summary>
    public static ProgramHost OfProcess() => new()
    {
        Output = new StandardOutput(Console.OpenStandardOutput),
        Error = new StandardError(Console.Error),
        OpenInput = Console.OpenStandardInput,
        WorkingDirectory = Directory.GetCurrentDirectory(),
        Variable = Environment.GetEnvironmentVariable,
        Configuration = new EnvironmentVariablesConfigurationSource { Prefix = EnvironmentLayer.Prefix },
        TerminalWidth = Console.IsOutputRedirected ? null : Console.WindowWidth,
        IsErrorTerminal = !Console.IsErrorRedirected,
        Clock = TimeProvider.System,
    };
}
