using System.Text;
using RdpCompliance.Cli.Disk;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Disk;

public sealed class OutputFileTests
{
    [Fact]
    public void A_report_replaces_the_old_one_and_leaves_nothing_beside_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("out/a.sarif", "old and longer");

        OutputFile.Write(folder.At("out/a.sarif"), Text("new"));

        Assert.Equal("new", File.ReadAllText(folder.At("out/a.sarif")));
        Assert.Single(Directory.GetFiles(folder.At("out")));
    }

    [Fact]
    public void A_writer_that_fails_leaves_the_old_report_whole()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.sarif", "old");

        Assert.Throws<InvalidOperationException>(() => OutputFile.Write(folder.At("a.sarif"), stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));

        Assert.Equal("old", File.ReadAllText(folder.At("a.sarif")));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Missing_folders_are_made()
    {
        using var folder = new TemporaryFolder();

        OutputFile.Write(folder.At("x/y/a.sarif"), Text("new"));

        Assert.Equal("new", File.ReadAllText(folder.At("x/y/a.sarif")));
    }

    [Fact]
    public void A_symbolic_link_goes_on_pointing_where_it_pointed()
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder.At("link.sarif"), folder.Write("there/a.sarif", "old"));

        OutputFile.Write(folder.At("link.sarif"), Text("new"));

        Assert.NotNull(new FileInfo(folder.At("link.sarif")).LinkTarget);
        Assert.Equal("new", File.ReadAllText(folder.At("there/a.sarif")));
    }

    [Theory]
    [InlineData("repository/link.sarif")]
    [InlineData("repository/reports/a.sarif")]
    public void A_link_out_of_what_is_scanned_is_not_followed(string output)
    {
        using var folder = new TemporaryFolder();
        folder.Write("outside/a.sarif", "old");
        folder.Write("repository/a.bicep", "");
        File.CreateSymbolicLink(folder.At("repository/link.sarif"), folder.At("outside/a.sarif"));
        Directory.CreateSymbolicLink(folder.At("repository/reports"), folder.At("outside"));

        var refused = Assert.Throws<IOException>(() => OutputFile.Write(folder.At(output), Text("new"), folder.At("repository")));

        Assert.Contains("leads out of what is scanned", refused.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(folder.At("outside/a.sarif")));
    }

    [Fact]
    public void A_link_within_what_is_scanned_is_followed()
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder.At("link.sarif"), folder.Write("there/a.sarif", "old"));

        OutputFile.Write(folder.At("link.sarif"), Text("new"), folder.Path);

        Assert.Equal("new", File.ReadAllText(folder.At("there/a.sarif")));
    }

    [Fact]
    public void A_folder_is_refused()
    {
        using var folder = new TemporaryFolder();

        Assert.Throws<IOException>(() => OutputFile.Write(folder.Path, Text("new")));
    }

    private static Action<Stream> Text(string text) => stream => stream.Write(Encoding.UTF8.GetBytes(text));
}
