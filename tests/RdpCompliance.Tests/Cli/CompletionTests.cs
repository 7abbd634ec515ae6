using RdpCompliance.Cli;
using RdpCompliance.Tests.Pipelines;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Cli;

public sealed class CompletionTests
{
    /// <summary>The words of a line up to its end, where the last one is completed.</summary>
    [BashTheory]
    [InlineData("rdpcompliance sc", "scan")]
    [InlineData("rdpcompliance r", "rollout rules")]
    [InlineData("rdpcompliance rules t", "test")]
    [InlineData("rdpcompliance scan some/path --for", "--format")]
    [InlineData("rdpcompliance scan --format s", "sarif")]
    [InlineData("rdpcompliance scan --format = s", "sarif")]
    [InlineData("rdpcompliance scan --fail-on ", "error none note warning")]
    [InlineData("rdpcompliance evidence --format j", "jsonl")]
    [InlineData("rdpcompliance scan README", "README.md")]
    [InlineData("rdpcompliance scan --policies poli", "policies")]
    [InlineData("rdpcompliance scan --policies READ", "")]
    [InlineData("rdpcompliance completion z", "zsh")]
    [InlineData("rdpcompliance scan --as-of 2", "")]
    public async Task Bash_completes(string line, string completed)
    {
        var script = await ScriptOf("bash");
        var words = line.Split(' ');
        var given = string.Join(' ', words.Select(word => $"'{word}'"));
        var test = $"{script}\nCOMP_WORDS=({given})\nCOMP_CWORD={words.Length - 1}\n_rdpcompliance\necho \"${{COMPREPLY[*]}}\"\n";

        var run = OutsideTool.Run("bash", ["--norc", "-s"], Repository.Root, test);

        Assert.Equal((0, completed, ""), (run.ExitCode, run.Output.TrimEnd('\n'), run.Error));
    }

    [BashFact]
    public Task A_script_is_one_of_bash() => IsOneOf("bash", "-n");

    [OutsideFact("zsh")]
    public Task A_script_is_one_of_zsh() => IsOneOf("zsh", "-n");

    [OutsideFact("fish")]
    public Task A_script_is_one_of_fish() => IsOneOf("fish", "--no-execute");

    [OutsideFact("pwsh")]
    public async Task PowerShell_completes()
    {
        var script = await ScriptOf("pwsh");
        string[] lines = ["rdpcompliance sc", "rdpcompliance rules t", "rdpcompliance scan --for", "rdpcompliance scan x --fail-on n"];
        var asked = lines.Select(line => $"(TabExpansion2 '{line}' {line.Length}).CompletionMatches.CompletionText -join ' '");
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "test.ps1");
        await File.WriteAllTextAsync(file, $"{script}\n{string.Join('\n', asked)}\n");

        var run = OutsideTool.Run("pwsh", ["-NoProfile", "-File", file], folder.Path);

        Assert.Equal("scan\ntest\n--format\nnone note\n", run.Output.ReplaceLineEndings("\n"));
    }

    [OutsideFact("fish")]
    public async Task Fish_completes()
    {
        var script = await ScriptOf("fish");
        string[] lines = ["rdpcompliance sc", "rdpcompliance rules t", "rdpcompliance scan --form", "rdpcompliance scan x --fail-on no"];
        var test = $"{script}\n{string.Join('\n', lines.Select(line => $"complete -C '{line}' | string split -f1 \\t | string join ' '"))}\n";
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "test.fish");
        await File.WriteAllTextAsync(file, test);

        var run = OutsideTool.Run("fish", ["--no-config", file], folder.Path);

        Assert.Equal("scan\ntest\n--format\nnone note\n", run.Output);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task Every_script_knows_every_command_and_the_words_of_formats(string shell)
    {
        var script = await ScriptOf(shell);

        Assert.All(
            ["scan", "rollout", "evidence", "explain", "rules", "completion", "sarif", "azure-pipelines", "with-evidence", "session-host"],
            word => Assert.Contains(word, script, StringComparison.Ordinal));
        Assert.DoesNotContain("\r", script, StringComparison.Ordinal);
    }

    private static async Task IsOneOf(string shell, string check)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "completion");
        await File.WriteAllTextAsync(file, await ScriptOf(shell));

        var run = OutsideTool.Run(shell, [check, file], folder.Path);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    private static async Task<string> ScriptOf(string shell)
    {
        var result = await Testing.Cli.RunAsync("completion", shell);
        Assert.Equal((ExitCode.Clean, ""), (result.Exit, result.Error));
        return result.Output;
    }
}
