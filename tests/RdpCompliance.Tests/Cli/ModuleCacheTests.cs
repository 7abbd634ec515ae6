using System.Text;
using RdpCompliance.Cli;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Cli;

/// <summary>Modules of registries are read where the Bicep compiler restored them, and nothing else of the user's folder is.</summary>
public sealed class ModuleCacheTests : IDisposable
{
    private const string Compiled = """
        { "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", "parameters": { "port": { "type": "int" } },
          "resources": [ { "type": "Contoso.Sample/things", "apiVersion": "2024-01-01", "name": "thing", "properties": { "port": "[parameters('port')]" } } ] }
        """;

    private readonly TemporaryFolder _folder = new();

    public ModuleCacheTests()
    {
        _folder.Write("repository/.git/HEAD");
        _folder.Write("repository/main.bicep", "module thing 'br/public:avm/res/x/y:1.0.0' = { name: 'thing', params: { port: 3389 } }\n");
        _folder.Write("home/.bicep/br/mcr.microsoft.com/bicep$avm$res$x$y/1.0.0$/main.json", Compiled);
    }

    [Fact]
    public async Task What_was_restored_is_read_and_named_without_the_place_of_the_machine()
    {
        var output = await EvidenceAsync("home");

        Assert.Contains("\"source\":\".bicep/br/mcr.microsoft.com/bicep$avm$res$x$y/1.0.0$/main.json\"", output, StringComparison.Ordinal);
        Assert.Contains("\"properties\":{\"port\":3389}", output, StringComparison.Ordinal);
        Assert.DoesNotContain("RDP0256", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_restored_is_said()
    {
        var output = await EvidenceAsync("elsewhere");

        Assert.Contains("\"id\":\"RDP0256\"", output, StringComparison.Ordinal);
        Assert.Contains("bicep restore", output, StringComparison.Ordinal);
        Assert.DoesNotContain("3389", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_beside_the_cache_is_read()
    {
        _folder.Write(
            "repository/main.bicep",
            "module thing '../.bicep/../secret.json' = { name: 'thing', params: { port: 3389 } }\nmodule other '.bicep/../../home/secret.json' = { name: 'other', params: { port: 3389 } }\n"
        );
        _folder.Write("home/secret.json", Compiled);

        // The files are named and not to be had, which is damage.
        var output = await EvidenceAsync("home", ExitCode.Incomplete);

        Assert.DoesNotContain("secret.json\",\"", output, StringComparison.Ordinal);
        Assert.DoesNotContain("3389", output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> EvidenceAsync(string home, ExitCode exit = ExitCode.Clean)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var variables = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["HOME"] = Path.Combine(_folder.Path, home) };
        var host = Testing.Cli.HostOf(_folder.Path, "", output, error, variables);

        Assert.Equal((int)exit, await CommandLine.RunAsync(["evidence", "repository", "--all", "--format", "jsonl"], host, CancellationToken.None));

        return Encoding.UTF8.GetString(output.ToArray());
    }
}
