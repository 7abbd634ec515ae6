using System.Text.Json;
using RdpCompliance.Cli;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Cli;

/// <summary>What limits a scan to some rules or some files does so by the names that people use, and is said where it holds for nothing.</summary>
public sealed class LimitedTests : IDisposable
{
    private const string Denied = """
        Windows Registry Editor Version 5.00

        [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server]
        "fDenyTSConnections"=dword:00000001

        """;

    private const string Caller = "module m 'lib/open.bicep' = { name: 'm', params: { from: '*' } }\n";

    private const string Open = """
        param from string

        resource nsg 'Microsoft.Network/networkSecurityGroups@2023-09-01' = {
          name: 'nsg'
          location: 'westeurope'
          properties: {
            securityRules: [
              {
                name: 'rdp'
                properties: {
                  priority: 100
                  direction: 'Inbound'
                  access: 'Allow'
                  protocol: 'Tcp'
                  sourceAddressPrefix: from
                  sourcePortRange: '*'
                  destinationAddressPrefix: '*'
                  destinationPortRange: '3389'
                }
              }
            ]
          }
        }

        """;

    private readonly TemporaryFolder _folder = new();

    public LimitedTests() => _folder.Write("host/a.reg", Denied);

    [Theory]
    [InlineData("RDP1002")]
    [InlineData("rdp1002")]
    [InlineData("RemoteDesktopDeniedLocally")]
    [InlineData("remotedesktopdeniedlocally")]
    [InlineData("RDP100?")]
    [InlineData("RemoteDesktopDenied*")]
    public async Task A_rule_is_named_by_id_by_name_or_by_a_glob(string rule)
    {
        Assert.Contains("RDP1002", await FoundAsync("--rule", rule));
    }

    [Theory]
    [InlineData("NoSuchRule")]
    [InlineData("RDP8*")]
    [InlineData("")]
    public async Task A_name_that_matches_no_rule_is_wrong_usage(string rule)
    {
        var result = await ScanAsync("--rule", rule);

        Assert.Equal(ExitCode.Usage, result.Exit);
        Assert.Contains($"--rule: '{rule}' is no rule of the pack", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rules:\n  RDP1002: { paths: 'hots/**', severity: off }\n", "'hots/**' at 'rules.RDP1002.paths'")]
    [InlineData("rules:\n  RDP1002: { paths: ['host/**', 'hots/**'], severity: note }\n", "'hots/**' at 'rules.RDP1002.paths.1'")]
    [InlineData("hosts:\n- { name: PC7, paths: 'PC7/**', roles: client }\n", "'PC7/**' at 'hosts.0.paths'")]
    public async Task Paths_that_name_no_input_are_warned_of(string configuration, string said)
    {
        _folder.Write(".rdpcompliance.yml", configuration);

        foreach (var format in new[] { "text", "sarif", "json", "markdown", "junit", "github", "azure-pipelines" })
        {
            var output = (await ScanAsync("--format", format)).Output.Replace("\\", "", StringComparison.Ordinal);

            Assert.Contains("RDP0065", output, StringComparison.Ordinal);
            Assert.Contains(
                format is "markdown" ? said.Split('*')[0] : said,
                output.Replace("u0027", "'", StringComparison.Ordinal).Replace("&#39;", "'", StringComparison.Ordinal),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_warning_stands_where_the_path_is_written()
    {
        _folder.Write(".rdpcompliance.yml", "rules:\n  RDP1002:\n    severity: note\n    paths: hots/**\n");

        using var report = JsonDocument.Parse((await ScanAsync("--format", "json")).Output);

        var place = report.RootElement.GetProperty("diagnostics").EnumerateArray().Single(one => one.GetProperty("id").GetString() == "RDP0065")
            .GetProperty("place");
        Assert.Equal((".rdpcompliance.yml", 4), (place.GetProperty("source").GetString(), place.GetProperty("line").GetInt32()));
    }

    [Fact]
    public async Task Paths_that_name_an_input_are_not_warned_of()
    {
        _folder.Write(
            ".rdpcompliance.yml",
            "hosts:\n- { name: PC7, paths: 'host/**', roles: host }\nrules:\n  RDP1002: { paths: 'host/*.reg', severity: note }\n");

        Assert.DoesNotContain("RDP0065", (await ScanAsync()).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("main.bicep", "off")]
    [InlineData("lib/open.bicep", "off")]
    [InlineData("other/**", "error")]
    public async Task Paths_mean_the_file_of_the_finding_as_well_as_that_of_the_resource(string path, string expected)
    {
        _folder.Write("main.bicep", Caller);
        _folder.Write("lib/open.bicep", Open);
        _folder.Write(".rdpcompliance.yml", $"rules:\n  RDP9100: {{ paths: '{path}', severity: off }}\n");

        var found = await FoundAsync("--rule", "RDP9100");

        Assert.Equal(expected == "error", found.Contains("RDP9100"));
    }

    [Fact]
    public async Task What_is_said_of_the_file_of_the_finding_may_switch_on_again()
    {
        _folder.Write("main.bicep", Caller);
        _folder.Write("lib/open.bicep", Open);
        _folder.Write(".rdpcompliance.yml", "rules:\n  RDP9100: [{ paths: main.bicep, severity: off }, { paths: 'lib/**', severity: note }]\n");

        using var report = JsonDocument.Parse((await ScanAsync("--format", "json", "--rule", "RDP9100")).Output);

        Assert.Equal("note", Assert.Single(report.RootElement.GetProperty("findings").EnumerateArray()).GetProperty("severity").GetString());
    }

    [Fact]
    public async Task A_finding_in_a_file_that_is_left_out_says_that_the_file_was_read_as_a_module()
    {
        _folder.Write("main.bicep", Caller);
        _folder.Write("lib/open.bicep", Open.Replace("Prefix: from", "Prefix: '*'", StringComparison.Ordinal));

        var result = await ScanAsync("--exclude", "lib/**", "--rule", "RDP9100");

        Assert.Contains("lib/open.bicep", result.Output, StringComparison.Ordinal);
        Assert.Contains(
            "'lib/open.bicep' is left out as an input (excluded by 'lib/**'), and was read because an input names it",
            result.Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("RDP0066", (await ScanAsync("--exclude", "host/**")).Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<IReadOnlyList<string?>> FoundAsync(params string[] options)
    {
        using var report = JsonDocument.Parse((await ScanAsync([.. options, "--format", "json"])).Output);
        return [.. report.RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("rule").GetString())];
    }

    private Task<CliResult> ScanAsync(params string[] options) => Testing.Cli.RunInAsync(_folder.Path, "", ["scan", ".", .. options]);
}
