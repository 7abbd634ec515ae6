using RdpCompliance.Cli.Disk;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Disk;

public sealed class GitFolderTests : IDisposable
{
    private const string Hash = "0123456789abcdef0123456789abcdef01234567";
    private readonly TemporaryFolder _folder = new();

    public GitFolderTests() => _folder.Write(".git/config", "[remote \"origin\"]\n\turl = https://example.org/a/b.git\n");

    [Theory]
    [InlineData(Hash + "\n", Hash)]
    [InlineData("ref: refs/heads/main\n", Hash)]
    [InlineData("ref: refs/heads/packed\n", Hash)]
    [InlineData("the content of any file\n", null)]
    [InlineData("ref: ../secret.txt\n", null)]
    [InlineData("ref: refs/../../secret.txt\n", null)]
    [InlineData("ref: refs/heads/text\n", null)]
    public void Only_a_hash_below_the_folder_is_a_revision(string head, string? revision)
    {
        _folder.Write("secret.txt", Hash);
        _folder.Write(".git/refs/heads/main", Hash + "\n");
        _folder.Write(".git/refs/heads/text", "the content of any file\n");
        _folder.Write(".git/packed-refs", $"# pack-refs with: peeled\n{Hash} refs/heads/packed\n");
        _folder.Write(".git/HEAD", head);

        Assert.Equal(revision, GitFolder.ProvenanceOf(_folder.Path)?.Revision);
    }

    [Fact]
    public void A_link_is_not_followed()
    {
        _folder.Write("outside.txt", Hash);
        File.CreateSymbolicLink(_folder.At(".git/HEAD"), _folder.At("outside.txt"));

        Assert.Null(GitFolder.ProvenanceOf(_folder.Path));
    }

    [Fact]
    public void A_pipe_is_not_waited_for()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var made = System.Diagnostics.Process.Start("mkfifo", [_folder.At(".git/HEAD")]);
        made.WaitForExit();

        Assert.Null(GitFolder.ProvenanceOf(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();
}
