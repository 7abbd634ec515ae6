using RdpCompliance.Reports;

namespace RdpCompliance.Cli.Disk;

/// <summary>
/// What the .git folder of a checkout says of the commit, read from its files: git itself need not be there. Who made the checkout may be a
/// stranger, so only ordinary small files are read, only below the folder, and only a hash is taken for one.
/// </summary>
internal static class GitFolder
{
    private const long MostBytes = 1 << 20;

    /// <returns><see langword="null"/> without a checkout, a remote, or a commit.</returns>
    public static GitProvenance? ProvenanceOf(string root)
    {
        var folder = Path.Combine(root, ".git");
        var head = Path.Combine(folder, "HEAD");
        var config = Path.Combine(folder, "config");
        if (TextOf(head) is not { } text || TextOf(config) is not { } settings || RemoteIn(settings.Split('\n')) is not { } remote)
        {
            return null;
        }

        const string Reference = "ref: ";
        text = text.Trim();
        if (!text.StartsWith(Reference, StringComparison.Ordinal))
        {
            return GitProvenance.TryParse(remote, HashOf(text), null);
        }

        var name = text[Reference.Length..];
        return GitProvenance.TryParse(
            remote,
            RevisionOf(folder, name),
            name.StartsWith("refs/heads/", StringComparison.Ordinal) ? name["refs/heads/".Length..] : null);
    }

    private static string? RevisionOf(string folder, string name)
    {
        if (!name.StartsWith("refs/", StringComparison.Ordinal) || name.Split('/').Any(part => part is "" or "." or ".."))
        {
            return null;
        }

        return HashOf(TextOf(Path.Combine(folder, name.Replace('/', Path.DirectorySeparatorChar))))
            ?? HashOf(TextOf(Path.Combine(folder, "packed-refs"))
                ?.Split('\n')
                .Select(line => line.TrimEnd('\r').Split(' '))
                .FirstOrDefault(parts => parts is [_, var found] && found == name)?[0]);
    }

    /// <returns><see langword="null"/> when it is not there, no ordinary file (a pipe has no length), behind a link, or larger than such files are.</returns>
    public static string? TextOf(string path)
    {
        var file = new FileInfo(path);
        return file is { Exists: true, LinkTarget: null, Length: > 0 and <= MostBytes } && file.Directory?.LinkTarget is null
            ? File.ReadAllText(path)
            : null;
    }

    /// <summary>SHA-1 or SHA-256 in hexadecimal digits.</summary>
    private static string? HashOf(string? text) =>
        text?.Trim() is { Length: 40 or 64 } hash && hash.All(char.IsAsciiHexDigit) ? hash : null;

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
