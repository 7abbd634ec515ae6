using RdpCompliance.Cli;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Cli;

/// <summary>Standard streams that are closed or full, as a shell's <c>&gt;&amp;-</c> and a full disk leave them.</summary>
public sealed class StandardStreamTests
{
    [Theory]
    [InlineData("explain", "RDP1002")]
    [InlineData("rules", "list")]
    [InlineData("--help")]
    [InlineData("scan", "tests/corpus/sample")]
    public async Task Output_that_cannot_be_written_is_said(params string[] arguments)
    {
        using var error = new StringWriter();
        using var output = new StandardOutput(() => new Closed());
        var host = Testing.Cli.HostOf(Repository.Root, "", output, error, new Dictionary<string, string>());

        var exit = await CommandLine.RunAsync(arguments, host, CancellationToken.None);

        Assert.Equal((int)ExitCode.Usage, exit);
        Assert.Equal("Standard output cannot be written: it is closed.", error.ToString().Trim());
    }

    [Fact]
    public async Task Errors_that_nobody_can_be_told_of_leave_the_exit_code()
    {
        using var output = new MemoryStream();
        using var error = new StandardError(new StreamWriter(new Closed()) { AutoFlush = true });
        var host = Testing.Cli.HostOf(Repository.Root, "", output, error, new Dictionary<string, string>());

        Assert.Equal((int)ExitCode.Usage, await CommandLine.RunAsync(["scan", "no-such-folder"], host, CancellationToken.None));
    }

    private sealed class Closed : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new UnauthorizedAccessException("Access to the path is denied.");

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    }
}
