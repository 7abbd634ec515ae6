using System.Text.Json;
using RdpCompliance.Cli;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Cli;

public sealed class DiagnoseCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DiagnoseCommandTests()
    {
        _folder.Write(
            "hosts/host01.reg",
            Reg("HOST01", "\"SecurityLayer\"=dword:00000002\n\"fAllowSecProtocolNegotiation\"=dword:00000000\n\"UserAuthentication\"=dword:00000000"));
        _folder.Write("fine/host02.reg", Reg("HOST02", "\"fAllowSecProtocolNegotiation\"=dword:00000001"));
        _folder.Write("foreign/notes.txt", "nothing\n");
        _folder.Write("7/host01.reg", Reg("HOST01", "\"fAllowSecProtocolNegotiation\"=dword:00000000"));
    }

    [Theory]
    [InlineData(ExitCode.Findings, "0x904", "0x7", "hosts")]
    [InlineData(ExitCode.Findings, "0x904/0x7", "hosts")]
    [InlineData(ExitCode.Findings, "2308", "7", "hosts")]
    [InlineData(ExitCode.Findings, "0x904", "hosts")]
    [InlineData(ExitCode.Findings, "0x904", "0x7", "hosts", "--target", "host01")]
    [InlineData(ExitCode.Findings, "--message", "Fehlercode: 0x904 Erweiterter Fehlercode: 0x7", "hosts")]
    [InlineData(ExitCode.Clean, "0x904", "0x7", "hosts", "--fail-on", "none")]
    [InlineData(ExitCode.Clean, "0x904", "0x7", "fine")]
    [InlineData(ExitCode.Clean, "0x7fff", "0x7ffe", "hosts")]
    [InlineData(ExitCode.Usage, "0x904", "0x7", "hosts", "--target", "HOST77")]
    [InlineData(ExitCode.Usage, "0x904", "0x7", "hosts", "--client", "HOST77")]
    [InlineData(ExitCode.Usage, "0x904", "0x7", "foreign")]
    [InlineData(ExitCode.Usage, "0x904", "0x7")]
    [InlineData(ExitCode.Usage, "hosts")]
    [InlineData(ExitCode.Usage, "--message", "It does not work.", "hosts")]
    [InlineData(ExitCode.Usage, "0x904", "0x7", "hosts", "--format", "csv")]
    [InlineData(ExitCode.Usage, "0x904", "0x7", "hosts", "--rule", "RDP1001")]
    public async Task The_exit_code_speaks_of_what_is_present(object exit, params string[] arguments) => Assert.Equal(exit, (await RunAsync(arguments)).Exit);

    [Fact]
    public async Task A_folder_may_be_called_like_a_code()
    {
        Assert.Equal(ExitCode.Findings, (await RunAsync("0x904", "7")).Exit);
        Assert.StartsWith("0x904 (the socket was closed)\n", (await RunAsync("0x904", "7")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_target_is_answered_with_those_that_are_there() =>
        Assert.Contains("known are 'HOST01'", (await RunAsync("0x904", "0x7", "hosts", "--target", "HOST77")).Error, StringComparison.Ordinal);

    [Fact]
    public async Task The_text_says_what_to_do_first() => GoldenFile.Check("A_diagnosis", (await RunAsync("0x904", "0x7", "hosts")).Output);

    [Fact]
    public async Task The_markdown_has_the_same_answer() =>
        GoldenFile.Check("A_diagnosis.markdown", (await RunAsync("0x904", "0x7", "hosts", "--format", "markdown")).Output);

    [Fact]
    public async Task Nothing_present_is_the_first_thing_said() =>
        Assert.Contains(
            "\n\nNothing that is documented for 0x904/0x7 is present at 'HOST02', as far as was seen: ",
            (await RunAsync("0x904", "0x7", "fine")).Output,
            StringComparison.Ordinal);

    [Fact]
    public async Task Codes_without_a_cause_are_answered_as_such() =>
        Assert.Contains("No cause is documented for 0x7fff/0x7ffe.", (await RunAsync("0x7fff", "0x7ffe", "hosts")).Output, StringComparison.Ordinal);

    [Fact]
    public async Task A_code_that_the_client_mostly_shows_for_a_cause_leads_to_it()
    {
        _folder.Write("off/host03.reg", Reg("HOST03", "\"UserAuthentication\"=dword:00000001", denied: 1));

        var output = (await RunAsync("0x204", "0x0", "off")).Output;

        Assert.Contains("At 'HOST03' mend this first: Remote Desktop disabled on the host", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hosts")]
    [InlineData("fine")]
    public async Task Json_keeps_to_its_schema(string path) =>
        Assert.Empty(SchemaCheck.Faults("diagnosis.json", (await RunAsync("0x904", "0x7", path, "--format", "json")).Output));

    [Fact]
    public async Task Sarif_has_the_fails_of_present_causes_and_the_count_of_each_target()
    {
        var run = JsonDocument.Parse((await RunAsync("0x904", "0x7", "hosts", "--format", "sarif")).Output).RootElement.GetProperty("runs")[0];

        Assert.Contains("RDP2011", run.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("ruleId").GetString()));
        Assert.All(run.GetProperty("results").EnumerateArray(), result => Assert.Equal("fail", result.GetProperty("kind").GetString()));
        Assert.Contains("RDP0084", run.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Equal_inputs_give_equal_bytes() => Assert.Equal(
        (await RunAsync("0x904", "0x7", "hosts", "fine", "--format", "json")).Output,
        (await RunAsync("0x904", "0x7", "hosts", "fine", "--format", "json")).Output);

    public void Dispose() => _folder.Dispose();

    private static string Reg(string name, string listener, int denied = 0) => $"""
        Windows Registry Editor Version 5.00

        [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\ComputerName\ComputerName]
        "ComputerName"="{name}"

        [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server]
        "fDenyTSConnections"=dword:0000000{denied}

        [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp]
        {listener}

        """;

    private Task<CliResult> RunAsync(params string[] arguments) => Testing.Cli.RunInAsync(_folder.Path, "", ["diagnose", .. arguments]);
}
