using RdpCompliance.Cli;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Cli;

/// <summary>A pull request changes neither which configuration counts nor which rules it brings.</summary>
public sealed class OtherStateTests : IDisposable
{
    private const string Denied = """
        Windows Registry Editor Version 5.00

        [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server]
        "fDenyTSConnections"=dword:00000001

        """;

    private const string AllOff = "rules: { '*': { severity: off } }\n";
    private const string Strict = "rules: { RDP1002: { severity: error } }\n";

    private readonly TemporaryFolder _folder = new();

    public OtherStateTests()
    {
        _folder.Write("here/.git/HEAD");
        _folder.Write("here/host/a.reg", Denied);
        _folder.Write("here/.rdpcompliance.yml", AllOff);
    }

    [Fact]
    public async Task The_configuration_of_another_checkout_counts_instead_of_the_scanned_one()
    {
        _folder.Write("base/.rdpcompliance.yml", Strict);

        Assert.Equal(ExitCode.Clean, (await ScanAsync("host")).Exit);
        Assert.Equal(ExitCode.Findings, (await ScanAsync("host", "--config-from", "../base")).Exit);
        Assert.Equal(ExitCode.Findings, (await ScanAsync("host", "--config-from", _folder.At("base"))).Exit);
    }

    [Fact]
    public async Task A_base_without_a_configuration_means_that_there_is_none()
    {
        _folder.MakeFolder("base");

        Assert.Equal(ExitCode.Findings, (await ScanAsync("host", "--config-from", "../base")).Exit);
    }

    [Fact]
    public async Task The_nearest_one_is_looked_for_as_in_the_scanned_tree()
    {
        _folder.Write("base/.rdpcompliance.yml", Strict);
        _folder.Write("base/host/.rdpcompliance.yml", AllOff);

        Assert.Equal(ExitCode.Clean, (await ScanAsync("host", "--config-from", "../base")).Exit);
        Assert.Equal(ExitCode.Findings, (await ScanAsync("host", "--config-from", "../base", "--config", ".rdpcompliance.yml")).Exit);
    }

    [Fact]
    public async Task The_rules_that_a_configuration_names_are_read_where_it_was_read()
    {
        _folder.Write("here/rules/RDP1999-sample.yml", RuleOf("What the pull request says."));
        _folder.Write("base/rules/RDP1999-sample.yml", RuleOf("What the base says."));
        _folder.Write("base/.rdpcompliance.yml", "policies: rules\n");

        var result = await ScanAsync("host", "--config-from", "../base");

        Assert.Equal("", result.Error);
        Assert.Contains("What the base says.", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("What the pull request says.", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'../nowhere' is no folder", "--config-from", "../nowhere")]
    [InlineData("'base' is no commit", "--config-from", "base")]
    [InlineData("'--output=x' is no name of a commit", "--config-from=--output=x")]
    [InlineData("Required argument missing", "--config-from=")]
    [InlineData("'nosuch.yml' is no ordinary file", "--config-from", "../base", "--config", "nosuch.yml")]
    [InlineData("outside of the repository", "--config-from", "../base", "--config", "../other.yml")]
    [InlineData("--no-config and --config contradict", "--no-config", "--config", ".rdpcompliance.yml")]
    [InlineData("--no-config and --config-from contradict", "--no-config", "--config-from", "../base")]
    public async Task What_cannot_be_read_or_does_not_fit_is_wrong_usage(string said, params string[] options)
    {
        _folder.Write("base/.rdpcompliance.yml", Strict);
        _folder.Write("here/base/.rdpcompliance.yml", AllOff);

        var result = await RunAsync("PATH", Environment.GetEnvironmentVariable("PATH") ?? "", ["scan", "host", .. options]);

        Assert.Equal(ExitCode.Usage, result.Exit);
        Assert.Contains(said, result.Error.Replace("git is not on this machine", "'base' is no commit", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_program_of_the_scanned_repository_is_taken_for_git()
    {
        var program = _folder.Write("here/git", "#!/bin/sh\ntouch ran\n");
        TemporaryFolder.SetMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var result = await RunAsync("PATH", $"{_folder.At("here")}{Path.PathSeparator}.", ["scan", "host", "--config-from", "main"]);

        Assert.Equal(ExitCode.Usage, result.Exit);
        Assert.Contains("git is not on this machine", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.At("here/ran")));
    }

    [OutsideFact("git")]
    public async Task The_configuration_and_the_rules_of_a_commit_count_instead_of_the_scanned_ones()
    {
        Directory.Delete(_folder.At("here/.git"), recursive: true);
        _folder.Write("here/.rdpcompliance.yml", "policies: rules\n");
        _folder.Write("here/rules/RDP1999-sample.yml", RuleOf("What the base says."));
        Commit("base");
        _folder.Write("here/.rdpcompliance.yml", AllOff);
        _folder.Write("here/rules/RDP1999-sample.yml", RuleOf("What the pull request says."));
        _folder.Write("here/main/.rdpcompliance.yml", AllOff);
        Commit("pull request");

        foreach (var commit in new[] { "HEAD^1", "main~1", "HEAD~1" })
        {
            var result = await FromAsync(commit);

            Assert.Contains("What the base says.", result.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("What the pull request says.", result.Output, StringComparison.Ordinal);
        }

        // There is a folder called like the branch, and the branch counts.
        Assert.Contains("switched off", (await FromAsync("main")).Output, StringComparison.Ordinal);
        Assert.Contains("'HEAD~7' is no commit that is here", (await FromAsync("HEAD~7")).Error, StringComparison.Ordinal);
    }

    [OutsideFact("git")]
    public async Task A_link_in_a_commit_is_not_followed_and_nothing_of_the_repository_acts()
    {
        Directory.Delete(_folder.At("here/.git"), recursive: true);
        File.Delete(_folder.At("here/.rdpcompliance.yml"));
        _folder.Write("secret.yml", Strict);
        File.CreateSymbolicLink(_folder.At("here/.rdpcompliance.yml"), "../secret.yml");
        _folder.Write("here/.gitattributes", "* diff=evil filter=evil\n");
        Commit("base");
        foreach (var setting in new[] { "diff.evil.textconv", "diff.evil.command", "filter.evil.smudge", "core.pager", "core.fsmonitor" })
        {
            OutsideTool.Run("git", ["config", setting, "touch ran"], _folder.At("here"));
        }

        var result = await FromAsync("HEAD");

        Assert.Equal(ExitCode.Usage, result.Exit);
        Assert.Contains("'.rdpcompliance.yml' is no ordinary file", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.At("here/ran")));
    }

    public void Dispose() => _folder.Dispose();

    private static string RuleOf(string message) =>
        Packs.Rule($"subject: machine\nrequire: {{ setting: rdp.deny-connections, equals: 7 }}\n{Packs.Examples}")
            .Replace("It does not hold: because of it.", message, StringComparison.Ordinal);

    private void Commit(string message)
    {
        foreach (var arguments in new string[][]
        {
            ["init", "--quiet", "--initial-branch=main"],
            ["add", "--all"],
            ["-c", "user.name=Test", "-c", "user.email=test@contoso.com", "commit", "--quiet", "--message", message],
        })
        {
            var answer = OutsideTool.Run("git", arguments, _folder.At("here"));
            Assert.True(answer.ExitCode == 0, answer.Error);
        }
    }

    private Task<CliResult> FromAsync(string commit) =>
        RunAsync("PATH", Environment.GetEnvironmentVariable("PATH") ?? "", ["scan", "host", "--config-from", commit]);

    private Task<CliResult> ScanAsync(string path, params string[] options) => RunAsync("PATH", "", ["scan", path, .. options]);

    private Task<CliResult> RunAsync(string variable, string value, string[] arguments) =>
        Testing.Cli.RunWithAsync(new Dictionary<string, string> { [variable] = value }, _folder.At("here"), "", arguments);
}
