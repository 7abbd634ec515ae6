using System.Diagnostics;

namespace RdpCompliance.Tests.Testing;

/// <summary>
/// Programs of others that check what we write: a folder named by the environment variable RDPCOMPLIANCE_TOOLS, into which <c>npm i</c> has put them (its <c>node_modules</c> is
/// looked through). Nothing is fetched here.
/// </summary>
internal static class OutsideTools
{
    public const string Variable = "RDPCOMPLIANCE_TOOLS";

    /// <summary><c>@microsoft/sarif-multitool</c></summary>
    public const string SarifMultitool = "node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool";

    /// <summary><see langword="null"/> when the variable is unset or names no folder.</summary>
    public static string? Root { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path && Directory.Exists(path) ? Path.GetFullPath(path) : null;

    /// <returns><see langword="null"/> when the tool is not in the folder.</returns>
    public static string? Find(string tool) => Root is { } root && File.Exists(Path.Combine(root, tool)) ? Path.Combine(root, tool) : null;

    /// <summary>Runs a tool to its end and gives its exit code and what it printed on both streams.</summary>
    public static (int ExitCode, string Output) Run(string tool, params string[] arguments)
    {
        var path = Find(tool) ?? throw new InvalidOperationException($"{tool} is not in {Variable}.");
        if (!OperatingSystem.IsWindows())
        {
            // npm runs no scripts of packages, so the one that makes the tool executable has not run.
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
        }

        using var process = Process.Start(new ProcessStartInfo(path, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() })
            ?? throw new InvalidOperationException($"{path} did not start.");
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }
}
