using System.Text;
using RdpCompliance.Cli.Disk;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Disk;

public sealed class IgnoreFileTests
{
    [Theory]
    [InlineData("*.log", "x/a.log")]
    [InlineData("/a.log", "a.log")]
    [InlineData("x/a.log", "x/a.log")]
    [InlineData("**/x/*.log", "y/x/a.log")]
    [InlineData("x/**", "x/y/a.log")]
    [InlineData("a.log   ", "a.log")]
    [InlineData(@"a\ ", "a ")]
    [InlineData(@"\#a", "#a")]
    [InlineData(@"\!a", "!a")]
    [InlineData("a.log\r", "a.log")]
    [InlineData("?.log\n# no rule\n\n", "a.log")]
    [InlineData("\uFEFFa.log", "a.log")]
    [InlineData("!a.log\na.log", "a.log")]
    public void A_file_that_a_rule_matches_is_ignored(string rules, string path) => Assert.True(Ignores(rules, path, EntryKind.File));

    [Theory]
    [InlineData("/a.log", "x/a.log")]
    [InlineData("x/a.log", "y/x/a.log")]
    [InlineData("a.log/", "a.log")]
    [InlineData("a.log\n!a.log", "a.log")]
    [InlineData("#a", "#a")]
    [InlineData("A.LOG\t", "a.log")]
    [InlineData("a[.log", "a[.log")]
    [InlineData("?.log", "ä.log")]
    public void A_file_that_no_rule_matches_is_kept(string rules, string path) => Assert.False(Ignores(rules, path, EntryKind.File));

    [Fact]
    public void The_rule_that_ignores_is_named_with_its_line()
    {
        var file = IgnoreFile.Parse(null, ".gitignore", "/repo", "# logs\n*.log\n"u8);

        Assert.Equal(2, file.Ignoring("/repo/a.log", EntryKind.File)?.Rule.Line);
    }

    [Fact]
    public void An_inner_file_overrules_an_outer_one()
    {
        var outer = IgnoreFile.Parse(null, ".gitignore", "/repo", "*.log"u8);
        var inner = IgnoreFile.Parse(outer, "x/.gitignore", "/repo/x", "!keep.log"u8);

        Assert.Null(inner.Ignoring("/repo/x/keep.log", EntryKind.File));
        Assert.Equal(outer, inner.Ignoring("/repo/x/a.log", EntryKind.File)?.File);
    }

    /// <remarks>
    /// A literal beside "**" ("a**/b") is left out: Git's documentation calls it a plain '*', its program decides by the addresses of its buffers.
    /// </remarks>
    [OutsideFact("git")]
    public void What_is_read_of_a_folder_is_what_git_check_ignore_leaves()
    {
        var random = new Random(20260101);
        for (var round = 0; round < 60; round++)
        {
            using var folder = new TemporaryFolder();
            OutsideTool.Run("git", ["init", "-q"], folder.Path);
            var files = Enumerable.Range(0, 40).Select(_ => RandomPath(random)).Distinct(StringComparer.Ordinal).Where(path => TryWrite(folder, path)).ToList();
            var rules = new StringBuilder();
            foreach (var place in new[] { "", "a/", "a/b/", "ab/" }.Where(place => Directory.Exists(folder.At(place)) && random.Next(3) > 0))
            {
                var lines = Enumerable.Range(0, random.Next(1, 7)).Select(_ => RandomRule(random)).ToList();
                folder.Write($"{place}.gitignore", string.Join(random.Next(2) == 0 ? "\n" : "\r\n", lines));
                files.Add($"{place}.gitignore");
                rules.AppendLine($"{place}.gitignore: {string.Join(" | ", lines)}");
            }

            using var tree = DiskTree.Open([folder.Path], new() { WorkingDirectory = folder.Path });

            var asked = OutsideTool.Run(
                "git",
                ["-c", "core.excludesFile=", "check-ignore", "--stdin", "-z"],
                folder.Path,
                string.Concat(files.Select(file => $"{file}\0")));
            var kept = files.Except(asked.Output.Split('\0'), StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            Assert.True(
                kept.SequenceEqual(tree.Tree.Sources.Select(source => source.Name), StringComparer.Ordinal),
                $"round {round}\n{rules}git: {string.Join(" ", kept)}\nwe:  {string.Join(" ", tree.Tree.Sources)}");
        }
    }

    private static bool Ignores(string rules, string path, EntryKind kind) =>
        IgnoreFile.Parse(null, ".gitignore", "/repo", Encoding.UTF8.GetBytes(rules)).Ignoring($"/repo/{path}", kind) is not null;

    private static bool TryWrite(TemporaryFolder folder, string path)
    {
        // A name that is a folder already, or lies below a file, is no file.
        var parents = path.Split('/')
            .SkipLast(1)
            .Aggregate((Path: "", Bad: false), (at, part) => ($"{at.Path}/{part}", at.Bad || File.Exists(folder.At($"{at.Path}/{part}".TrimStart('/')))));
        if (parents.Bad || Path.Exists(folder.At(path)))
        {
            return false;
        }

        folder.Write(path);
        return true;
    }

    private static string RandomPath(Random random) =>
        string.Join(
            '/',
            Enumerable.Range(0, random.Next(1, 5)).Select(_ => Pick(random, "a", "b", "ab", "ba", "a.b", "abc", "B", "ä", "a b", "-", "[a]", "!a", "#a", "a "))
        );

    private static string RandomRule(Random random)
    {
        var parts = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(4) == 0 ? Pick(random, "**", "*", "***") : RandomPart(random));
        return (random.Next(4) == 0 ? "!" : "")
            + (random.Next(4) == 0 ? "/" : "")
            + string.Join('/', parts)
            + (random.Next(4) == 0 ? "/" : "")
            + (random.Next(8) == 0 ? "  " : "");
    }

    private static string RandomPart(Random random) =>
        string.Concat(
                Enumerable
                    .Range(0, random.Next(1, 4))
                    .Select(_ =>
                        Pick(
                            random,
                            "a",
                            "b",
                            "a",
                            "b",
                            ".",
                            "*",
                            "?",
                            "[ab]",
                            "[!a]",
                            "[^b]",
                            "[a-c]",
                            "[]-]",
                            "[[:alpha:]]",
                            "[[:upper:]b]",
                            "[[:nope:]]",
                            "[a",
                            @"\a",
                            @"\*",
                            @"\[",
                            "ä",
                            " ",
                            "#",
                            "!",
                            "[a-]",
                            @"[\]a]",
                            "B")))
            .Replace("**", "*");

    private static string Pick(Random random, params string[] choices) => choices[random.Next(choices.Length)];
}
