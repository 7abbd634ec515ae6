using System.Text.Json;
using RdpCompliance.Cli;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Cli;

/// <summary>Parameter files and the place of deployment, as the user gives them on the command line and in the configuration.</summary>
public sealed class ParameterFileTests : IDisposable
{
    private const string Template = """
        { "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", "parameters": { "port": { "type": "int" } },
          "resources": [ { "type": "Contoso.Sample/things", "apiVersion": "2024-01-01", "name": "thing", "properties": { "port": "[parameters('port')]", "at": "[resourceGroup().id]", "time": "[utcNow('yyyy')]" } } ] }
        """;

    private readonly TemporaryFolder _folder = new();

    public ParameterFileTests()
    {
        _folder.Write("repository/.git/HEAD");
        _folder.Write("repository/main.json", Template);
    }

    [Theory]
    [InlineData("elsewhere/prod.json", Template, "{\"port\":3389")]
    [InlineData("repository/prod.json", Template, "{\"port\":3389")]
    [InlineData(
        "repository/main.bicepparam",
        "param port int\nresource thing 'Contoso.Sample/things@2024-01-01' = { name: 'thing', properties: { port: port } }",
        "{\"port\":3389"
    )]
    public async Task A_parameter_file_of_the_command_line_decides(string name, string template, string expected)
    {
        var isBicep = name.EndsWith(".bicepparam", StringComparison.Ordinal);
        _folder.Write(isBicep ? "repository/main.bicep" : "repository/main.json", template);
        _folder.Write(
            name,
            isBicep
                ? "using 'main.bicep'\nparam port = 3389\n"
                : """{ "$schema": "x/deploymentParameters.json#", "parameters": { "port": { "value": 3389 } } }"""
        );

        var result = await RunAsync("evidence", "repository", "--all", "--format", "jsonl", "--parameters", name);

        Assert.Equal((ExitCode.Clean, ""), (result.Exit, result.Error));
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_configuration_says_parameters_and_place_and_time_to_scan_and_evidence()
    {
        _folder.Write("repository/values/prod.json", """{ "$schema": "x/deploymentParameters.json#", "parameters": { "port": { "value": 3389 } } }""");
        _folder.Write("repository/.rdpcompliance.yml", """
            parameters: values/prod.json
            scope: { subscription: "11111111111111111111111111111111", resource-group: g }
            as-of: 2026-03-01
            """);

        var evidence = await RunAsync("evidence", "repository/main.json", "--all", "--format", "jsonl");
        var scan = await RunAsync("scan", "repository/main.json", "--format", "json");

        var properties = JsonDocument.Parse(evidence.Output.Split('\n')[0]).RootElement.GetProperty("properties");
        Assert.Equal(
            """{"port":3389,"at":"/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/g","time":"2026"}""",
            properties.GetRawText());
        Assert.Equal((ExitCode.Clean, ""), (scan.Exit, scan.Error));
        Assert.Contains("values/prod.json", scan.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "parameters": { "prot": { "value": 3389 } } }""")]
    [InlineData("""{ "parameters": { "port": { "value": 3389 }, "other": { "value": 1 } } }""")]
    [InlineData("""{ "metadata": { "template": "other.json" }, "parameters": { "port": { "value": 3389 } } }""")]
    [InlineData(Template)]
    [InlineData("port = 3389")]
    [InlineData("")]
    public async Task A_parameter_file_that_decides_nothing_is_a_damaged_input(string text)
    {
        _folder.Write("values.txt", text);

        var result = await RunAsync("evidence", "repository", "--format", "jsonl", "--parameters", "values.txt");

        Assert.Equal(ExitCode.Incomplete, result.Exit);
        Assert.Contains("\"id\":\"RDP0007\"", result.Output, StringComparison.Ordinal);
        Assert.Contains("values.txt", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parameter_file_without_its_frame_is_read()
    {
        _folder.Write("values.json", """{ "port": { "value": 22 } }""");

        var result = await RunAsync("evidence", "repository", "--all", "--format", "jsonl", "--parameters", "values.json");

        Assert.Equal(ExitCode.Clean, result.Exit);
        Assert.Contains("{\"port\":22", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_template_that_a_parameter_file_names_is_the_one_it_is_for()
    {
        _folder.Write("repository/other.json", Template);
        _folder.Write("repository/values/p.json", """{ "metadata": { "template": "../other.json" }, "parameters": { "port": { "value": 22 } } }""");

        var result = await RunAsync("evidence", "repository", "--all", "--format", "jsonl", "--parameters", "repository/values/p.json");

        Assert.Equal(
            [("main.json", false), ("other.json", true)],
            result
                .Output.Split('\n')
                .Where(line => line.Contains("\"kind\":\"resource\"", StringComparison.Ordinal))
                .Select(line =>
                    (JsonDocument.Parse(line).RootElement.GetProperty("source").GetString(), line.Contains("{\"port\":22", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("nowhere.json", "'nowhere.json' is no file; a parameter file was wanted.")]
    [InlineData("repository", "'repository' is a folder; a parameter file was wanted.")]
    public async Task A_parameter_file_that_is_no_file_is_wrong_usage(string name, string message)
    {
        var result = await RunAsync("scan", "repository", "--parameters", name);

        Assert.Equal((ExitCode.Usage, message), (result.Exit, result.Error.Trim()));
    }

    [Fact]
    public async Task A_configuration_names_parameter_files_of_its_own_repository_only()
    {
        _folder.Write("secret.json", """{ "parameters": { "port": { "value": 22 } } }""");
        _folder.Write("repository/.rdpcompliance.yml", "parameters: ../secret.json\n");

        var result = await RunAsync("scan", "repository");

        Assert.Equal(ExitCode.Usage, result.Exit);
        Assert.Contains("'../secret.json' leads out of the configuration file's repository", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../rules")]
    [InlineData("linked")]
    public async Task A_configuration_names_rules_of_its_own_repository_only(string folder)
    {
        _folder.Write("rules/secret.yml", "password: hunter2\n");
        _folder.Write("repository/.rdpcompliance.yml", $"policies: {folder}\n");
        Directory.CreateSymbolicLink(_folder.At("repository/linked"), _folder.At("rules"));

        var result = await RunAsync("scan", "repository");

        Assert.Equal(ExitCode.Usage, result.Exit);
        Assert.Contains($"'{folder}' leads out of the configuration file's repository", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Task<CliResult> RunAsync(params string[] args) => Testing.Cli.RunInAsync(_folder.Path, "", args);
}
