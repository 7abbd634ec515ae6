using System.Diagnostics;
using System.Globalization;

namespace RdpCompliance.Tests.Testing;

/// <summary>
/// How long the calling thread has worked: the time on a processor where the system tells it
/// (Linux), so that a busy machine fails no test; elsewhere the time that passed.
/// The work that is measured stays on its thread.
/// </summary>
internal readonly struct ThreadTime
{
    private const string Statistics = "/proc/thread-self/schedstat";
    private static readonly bool IsTold = File.Exists(Statistics);
    private readonly TimeSpan _start;

    private ThreadTime(TimeSpan start) => _start = start;

    public TimeSpan Elapsed => Now - _start;

    public static ThreadTime Start() => new(Now);

    /// <summary>The first of the numbers is nanoseconds on a processor.</summary>
    private static TimeSpan Now => IsTold
        ? TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText(Statistics).Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture) / 1000)
        : Stopwatch.GetElapsedTime(0);
}
