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
}
