using RdpCompliance.Cli;

namespace RdpCompliance.Tests;

public sealed class ProgressTests
{
    [Fact]
    public void A_short_scan_shows_nothing()
    {
        using var terminal = new StringWriter();
        using (var progress = new Progress(terminal, new SetClock()))
        {
            progress.Report("files", 1, 2);
        }

        Assert.Equal("", terminal.ToString());
    }

    [Fact]
    public void A_long_scan_shows_how_far_it_is_and_cleans_up()
    {
        using var terminal = new StringWriter();
        var clock = new SetClock();
        using (var progress = new Progress(terminal, clock))
        {
            clock.Now += TimeSpan.FromSeconds(1);
            progress.Report("files", 5, 10);
            progress.Report("files", 6, 10);
        }

        Assert.Equal($"\r[############............] 5/10 files\r{new string(' ', 37)}\r", terminal.ToString());
    }

    [Fact]
    public void Without_a_terminal_nothing_is_written()
    {
        var clock = new SetClock();
        using var progress = new Progress(null, clock);
        clock.Now += TimeSpan.FromSeconds(1);

        progress.Report("files", 5, 10);
        progress.Clear();
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
