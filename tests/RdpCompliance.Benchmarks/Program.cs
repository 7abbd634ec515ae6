using System.Globalization;
using BenchmarkDotNet.Running;
using RdpCompliance.Benchmarks;

// "cold [RUNS]" measures whole processes; everything else is BenchmarkDotNet's ("--filter '*'", "--list flat").
return args switch
{
    ["cold"] => ColdStart.Run(20),
    ["cold", var runs] when int.TryParse(runs, CultureInfo.InvariantCulture, out var count) && count > 0 => ColdStart.Run(count),
    _ => BenchmarkSwitcher.FromAssembly(typeof(ColdStart).Assembly).Run(args).Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0,
};
