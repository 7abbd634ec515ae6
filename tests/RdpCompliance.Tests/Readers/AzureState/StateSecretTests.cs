using RdpCompliance.Engine.Sources;
using RdpCompliance.Reports;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.AzureState;

/// <summary>Secrets lie about in stored state, on the same line as what is wrong: no output has them.</summary>
public sealed class StateSecretTests
{
    private const string Group = "/subscriptions/00000000-0000-0000-0000-0000000000a1/resourceGroups/rg1/providers";

    /// <summary>All on one line, as an API answers.</summary>
    private static readonly string Stored = $$$"""
        { "value": [
        { "id": "{{{Group}}}/Microsoft.DesktopVirtualization/hostPools/p", "name": "p", "properties": {
          "registrationInfo": { "expirationTime": "2025-01-01T00:00:00Z", "token": "PLANTED-01" }, "hostPools": false, "hostPoolType": "Pooled" } },
        { "id": "{{{Group}}}/Microsoft.Compute/virtualMachines/vm", "name": "vm", "properties": { "provisioningState": "Succeeded",
          "osProfile": { "adminPassword": "PLANTED-02", "customData": "PLANTED-03" }, "userData": "PLANTED-04",
          "diagnosticsProfile": { "bootDiagnostics": { "enabled": false } }, "storageProfile": { "osDisk": { "osType": "Windows" } } } },
        { "id": "{{{Group}}}/Microsoft.Compute/virtualMachines/vm/extensions/e", "name": "e", "properties": { "provisioningState": "Failed",
          "protectedSettings": { "commandToExecute": "PLANTED-05" },
          "settings": { "fileUris": [ "https://a.blob.core.windows.net/s/x.ps1?sv=1&sig=PLANTED-06" ],
            "bearer": "eyJhbGciOiJSUzI1NiJ9.PLANTED-07-0123456789012345678901234567890" } } },
        { "id": "{{{Group}}}/Microsoft.Network/connections/c", "name": "c", "properties": { "provisioningState": "Succeeded", "connectionType": "IPsec",
          "sharedKey": "PLANTED-08", "connectionStatus": "NotConnected" } },
        { "id": "{{{Group}}}/Microsoft.Network/virtualNetworkGateways/g", "name": "g", "shared_key": "PLANTED-09", "authorizationKey": "PLANTED-10",
          "provisioningState": "Succeeded", "clientSecret": "PLANTED-11" } ] }
        """.ReplaceLineEndings(" ");

    [Theory]
    [InlineData("scan", "--include-passes", "--include-undecided", "all")]
    [InlineData("evidence", "--all", "--effective")]
    [InlineData("evidence", "--all", "--format", "jsonl")]
    public async Task No_output_has_a_secret(string command, params string[] options)
    {
        using var folder = new TemporaryFolder();
        folder.Write("azure/all.json", Stored);
        string[] formats = command == "scan" ? [.. ReportFormats.All.SelectMany(format => new[] { "--format", $"{format.Format}=out.{format.Format}" })] : [];

        var result = await Testing.Cli.RunInAsync(folder.Path, "", [command, "azure", "--as-of", "2026-01-01", .. options, .. formats]);

        Assert.DoesNotContain("PLANTED", result.Output + result.Error, StringComparison.Ordinal);
        var written = Directory.GetFiles(folder.Path, "out.*");
        Assert.Equal(formats.Length / 2, written.Length);
        Assert.All(written, file => Assert.DoesNotContain("PLANTED", File.ReadAllText(file), StringComparison.Ordinal));
        var all = string.Concat([result.Output, .. written.Select(File.ReadAllText)]);
        Assert.Contains(command == "scan" ? "RDP4010" : "hostPools", all, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void What_is_withheld_keeps_its_length_and_its_lines()
    {
        var source = Source.FromText("a.json", "one \"two\r\nthree\" four");

        source.Withhold(new(4, 12));

        Assert.Equal("one ****\r\n****** four", source.TextIfReadable?.Value);
        Assert.Equal("one \"two\r\nthree\" four", source.Text.Value);
    }
}
