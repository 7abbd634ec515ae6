using System.Text;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Cli.Disk;

internal enum EntryKind
{
    File,
    Folder,
}

/// <summary>
/// One line of a .gitignore file (https://git-scm.com/docs/gitignore). Patterns and paths are
/// strings of bytes, one character a byte, because Git's '?' stands for a byte.
/// </summary>
/// <param name="Keeps">The line begins with '!': what it matches is not ignored after all.</param>
internal sealed record IgnoreRule(Glob Glob, bool Keeps, bool FoldersOnly, int Line)
{
    /// <summary>The path as <see cref="Matches"/> wants it.</summary>
    public static string Bytes(string path) => System.Text.Ascii.IsValid(path) ? path : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(path));

    /// <returns><see langword="null"/> for blank lines, comments and patterns that match nothing.</returns>
    public static IgnoreRule? TryParse(string line, int number, GlobSyntax syntax)
    {
        if (line.StartsWith('#'))
        {
            return null;
        }

        var text = WithoutTrailingSpaces(line);
        var keeps = text.StartsWith('!');
        text = keeps ? text[1..] : text;
        var foldersOnly = text.EndsWith('/');
        text = foldersOnly ? text[..^1] : text;
        var pattern = text switch
        {
            ['/', .. var anchored] => anchored,
            _ when text.Contains('/', StringComparison.Ordinal) => text,
            "" => "",
            _ => $"**/{text}",
        };
        return Glob.TryParse(pattern, syntax) is { } glob ? new(glob, keeps, foldersOnly, number) : null;
    }

    /// <param name="path">The path below the folder of the ignore file.</param>
    public bool Matches(ReadOnlySpan<char> path, EntryKind kind) => (kind == EntryKind.Folder || !FoldersOnly) && Glob.IsMatch(path);

    /// <summary>A space at the end counts only after '\'; tabs always count.</summary>
    private static string WithoutTrailingSpaces(string line)
    {
        var end = line.Length;
        while (end > 0 && line[end - 1] == ' ' && !IsEscaped(line, end - 1))
        {
            end--;
        }

        return line[..end];
    }

    private static bool IsEscaped(string line, int index)
    {
        var slashes = 0;
        while (index - slashes > 0 && line[index - slashes - 1] == '\\')
        {
            slashes++;
        }

        return slashes % 2 == 1;
    }
}
