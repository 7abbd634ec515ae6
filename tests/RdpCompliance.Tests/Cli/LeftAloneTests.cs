using RdpCompliance.Cli;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Cli;

/// <summary>What is not read is named, with the way to what is.</summary>
public sealed class LeftAloneTests
{
    private const string Host =
        "Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server]\n\"fDenyTSConnections\"=dword:00000000\n";

    private const string Services = "Status   Name\n------   ----\nRunning  TermService\n";

    [Theory]
    [InlineData("text")]
    [InlineData("markdown")]
    [InlineData("json")]
    [InlineData("sarif")]
    [InlineData("junit")]
    [InlineData("github")]
    [InlineData("azure-pipelines")]
    public async Task A_file_in_another_form_is_no_silence_in_any_report(string format)
    {
        using var folder = Folder(("host.reg", Host), ("services.txt", Services));

        var result = await Testing.Cli.RunInAsync(folder.Path, "", "scan", ".", "--format", format);

        Assert.Equal(ExitCode.Clean, result.Exit);
        Assert.Contains("ConvertTo-Json -Depth 5", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("markdown")]
    [InlineData("json")]
    [InlineData("sarif")]
    [InlineData("junit")]
    [InlineData("github")]
    [InlineData("azure-pipelines")]
    public async Task A_document_that_was_named_is_told_with_the_way_out(string format)
    {
        using var folder = Folder(("host.reg", Host), ("notes.pdf", "%PDF-1.7"));

        var result = await Testing.Cli.RunInAsync(folder.Path, "", "scan", "host.reg", "notes.pdf", "--format", format);

        Assert.Equal(ExitCode.Incomplete, result.Exit);
        Assert.Contains("gpresult /x", result.Output.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_else_is_there_the_way_out_is_said_once_for_each_form()
    {
        using var folder = Folder(("a.evtx", "ElfFile\0"), ("b.evtx", "ElfFile\0"));

        var result = await Testing.Cli.RunInAsync(folder.Path, "", "scan", ".");

        Assert.Equal(ExitCode.Usage, result.Exit);
        Assert.Equal(2, result.Error.Split("wevtutil").Length);
    }

    [Fact]
    public async Task Verbose_names_every_file_left_alone_and_why()
    {
        using var folder = Folder(("host.reg", Host), ("notes.txt", "some words"), ("notes.pdf", "%PDF-1.7"), ("old/x.reg", Host));

        var quiet = await Testing.Cli.RunInAsync(folder.Path, "", "scan", ".", "--exclude", "old/**");
        var verbose = await Testing.Cli.RunInAsync(folder.Path, "", "scan", ".", "--exclude", "old/**", "--verbose");

        Assert.DoesNotContain("notes.txt", quiet.Output, StringComparison.Ordinal);
        Assert.Contains("Not ours: 1 .pdf, 1 .txt.", quiet.Output, StringComparison.Ordinal);
        Assert.Contains("  notes.txt: of no known format\n", verbose.Output, StringComparison.Ordinal);
        Assert.Contains("  notes.pdf: a document (PDF or Office), which is not read.", verbose.Output, StringComparison.Ordinal);
        Assert.Contains("  old/x.reg: excluded by 'old/**'\n", verbose.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_configuration_and_the_rules_of_the_run_are_not_counted_as_foreign()
    {
        using var folder = Folder(("host.reg", Host), (".rdpcompliance.yml", "fail-on: none\n"));

        var result = await Testing.Cli.RunInAsync(folder.Path, "", "scan", ".");
        var verbose = await Testing.Cli.RunInAsync(folder.Path, "", "scan", ".", "--verbose");
        var without = await Testing.Cli.RunInAsync(folder.Path, "", "scan", ".", "--no-config");

        Assert.DoesNotContain("Not ours", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Left out", result.Output, StringComparison.Ordinal);
        Assert.Contains("  .rdpcompliance.yml: the configuration of this run\n", verbose.Output, StringComparison.Ordinal);
        Assert.Contains("Not ours: 1 .yml.", without.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_says_what_a_file_is()
    {
        using var folder = Folder(("services.txt", Services));

        var result = await Testing.Cli.RunInAsync(folder.Path, "", "evidence", ".");

        Assert.Contains("services.txt: it is a table as PowerShell shows it (Format-Table)", result.Output, StringComparison.Ordinal);
    }

    private static TemporaryFolder Folder(params (string Name, string Text)[] files)
    {
        var folder = new TemporaryFolder();
        foreach (var (name, text) in files)
        {
            var path = Path.Combine(folder.Path, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? folder.Path);
            File.WriteAllText(path, text);
        }

        return folder;
    }
}
