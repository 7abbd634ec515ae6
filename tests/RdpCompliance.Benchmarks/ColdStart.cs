using System.Diagnostics;
using System.Globalization;

namespace RdpCompliance.Benchmarks;

/// <summary>
/// How long a scan of the repository's sample takes as a whole process, from start to a finished SARIF file, beside a program that does nothing at all. The two take turns, so that
/// whatever else the machine does meets both alike.
/// </summary>
internal static class ColdStart
{
    private const int WarmUps = 2;

    public static int Run(int runs)
    {
        var root = RepositoryRoot();
        var configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))) ?? "Release";
        var program = Path.Combine(root, "src", "RdpCompliance.Cli", "bin", configuration, "net10.0", "rdpcompliance.dll");
        var folder = Directory.CreateTempSubdirectory("rdpcompliance-");
        try
        {
            (string Name, string[] Arguments, List<double> Times)[] measured =
            [
                ("empty program", [EmptyProgram.WriteTo(folder.FullName)], []),
                ("scan to SARIF", [program, "scan", Path.Combine(root, "tests", "corpus", "sample"), "--format", $"sarif={Path.Combine(folder.FullName, "out.sarif")}", "--fail-on", "none"], []),
            ];
            for (var run = 0; run < WarmUps + runs; run++)
            {
                foreach (var (_, arguments, times) in measured)
                {
                    var time = Measure(root, arguments);
                    if (run >= WarmUps)
                    {
                        times.Add(time);
                    }
                }
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{configuration} build, {runs} runs each, {Environment.ProcessorCount} cores"));
            Console.WriteLine($"{"",-14} {"median",9} {"min",9} {"max",9}");
            foreach (var (name, _, times) in measured)
            {
                times.Sort();
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-14} {times[times.Count / 2],6:0} ms {times[0],6:0} ms {times[^1],6:0} ms"));
            }

            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <returns>Milliseconds from before the start to after the end.</returns>
    private static double Measure(string folder, string[] arguments)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet, arguments) { UseShellExecute = false, WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"'{dotnet}' did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        var time = watch.Elapsed.TotalMilliseconds;
        return process.ExitCode == 0 ? time : throw new InvalidOperationException($"'{string.Join(' ', arguments)}' ended with {process.ExitCode}.\n{output.Result}{error}");
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RdpCompliance.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The benchmarks do not run inside a clone.");
    }
}
