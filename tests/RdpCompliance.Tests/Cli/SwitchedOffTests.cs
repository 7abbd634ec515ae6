using RdpCompliance.Cli;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Cli;

/// <summary>What was switched off or left out is said in every format, and by whom.</summary>
public sealed class SwitchedOffTests : IDisposable
{
    private const string Denied = """
        Windows Registry Editor Version 5.00

        [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server]
        "fDenyTSConnections"=dword:00000001

        """;

    private readonly TemporaryFolder _folder = new();

    public SwitchedOffTests()
    {
        _folder.Write(".git/HEAD");
        _folder.Write(".gitignore", "\nhidden/\n");
        _folder.Write("host/a.reg", Denied);
        _folder.Write("hidden/b.reg", Denied);
        _folder.Write("old/c.reg", Denied);
        _folder.Write("bin/d.reg", Denied);
    }

    public static TheoryData<string> Formats => ["text", "markdown", "junit", "github", "azure-pipelines", "sarif"];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task What_was_left_out_is_said_with_the_reason(string format)
    {
        var output = (await ScanAsync("--exclude", "old/**", "--format", format)).Output.Replace("\\", "", StringComparison.Ordinal);

        Assert.Contains("Left out: ", output, StringComparison.Ordinal);
        foreach (var reason in new[] { "ignored by '.gitignore', line 2", "excluded by 'old/**'", "'bin' is never read" })
        {
            Assert.Contains(format == "markdown" ? reason.Replace("**", "", StringComparison.Ordinal)[..12] : reason, output, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("'.git' is never read", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Rules_that_were_switched_off_are_counted_and_it_is_said_by_what(string format)
    {
        _folder.Write(".rdpcompliance.yml", "rules: { '*': { severity: off } }\n");

        var result = await ScanAsync("--format", format);

        Assert.Equal(ExitCode.Clean, result.Exit);
        Assert.Contains("switched off by 'rules:' of the configuration or by '--severity'", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_configuration_what_is_scanned_does_not_say_how()
    {
        _folder.Write(".rdpcompliance.yml", "rules: { '*': { severity: off } }\n");

        Assert.Equal(ExitCode.Findings, (await ScanAsync("--no-config")).Exit);
    }

    public void Dispose() => _folder.Dispose();

    private Task<CliResult> ScanAsync(params string[] options) => Testing.Cli.RunInAsync(_folder.Path, "", ["scan", ".", .. options]);
}
