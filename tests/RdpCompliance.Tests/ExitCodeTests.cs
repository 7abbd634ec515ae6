using RdpCompliance.Cli;
using RdpCompliance.Engine.Conditions;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;

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

    [Theory]
    [InlineData(Verdict.Fail, Severity.Error, Severity.Error, ExitCode.Findings)]
    [InlineData(Verdict.Fail, Severity.Warning, Severity.Error, ExitCode.Clean)]
    [InlineData(Verdict.Fail, Severity.Error, Severity.Note, ExitCode.Findings)]
    [InlineData(Verdict.Fail, Severity.Error, null, ExitCode.Clean)]
    [InlineData(Verdict.Pass, Severity.Error, Severity.Note, ExitCode.Clean)]
    [InlineData(Verdict.Undecided, Severity.Error, Severity.Note, ExitCode.Clean)]
    public void Fails_at_or_above_the_asked_severity_count(Verdict verdict, Severity severity, Severity? failOn, object expected) =>
        Assert.Equal(expected, ExitCodes.Of(Result(verdict, severity), Settings with { FailOn = failOn }));

    [Fact]
    public void An_undecided_verdict_counts_only_when_asked() =>
        Assert.Equal(ExitCode.Findings, ExitCodes.Of(Result(Verdict.Undecided, Severity.Note), Settings with { FailOnUndecided = true }));

    [Theory]
    [InlineData(InputOutcome.Damaged, false)]
    [InlineData(InputOutcome.Foreign, true)]
    public void A_damaged_input_and_a_foreign_argument_make_the_answer_incomplete(InputOutcome outcome, bool isArgument)
    {
        var result = Result(Verdict.Fail, Severity.Error) with { Inputs = [new("a.reg", outcome, null, null) { IsArgument = isArgument }] };

        Assert.Equal(ExitCode.Incomplete, ExitCodes.Of(result, Settings));
        Assert.Equal(ExitCode.Findings, ExitCodes.Of(result, Settings with { AllowIncomplete = true }));
    }

    [Fact]
    public void A_foreign_file_in_a_folder_is_nothing_to_speak_of_beside_one_that_is_ours()
    {
        var foreign = new ScannedInput("a.txt", InputOutcome.Foreign, null, null);

        Assert.Equal(ExitCode.Clean, ExitCodes.Of(new() { Inputs = [foreign, new("a.reg", InputOutcome.Read, null, null)] }, Settings));
        Assert.Equal(ExitCode.Usage, ExitCodes.Of(new() { Inputs = [foreign] }, Settings));
        Assert.Equal(ExitCode.Usage, ExitCodes.Of(new(), Settings));
    }

    private static RunSettings Settings => new() { Scan = new ScanSettings { AsOf = DateTimeOffset.UnixEpoch } };

    private static ScanResult Result(Verdict verdict, Severity severity)
    {
        var place = Location.StartOf(Source.FromText("a.reg", ""), SpanUnit.Characters);
        var rule = new Rule
        {
            Id = "RDP1001",
            Name = "R",
            Title = "t",
            Location = place,
            Subject = "machine",
            Require = new Condition.AllOf([]),
            Message = "m",
            Help = "h",
        };
        return new() { Findings = [new(rule, verdict, new("machine", "a", null), "m", new(place, null, "")) { Severity = severity }] };
    }
}
