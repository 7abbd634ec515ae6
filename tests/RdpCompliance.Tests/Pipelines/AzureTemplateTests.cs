using System.Globalization;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Pipelines;

/// <summary>What <c>pipelines/azure-devops.yml</c> does, by executing it.</summary>
public sealed class AzureTemplateTests : IDisposable
{
    private readonly SampleRepository _repository = new();
    private readonly TemporaryFolder _agent = new();

    [BashFact]
    public void It_tells_findings_as_outputs_summary_and_issues_and_fails_after_publishing()
    {
        var run = Run();

        Assert.Equal((1, "1", "1", "1"), (run.ExitCode, run.Outputs["exitCode"], run.Outputs["findings"], run.Outputs["errors"]));
        Assert.Equal(_agent.At("a/rdpcompliance.sarif"), run.Outputs["sarifFile"]);
        Assert.StartsWith(
            "##vso[task.logissue type=error;sourcepath=gpo/host.reg;linenumber=7;columnnumber=28;code=RDP9001;]",
            run.Commands[0],
            StringComparison.Ordinal);
        var summary = Assert.Single(run.Commands, command => command.StartsWith("##vso[task.uploadsummary]", StringComparison.Ordinal));
        Assert.Contains("`gpo/host.reg:7`", File.ReadAllText(summary.Split(']')[1]), StringComparison.Ordinal);
        Assert.Equal(["checkout self", "checkout rdpcompliance", "UseDotNet@2", "PublishBuildArtifacts@1"], run.Tasks.Select(task => task.Name));
        Assert.Equal(("CodeAnalysisLogs", run.Outputs["sarifDirectory"]), (run.Tasks[^1].With["ArtifactName"], run.Tasks[^1].With["PathtoPublish"]));
    }

    [BashFact]
    public void Advanced_Security_is_given_a_folder_with_the_SARIF_file_and_nothing_else()
    {
        _repository.Write("other.sarif", "of another tool");

        var run = Run(("advancedSecurity", "true"), ("publish", "false"), ("sarifFile", "mine.sarif"), ("category", "nightly"));

        var task = run.Tasks[^1];
        Assert.Equal(("AdvancedSecurity-Publish@1", "nightly"), (task.Name, task.With["Category"]));
        Assert.Equal(
            File.ReadAllText(_repository.At("mine.sarif")),
            File.ReadAllText(Assert.Single(Directory.GetFileSystemEntries(task.With["SarifsInputDirectory"]))));
        Assert.DoesNotContain(run.Tasks, other => other.Name == "PublishBuildArtifacts@1");
    }

    [BashTheory]
    [InlineData("failOn", "none", 0)]
    [InlineData("rules", "RDP2002", 0)]
    [InlineData("workingDirectory", "gpo", 1)]
    [InlineData("allowIncomplete", "true", 1)]
    [InlineData("configFrom", "./gpo", 1)]
    [InlineData("configFrom", "./nowhere", 2)]
    [InlineData("paths", "nowhere", 2)]
    [InlineData("asOf", "tomorrow", 2)]
    public void It_ends_as_the_scan_does(string parameter, string value, int exit)
    {
        var run = Run((parameter, value));

        Assert.True(exit == run.ExitCode, run.Log);
        Assert.Equal(exit.ToString(CultureInfo.InvariantCulture), run.Outputs["exitCode"]);
        Assert.Equal(exit < 2, run.Tasks.Any(task => task.Name == "PublishBuildArtifacts@1"));
    }

    [BashFact]
    public void Paths_are_read_as_they_are_whatever_they_are_called()
    {
        foreach (var name in SampleRepository.HostileNames)
        {
            _repository.Write($"in/{name}/{name}", SampleRepository.Export);
        }

        var run = Run(("paths", string.Join('\n', SampleRepository.HostileNames)), ("workingDirectory", _repository.At("in")), ("failOn", "none"));

        Assert.True(run.ExitCode == 0, run.Log);
        Assert.Contains($"Read {SampleRepository.HostileNames.Count} inputs.", run.Log, StringComparison.Ordinal);
        Assert.All(run.Commands, command => Assert.Matches(@"^##vso\[task\.(logissue type=error;sourcepath=|setvariable |uploadsummary)", command));
        Assert.False(_repository.WasBrokenInto);
    }

    [BashTheory]
    [InlineData("paths", "parameters", "rules", "policies", "config", "configFrom", "severity", "failOn", "includeUndecided", "category", "asOf", "sarifFile")]
    [InlineData("workingDirectory", "policiesOnly")]
    public void No_parameter_acts(params string[] parameters)
    {
        const string Hostile =
            "'\"\n##vso[task.complete result=Succeeded;]mine\n###vso[task.setvariable variable=PATH]mine\n$(touch pwned)`touch pwned`; touch pwned #\n%5D ${{ variables.x }} \\";

        var run = Run([.. parameters.Select(parameter => (parameter, Hostile))]);

        Assert.Collection(
            run.Commands,
            issue => Assert.Matches(@"^##vso\[task\.logissue type=error;\](?!.*##)", issue),
            exit => Assert.Equal("##vso[task.setvariable variable=exitCode;isOutput=true]2", exit));
        Assert.Equal(2, run.ExitCode);
        Assert.False(_repository.WasBrokenInto);
    }

    [Fact]
    public void Its_parameters_are_the_inputs_of_the_action_in_camelCase()
    {
        var inputs = CompositeAction.File.Find("inputs").Entries()
            .Select(input => string.Concat(input.Key.Split('-').Select((word, index) => index == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..])));

        Assert.Equal(
            inputs.Except(["uploadSarif"]).Concat(["publish", "advancedSecurity"]).Order(),
            AzureTemplate.File.Items("parameters").Select(parameter => parameter.Text("name") ?? "").Order());
    }

    [BashFact]
    public void The_sample_pipeline_runs_it()
    {
        var sample = Yaml.Parse(File.ReadAllText(Repository.At("pipelines/azure-pipelines-sample.yml")));
        var step = Assert.Single(sample.Items("steps"));

        var run = AzureTemplate.Run(_repository.Path, _agent, step.Texts("parameters", text => text));

        Assert.Equal("pipelines/azure-devops.yml@rdpcompliance", step.Text("template"));
        Assert.Equal((1, "AdvancedSecurity-Publish@1"), (run.ExitCode, run.Tasks[^1].Name));
    }

    [OutsideFact(SarifMultitool.Name, "bash")]
    public void Azure_DevOps_would_take_its_SARIF()
    {
        var run = Run();

        Assert.Empty(SarifMultitool.Complaints("Sarif;GHAzDO", File.ReadAllText(run.Outputs["sarifFile"])));
    }

    private TemplateRun Run(params (string Name, string Value)[] parameters) =>
        AzureTemplate.Run(_repository.Path, _agent, parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal));

    public void Dispose()
    {
        _repository.Dispose();
        _agent.Dispose();
    }
}
