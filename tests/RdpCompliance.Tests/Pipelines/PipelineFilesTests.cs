using RdpCompliance.Cli;
using RdpCompliance.Tests.Testing;
using YamlDotNet.RepresentationModel;

namespace RdpCompliance.Tests.Pipelines;

/// <summary>What the README shows of builds, the samples, and what the makers of the services say of our files.</summary>
public sealed class PipelineFilesTests : IDisposable
{
    private const string ActionValidator = "node_modules/.bin/action-validator";
    private const string LanguageService = "node_modules/@actions/languageservice/dist/index.js";
    private readonly SampleRepository _repository = new();

    [BashFact]
    public void The_README_shows_the_action_in_five_lines_that_run()
    {
        var shown = Shown("rdpcompliance/rdpcompliance@");
        var step = Assert.Single(Yaml.Parse(shown).Items("steps"), step => step.Text("uses")?.StartsWith("rdpcompliance/", StringComparison.Ordinal) == true);

        var run = CompositeAction.Run(_repository.Path, step.Texts("with", text => text));

        Assert.Equal(5, shown.Split('\n').Length);
        Assert.Equal((1, "1"), (run.ExitCode, run.Outputs["findings"]));
    }

    [BashFact]
    public void The_README_shows_the_template_in_five_lines_that_run()
    {
        using var agent = new TemporaryFolder();
        var shown = Shown("azure-devops.yml@");
        var pipeline = Yaml.Parse(shown);
        var step = Assert.Single(pipeline.Items("steps"));

        var run = AzureTemplate.Run(_repository.Path, agent, step.Texts("parameters", text => text));

        Assert.Equal(5, shown.Split('\n').Length);
        Assert.Equal("rdpcompliance", Assert.Single((pipeline.Find("resources") ?? pipeline).Items("repositories")).Text("repository"));
        Assert.True(File.Exists(Repository.At((step.Text("template") ?? "").Split('@')[0])));
        Assert.Equal((1, "1"), (run.ExitCode, run.Outputs["findings"]));
    }

    [BashTheory]
    [InlineData("pipelines/github-pull-request.yml")]
    [InlineData("pipelines/github-pre-rollout.yml")]
    public void A_sample_workflow_gives_the_action_inputs_that_it_has(string file)
    {
        _repository.Write("infra/readme.txt", "nothing to read");
        var steps = Yaml.Parse(File.ReadAllText(Repository.At(file))).Find("jobs").Entries().SelectMany(job => job.Value.Items("steps"));
        var step = Assert.Single(steps, step => step.Text("uses")?.StartsWith("rdpcompliance/", StringComparison.Ordinal) == true);

        var run = CompositeAction.Run(_repository.Path, step.Texts("with", text => text switch
        {
            "${{ inputs.paths }}" => "gpo",
            "${{ inputs.day }}" => "2026-06-01",

            // Of a push there is no base.
            "${{ github.event_name == 'pull_request' && 'HEAD^1' || '' }}" => "",
            _ => text,
        }));

        Assert.True(run.ExitCode == 1, run.Log);
    }

    [Fact]
    public async Task The_hook_of_pre_commit_scans_the_repository()
    {
        var hook = Assert.Single(((YamlSequenceNode)Yaml.Parse(await File.ReadAllTextAsync(Repository.At(".pre-commit-hooks.yaml")))).Children);
        string[] command = [.. (hook.Text("entry") ?? "").Split(' '), .. hook.Items("args").Select(argument => $"{argument}")];

        var result = await Testing.Cli.RunInAsync(_repository.Path, "", command[1..]);

        Assert.Contains(
            $"<ToolCommandName>{command[0]}</ToolCommandName>",
            await File.ReadAllTextAsync(Repository.At("src/RdpCompliance.Cli/RdpCompliance.Cli.csproj")),
            StringComparison.Ordinal);
        Assert.Equal(ExitCode.Findings, result.Exit);
    }

    [OutsideFact(ActionValidator, "node")]
    public void The_action_validator_has_nothing_to_say()
    {
        Assert.All(Files(), file =>
        {
            var (exit, output, error) = OutsideTool.Run(ActionValidator, [file], _repository.Path);
            Assert.True(exit == 0, $"{file}: {output}{error}");
        });
        Assert.NotEqual(
            0,
            OutsideTool.Run(ActionValidator, [_repository.Write("broken/action.yml", "name: x\nruns: { using: composite }\n")], _repository.Path).ExitCode);
    }

    [OutsideFact(LanguageService, "node")]
    public void GitHubs_language_service_has_nothing_to_say()
    {
        var script = Repository.At("tests/RdpCompliance.Tests/Pipelines/github-language-service.mjs");
        var broken = _repository.Write("broken/action.yml", "name: x\ndescription: y\nruns: { using: composite, steps: [{ run: 'echo ${{ inputz.x }}' }] }\n");

        var (exit, output, error) = OutsideTool.Run("node", ["--no-warnings", script, OutsideTool.Find(LanguageService) ?? "", .. Files()], _repository.Path);
        var (refused, _, _) = OutsideTool.Run("node", ["--no-warnings", script, OutsideTool.Find(LanguageService) ?? "", broken], _repository.Path);

        Assert.True(exit == 0, output + error);
        Assert.Equal(1, refused);
    }

    /// <summary>The action, the samples, and the README's steps in a workflow around them.</summary>
    private List<string> Files()
    {
        var job = string.Concat(Shown("rdpcompliance/rdpcompliance@").Split('\n').Select(line => $"    {line}\n"));
        return
        [
            Repository.At("action.yml"),
            Repository.At("pipelines/github-pull-request.yml"),
            Repository.At("pipelines/github-pre-rollout.yml"),
            _repository.Write(".github/workflows/readme.yml", $"name: readme\non: push\njobs:\n  scan:\n    runs-on: ubuntu-latest\n{job}"),
        ];
    }

    /// <summary>The block of YAML in the README that holds <paramref name="word"/>.</summary>
    private static string Shown(string word) => Assert.Single(
        File.ReadAllText(Repository.At("README.md")).Split("```yaml\n")[1..].Select(block => block.Split("\n```", 2)[0]),
        block => block.Contains(word, StringComparison.Ordinal));

    public void Dispose() => _repository.Dispose();
}
