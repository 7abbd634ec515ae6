using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Tests.Fuzzing;

namespace RdpCompliance.Tests.Testing;

/// <summary>
/// Reads prefixes and mutations of a sample: a reader may refuse, but never throws, takes under two seconds, and allocates within 64 MB + 20 times the length.
/// The number of each is 300, or what the environment variable RDPCOMPLIANCE_MUTATIONS says (<c>.ci/run</c> asks for 20,000 in all).
/// </summary>
internal static class Robustness
{
    private const int Seed = 20260101;

    private static int Count { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("RDPCOMPLIANCE_MUTATIONS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : 300;

    /// <param name="count">How many prefixes and how many mutations, where the usual number would be too many.</param>
    public static void Check(IEvidenceReader reader, string name, byte[] sample, int? count = null)
    {
        foreach (var (bytes, description) in Variants(sample, count ?? Count))
        {
            var source = Source.FromBytes(name, bytes);
            ReadOnce(reader, source, new SourceTree([source]), $"{description} of {name} (seed {Seed})");
        }
    }

    /// <summary>Prefixes of a sample, and then mutations: the same ones each time.</summary>
    public static IEnumerable<(byte[] Bytes, string Description)> Variants(byte[] sample, int count)
    {
        var random = new Random(Seed);
        for (var index = 0; index < count; index++)
        {
            var length = count >= sample.Length ? index % (sample.Length + 1) : random.Next(sample.Length + 1);
            yield return (sample[..length], $"prefix of {length} bytes");
        }

        var mutator = new Mutator(random);
        for (var index = 0; index < count; index++)
        {
            yield return (mutator.Mutate(sample, sample), $"mutation {index}");
        }
    }

    public static void ReadOnce(IEvidenceReader reader, Source source, SourceTree tree, string description)
    {
        var bytes = source.ReadAllBytes();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = ThreadTime.Start();
        try
        {
            var claim = reader.Claim(source, new(bytes[..Math.Min(bytes.Length, 65536)]), tree) ?? new Claim(source, Certainty.ByName);
            var evidence = reader.Read(claim, new ReadContext(tree, Demand.Everything, CancellationToken.None));
            foreach (var diagnostic in evidence.Diagnostics)
            {
                _ = diagnostic.Message;
                Assert.True(diagnostic.Location.Start >= 0 && diagnostic.Location.Length >= 0, "A diagnostic's place is inside the file.");
            }
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{reader.Format} threw on a {description}: {exception}");
        }

        var elapsed = watch.Elapsed;
        Assert.True(elapsed < TimeSpan.FromSeconds(2), $"{reader.Format} took {elapsed} on a {description}.");
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(
            allocated < (64L << 20) + (20L * bytes.Length),
            $"{reader.Format} allocated {allocated:N0} bytes on a {description} ({bytes.Length:N0} bytes).");
    }
}
