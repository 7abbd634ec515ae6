using RdpCompliance.Reports;

namespace RdpCompliance.Cli.Disk;

/// <summary>What the .git folder of a checkout says of the commit, read from its files: git itself need not be there.</summary>
internal static class GitFolder
{
    /// <returns><see langword="null"/> without a checkout, a remote, or a commit.</returns>
    public static GitProvenance? ProvenanceOf(string root)
    {
        var folder = Path.Combine(root, ".git");
        var head = Path.Combine(folder, "HEAD");
        var config = Path.Combine(folder, "config");
        if (!File.Exists(head) || !File.Exists(config) || RemoteIn(File.ReadLines(config)) is not { } remote)
        {
            return null;
        }

        const string Reference = "ref: ";
        var text = File.ReadAllText(head).Trim();
        if (!text.StartsWith(Reference, StringComparison.Ordinal))
        {
            return GitProvenance.TryParse(remote, text, null);
        }

        var name = text[Reference.Length..];
        return GitProvenance.TryParse(
            remote,
            RevisionOf(folder, name),
            name.StartsWith("refs/heads/", StringComparison.Ordinal) ? name["refs/heads/".Length..] : null);
    }

    private static string? RevisionOf(string folder, string name)
    {
        var loose = Path.Combine(folder, name.Replace('/', Path.DirectorySeparatorChar));
        if (File.Exists(loose))
        {
            return File.ReadAllText(loose).Trim();
        }

        var packed = Path.Combine(folder, "packed-refs");
        return File.Exists(packed)
            ? File.ReadLines(packed).Select(line => line.Split(' ')).FirstOrDefault(parts => parts is [_, var found] && found == name)?[0]
            : null;
    }

    /// <summary>The address of "origin".</summary>
    private static string? RemoteIn(IEnumerable<string> lines)
    {
        var isOrigin = false;
        foreach (var line in lines.Select(line => line.Trim()))
        {
            if (line.StartsWith('['))
            {
                isOrigin = line.Equals("[remote \"origin\"]", StringComparison.OrdinalIgnoreCase);
            }
            else if (
                isOrigin
                && line.StartsWith("url", StringComparison.OrdinalIgnoreCase)
                && line.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
            {
                return line[(equals + 1)..].Trim();
            }
        }

        return null;
    }
}
