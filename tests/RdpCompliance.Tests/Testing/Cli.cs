using System.Text;
using Microsoft.Extensions.Configuration.Memory;
using RdpCompliance.Cli;

namespace RdpCompliance.Tests.Testing;

/// <summary>Runs the program in this process, with a world of its own.</summary>
internal static class Cli
{
    public static Task<CliResult> RunAsync(params string[] args) => RunInAsync(Repository.Root, "", args);

    public static Task<CliResult> RunInAsync(string workingDirectory, string input, params string[] args) =>
        RunWithAsync(new Dictionary<string, string>(), workingDirectory, input, args);

    /// <param name="variables">The environment.</param>
    public static async Task<CliResult> RunWithAsync(
        IReadOnlyDictionary<string, string> variables,
        string workingDirectory,
        string input,
        params string[] args)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var exit = await CommandLine.RunAsync(args, HostOf(workingDirectory, input, output, error, variables), CancellationToken.None);
        return new((ExitCode)exit, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    public static ProgramHost HostOf(string workingDirectory, string input, Stream output, TextWriter error, IReadOnlyDictionary<string, string> variables) =>
        new()
        {
            Output = output,
            Error = error,
            OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(input)),
            WorkingDirectory = workingDirectory,
            Variable = name => variables.GetValueOrDefault(name),
            Configuration = new MemoryConfigurationSource(),
            Clock = new FixedClock(),
        };

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}

internal sealed record CliResult(ExitCode Exit, string Output, string Error);
