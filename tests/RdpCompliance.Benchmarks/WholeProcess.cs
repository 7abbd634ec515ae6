using System.Diagnostics;
using System.Globalization;

namespace RdpCompliance.Benchmarks;

/// <summary>Runs programs as whole processes, from start to end. They take turns, so that whatever else the machine does meets all alike.</summary>
internal static class WholeProcess
{
    private const int WarmUps = 2;

    /// <summary>The folder of the clone.</summary>
    public static string Root { get; } = FindRoot();

    private static string Configuration { get; } =
        Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))) ?? "Release";

    /// <summary>The program that the environment variable RDPCOMPLIANCE_DLL names, such as a published one; without it, as this build made it.</summary>
    public static string Program { get; } =
        Environment.GetEnvironmentVariable("RDPCOMPLIANCE_DLL")
        ?? Path.Combine(Root, "src", "RdpCompliance.Cli", "bin", Configuration, "net10.0", "rdpcompliance.dll");

    /// <returns>The median of each, in milliseconds, in the order given.</returns>
    public static double[] Compare(int runs, params (string Name, string[] Arguments)[] programs)
    {
        var measured = programs.Select(program => (program.Name, program.Arguments, Times: new List<double>())).ToArray();
        for (var run = 0; run < WarmUps + runs; run++)
        {
            foreach (var (_, arguments, times) in measured)
            {
                var time = Measure(arguments, null).Wall;
                if (run >= WarmUps)
                {
                    times.Add(time);
                }
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Configuration} build, {runs} runs each, {Environment.ProcessorCount} cores"));
        var width = measured.Max(program => program.Name.Length);
        Console.WriteLine($"{"".PadRight(width)} {"median",9} {"min",9} {"max",9}");
        foreach (var (name, _, times) in measured)
        {
            times.Sort();
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{name.PadRight(width)} {times[times.Count / 2],6:0} ms {times[0],6:0} ms {times[^1],6:0} ms"));
        }

        return [.. measured.Select(program => program.Times[program.Times.Count / 2])];
    }

    /// <param name="arguments">A program and its arguments.</param>
    /// <param name="cores">How many cores the program may use; <see langword="null"/> for all.</param>
    public static Measured Measure(string[] arguments, int? cores)
    {
        var measured = Path.GetTempFileName();
        try
        {
            var wall = Run(arguments, cores, measured);
            var numbers = File.ReadAllText(measured).Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            return new(wall, numbers[0], numbers[1]);
        }
        finally
        {
            File.Delete(measured);
        }
    }

    private static double Run(string[] arguments, int? cores, string measured)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The program takes variables of that name for its configuration.
        start.Environment.Remove("RDPCOMPLIANCE_DLL");
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        start.Environment[StartupHook.File] = measured;
        if (cores is { } most)
        {
            start.Environment["DOTNET_PROCESSOR_COUNT"] = most.ToString(CultureInfo.InvariantCulture);
        }

        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"'{dotnet}' did not start.");
        if (cores is { } few && (OperatingSystem.IsLinux() || OperatingSystem.IsWindows()))
        {
            // The count alone tells the runtime and does not keep its threads from other cores.
            process.ProcessorAffinity = (1 << few) - 1;
        }

        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        var time = watch.Elapsed.TotalMilliseconds;
        return process.ExitCode == 0
            ? time
            : throw new InvalidOperationException($"'{string.Join(' ', arguments)}' ended with {process.ExitCode}.\n{output.Result}{error}");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RdpCompliance.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The benchmarks do not run inside a clone.");
    }
}
