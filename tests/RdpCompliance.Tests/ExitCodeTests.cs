using RdpCompliance.Cli;

namespace RdpCompliance.Tests;

public sealed class ExitCodeTests
{
    [Fact]
    public void The_worst_of_two_wins_whichever_comes_first()
    {
        ExitCode[] fromWorst = [ExitCode.Cancelled, ExitCode.Bug, ExitCode.Usage, ExitCode.Incomplete, ExitCode.Findings, ExitCode.Clean];
        Assert.Equal([130, 4, 2, 3, 1, 0], fromWorst.Select(code => (int)code));
        foreach (var (worse, at) in fromWorst.Select((code, index) => (code, index)))
        {
            Assert.All(fromWorst.Skip(at), milder =>
            {
                Assert.Equal(worse, ExitCodes.Worst(worse, milder));
                Assert.Equal(worse, ExitCodes.Worst(milder, worse));
            });
        }
    }
}
