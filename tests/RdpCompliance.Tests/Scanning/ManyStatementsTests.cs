using System.Text;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Scanning;

/// <summary>What a file may make of itself: a small archive holds millions of lines.</summary>
public sealed class ManyStatementsTests
{
    private const string Counted = @"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Notifications";

    [Fact]
    public void Of_a_file_that_states_too_much_the_beginning_is_judged_and_that_is_said()
    {
        var result = Packs.Scan(Repository.Pack, Packs.Settings with { OnlyRules = ["RDP3008"], Roles = ["host"] }, ("host.reg", Values(Counted, 100_001)));

        Assert.Equal("RDP0009", Assert.Single(result.Diagnostics).Id);
        Assert.False(result.IsComplete);
        Assert.Equal(InputOutcome.Damaged, Assert.Single(result.Inputs).Outcome);
        Assert.Equal(Verdict.Undecided, Assert.Single(result.Findings).Verdict);
    }

    [Fact]
    public void Values_that_no_rule_reads_do_not_count()
    {
        var result = Packs.Scan(
            Repository.Pack,
            Packs.Settings with { OnlyRules = ["RDP3008"] },
            ("query.txt", Listing(@"HKEY_LOCAL_MACHINE\SOFTWARE\Contoso", 100_001)));

        Assert.Equal("reg-query", Assert.Single(result.Inputs).Format);
        Assert.Empty(result.Diagnostics);
    }

    private static string Values(string key, int count) =>
        Numbered($"Windows Registry Editor Version 5.00\n\n[{key}\\Empty]\n\n[{key}]\n", count, number => $"\"{number}\"=\"\"\n");

    private static string Listing(string key, int count) => Numbered($"\n{key}\n", count, number => $"    n{number}    REG_SZ    x\n");

    private static string Numbered(string head, int count, Func<int, string> line)
    {
        var text = new StringBuilder(head);
        for (var number = 0; number < count; number++)
        {
            text.Append(line(number));
        }

        return text.ToString();
    }
}
