using System.Globalization;
using BenchmarkDotNet.Running;
using RdpCompliance.Benchmarks;

// "cold [RUNS]", "growth [RUNS]", "templates FOLDER [RUNS]" and "fleet [RUNS [DLL OF ANOTHER BUILD]]" measure whole processes;
// everything else is BenchmarkDotNet's ("--filter '*'", "--list flat").
return args switch
{
    ["cold"] => ColdStart.Run(20),
    ["cold", var runs] when int.TryParse(runs, CultureInfo.InvariantCulture, out var count) && count > 0 => ColdStart.Run(count),
    ["growth"] => Growth.Run(3),
    ["growth", var runs] when int.TryParse(runs, CultureInfo.InvariantCulture, out var count) && count > 0 => Growth.Run(count),
    ["fleet"] => FleetThroughput.Run(3, null),
    ["fleet", var runs, .. var beside] when int.TryParse(runs, CultureInfo.InvariantCulture, out var count) && count > 0 => FleetThroughput.Run(
        count,
        beside is [var program, ..] ? Path.GetFullPath(program) : null),
    ["templates", var folder] => TemplateThroughput.Run(Path.GetFullPath(folder), 5),
    ["templates", var folder, var runs] when int.TryParse(runs, CultureInfo.InvariantCulture, out var count) && count > 0 => TemplateThroughput.Run(
        Path.GetFullPath(folder),
        count),
    _ => BenchmarkSwitcher.FromAssembly(typeof(ColdStart).Assembly).Run(args).Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0,
};
