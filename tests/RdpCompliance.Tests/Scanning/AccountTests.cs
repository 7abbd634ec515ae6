using RdpCompliance.Cli;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Reports;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Scanning;

/// <summary>What was not decided and not asked is counted and said, so that "no findings" is never taken for health.</summary>
public sealed class AccountTests
{
    private const string Healthy = """
        Windows Registry Editor Version 5.00

        [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server]
        "fDenyTSConnections"=dword:00000000

        """;

    private static ScanSettings Usual => Packs.Settings with { IncludePasses = false, IncludeUndecided = UndecidedInclusion.WithEvidence };

    [Fact]
    public void Verdicts_are_those_that_a_scan_with_everything_included_reports()
    {
        var pack = BuiltInPack.ForScans();
        var all = Packs.Scan(pack, Packs.Settings, ("a.reg", Healthy)).Findings;
        var account = Packs.Scan(pack, Usual, ("a.reg", Healthy)).Account;

        Assert.NotNull(account);
        Assert.Equal(all.Count(finding => finding.Verdict == Verdict.Pass), account.Passes);
        Assert.Equal(all.Count(finding => finding.Verdict == Verdict.Fail), account.Fails);
        Assert.Equal(all.Count(finding => finding.Verdict == Verdict.Undecided), account.Undecided);
        Assert.Equal(pack.Rules.Length, account.Asked + account.NotAsked.Sum(silent => silent.Rules.Length));
    }

    [Fact]
    public void Rules_that_were_not_asked_are_told_by_the_reason()
    {
        var pack = BuiltInPack.ForScans();
        var off = Usual with { Rules = [new RuleSetting("RDP1002", []) { IsOff = true }] };
        var account = Packs.Scan(pack, off, ("a.reg", Healthy)).Account;

        Assert.NotNull(account);
        var reasons = account
            .NotAsked.SelectMany(silent => silent.Rules.Select(rule => (Rule: rule, silent.Reason)))
            .ToDictionary(one => one.Rule, one => one.Reason);
        Assert.Equal(NotAskedReason.SwitchedOff, reasons["RDP1002"]);
        Assert.Equal(NotAskedReason.NothingOfItsKind, reasons["RDP9100"]);
        Assert.Equal(NotAskedReason.Role, reasons["RDP5010"]);
    }

    [Fact]
    public void The_input_that_decides_most_comes_first_with_its_command()
    {
        var wanted = Packs.Scan(BuiltInPack.ForScans(), Usual, ("a.reg", Healthy)).Account?.Wanted ?? [];

        Assert.Equal("reg export \"HKLM\\SOFTWARE\\Policies\" SOFTWAREPolicies.reg /y", wanted[0].Command);
        Assert.Equal(wanted.OrderByDescending(one => one.Verdicts).Select(one => one.Verdicts), wanted.Select(one => one.Verdicts));
        Assert.Contains("netstat -ano > netstat.txt", wanted.Select(one => one.Command));
    }

    [Fact]
    public void No_findings_is_no_answer_alone()
    {
        Assert.Equal("No findings in what could be decided.", Sentence(BuiltInPack.ForScans(), ("a.reg", Healthy)));
        Assert.Equal("Nothing could be decided.", Sentence(Packs.Only("subject: machine\nrequire: { setting: os.build, equals: 1 }"), ("a.reg", Healthy)));
        Assert.Equal("Nothing was judged.", Sentence(BuiltInPack.ForScans(), ("a.txt", "what is this")));

        static string Sentence(Pack pack, params (string Name, string Text)[] files) =>
            Tally.Of(Packs.Scan(pack, Usual, files), new ReportContext { ToolVersion = "1" }).Findings;
    }
}
