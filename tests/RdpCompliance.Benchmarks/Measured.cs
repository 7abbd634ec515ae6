using System.Globalization;

namespace RdpCompliance.Benchmarks;

/// <summary>What a whole process took.</summary>
/// <param name="Wall">Milliseconds from before the start to after the end.</param>
/// <param name="Processor">Milliseconds on all cores together.</param>
/// <param name="Peak">Bytes of memory at the most.</param>
internal sealed record Measured(double Wall, double Processor, double Peak)
{
    /// <summary>The median of each number by itself.</summary>
    public static Measured Median(IReadOnlyCollection<Measured> runs)
    {
        return new(Of(run => run.Wall), Of(run => run.Processor), Of(run => run.Peak));

        double Of(Func<Measured, double> number) => runs.Select(number).Order().ElementAt(runs.Count / 2);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Wall,7:0} ms wall {Processor,7:0} ms processor {Peak / 1e6,6:0} MB");
}
