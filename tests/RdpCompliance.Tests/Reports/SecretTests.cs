using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Reports;

public sealed class SecretTests
{
    private const string Reg = """
        Windows Registry Editor Version 5.00

        [HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon]
        "DefaultPassword"="hunter2"
        "AutoAdminLogon"="1"
        "DefaultUserName"="kiosk"

        [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server]
        "fDenyTSConnections"=dword:00000000
        """;

    [Theory]
    [InlineData("scan", "--format", "sarif")]
    [InlineData("scan", "--format", "text", "--verbose")]
    [InlineData("scan", "--format", "json", "--include-undecided", "all")]
    [InlineData("scan", "--format", "markdown")]
    [InlineData("scan", "--format", "github")]
    [InlineData("evidence", "--format", "jsonl", "--all")]
    [InlineData("evidence", "--format", "text", "--effective", "--all")]
    public async Task A_stored_password_is_in_no_output(string command, params string[] options)
    {
        var result = await Testing.Cli.RunInAsync(Repository.Root, Reg, [command, "-", .. options]);

        Assert.NotEqual("", result.Output);
        Assert.DoesNotContain("hunter2", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("680075006e007400", result.Output, StringComparison.Ordinal);
    }

    private const string Accounts = """
        Windows Registry Editor Version 5.00

        [HKEY_LOCAL_MACHINE\SECURITY\Policy\Accounts]

        [HKEY_LOCAL_MACHINE\SECURITY\Policy\Accounts\S-1-1-0]

        [HKEY_LOCAL_MACHINE\SECURITY\Policy\Accounts\S-1-1-0\ActSysAc]
        @=hex(0):02,08,00,00

        [HKEY_LOCAL_MACHINE\SECURITY\Policy\Accounts\S-1-5-21-4711-4712-4713-1105]

        [HKEY_LOCAL_MACHINE\SECURITY\Policy\Accounts\S-1-5-21-4711-4712-4713-1105\ActSysAc]
        @=hex(0):10,0e,00,00

        [HKEY_LOCAL_MACHINE\SECURITY\Policy\Secrets\DPAPI_SYSTEM\CurrVal]
        @=hex(0):de,ad,be,ef
        """;

    /// <summary>Who holds a right decides; which account it is and what else the hive keeps do not leave it.</summary>
    [Theory]
    [InlineData("--format", "text", "--verbose")]
    [InlineData("--format", "sarif")]
    [InlineData("--format", "json", "--include-undecided", "all", "--include-passes")]
    public async Task Of_accounts_a_finding_tells_no_more_than_that_there_are_some(params string[] options)
    {
        var result = await Testing.Cli.RunInAsync(Repository.Root, Accounts, ["scan", "-", .. options]);

        Assert.Contains("RDP1005", result.Output, StringComparison.Ordinal);
        Assert.Contains("S-1-5-21-*", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("deadbeef", result.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("jsonl")]
    [InlineData("text")]
    public async Task The_bytes_of_accounts_are_in_no_evidence(string format)
    {
        var result = await Testing.Cli.RunInAsync(Repository.Root, Accounts, ["evidence", "-", "--format", format, "--all"]);

        Assert.Contains("ActSysAc", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("100e0000", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("deadbeef", result.Output, StringComparison.OrdinalIgnoreCase);
    }
}
