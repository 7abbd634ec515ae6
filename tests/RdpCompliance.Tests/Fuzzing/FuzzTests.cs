using System.Globalization;
using Xunit.Abstractions;

namespace RdpCompliance.Tests.Fuzzing;

/// <summary>
/// Hostile input ends in an answer, in bounded time and memory, whatever it is. RDPCOMPLIANCE_MUTANTS says how many mutants are run ("2000000"), from
/// which number on ("2000000+500000"); RDPCOMPLIANCE_SEED says which row of them.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Usual = 3000;

    [Fact]
    public void Every_mutant_gets_an_answer()
    {
        var (first, count) = Wanted(Environment.GetEnvironmentVariable("RDPCOMPLIANCE_MUTANTS"));
        var seed = Environment.GetEnvironmentVariable("RDPCOMPLIANCE_SEED") is { Length: > 0 } given ? (int)Number(given) : 1;
        var run = new FuzzRun(FuzzTargets.All, seed);

        run.Run(first, count);

        output.WriteLine(string.Join(", ", run.Counts.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {one.Value}")));
        Assert.True(!run.Failures.Any(), string.Join("\n\n", run.Failures));
    }

    [Fact]
    public void What_goes_wrong_is_found_and_cut_to_what_it_needs()
    {
        var sample = new FuzzSample("a.txt", "one two three"u8.ToArray(), []);
        var target = new FuzzTarget("sample", [sample], (_, bytes, _) => bytes.Contains((byte)'\n') ? "it broke" : null, 1 << 20, 1);
        var run = new FuzzRun([target], 1);

        run.Run(0, 500);

        Assert.Contains("it broke\n\n", Assert.Single(run.Failures), StringComparison.Ordinal);
    }

    private static (long First, long Count) Wanted(string? text) =>
        text is null ? (0, Usual)
        : text.Split('+') is [var first, var count] ? (Number(first), Number(count))
        : (0, Number(text));

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
