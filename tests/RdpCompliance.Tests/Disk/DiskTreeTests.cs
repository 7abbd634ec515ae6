using RdpCompliance.Cli.Disk;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Disk;

public sealed class DiskTreeTests
{
    [Fact]
    public void Names_are_relative_to_the_repository_above_the_first_path()
    {
        using var folder = new TemporaryFolder();
        folder.MakeFolder("repo/.git");
        folder.Write("repo/hosts/srv1/a.reg");

        using var tree = Open(folder.Path, "repo/hosts/srv1");

        Assert.Equal(["hosts/srv1/a.reg"], Names(tree));
        Assert.Equal(folder.At("repo"), tree.SourceRoot);
    }

    [Fact]
    public void A_file_named_git_marks_a_repository_as_well()
    {
        using var folder = new TemporaryFolder();
        folder.Write("repo/.git", "gitdir: elsewhere");
        folder.Write("repo/x/a.reg");

        using var tree = Open(folder.Path, "repo/x/a.reg");

        Assert.Equal(["x/a.reg"], Names(tree));
    }

    [Fact]
    public void Without_a_repository_names_are_relative_to_the_working_directory()
    {
        using var folder = new TemporaryFolder();
        folder.Write("x/y/a.reg");

        using var tree = Open(folder.Path, "x/y/a.reg");

        Assert.Equal(["x/y/a.reg"], Names(tree));
    }

    [Fact]
    public void A_folder_outside_is_named_by_its_last_part()
    {
        using var folder = new TemporaryFolder();
        folder.Write("evidence/hosts/a.reg");

        using var tree = Open(folder.MakeFolder("work"), folder.At("evidence/hosts"));

        Assert.Equal(["hosts/a.reg"], Names(tree));
    }

    [Fact]
    public void Folders_outside_of_equal_names_are_told_apart_by_what_is_above_them()
    {
        using var folder = new TemporaryFolder();
        folder.Write("one/hosts/a.reg");
        folder.Write("two/hosts/a.reg");
        folder.Write("two/hosts/b.reg");

        using var tree = Open(folder.MakeFolder("work"), folder.At("one/hosts"), folder.At("two/hosts"), folder.At("two/hosts/b.reg"));

        Assert.Equal(["hosts/a.reg", "two/hosts/a.reg", "two/hosts/b.reg"], Names(tree));
    }

    [Fact]
    public void Overlapping_paths_give_each_file_once()
    {
        using var folder = new TemporaryFolder();
        folder.Write("x/a.reg");

        using var tree = Open(folder.Path, "x", ".", "x/a.reg", "./x/../x/a.reg");

        Assert.Equal(["x/a.reg"], Names(tree));
        Assert.Equal("x/a.reg", Assert.Single(tree.Arguments));
    }

    [Theory]
    [InlineData(".git/config", ".git/")]
    [InlineData("node_modules/a/b.json", "node_modules/")]
    [InlineData("x/bin/a.reg", "x/bin/")]
    [InlineData("x/obj/a.reg", "x/obj/")]
    public void Folders_of_tools_are_skipped_and_said_so(string path, string skipped)
    {
        using var folder = new TemporaryFolder();
        folder.Write(path);

        using var tree = Open(folder.Path, ".");

        Assert.Empty(Names(tree));
        Assert.Equal((skipped, InputOutcome.Skipped), tree.Unread.Select(input => (input.Name, input.Outcome)).Single());
    }

    [Fact]
    public void A_skipped_file_names_the_line_that_ignores_it()
    {
        using var folder = new TemporaryFolder();
        folder.MakeFolder(".git");
        folder.Write("x/.gitignore", "# exports\n*.reg\n");
        folder.Write("x/y/a.reg");

        using var tree = Open(folder.At("x"), "y");

        Assert.Equal(("x/y/a.reg", "ignored by 'x/.gitignore', line 2"), tree.Unread.Select(input => (input.Name, input.Reason)).Single());
    }

    [Fact]
    public void Ignore_files_can_be_disregarded()
    {
        using var folder = new TemporaryFolder();
        folder.Write(".gitignore", "*");
        folder.Write("a.reg");

        using var tree = DiskTree.Open(["."], new() { WorkingDirectory = folder.Path, IgnoreFiles = IgnoreFiles.Disregarded });

        Assert.Equal([".gitignore", "a.reg"], Names(tree));
    }

    [Fact]
    public void The_rules_of_a_repository_end_where_another_begins()
    {
        using var folder = new TemporaryFolder();
        folder.MakeFolder(".git");
        folder.Write(".gitignore", "*.reg");
        folder.MakeFolder("inner/.git");
        folder.Write("inner/a.reg");

        using var tree = Open(folder.Path, ".");

        Assert.Equal([".gitignore", "inner/a.reg"], Names(tree));
    }

    [Fact]
    public void What_an_argument_names_itself_is_read_whatever_ignores_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write(".gitignore", "out\n*.pol\n");
        folder.Write("out/a.reg");
        folder.Write("b.pol");

        using var tree = DiskTree.Open(["out", "b.pol"], new() { WorkingDirectory = folder.Path, Exclude = [Glob("*.pol")] });

        Assert.Equal(["b.pol", "out/a.reg"], Names(tree));
    }

    [Fact]
    public void Excluded_names_are_skipped_and_the_glob_is_said()
    {
        using var folder = new TemporaryFolder();
        folder.Write("old/a.reg");
        folder.Write("new/a.reg");

        using var tree = DiskTree.Open(["."], new() { WorkingDirectory = folder.Path, Exclude = [Glob("old/")] });

        Assert.Equal(["new/a.reg"], Names(tree));
        Assert.Equal("excluded by 'old/'", tree.Unread.Single().Reason);
    }

    [Fact]
    public void Symbolic_links_are_skipped_unless_they_are_given()
    {
        using var folder = new TemporaryFolder();
        folder.Write("there/a.reg", "there");
        File.CreateSymbolicLink(folder.At("link.reg"), folder.At("there/a.reg"));
        Directory.CreateSymbolicLink(folder.At("there/loop"), folder.Path);

        using var walked = Open(folder.Path, ".");
        using var given = Open(folder.Path, "link.reg");

        Assert.Equal(["there/a.reg"], Names(walked));
        Assert.Equal(["link.reg", "there/loop/"], walked.Unread.Select(input => input.Name).ToArray());
        Assert.Equal("there", given.Tree.Sources.Single().Text.Value);
    }

    [Fact]
    public void What_does_not_exist_is_a_problem_of_usage()
    {
        using var folder = new TemporaryFolder();

        using var tree = Open(folder.Path, "nowhere", "");

        Assert.Equal(["'nowhere' is neither a file nor a folder.", "'' is neither a file nor a folder."], tree.Problems.ToArray());
    }

    [Fact]
    public void Standard_input_is_read_under_the_name_it_is_given()
    {
        using var folder = new TemporaryFolder();

        using var tree = DiskTree.Open(
            ["-"],
            new()
            {
                WorkingDirectory = folder.Path,
                OpenStandardInput = () => new MemoryStream("text"u8.ToArray()),
                StandardInputName = "export.reg",
            });

        Assert.Equal(("export.reg", "text"), tree.Tree.Sources.Select(source => (source.Name, source.Text.Value)).Single());
        Assert.Equal("export.reg", Assert.Single(tree.Arguments));
    }

    [UnprivilegedFact]
    public void A_folder_that_cannot_be_listed_is_damage_and_the_rest_is_read()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.reg");
        var locked = folder.MakeFolder("locked");
        TemporaryFolder.SetMode(locked, UnixFileMode.None);

        using var tree = Open(folder.Path, ".");

        Assert.Equal(["a.reg"], Names(tree));
        Assert.Equal(
            ("locked/", InputOutcome.Damaged, "it cannot be listed: permission denied"),
            tree.Unread.Select(input => (input.Name, input.Outcome, input.Reason)).Single());
        TemporaryFolder.SetMode(locked, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void A_link_is_followed_within_the_repository_and_not_out_of_it()
    {
        using var folder = new TemporaryFolder();
        folder.MakeFolder("repo/.git");
        folder.Write("repo/.git/config", "secret");
        folder.Write("repo/infra/main.bicep");
        folder.Write("repo/modules/nsg.bicep", "module");
        folder.Write("outside.bicep", "secret");
        File.CreateSymbolicLink(folder.At("repo/modules/out.bicep"), folder.At("outside.bicep"));

        using var tree = Open(folder.At("repo"), "infra/main.bicep");
        var main = tree.Tree.Sources.Single();

        Assert.Equal("module", tree.Tree.FindBeside(main, "../modules/nsg.bicep")?.Text.Value);
        Assert.Same(tree.Tree.FindBeside(main, "../modules/nsg.bicep"), tree.Tree.Find("modules/nsg.bicep"));
        Assert.Null(tree.Tree.FindBeside(main, "../../outside.bicep"));
        Assert.Null(tree.Tree.FindBeside(main, "../modules/out.bicep"));
        Assert.Null(tree.Tree.FindBeside(main, "../.git/config"));
        Assert.Null(tree.Tree.FindBeside(main, folder.At("outside.bicep")));
    }

    [Fact]
    public void Without_a_repository_a_link_is_followed_below_the_folder_of_the_file_only()
    {
        using var folder = new TemporaryFolder();
        folder.Write("secrets.json");
        folder.Write("infra/main.bicep");
        folder.Write("infra/modules/nsg.bicep", "module");

        using var tree = Open(folder.Path, "infra/main.bicep");
        var main = tree.Tree.Sources.Single();

        Assert.Equal("module", tree.Tree.FindBeside(main, "modules/nsg.bicep")?.Text.Value);
        Assert.Null(tree.Tree.FindBeside(main, "../secrets.json"));
    }

    private static DiskTree Open(string workingDirectory, params string[] paths) => DiskTree.Open(paths, new() { WorkingDirectory = workingDirectory });

    private static string[] Names(DiskTree tree) => [.. tree.Tree.Sources.Select(source => source.Name)];

    private static Glob Glob(string pattern) => Engine.Sources.Glob.TryParse(pattern) ?? throw new ArgumentException(pattern);
}
