using System.Text.Json;
using RdpCompliance.Cli;
using RdpCompliance.Tests.Derivations.GroupPolicy;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Cli;

public sealed class RolloutCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RolloutCommandTests()
    {
        _folder.Write("hosts/h1/host.reg", PolicyScene.Healthy + "\n");
        _folder.Write("change/A.xml", PolicyScene.ReportText("A", 1));
        _folder.Write("foreign/notes.txt", "no change\n");
        _folder.MakeFolder("empty");
        _folder.Write("harmless/B.xml", PolicyScene.ReportText("B", 0));
    }

    [Theory]
    [InlineData(ExitCode.Findings, "--change", "change")]
    [InlineData(ExitCode.Clean, "--change", "harmless")]
    [InlineData(ExitCode.Clean, "--change", "change", "--fail-on", "none")]
    [InlineData(ExitCode.Clean, "--change", "change", "harmless")]
    [InlineData(ExitCode.Findings, "--change", "change", "--change", "harmless", "--fail-on-undecided")]
    [InlineData(ExitCode.Incomplete, "--change", "foreign")]
    [InlineData(ExitCode.Usage, "--change", "empty")]
    [InlineData(ExitCode.Usage, "--change", "nowhere")]
    [InlineData(ExitCode.Usage, "--change", "hosts")]
    [InlineData(ExitCode.Usage, "--change", "change", "--rule", "RDP0000")]
    public async Task The_exit_code_speaks_of_what_the_change_breaks(object exit, params string[] options) =>
        Assert.Equal(exit, (await RunAsync(options)).Exit);

    [Fact]
    public async Task Change_and_hosts_are_both_wanted()
    {
        Assert.Equal(ExitCode.Usage, (await Testing.Cli.RunInAsync(_folder.Path, "", "rollout", "--hosts", "hosts")).Exit);
        Assert.Equal(ExitCode.Usage, (await Testing.Cli.RunInAsync(_folder.Path, "", "rollout", "--change", "change")).Exit);
    }

    [Fact]
    public async Task The_text_report_tells_the_parts_by_what_the_change_does()
    {
        var result = await RunAsync("--change", "change", "--rule", "RDP1001");

        GoldenFile.Check("A_rollout", result.Output);
    }

    [Fact]
    public async Task Json_keeps_to_its_schema_and_sarif_names_the_state()
    {
        var json = (await RunAsync("--change", "change", "--format", "json")).Output;
        var sarif = JsonDocument.Parse((await RunAsync("--change", "change", "--format", "sarif", "--rule", "RDP1001")).Output);

        Assert.Empty(SchemaCheck.Faults("findings.json", json));
        Assert.Equal(
            "new",
            Assert.Single(sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()).GetProperty("baselineState").GetString());
    }

    [Fact]
    public async Task A_change_inside_the_hosts_folder_is_the_change_and_the_rest_the_hosts()
    {
        var inner = _folder.Write("hosts/new/A.xml", PolicyScene.ReportText("A", 1));

        var result = await RunAsync("--change", inner, "--format", "json");

        Assert.Equal(1, JsonDocument.Parse(result.Output).RootElement.GetProperty("summary").GetProperty("rollOut").GetProperty("breaks").GetInt32());
    }

    [Fact]
    public async Task A_scan_takes_assumed_GPOs_as_inputs()
    {
        var result = await Testing.Cli.RunInAsync(_folder.Path, "", "scan", "hosts", "--assume-gpo", "change", "--rule", "RDP1001");

        Assert.Equal(ExitCode.Findings, result.Exit);
        Assert.Contains("by GPO 'A', not yet on the host, where it is 0", result.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Task<CliResult> RunAsync(params string[] options) => Testing.Cli.RunInAsync(_folder.Path, "", ["rollout", "--hosts", "hosts", .. options]);
}
