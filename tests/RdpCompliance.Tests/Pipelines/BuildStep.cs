using System.Diagnostics;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Pipelines;

/// <summary>Runs the text of a step as build services do: in a file of its own, by bash, in the folder of the sources.</summary>
internal static class BuildStep
{
    /// <summary>What this test run itself may be told by; a step must see only what its test gives.</summary>
    private static readonly string[] Foreign = ["GITHUB_", "RUNNER_", "AGENT_", "BUILD_", "SYSTEM_", "TF_BUILD", "SCAN_", "RDPCOMPLIANCE_"];

    /// <returns>How it ended, and what it wrote: standard output, then standard error.</returns>
    public static (int ExitCode, string Log) Run(string text, string folder, IReadOnlyDictionary<string, string> variables)
    {
        using var script = new TemporaryFolder();
        var start = new ProcessStartInfo(OutsideTool.Find("bash") ?? "bash", ["--noprofile", "--norc", "-eo", "pipefail", script.Write("step.sh", text)])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => Foreign.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        start.Environment["RDPCOMPLIANCE_DLL"] = Path.Combine(AppContext.BaseDirectory, "rdpcompliance.dll");
        if (Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet")
        {
            start.Environment["PATH"] = $"{Path.GetDirectoryName(host)}{Path.PathSeparator}{start.Environment["PATH"]}";
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("bash did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.Result + error.Result);
    }
}
