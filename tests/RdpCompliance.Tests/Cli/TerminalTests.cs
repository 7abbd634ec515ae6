using System.Text;
using RdpCompliance.Cli;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Cli;

/// <summary>What a terminal cannot show is not sent to it.</summary>
public sealed class TerminalTests
{
    private const string Sample = "tests/corpus/sample";

    [Fact]
    public async Task A_terminal_has_colours_unless_it_is_a_dumb_one()
    {
        var (coloured, _) = await Run(80);
        var (plain, _) = await Run(80, ("TERM", "dumb"));
        var (without, _) = await Run(80, ("NO_COLOR", "1"));

        Assert.Contains('\u001b', coloured);
        Assert.DoesNotContain('\u001b', plain);
        Assert.Equal(without, plain);
    }

    [Fact]
    public async Task A_dumb_terminal_sees_no_progress()
    {
        var (_, shown) = await Run(80);
        var (_, dumb) = await Run(80, ("TERM", "dumb"));

        Assert.Contains('\r', shown);
        Assert.Equal("", dumb);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_width_into_which_no_word_fits_is_none(int width)
    {
        var (file, _) = await Run(null);
        var (narrow, _) = await Run(width, ("TERM", "dumb"));

        Assert.Equal(file, narrow);
    }

    private static async Task<(string Output, string Error)> Run(int? width, params (string Name, string Value)[] variables)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var host = Testing.Cli.HostOf(Repository.Root, "", output, error, variables.ToDictionary(one => one.Name, one => one.Value)) with
        {
            TerminalWidth = width,
            IsErrorTerminal = true,
            Clock = new LeapingClock(),
        };

        await CommandLine.RunAsync(["scan", Sample, "--as-of", "2026-01-01"], host, CancellationToken.None);

        return (Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    /// <summary>Every look at it is a minute later, so that each run is a long one.</summary>
    private sealed class LeapingClock : TimeProvider
    {
        private long _looks;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddMinutes(Interlocked.Increment(ref _looks));
    }
}
