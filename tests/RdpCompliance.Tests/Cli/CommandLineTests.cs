using System.Diagnostics;
using RdpCompliance.Cli;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Cli;

public sealed class CommandLineTests
{
    private const string Sample = "tests/corpus/sample";
    private const string Bad =
        "Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server]\n\"fDenyTSConnections\"=dword:zz\n";
    private const string Good =
        "Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server]\n\"fDenyTSConnections\"=dword:00000000\n";

    [Fact]
    public async Task Scanning_the_sample_shows_what_is_wrong_there()
    {
        // A new rule of the pack changes neither the sample nor its report.
        string[] rules = ["RDP1004", "RDP1005", "RDP2001", "RDP2002", "RDP9001", "RDP9002", "RDP9003", "RDP9005"];
        var result = await Testing.Cli.RunAsync(["scan", Sample, .. rules.SelectMany(rule => new[] { "--rule", rule })]);

        GoldenFile.Check("Scanning_the_sample", result.Output);
        Assert.Equal((ExitCode.Findings, ""), (result.Exit, result.Error));
    }

    [Fact]
    public async Task The_evidence_of_the_sample_is_one_object_a_line()
    {
        var result = await Testing.Cli.RunAsync("evidence", Sample, "--format", "jsonl");

        GoldenFile.Check("The_evidence_of_the_sample", result.Output);
    }

    [Theory]
    [InlineData("scan", "nowhere", "nowhere")]
    [InlineData("scan", Sample, "--format", "saref")]
    [InlineData("scan", Sample, "--as-of", "tomorrow")]
    [InlineData("scan", Sample, "--role", "hots")]
    [InlineData("scan", Sample, "--rule", "RDP9999")]
    [InlineData("scan", Sample, "--fail-on", "errors")]
    [InlineData("scan", Sample, "--format", "json", "--format", "text")]
    [InlineData("scan", Sample, "--exclude", "[")]
    [InlineData("scam")]
    [InlineData("explain", "RDP99")]
    [InlineData("evidence", Sample, "--format", "xml")]
    [InlineData("rules", "new", "RDP1", "name")]
    public async Task Wrong_usage_is_said_and_ends_with_2(params string[] args)
    {
        var result = await Testing.Cli.RunAsync(args);

        Assert.Equal((ExitCode.Usage, ""), (result.Exit, result.Output));
        Assert.NotEqual("", result.Error);
    }

    [Theory]
    [InlineData(Good, ExitCode.Clean)]
    [InlineData(Bad, ExitCode.Incomplete)]
    [InlineData(Bad, ExitCode.Clean, "--allow-incomplete")]
    [InlineData("what is this", ExitCode.Incomplete)]
    [InlineData(Bad + "\"MaxOutstandingConnections\"=dword:00000001\n", ExitCode.Incomplete, "--fail-on", "warning")]
    [InlineData(Good + "\"MaxOutstandingConnections\"=dword:00000001\n", ExitCode.Findings, "--fail-on", "warning")]
    [InlineData(Good + "\"MaxOutstandingConnections\"=dword:00000001\n", ExitCode.Clean)]
    [InlineData(Good + "\"MaxOutstandingConnections\"=dword:00000001\n", ExitCode.Clean, "--fail-on", "none")]
    public async Task The_exit_code_is_the_worst_of_what_happened(string input, object exit, params string[] options)
    {
        var result = await Testing.Cli.RunInAsync(Repository.Root, input, ["scan", "-", .. options]);

        Assert.Equal(exit, result.Exit);
    }

    [Fact]
    public async Task A_new_rule_loads_and_its_examples_pass()
    {
        using var folder = new TemporaryFolder();

        var written = await Testing.Cli.RunInAsync(folder.Path, "", "rules", "new", "RDP7001", "MyOwnRule");
        var tested = await Testing.Cli.RunInAsync(folder.Path, "", "rules", "test", ".");

        Assert.Equal((ExitCode.Clean, ExitCode.Clean), (written.Exit, tested.Exit));
        Assert.Equal("1 rules, 2 examples, 0 failed\n", tested.Output);
    }

    [Fact]
    public async Task A_bad_pack_is_refused_with_file_line_and_column()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, Packs.Name),
            Packs.Rule($"subject: listener\nrequire: {{ field: prot, equals: 1 }}\n{Packs.Examples}"));

        var result = await Testing.Cli.RunInAsync(folder.Path, "", "rules", "test", ".");

        Assert.Equal(ExitCode.Usage, result.Exit);
        Assert.Contains(
            "RDP1999-sample.yml:14:19: RDP0024: 'prot' is neither a field, a setting nor a relation of kind 'listener'; did you mean 'port'?",
            result.Error,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RDP1001", "# RDP1001 RemoteDesktopDeniedByPolicy")]
    [InlineData("rdp-port-changed", "- [RDP1004](../RDP1004.md) The listener should stay on port 3389")]
    [InlineData("0x904", "# 0x904 (2308): socket closed")]
    [InlineData("2308", "# 0x904 (2308): socket closed")]
    public async Task Rules_causes_and_codes_are_explained(string what, string text)
    {
        var result = await Testing.Cli.RunAsync("explain", what);

        Assert.Equal(ExitCode.Clean, result.Exit);
        Assert.Contains(text, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_checked_in_pages_are_those_of_the_rules()
    {
        var result = await Testing.Cli.RunAsync("rules", "docs", "policies", "--verify");

        Assert.Equal((ExitCode.Clean, ""), (result.Exit, result.Error));
    }

    [Fact]
    public async Task Two_runs_write_the_same_bytes_on_one_core_and_on_two()
    {
        using var folder = new TemporaryFolder();
        var program = typeof(CommandLine).Assembly.Location;
        foreach (var cores in new[] { "1", "2" })
        {
            var start = new ProcessStartInfo(
                "dotnet",
                [
                    program,
                    "scan",
                    Sample,
                    "--as-of",
                    "2026-01-01",
                    "--format",
                    $"sarif={folder.Path}/{cores}.sarif",
                    "--format",
                    $"json={folder.Path}/{cores}.json",
                ])
            {
                WorkingDirectory = Repository.Root,
                Environment = { ["DOTNET_PROCESSOR_COUNT"] = cores, ["GITHUB_ACTIONS"] = null, ["TF_BUILD"] = null },
            };
            using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start.");
            await process.WaitForExitAsync();
            Assert.Equal(1, process.ExitCode);
        }

        foreach (var format in new[] { "sarif", "json" })
        {
            Assert.Equal(await File.ReadAllTextAsync($"{folder.Path}/1.{format}"), await File.ReadAllTextAsync($"{folder.Path}/2.{format}"));
        }
    }
}
