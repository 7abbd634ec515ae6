using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Tests.Testing;

/// <summary>
/// Reads prefixes and mutations of a sample: a reader may refuse, but never throws, takes under two seconds, and allocates within 64 MB + 20 times the length.
/// The number of each is 300, or what the environment variable RDPCOMPLIANCE_MUTATIONS says (<c>.ci/run</c> asks for 20,000 in all).
/// </summary>
internal static class Robustness
{
    private const int Seed = 20260101;
    private static readonly byte[] Interesting =
    [
        0x00,
        0x01,
        0x7f,
        0x80,
        0xff,
        (byte)'[',
        (byte)']',
        (byte)'"',
        (byte)'\\',
        (byte)'=',
        (byte)'{',
        (byte)'}',
        (byte)',',
        (byte)'\n',
        (byte)'\r',
        (byte)';',
        (byte)':',
        (byte)'*',
        (byte)'<',
        (byte)'&',
    ];

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

        for (var index = 0; index < count; index++)
        {
            var mutated = Mutate(sample, random, out var description);
            yield return (mutated, $"mutation {index}: {description}");
        }
    }

    private static byte[] Mutate(byte[] sample, Random random, out string description)
    {
        var bytes = new List<byte>(sample);
        var changes = random.Next(1, 6);
        var said = new List<string>();
        for (var change = 0; change < changes && bytes.Count > 0; change++)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    said.Add($"byte at {at}");
                    break;
                case 1:
                    bytes[at] = Interesting[random.Next(Interesting.Length)];
                    said.Add($"interesting byte at {at}");
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 32), bytes.Count - at));
                    said.Add($"cut at {at}");
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 64), bytes.Count - at)));
                    said.Add($"doubled at {at}");
                    break;
                case 4:
                    bytes.InsertRange(at, Enumerable.Repeat(Interesting[random.Next(Interesting.Length)], random.Next(1, 200)));
                    said.Add($"run at {at}");
                    break;
                default:
                    // A 32-bit field of an extreme size, as a hostile length or count.
                    for (var index = 0; index < 4 && at + index < bytes.Count; index++)
                    {
                        bytes[at + index] = index == 3 ? (byte)0x7f : (byte)0xff;
                    }

                    said.Add($"huge number at {at}");
                    break;
            }
        }

        description = string.Join(", ", said);
        return [.. bytes];
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
