using System.Globalization;
using System.Text;
using RdpCompliance.Cli.Disk;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Cli.Configuration.States;

/// <summary>A commit of the repository, read out of its objects: nothing is checked out, and no filter, hook or attribute of it acts.</summary>
internal sealed class CommittedState : RepositoryState
{
    private readonly GitProgram _git;
    private readonly string _commit;

    private CommittedState(string name, GitProgram git, string commit, string root)
        : base(root)
    {
        Name = name;
        _git = git;
        _commit = commit;
    }

    public override string Name { get; }

    public static CommittedState Find(string name, string root, Func<string, string?> variable)
    {
        // What begins with '-' would be an option to git, and no branch, tag or hash does.
        if (name.Length == 0 || name[0] == '-' || name.Any(char.IsControl))
        {
            throw new IOException($"'{name}' is no name of a commit.");
        }

        var git = GitProgram.Find(root, variable) ?? throw new IOException("git is not on this machine, so a folder is wanted instead of a commit ('./base').");
        var answer = git.Run("rev-parse", "--verify", "--quiet", $"{name}^{{commit}}");
        var commit = Encoding.ASCII.GetString(answer.Output).Trim();
        return answer.IsSuccess && commit is { Length: 40 or 64 } && commit.All(char.IsAsciiHexDigit)
            ? new(name, git, commit, root)
            : throw new IOException(
                $"'{name}' is no commit that is here{(answer.Error.Length > 0 ? $" ({answer.Error})" : "")}. A build fetches one commit unless it is told otherwise; a folder is written './{name}'.");
    }

    public override IReadOnlyList<string> Existing(IReadOnlyList<string> names)
    {
        var there = List(names).Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        return [.. names.Where(there.Contains)];
    }

    public override byte[] Read(string name) => List([name]) is [var file] ? Read(file) : throw new IOException($"'{name}' is no file of '{Name}'.");

    public override IReadOnlyList<Source> RulesBelow(string folder)
    {
        var prefix = folder.Length == 0 ? "" : $"{folder}/";
        return
        [
            .. List([folder]).Where(file => file.Name.StartsWith(prefix, StringComparison.Ordinal) && PolicyFolder.Holds(file.Name))
                .Select(file => Source.FromBytes(file.Name[prefix.Length..], Read(file))),
        ];
    }

    private byte[] Read(GitFile file)
    {
        // A link's content is the name of what it leads to.
        if (!file.Mode.StartsWith("100", StringComparison.Ordinal) || file.Length > MostBytes)
        {
            throw new IOException($"'{file.Name}' is no ordinary file of at most {MostBytes} bytes.");
        }

        var answer = _git.Run("cat-file", "blob", file.Hash);
        return answer.IsSuccess ? answer.Output : throw new IOException($"git does not give '{file.Name}' out: {answer.Error}");
    }

    private List<GitFile> List(IEnumerable<string> names)
    {
        var answer = _git.Run(["ls-tree", "-r", "-l", "-z", "--full-tree", _commit, "--", .. names.Where(name => name.Length > 0)]);
        if (!answer.IsSuccess)
        {
            throw new IOException($"git does not list the files of '{Name}': {answer.Error}");
        }

        var files = Encoding.UTF8.GetString(answer.Output).Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(GitFile.Parse).OfType<GitFile>().ToList();
        return files.Count <= MostFiles ? files : throw new IOException($"'{Name}' has more than {MostFiles} files there.");
    }

    private sealed record GitFile(string Mode, string Hash, long Length, string Name)
    {
        /// <param name="line">"100644 blob HASH    LENGTH[tab]NAME".</param>
        public static GitFile? Parse(string line) =>
            line.Split('\t', 2) is [var head, var name]
            && head.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var mode, "blob", var hash, var length]
            && long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
                ? new(mode, hash, bytes, name)
                : null;
    }
}
