using Microsoft.Extensions.Configuration.Memory;
using RdpCompliance.Cli;
using RdpCompliance.Cli.Configuration;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Configuration;

public sealed class RunConfigurationTests
{
    private const string Everything = """
        hosts:
          - name: srv1
            paths: [hosts/srv1, "*.srv1.reg"]
            roles: host
            gpos: [Default Domain Policy, gpos/rdp]
            azure-id: /subscriptions/0/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/srv1
          - name: srv2
        rules:
          RDP1001: { severity: off, paths: legacy/ }
        roles: [host, session-host]
        reachable-from: [10.0.0.0/8, VirtualNetwork, "2001:db8::1"]
        scope: { subscription: 11111111-1111-1111-1111-111111111111, tenant: 22222222-2222-2222-2222-222222222222, resource-group: g, location: westeurope }
        exclude: [old/, "**/*.bak"]
        policies: our-pack
        fail-on: warning
        fail-on-undecided: true
        include-undecided: all
        allow-incomplete: true
        as-of: 2026-06-01
        parameters: main.parameters.json
        format: [sarif=out/a.sarif, text]
        output: out/a.txt
        """;

    [Fact]
    public void Every_key_reaches_its_setting()
    {
        using var sample = new ConfigurationSample();

        var settings = Settings(sample.Load(Everything));

        Assert.Equal(["srv1", "srv2"], settings.Scan.Hosts.Select(host => host.Name).ToArray());
        Assert.Equal(["hosts/srv1", "*.srv1.reg"], settings.Scan.Hosts[0].Paths.ToArray());
        Assert.Equal(["host"], settings.Scan.Hosts[0].Roles.ToArray());
        Assert.Equal(["Default Domain Policy", "gpos/rdp"], settings.Scan.Hosts[0].Gpos.ToArray());
        Assert.EndsWith("/srv1", settings.Scan.Hosts[0].AzureId);
        Assert.Null(settings.Scan.Hosts[1].AzureId);
        Assert.Equal(["host", "session-host"], settings.Scan.Roles.ToArray());
        Assert.Equal(["10.0.0.0/8", "VirtualNetwork", "2001:db8::1"], settings.Scan.ReachableFrom.ToArray());
        Assert.Equal(
            ("11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222", "g", "westeurope"),
            (
                settings.Scan.Deployment.Scope.SubscriptionId,
                settings.Scan.Deployment.Scope.TenantId,
                settings.Scan.Deployment.Scope.ResourceGroup,
                settings.Scan.Deployment.Scope.Location));
        Assert.Equal(["old/", "**/*.bak"], settings.Exclude.Select(glob => glob.ToString()).ToArray());
        Assert.Equal(sample.Folder.At("our-pack"), settings.OwnRules?.Folder);
        Assert.Equal(Severity.Warning, settings.FailOn);
        Assert.True(settings.FailOnUndecided);
        Assert.True(settings.AllowIncomplete);
        Assert.Equal(UndecidedInclusion.All, settings.Scan.IncludeUndecided);
        Assert.Equal(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero), settings.Scan.AsOf);
        Assert.Equal([sample.Folder.At("main.parameters.json")], settings.ParameterFiles.ToArray());
        Assert.Equal([new("sarif", sample.Folder.At("out/a.sarif")), new("text", sample.Folder.At("out/a.txt"))], settings.Reports.ToArray());
        Assert.Equal(sample.Folder.At(".rdpcompliance.yml"), settings.ConfigurationFile);
    }

    /// <summary>What is said nearer to the run counts; two equal voices contradict each other.</summary>
    [Theory]
    [InlineData("policies: a", null, null, "a", PackUse.Adds)]
    [InlineData("policies-only: a", null, null, "a", PackUse.Replaces)]
    [InlineData("policies-only: a", "policies", "b", "b", PackUse.Adds)]
    [InlineData("policies: a", "policies-only", "b", "b", PackUse.Replaces)]
    public void Own_rules_are_added_or_take_the_place_of_the_others(string text, string? key, string? value, string folder, PackUse use)
    {
        using var sample = new ConfigurationSample { Options = key is null ? [] : [new($"--{key}", key, [value ?? ""])] };

        var own = Settings(sample.Load(text)).OwnRules;

        Assert.Equal((sample.Folder.At(folder), use), (own?.Folder, own?.Use));
    }

    [Fact]
    public void Rules_that_are_added_and_replaced_in_one_place_contradict_each_other()
    {
        using var sample = new ConfigurationSample();

        var problem = Assert.Single(sample.Load("policies: a\npolicies-only: b").Problems);

        Assert.Equal("'policies' adds rules and 'policies-only' replaces the built-in ones; one of them is wanted.", problem.Message);
    }

    [Fact]
    public void Without_configuration_the_defaults_hold()
    {
        using var sample = new ConfigurationSample { FileName = "another.yml" };

        var settings = Settings(sample.Load(""));

        Assert.Equal(
            (Severity.Error, false, false, null, null),
            (settings.FailOn, settings.FailOnUndecided, settings.AllowIncomplete, settings.OwnRules?.Folder, settings.ConfigurationFile));
        Assert.Equal([new("text", null)], settings.Reports.ToArray());
        Assert.Equal(ConfigurationSample.Now, settings.Scan.AsOf);
    }

    [Fact]
    public void The_environment_overrules_the_file_and_the_command_line_both()
    {
        using var sample = new ConfigurationSample { Options = [new("--fail-on", "fail-on", ["note"])] };
        sample.Variables["FAIL_ON"] = "warning";
        sample.Variables["ALLOW_INCOMPLETE"] = "True";
        sample.Variables["SCOPE:LOCATION"] = "northeurope";

        var settings = Settings(sample.Load("""
            fail-on: none
            allow-incomplete: false
            scope: { location: westeurope, resource-group: g }
            """));

        Assert.Equal((Severity.Note, true), (settings.FailOn, settings.AllowIncomplete));
        Assert.Equal(("northeurope", "g"), (settings.Scan.Deployment.Scope.Location, settings.Scan.Deployment.Scope.ResourceGroup));
    }

    [Fact]
    public void A_list_replaces_the_list_below_it_as_a_whole()
    {
        using var sample = new ConfigurationSample { Options = [new("--exclude", "exclude", ["z"])] };
        sample.Variables["ROLES:0"] = "client";

        var settings = Settings(sample.Load("""
            exclude: [a, b, c]
            roles: [host, broker]
            """));

        Assert.Equal(["z"], settings.Exclude.Select(glob => glob.ToString()).ToArray());
        Assert.Equal(["client"], settings.Scan.Roles.ToArray());
    }

    [Fact]
    public void Paths_begin_where_they_are_written()
    {
        using var sample = new ConfigurationSample { FileName = "conf/.rdpcompliance.yml", Options = [new("--parameters", "parameters", ["p.json"])] };
        sample.Folder.Write("conf/.rdpcompliance.yml", "policies: pack");

        var settings = Settings(
            RunConfiguration.Load(
                new()
                {
                    WorkingDirectory = sample.Folder.Path,
                    Now = ConfigurationSample.Now,
                    File = "conf/.rdpcompliance.yml",
                    Options = sample.Options,
                }));

        Assert.Equal(sample.Folder.At("conf/pack"), settings.OwnRules?.Folder);
        Assert.Equal([sample.Folder.At("p.json")], settings.ParameterFiles.ToArray());
    }

    [Theory]
    [InlineData("output: ../a.txt")]
    [InlineData("output: /a.txt")]
    [InlineData("format: sarif=.git/config")]
    [InlineData("format: text=link/a.txt")]
    public void A_configuration_file_chooses_no_place_outside_its_folder_to_write_to(string text)
    {
        using var sample = new ConfigurationSample();
        sample.Folder.MakeFolder("there");
        Directory.CreateSymbolicLink(sample.Folder.At("link"), sample.Folder.At("there"));

        Assert.Contains("a configuration file writes below its folder only.", Assert.Single(sample.Load(text).Problems).Message);
    }

    [Fact]
    public void The_command_line_writes_where_it_says()
    {
        using var sample = new ConfigurationSample { Options = [new("--output", "output", ["../a.txt"])] };

        Assert.Equal(Path.GetFullPath("../a.txt", sample.Folder.Path), Settings(sample.Load("fail-on: error")).Reports.Single().Path);
    }

    [Theory]
    [InlineData("format: [text, json]", "'text' and 'json' go to one place; a file is wanted for one of them ('json=FILE').")]
    [InlineData("{ format: text=a.txt, output: b.txt }", "'b.txt' is the place of no report: every format has a file of its own.")]
    [InlineData("format: [text=a, json=a]", "'a' is the file of two formats.")]
    [InlineData("hosts: [{ name: A }, { name: a }]", "'a' is the name of another host above.")]
    public void What_only_shows_as_a_whole_is_said_where_it_is_written(string text, string message)
    {
        using var sample = new ConfigurationSample();

        Assert.Equal(message, Assert.Single(sample.Load(text).Problems).Message);
    }

    [Fact]
    public void The_nearest_file_above_the_first_path_is_read_and_none_above_its_repository()
    {
        using var sample = new ConfigurationSample();
        sample.Folder.Write(".rdpcompliance.yml", "fail-on: note");
        sample.Folder.MakeFolder("repo/.git");
        sample.Folder.MakeFolder("repo/a/b");

        Assert.Equal(Severity.Error, FailOn("repo/a/b"));

        sample.Folder.Write("repo/.rdpcompliance.json", """{ "fail-on": "none" }""");
        Assert.Null(FailOn("repo/a/b"));

        sample.Folder.Write("repo/a/.rdpcompliance.yaml", "fail-on: warning");
        Assert.Equal(Severity.Warning, FailOn("repo/a/b"));

        Severity? FailOn(string path) =>
            Settings(
                RunConfiguration.Load(
                    new()
                    {
                        WorkingDirectory = sample.Folder.Path,
                        Now = ConfigurationSample.Now,
                        Paths = [path],
                    })
            ).FailOn;
    }

    [Fact]
    public void A_configuration_that_nobody_named_is_not_read_through_a_link_out_of_its_repository()
    {
        using var folder = new TemporaryFolder();
        var secret = folder.Write("secret.yml", "fail-on: password\n");
        folder.Write("checkout/.git/HEAD");
        File.CreateSymbolicLink(folder.At("checkout/.rdpcompliance.yml"), secret);
        var request = new ConfigurationRequest
        {
            WorkingDirectory = folder.At("checkout"),
            Now = ConfigurationSample.Now,
            Environment = new MemoryConfigurationSource(),
        };

        var problem = Assert.Single(RunConfiguration.Load(request).Problems).Message;

        Assert.Contains("leads out of the repository", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("password", problem, StringComparison.Ordinal);
        Assert.Contains("password", RunConfiguration.Load(request with { File = ".rdpcompliance.yml" }).Problems.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_configurations_in_one_folder_are_one_too_many()
    {
        using var sample = new ConfigurationSample();
        sample.Folder.Write(".rdpcompliance.json", "{}");

        Assert.Equal(
            ".rdpcompliance.yml:1:1: '.rdpcompliance.json' lies beside it; one configuration is wanted.",
            Assert.Single(sample.Load("").Problems).ToString());
    }

    [Fact]
    public void A_file_that_is_named_and_missing_is_a_problem()
    {
        using var sample = new ConfigurationSample();

        var loaded = RunConfiguration.Load(new() { WorkingDirectory = sample.Folder.Path, Now = ConfigurationSample.Now, File = "no.yml" });

        Assert.Equal("no.yml:1:1: There is no such file.", Assert.Single(loaded.Problems).ToString());
    }

    [Fact]
    public void Wrong_variables_and_options_are_named()
    {
        using var sample = new ConfigurationSample { Options = [new("--fail-on", "fail-on", ["eror"])] };
        sample.Variables["FIAL_ON"] = "error";
        sample.Variables["HOSTS:0:ROLES"] = "hots";
        sample.Variables["CORPUS"] = "of the tests";

        Assert.Equal(
            [
                "environment variable RDPCOMPLIANCE_FIAL_ON: 'fial-on' is not a key of the configuration; did you mean 'fail-on'?",
                "environment variable RDPCOMPLIANCE_HOSTS__0__ROLES: 'hots' at 'hosts[0].roles' is not one of host, client, gateway, broker, session-host, avd-host; did you mean 'host'?",
                "environment variable RDPCOMPLIANCE_HOSTS__0: 'hosts[0]' has no 'name'.",
                "option --fail-on: 'eror' at 'fail-on' is not one of error, warning, note, none; did you mean 'error'?",
            ],
            sample.Load("").Problems.Select(problem => problem.ToString()).ToArray());
    }

    private static RunSettings Settings(RunConfiguration loaded)
    {
        Assert.Empty(loaded.Problems.Select(problem => problem.ToString()).ToArray());
        return loaded.Settings ?? throw new InvalidOperationException("Settings without problems are there.");
    }
}
