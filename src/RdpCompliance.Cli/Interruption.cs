namespace RdpCompliance.Cli;

/// <summary>
/// Ctrl+C: the work is asked to end, and what has not ended within <see cref="Grace"/> is ended: some steps look up rarely. Nothing is half written
/// then, because output files take their place only when they are whole.
/// </summary>
/// <param name="end">Ends the process.</param>
internal sealed class Interruption(TimeProvider clock, Action end) : IDisposable
{
    public static TimeSpan Grace { get; } = TimeSpan.FromMilliseconds(700);

    private readonly CancellationTokenSource _cancellation = new();
    private ITimer? _timer;

    public CancellationToken Token => _cancellation.Token;

    /// <summary>The key was pressed; who presses it again does not want to wait.</summary>
    public void Press()
    {
        if (_timer is not null)
        {
            end();
            return;
        }

        _timer = clock.CreateTimer(_ => end(), null, Grace, Timeout.InfiniteTimeSpan);
        _cancellation.Cancel();
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _cancellation.Dispose();
    }
}
