using System.Text.Json;
using RdpCompliance.Cli;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Cli;

/// <summary>What an input names and what was not read is said in every format, and the exit code heeds it.</summary>
public sealed class NotReadTests : IDisposable
{
    private const string Registry = "module m 'br:contoso.azurecr.io/bicep/network:1.0.0' = { name: 'm' }\n";
    private const string Schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";

    private readonly TemporaryFolder _folder = new();

    /// <summary>What stands for it in a report; CSV has rows for findings and nothing else.</summary>
    public static TheoryData<string, string> Formats => new()
    {
        { "text", "RDP0256" }, { "json", "\"complete\": false" }, { "sarif", "RDP0256" }, { "markdown", "RDP0256" },
        { "junit", "RDP0256" }, { "github", "::warning file=main.bicep" }, { "azure-pipelines", "RDP0256" },
    };

    public static TheoryData<string, string> MissingFiles => new()
    {
        { "main.bicep", "module m 'nosuch.bicep' = { name: 'm' }\n" },
        { "main.bicepparam", "using 'nosuch.bicep'\n" },
        { "main.json", Linked("templateLink", "\"relativePath\": \"nosuch.json\"") },
        { "main.json", Linked("parametersLink", "\"relativePath\": \"nosuch.json\"") },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_module_that_was_not_restored_is_said_in_every_format(string format, string said)
    {
        _folder.Write("main.bicep", Registry);

        var result = await ScanAsync("--format", format);

        Assert.Equal(ExitCode.Clean, result.Exit);
        Assert.Contains(said, result.Output, StringComparison.Ordinal);
        if (format is not ("sarif" or "json"))
        {
            Assert.Contains("Not everything could be read.", result.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(3, "--require-complete")]
    [InlineData(1, "--fail-on-undecided")]
    [InlineData(0, "--require-complete", "--allow-incomplete")]
    public async Task A_module_that_was_not_restored_fails_where_that_is_asked_for(int exit, params string[] options)
    {
        _folder.Write("main.bicep", Registry);

        Assert.Equal(exit, (int)(await ScanAsync(options)).Exit);
    }

    [Fact]
    public async Task The_configuration_may_require_it()
    {
        _folder.Write("main.bicep", Registry);
        _folder.Write(".rdpcompliance.yml", "require-complete: true\n");

        Assert.Equal(ExitCode.Incomplete, (await ScanAsync()).Exit);
    }

    [Theory]
    [MemberData(nameof(MissingFiles))]
    public async Task A_file_that_is_named_and_is_not_there_is_damage(string name, string text)
    {
        _folder.Write(name, text);

        var result = await ScanAsync("--format", "json");

        Assert.Equal(ExitCode.Incomplete, result.Exit);
        using var report = JsonDocument.Parse(result.Output);
        Assert.False(report.RootElement.GetProperty("summary").GetProperty("complete").GetBoolean());
        Assert.Contains("nosuch", report.RootElement.GetProperty("diagnostics")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Clean, (await ScanAsync("--allow-incomplete")).Exit);
    }

    [Fact]
    public async Task A_template_at_an_address_is_nothing_that_the_input_could_hold()
    {
        _folder.Write("main.json", Linked("templateLink", "\"uri\": \"https://contoso.invalid/nosuch.json\""));

        Assert.Equal(ExitCode.Clean, (await ScanAsync()).Exit);
        Assert.Equal(ExitCode.Incomplete, (await ScanAsync("--require-complete")).Exit);
    }

    public void Dispose() => _folder.Dispose();

    private static string Linked(string member, string link)
    {
        var other = member == "templateLink" ? "" : $$""", "template": { "$schema": "{{Schema}}", "contentVersion": "1.0.0.0", "resources": [] }""";
        return $$"""
            { "$schema": "{{Schema}}", "contentVersion": "1.0.0.0", "resources": [ { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01",
              "name": "d", "properties": { "mode": "Incremental", "{{member}}": { {{link}} }{{other}} } } ] }
            """;
    }

    private Task<CliResult> ScanAsync(params string[] options) => Testing.Cli.RunInAsync(_folder.Path, "", ["scan", ".", .. options]);
}
