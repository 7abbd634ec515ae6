using RdpCompliance.Cli;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Cli;

public sealed class SuggestionTests
{
    private const string Sample = "tests/corpus/sample";

    [Theory]
    [InlineData("'scna' is not a command of rdpcompliance; did you mean 'scan'?\nRun 'rdpcompliance --help' for its commands.\n", "scna", "x")]
    [InlineData("'lst' is not a command of rdpcompliance rules; did you mean 'list'?\nRun 'rdpcompliance rules --help' for its commands.\n", "rules", "lst")]
    [InlineData(
        "'--formt' is not an option of rdpcompliance scan; did you mean '--format'?\nRun 'rdpcompliance scan --help' for its arguments and options.\n",
        "scan", Sample, "--formt", "json")]
    [InlineData(
        "'--formt' is not an option of rdpcompliance scan; did you mean '--format'?\nRun 'rdpcompliance scan --help' for its arguments and options.\n",
        "scan", Sample, "--formt=json")]
    [InlineData(
        "'--hostz' is not an option of rdpcompliance rollout; did you mean '--hosts'?\nRun 'rdpcompliance rollout --help' for its arguments and options.\n",
        "rollout", "--change", "a", "--hostz", "b")]
    [InlineData(
        "option --role: 'Hots' at 'roles[0]' is not one of host, client, gateway, broker, session-host, avd-host; did you mean 'host'?\n",
        "scan", Sample, "--role", "Hots")]
    [InlineData(
        "option --format: 'jsn' at 'format[0]' is not a format (as FORMAT or FORMAT=FILE; formats are azure-pipelines, csv, github, json, junit, markdown, sarif, text); did you mean 'json'?\n",
        "scan", Sample, "--format", "jsn")]
    [InlineData("--severity: 'warn' is not one of note, warning, error.\n", "scan", Sample, "--severity", "warn")]
    [InlineData("--severity: 'eror' is not one of note, warning, error; did you mean 'error'?\n", "scan", Sample, "--severity", "eror")]
    [InlineData("--format: 'xml' is not one of text, jsonl.\n", "evidence", Sample, "--format", "xml")]
    [InlineData("SHELL: 'bsh' is not one of bash, zsh, fish, pwsh; did you mean 'bash'?\n", "completion", "bsh")]
    [InlineData("--rule: 'RdpPortChangd' is no rule of the pack; did you mean 'RdpPortChanged'?\n", "scan", Sample, "--rule", "RDP1001,RdpPortChangd")]
    public async Task What_was_meant_is_asked_where_it_is_near(string error, params string[] args)
    {
        var result = await Testing.Cli.RunAsync(args);

        Assert.Equal((ExitCode.Usage, "", error), (result.Exit, result.Output, result.Error));
    }

    [Theory]
    [InlineData("--role", "Host")]
    [InlineData("--role", "host,CLIENT")]
    [InlineData("--fail-on", "None")]
    [InlineData("--severity", "ERROR")]
    [InlineData("--format", "Text")]
    [InlineData("--include-undecided", "All")]
    [InlineData("--rule", "rdp1001,rdpportchanged")]
    public async Task Words_are_taken_in_any_case_and_in_lists(params string[] args)
    {
        var result = await Testing.Cli.RunAsync(["scan", Sample, .. args, .. args[0] == "--fail-on" ? Array.Empty<string>() : ["--fail-on", "none"]]);

        Assert.Equal((ExitCode.Clean, ""), (result.Exit, result.Error));
    }

    [Fact]
    public async Task Formats_are_parted_at_a_comma_where_a_format_follows()
    {
        using var folder = new TemporaryFolder();
        var written = Path.Combine(folder.Path, "a,b.json");

        var result = await Testing.Cli.RunAsync("scan", Sample, "--fail-on", "none", "--format", $"TEXT,json={written}");

        Assert.Equal((ExitCode.Clean, ""), (result.Exit, result.Error));
        Assert.NotEqual("", result.Output);
        Assert.True(File.Exists(written));
    }

    [Fact]
    public async Task A_role_counts_in_the_case_of_the_user()
    {
        const string Denied =
            "Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server]\n"
            + "\"fDenyTSConnections\"=dword:00000001\n";

        var host = await Testing.Cli.RunInAsync(Repository.Root, Denied, "scan", "-", "--role", "HOST");
        var client = await Testing.Cli.RunInAsync(Repository.Root, Denied, "scan", "-", "--role", "Client");

        Assert.Equal((ExitCode.Findings, ExitCode.Clean), (host.Exit, client.Exit));
    }

    [Fact]
    public async Task A_variable_may_hold_several_words()
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var host = Testing.Cli.HostOf(Repository.Root, "", output, error, new Dictionary<string, string>()) with
        {
            Configuration = new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource
            {
                InitialData = [new("ROLES", "host,gateway"), new("FAIL_ON", "NONE")],
            },
        };

        var exit = await CommandLine.RunAsync(["scan", Sample], host, CancellationToken.None);

        Assert.Equal((0, ""), (exit, error.ToString()));
    }

    [Fact]
    public async Task What_stands_behind_two_hyphens_is_a_path()
    {
        var result = await Testing.Cli.RunAsync("scan", "--", "--formt");

        Assert.Equal(ExitCode.Usage, result.Exit);
        Assert.DoesNotContain("option", result.Error, StringComparison.Ordinal);
    }
}
