using System.Globalization;

namespace RdpCompliance.Benchmarks;

/// <summary>
/// Scans of many machines and of one with many things as whole processes, on all cores and on one; beside another build where one is named.
/// </summary>
internal static class FleetThroughput
{
    private const int Rules = 100;
    private static readonly int[] MachineCounts = [200, 400, 800, 1600];
    private static readonly int[] ServiceCounts = [500, 2000, 8000];

    /// <param name="beside">The program of another build; <see langword="null"/> for none.</param>
    public static int Run(int runs, string? beside)
    {
        var folder = Directory.CreateTempSubdirectory("rdpcompliance-");
        try
        {
            var builds = new[] { ("this build", WholeProcess.Program), ("the other", beside ?? "") }.Where(build => build.Item2.Length > 0).ToArray();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"medians of {runs} runs, {Environment.ProcessorCount} cores"));
            foreach (var count in MachineCounts)
            {
                Print($"{count} machines x {Rules} firewall rules", Fleet.Machines(Own($"m{count}"), count, Rules), null);
            }

            Print($"{MachineCounts[^1]} machines, one core", Own($"m{MachineCounts[^1]}"), 1);
            foreach (var count in ServiceCounts)
            {
                Print($"{count} services of one listing", Fleet.Services(Own($"s{count}"), count), null);
            }

            return 0;

            string Own(string name) => Directory.CreateDirectory(Path.Combine(folder.FullName, name)).FullName;

            void Print(string what, string path, int? cores)
            {
                var measured = builds.ToDictionary(build => build.Item1, _ => new List<Measured>(), StringComparer.Ordinal);
                for (var run = 0; run < runs; run++)
                {
                    foreach (var (name, program) in builds)
                    {
                        measured[name].Add(
                            WholeProcess.Measure([program, "scan", path, "--format", $"sarif={path}.sarif", "--fail-on", "none"], cores));
                    }
                }

                foreach (var (name, times) in measured)
                {
                    Console.WriteLine($"{what,-40} {name,-11} {Measured.Median(times)}");
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
