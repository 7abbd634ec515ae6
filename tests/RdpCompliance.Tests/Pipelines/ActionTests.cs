using System.Text.Json;
using System.Text.RegularExpressions;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Pipelines;

/// <summary>What <c>action.yml</c> does, by executing it.</summary>
public sealed class ActionTests : IDisposable
{
    private readonly SampleRepository _repository = new();

    [BashFact]
    public void It_tells_findings_as_outputs_summary_and_annotations_and_fails_after_the_upload()
    {
        var run = Run();

        Assert.Equal((1, "1", "1", "1"), (run.ExitCode, run.Outputs["exit-code"], run.Outputs["findings"], run.Outputs["errors"]));
        Assert.Equal(_repository.At("rdpcompliance.sarif"), run.Outputs["sarif-file"]);
        Assert.Equal(["sarif-file", "findings", "errors", "exit-code"], run.StepOutputs);
        Assert.StartsWith(
            $"::error file=gpo/host.reg,line=7,col=28,endLine=7,endColumn=36,title={SampleRepository.Rule} ",
            Assert.Single(run.Commands),
            StringComparison.Ordinal);
        Assert.Contains("`gpo/host.reg:7`", run.Summary, StringComparison.Ordinal);
        Assert.Equal(_repository.At("rdpcompliance.sarif"), UploadOf(run)?.With["sarif_file"]);
    }

    [BashFact]
    public void Undecided_verdicts_are_not_uploaded_unless_they_are_asked_for()
    {
        // RDP-Tcp's port says nothing of authentication; its key states what speaks against a pass.
        _repository.Write(
            "gpo/host.reg",
            SampleRepository.Export.Replace("\"UserAuthentication\"=dword:00000000", "\"UserAuthentication\"=\"%not-a-number%\"", StringComparison.Ordinal));

        Run();
        Assert.DoesNotContain("open", KindsOfResults());

        Run(("include-undecided", "all"));
        Assert.Contains("open", KindsOfResults());
    }

    [BashTheory]
    [InlineData("fail-on", "none", 0)]
    [InlineData("rules", "RDP2002", 0)]
    [InlineData("paths", "", 1)]
    [InlineData("paths", "gpo\r\n\r\n  \r\ngpo/host.reg", 1)]
    [InlineData("working-directory", "gpo", 1)]
    [InlineData("fail-on", "errors", 2)]
    [InlineData("allow-incomplete", "perhaps", 2)]
    [InlineData("summary", "perhaps", 2)]
    [InlineData("working-directory", "nowhere", 2)]
    [InlineData("working-directory", "-", 2)]
    [InlineData("paths", "nowhere", 2)]
    [InlineData("config", "nowhere.yml", 2)]
    public void It_ends_as_the_scan_does(string input, string value, int exit)
    {
        var run = Run((input, value));

        Assert.True(exit == run.ExitCode, run.Log);
        Assert.Equal($"{exit}", run.Outputs["exit-code"]);
    }

    [BashFact]
    public void Every_input_reaches_the_scan()
    {
        _repository.Write("strict.yml", "fail-on: none\n");

        var run = Run(
            ("paths", "."),
            ("config", "../strict.yml"),
            ("rules", "RDP9001\nRDP2002\n"),
            ("severity", "error"),
            ("fail-on", "warning"),
            ("include-undecided", "none"),
            ("allow-incomplete", "True"),
            ("sarif-file", "out/mine.sarif"),
            ("category", "nightly"),
            ("summary", "False"),
            ("as-of", "2026-06-01"),
            ("working-directory", "gpo"));

        Assert.Equal((1, "1", ""), (run.ExitCode, run.Outputs["findings"], run.Summary));
        Assert.Contains("rdpcompliance/nightly/", File.ReadAllText(_repository.At("gpo/out/mine.sarif")), StringComparison.Ordinal);
    }

    [BashFact]
    public void What_did_not_come_to_its_end_says_why_and_uploads_nothing()
    {
        // Of an earlier run: uploading it would pass off old findings as those of this commit.
        _repository.Write("rdpcompliance.sarif", "old");

        var run = Run(("fail-on", "errors"));

        Assert.Equal(("", "", 2), (run.Outputs["sarif-file"], run.Summary, run.ExitCode));
        Assert.Null(UploadOf(run));
        var said = Assert.Single(run.Commands);
        Assert.StartsWith("::error ", said, StringComparison.Ordinal);
        Assert.Contains("'errors'", said, StringComparison.Ordinal);
    }

    [BashFact]
    public void A_damaged_input_fails_unless_it_is_allowed_and_its_findings_are_uploaded()
    {
        _repository.Write("other/other.reg", SampleRepository.Damaged);

        var run = Run(("fail-on", "none"));

        Assert.Equal((3, "1"), (run.ExitCode, run.Outputs["errors"]));
        Assert.NotNull(UploadOf(run));
        Assert.Equal(0, Run(("fail-on", "none"), ("allow-incomplete", "true")).ExitCode);
    }

    [BashFact]
    public void A_module_that_was_not_restored_fails_unless_it_is_allowed()
    {
        _repository.Write("gpo/main.bicep", "module m 'br:contoso.azurecr.io/bicep/network:1.0.0' = { name: 'm' }\n");

        var run = Run(("fail-on", "none"), ("restore-modules", "false"));

        Assert.True(run.ExitCode == 3, run.Log);
        Assert.Contains("RDP0256", run.Log, StringComparison.Ordinal);
        Assert.Equal(0, Run(("fail-on", "none"), ("restore-modules", "false"), ("require-complete", "false")).ExitCode);
    }

    [BashFact]
    public void A_configuration_of_the_sources_has_no_say_where_none_is_wanted()
    {
        _repository.Write(".rdpcompliance.yml", "rules: { '*': { severity: off } }\n");

        Assert.Equal(0, Run().ExitCode);
        Assert.Equal(1, Run(("no-config", "true")).ExitCode);
        _repository.Write("base/.rdpcompliance.yml", "fail-on: error\n");
        Assert.Equal(1, Run(("config-from", "./base")).ExitCode);
        Assert.Equal(2, Run(("config-from", "./base"), ("no-config", "true")).ExitCode);
    }

    [BashFact]
    public void Modules_are_restored_where_the_compiler_is_found()
    {
        _repository.Write("gpo/main.bicep", "module m 'br:contoso.azurecr.io/bicep/network:1.0.0' = { name: 'm' }\n");
        _repository.Write("gpo/other.bicep", "param port int\n");
        _repository.Write("tools/bicep", "#!/usr/bin/env bash\nprintf '%s\\n' \"$*\" >>\"$(dirname -- \"$0\")/restored\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_repository.At("tools/bicep"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var run = CompositeAction.Run(
            _repository.Path,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["paths"] = "gpo", ["fail-on"] = "none" },
            _repository.At("tools"));

        Assert.True(File.Exists(_repository.At("tools/restored")), run.Log);
        Assert.Equal(["restore ./gpo/main.bicep"], File.ReadAllLines(_repository.At("tools/restored")));
    }

    [BashFact]
    public void Uploading_and_the_summary_can_be_switched_off()
    {
        var run = Run(("upload-sarif", "false"), ("summary", "false"), ("fail-on", "none"));

        Assert.Equal((0, ""), (run.ExitCode, run.Summary));
        Assert.Null(UploadOf(run));
    }

    [BashFact]
    public void The_configuration_decides_what_no_input_does()
    {
        _repository.Write(".rdpcompliance.yml", "fail-on: none\noutput: mine.txt\nformat: text\n");

        Assert.Equal(0, Run().ExitCode);
        Assert.Equal(1, Run(("fail-on", "error")).ExitCode);
        Assert.False(File.Exists(_repository.At("mine.txt")));
    }

    [BashFact]
    public void Paths_are_read_as_they_are_whatever_they_are_called()
    {
        foreach (var name in SampleRepository.HostileNames)
        {
            _repository.Write($"in/{name}/{name}", SampleRepository.Export);
        }

        var run = Run(("paths", string.Join('\n', SampleRepository.HostileNames)), ("working-directory", "in"), ("fail-on", "none"));

        Assert.True(run.ExitCode == 0, run.Log);
        Assert.Contains($"Read {SampleRepository.HostileNames.Count} inputs.", run.Log, StringComparison.Ordinal);
        Assert.All(run.Commands, command => Assert.StartsWith("::error file=", command, StringComparison.Ordinal));
        Assert.False(_repository.WasBrokenInto);
    }

    [BashFact]
    public void Names_that_are_only_found_do_not_act_either()
    {
        foreach (var name in SampleRepository.HostileNames.Append("\n::error::mine\n.reg"))
        {
            _repository.Write($"in/{name}", SampleRepository.Damaged);
        }

        var run = Run(("allow-incomplete", "true"), ("fail-on", "none"), ("paths", "."));

        Assert.True(run.ExitCode == 0, run.Log);
        Assert.All(run.Commands, command => Assert.Matches("^::(error|warning) file=", command));
        Assert.False(_repository.WasBrokenInto);
    }

    [BashTheory]
    [InlineData(
        "paths",
        "parameters",
        "rules",
        "policies",
        "policies-only",
        "config",
        "config-from",
        "severity",
        "fail-on",
        "include-undecided",
        "category",
        "as-of",
        "sarif-file",
        "upload-sarif"
    )]
    [InlineData("working-directory", "summary", "allow-incomplete", "require-complete", "restore-modules", "no-config")]
    public void No_input_acts(params string[] inputs)
    {
        const string Hostile = "'\"\n::error::mine\n##[error]mine\n$(touch pwned)`touch pwned`; touch pwned #\nfindings=99\nend\n${{ github.token }} \\";

        var run = Run([.. inputs.Select(input => (input, Hostile))]);

        Assert.StartsWith("::error title=The scan did not come to its end::", Assert.Single(run.Commands), StringComparison.Ordinal);
        Assert.Equal((2, ""), (run.ExitCode, run.Outputs["findings"]));
        Assert.Equal(["exit-code"], run.StepOutputs);
        Assert.False(_repository.WasBrokenInto);
    }

    [BashFact]
    public void The_SARIF_file_may_have_any_name()
    {
        const string Name = "out of it/it's $(touch pwned) findings=99; ::error::mine.sarif";

        var run = Run(("sarif-file", Name));

        Assert.Equal((_repository.At(Name), "1"), (run.Outputs["sarif-file"], run.Outputs["findings"]));
        Assert.Equal(_repository.At(Name), UploadOf(run)?.With["sarif_file"]);
        Assert.True(File.Exists(_repository.At(Name)));
        Assert.False(_repository.WasBrokenInto);
    }

    [Fact]
    public void Its_inputs_and_outputs_are_those_that_are_promised()
    {
        Assert.Equal(
            [
                "paths",
                "config",
                "config-from",
                "no-config",
                "policies",
                "policies-only",
                "parameters",
                "rules",
                "severity",
                "fail-on",
                "include-undecided",
                "allow-incomplete",
                "require-complete",
                "restore-modules",
                "sarif-file",
                "upload-sarif",
                "category",
                "summary",
                "as-of",
                "working-directory",
            ],
            CompositeAction.File.Find("inputs").Entries().Select(input => input.Key));
        Assert.Equal(["sarif-file", "findings", "errors", "exit-code"], CompositeAction.File.Find("outputs").Entries().Select(output => output.Key));
    }

    [Theory]
    [InlineData("action.yml")]
    [InlineData("pipelines/github-pull-request.yml")]
    [InlineData("pipelines/github-pre-rollout.yml")]
    public void Actions_of_others_are_named_by_their_commit(string file)
    {
        var used = Regex
            .Matches(
                File.ReadAllText(Repository.At(file)),
                @"^ *(?:- )?uses: (?!rdpcompliance/)(?<action>.+)$",
                RegexOptions.Multiline,
                TimeSpan.FromSeconds(1))
            .Select(match => match.Groups["action"].Value)
            .ToList();

        Assert.NotEmpty(used);
        Assert.All(used, action => Assert.Matches(@"^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", action));
    }

    [OutsideFact(SarifMultitool.Name, "bash")]
    public void GitHub_would_take_its_SARIF()
    {
        var run = Run();

        Assert.Empty(SarifMultitool.Complaints("Sarif;Ghas", File.ReadAllText(run.Outputs["sarif-file"])));
    }

    private static UsedAction? UploadOf(ActionRun run) =>
        run.Used.SingleOrDefault(action => action.Name.StartsWith("github/codeql-action/upload-sarif@", StringComparison.Ordinal));

    private List<string> KindsOfResults() =>
        [
            .. JsonDocument
                .Parse(File.ReadAllText(_repository.At("rdpcompliance.sarif")))
                .RootElement.GetProperty("runs")[0]
                .GetProperty("results")
                .EnumerateArray()
                .Select(result => result.TryGetProperty("kind", out var kind) ? kind.GetString() ?? "" : "fail"),
        ];

    private ActionRun Run(params (string Name, string Value)[] inputs) =>
        CompositeAction.Run(_repository.Path, inputs.ToDictionary(input => input.Name, input => input.Value, StringComparer.Ordinal));

    public void Dispose() => _repository.Dispose();
}
