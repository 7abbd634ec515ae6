using System.Globalization;

namespace RdpCompliance.Benchmarks;

/// <summary>
/// How the time of a scan grows where an input asks for twice, four times and eight times as much. A step may cost 2.3 times the one before:
/// twice the work, and the logarithm.
/// </summary>
internal static class Growth
{
    private const double MostAStep = 2.3;
    private static readonly int[] Steps = [1, 2, 4, 8];

    /// <returns>0; 1 when a shape grows faster.</returns>
    public static int Run(int runs)
    {
        var folder = Directory.CreateTempSubdirectory("rdpcompliance-");
        try
        {
            var start = Least(Empty(folder.FullName), runs);
            Console.WriteLine($"least of {runs} runs; processor time without the {Written(start.Processor, "0")} ms of a scan of one value");
            var steep = Shapes.All.Count(shape => !IsWithin(shape, folder.FullName, runs, start.Processor));
            Console.WriteLine($"{steep} of {Shapes.All.Count} grow by more than {MostAStep.ToString(CultureInfo.InvariantCulture)} a step");
            return steep == 0 ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool IsWithin((string Name, int Size, Action<string, int> Write) shape, string folder, int runs, double start)
    {
        var times = new List<double>();
        var peak = 0.0;
        foreach (var step in Steps)
        {
            var own = Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName;
            shape.Write(own, shape.Size * step);
            var measured = Least(own, runs);
            times.Add(Math.Max(1, measured.Processor - start));
            peak = measured.Peak;
            Directory.Delete(own, recursive: true);
        }

        // Below a fifth of a second the noise of the machine is more than the work.
        var ratios = times.Zip(times.Skip(1), (one, next) => next < 200 ? 1 : next / Math.Max(one, 100)).ToList();
        Console.WriteLine(
            $"{shape.Name,-52} {shape.Size,6}: {string.Join(" ", times.Select(time => Written(time, "0").PadLeft(6)))} ms, "
            + $"{string.Join(" ", ratios.Select(ratio => Written(ratio, "0.0") + "x"))}, {Written(peak / 1e6, "0")} MB");
        return ratios.TrueForAll(ratio => ratio <= MostAStep);
    }

    /// <summary>The least of several runs: whatever else the machine does only adds.</summary>
    private static Measured Least(string path, int runs) =>
        Enumerable.Range(0, runs)
            .Select(_ => WholeProcess.Measure([WholeProcess.Program, "scan", path, "--format", $"sarif={path}.sarif", "--fail-on", "none"], null))
            .MinBy(run => run.Processor)
            ?? throw new InvalidOperationException("Nothing was run.");

    private static string Empty(string folder)
    {
        var own = Directory.CreateDirectory(Path.Combine(folder, "empty")).FullName;
        File.WriteAllText(
            Path.Combine(own, "host.reg"),
            "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SYSTEM\\Select]\r\n\"Current\"=dword:00000001\r\n");
        return own;
    }

    private static string Written(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
