using RdpCompliance.Cli;

namespace RdpCompliance.Tests.Cli;

public sealed class InterruptionTests
{
    private readonly Clock _clock = new();
    private int _ends;

    [Fact]
    public void The_work_is_asked_to_end_and_ended_when_it_does_not()
    {
        using var interruption = Start();

        interruption.Press();

        Assert.True(interruption.Token.IsCancellationRequested);
        Assert.Equal(0, _ends);
        Assert.Equal(Interruption.Grace, _clock.Due);

        _clock.Elapse();
        Assert.Equal(1, _ends);
    }

    [Fact]
    public void Work_that_ends_by_itself_is_left_alone()
    {
        using (var interruption = Start())
        {
            interruption.Press();
        }

        _clock.Elapse();
        Assert.Equal(0, _ends);
    }

    [Fact]
    public void Who_presses_twice_does_not_wait()
    {
        using var interruption = Start();

        interruption.Press();
        interruption.Press();

        Assert.Equal(1, _ends);
    }

    private Interruption Start() => new(_clock, () => _ends++);

    /// <summary>Holds what the last timer does, until that is disposed of.</summary>
    private sealed class Clock : TimeProvider
    {
        private Action? _elapsed;

        public TimeSpan? Due { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_elapsed, Due) = (() => callback(state), dueTime);
            return new Timer(this);
        }

        public void Elapse() => _elapsed?.Invoke();

        private sealed class Timer(Clock clock) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() => clock._elapsed = null;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
