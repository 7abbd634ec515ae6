using System.Collections.Concurrent;
using System.Globalization;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Fuzzing;

/// <summary>
/// Runs mutants and keeps what went wrong: an exception, a fault that was contained, more than a second of processor time for each
/// 100 KB, or more memory than the target may take. Mutant n of a seed is the same in every run, on any number of cores.
/// </summary>
internal sealed class FuzzRun(IReadOnlyList<FuzzTarget> targets, int seed)
{
    private const int MostFailures = 20;
    private const int MostTrials = 2000;
    private const int WorkerStack = 1 << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (long Mutant, string Told)> _failures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>How many mutants of each target were run.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>What went wrong, each kind once, with the mutant and what is left of it.</summary>
    public IEnumerable<string> Failures => _failures.OrderBy(failure => failure.Value.Mutant).Select(failure => failure.Value.Told);

    /// <param name="first">The number of the first mutant.</param>
    public void Run(long first, long count)
    {
        foreach (var target in targets)
        {
            // What is compiled on the first call is no part of what a mutant costs.
            target.Run(target.Samples[0], target.Samples[0].Bytes, CancellationToken.None);
        }

        // Threads of its own: a scan waits for those of the pool, which are not many.
        var next = first - 1;
        var workers = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(Work, WorkerStack)).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());

        void Work()
        {
            while (Interlocked.Increment(ref next) is var mutant && mutant < first + count && _failures.Count < MostFailures)
            {
                RunOne(mutant);
            }
        }
    }

    private void RunOne(long mutant)
    {
        var random = new Random(HashOf(mutant));
        var target = TargetAt(random.Next(targets.Sum(one => one.Share)));
        var sample = target.Samples[random.Next(target.Samples.Count)];
        var bytes = new Mutator(random).Mutate(sample.Bytes, OtherOf(target, sample, random).Bytes);
        _counts.AddOrUpdate(target.Name, 1, (_, known) => known + 1);
        if (FailureOf(target, sample, bytes) is { } kind && !_failures.ContainsKey(kind))
        {
            var least = Least(target, sample, bytes, kind);
            _failures.TryAdd(
                kind,
                (mutant, string.Create(CultureInfo.InvariantCulture, $"{target.Name}, seed {seed}, mutant {mutant} of {sample.Name}: {kind}\n{Shown(least)}")));
        }
    }

    private FuzzTarget TargetAt(int share)
    {
        foreach (var target in targets)
        {
            share -= target.Share;
            if (share < 0)
            {
                return target;
            }
        }

        return targets[^1];
    }

    private static FuzzSample OtherOf(FuzzTarget target, FuzzSample sample, Random random)
    {
        for (var trial = 0; trial < 20; trial++)
        {
            if (target.Samples[random.Next(target.Samples.Count)] is var other && other.Kind == sample.Kind)
            {
                return other;
            }
        }

        return sample;
    }

    /// <returns>What went wrong, in words that are the same for the same fault; <see langword="null"/> when nothing did.</returns>
    private static string? FailureOf(FuzzTarget target, FuzzSample sample, byte[] bytes)
    {
        using var cancellation = new CancellationTokenSource(Longest);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = ThreadTime.Start();
        try
        {
            if (target.Run(sample, bytes, cancellation.Token) is { } contained)
            {
                return contained;
            }
        }
        catch (OperationCanceledException)
        {
            return "it did not end";
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            var ours = exception.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("RdpCompliance", StringComparison.Ordinal));
            return $"{exception.GetType().Name} {ours?.Trim()}";
        }

        // Half a second more: a collection of garbage falls to whoever allocates next.
        var most = TimeSpan.FromSeconds(1.5 + (bytes.Length / 100_000));
        return watch.Elapsed > most ? $"it takes longer than {most.TotalSeconds} s"
            : GC.GetAllocatedBytesForCurrentThread() - before > target.MostBytes + (2000L * bytes.Length) ? "it takes too much memory"
            : null;
    }

    /// <summary>Leaves out what the failure does not need.</summary>
    private static byte[] Least(FuzzTarget target, FuzzSample sample, byte[] bytes, string kind)
    {
        var trials = 0;
        for (var part = bytes.Length / 2; part >= 1; part /= 2)
        {
            for (var at = 0; at + part <= bytes.Length && trials < MostTrials;)
            {
                byte[] shorter = [.. bytes[..at], .. bytes[(at + part)..]];
                trials++;
                if (FailureOf(target, sample, shorter) == kind)
                {
                    bytes = shorter;
                }
                else
                {
                    at += part;
                }
            }
        }

        return bytes;
    }

    private static string Shown(byte[] bytes) =>
        Array.TrueForAll(bytes, one => one is >= 0x20 and < 0x7f or (byte)'\n' or (byte)'\r' or (byte)'\t')
            ? System.Text.Encoding.ASCII.GetString(bytes)
            : Convert.ToBase64String(bytes);

    private int HashOf(long mutant)
    {
        unchecked
        {
            var mixed = ((ulong)mutant * 0x9E37_79B9_7F4A_7C15) ^ ((ulong)seed * 0xC2B2_AE3D_27D4_EB4F);
            return (int)(mixed ^ (mixed >> 32));
        }
    }
}
