using System.IO.Compression;
using System.Text;
using System.Text.Json;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Cli;

/// <summary>A report for a repository names no file below its root that is not there.</summary>
public sealed class PlacesTests : IDisposable
{
    private const string Denied = """
        Windows Registry Editor Version 5.00

        [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server]
        "fDenyTSConnections"=dword:00000001

        """;

    private readonly TemporaryFolder _folder = new();

    public PlacesTests() => _folder.Write("here/.git/HEAD");

    [Fact]
    public async Task What_lies_outside_is_told_at_the_configuration_with_its_true_place_beside()
    {
        _folder.Write("here/a.txt", "not ours");
        _folder.Write("here/ci/.rdpcompliance.yml", "fail-on: error\n");
        _folder.Write("else/host.reg", Denied);

        Assert.Equal(("SRCROOT", "ci/.rdpcompliance.yml", "OUTSIDE", "else/host.reg"), await PlacesAsync("ci", "../else"));
        Assert.Equal("file=ci/.rdpcompliance.yml,line=1", await AnnotationAsync("ci", "../else"));
        Assert.DoesNotContain("](else/host.reg", (await ScanAsync("markdown", "ci", "../else")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_packed_is_told_at_its_archive()
    {
        Pack("here/case.zip", "Windows/host.reg");

        Assert.Equal(("SRCROOT", "case.zip", "OUTSIDE", "case.zip/Windows/host.reg"), await PlacesAsync("."));
        Assert.Equal("file=case.zip,line=1", await AnnotationAsync("."));
    }

    [Fact]
    public async Task What_is_compressed_is_told_at_its_file()
    {
        using (var file = File.Create(_folder.At("here/host.reg.gz")))
        {
            using var gzip = new GZipStream(file, CompressionLevel.Fastest);
            gzip.Write(Encoding.UTF8.GetBytes(Denied));
        }

        Assert.Equal(("SRCROOT", "host.reg.gz", "OUTSIDE", "host.reg"), await PlacesAsync("."));
    }

    [Fact]
    public async Task Standard_input_is_no_file_unless_it_is_said_to_be_one_that_is_there()
    {
        Assert.Equal(("SRCROOT", ".rdpcompliance.yml", "OUTSIDE", "stdin.reg"), await PlacesAsync("-", "--stdin-name", "stdin.reg"));

        _folder.Write("here/host.reg", "as it was");
        Assert.Equal(("SRCROOT", "host.reg", "", ""), await PlacesAsync("-", "--stdin-name", "host.reg"));
    }

    [Fact]
    public async Task What_lies_below_the_root_is_told_where_it_is()
    {
        _folder.Write("here/host/a.reg", Denied);

        Assert.Equal(("SRCROOT", "host/a.reg", "", ""), await PlacesAsync("host"));
    }

    public void Dispose() => _folder.Dispose();

    private void Pack(string archive, string name)
    {
        using var zip = ZipFile.Open(_folder.At(archive), ZipArchiveMode.Create);
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(Encoding.UTF8.GetBytes(Denied));
    }

    /// <summary>The primary place of the only result, and the first related one: base and address.</summary>
    private async Task<(string Base, string Uri, string RelatedBase, string RelatedUri)> PlacesAsync(params string[] arguments)
    {
        using var log = JsonDocument.Parse((await ScanAsync("sarif", arguments)).Output);
        var result = Assert.Single(log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray());
        var primary = ArtifactOf(result.GetProperty("locations")[0]);
        return result.TryGetProperty("relatedLocations", out var related) && ArtifactOf(related[0]) is var (otherBase, otherUri)
            ? (primary.Base, primary.Uri, otherBase, otherUri)
            : (primary.Base, primary.Uri, "", "");
    }

    private static (string Base, string Uri) ArtifactOf(JsonElement location)
    {
        var artifact = location.GetProperty("physicalLocation").GetProperty("artifactLocation");
        return (artifact.GetProperty("uriBaseId").GetString() ?? "", artifact.GetProperty("uri").GetString() ?? "");
    }

    private async Task<string> AnnotationAsync(params string[] arguments) =>
        (await ScanAsync("github", arguments)).Output.Split("::error ")[1].Split(",title=")[0];

    private Task<CliResult> ScanAsync(string format, params string[] arguments) =>
        Testing.Cli.RunInAsync(_folder.At("here"), Denied, ["scan", .. arguments, "--rule", "RDP1002", "--format", format]);
}
