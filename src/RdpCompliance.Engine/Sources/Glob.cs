using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace RdpCompliance.Engine.Sources;

/// <summary>How a <see cref="Glob"/> is written.</summary>
public enum GlobSyntax
{
    /// <summary>
    /// Globs of configuration: letter case is ignored as in <see cref="SourceTree"/>, '\' separates
    /// like '/', and a pattern without a separator inside is looked for in every folder.
    /// </summary>
    Names,

    /// <summary>Patterns of Git: '\' escapes, letter case counts, and a pattern always begins at the folder it is matched from.</summary>
    Git,

    /// <summary>Patterns of Git on a disk that ignores letter case (core.ignoreCase).</summary>
    GitIgnoringCase,
}

/// <summary>
/// A pattern of names with '/' between folders: '*' and '?' stay within a part, "**" as a
/// whole part stands for any number of parts, '[…]' for one of some characters.
/// Matching takes at most as many steps as the lengths of name and pattern multiplied.
/// </summary>
public sealed class Glob
{
    private readonly string _pattern;
    private readonly ImmutableArray<GlobPart> _parts;

    private Glob(string pattern, ImmutableArray<GlobPart> parts)
    {
        _pattern = pattern;
        _parts = parts;
    }

    /// <returns><see langword="null"/> for a pattern that no name can match: empty, a '[' without its ']', an escape of nothing.</returns>
    public static Glob? TryParse(string pattern, GlobSyntax syntax = GlobSyntax.Names) => syntax == GlobSyntax.Names
        ? TryParseNames(pattern)
        : GlobPart.TryParseAll(pattern, syntax) is { IsEmpty: false } parts ? new(pattern, parts) : null;

    /// <summary>Whether the pattern stands for exactly this name.</summary>
    public bool IsMatch(ReadOnlySpan<char> name) => Match(name, Reach.WholeName);

    /// <summary>Whether the pattern stands for this name or for a folder above it: "gpos/old" covers "gpos/old/Registry.pol".</summary>
    public bool Covers(ReadOnlySpan<char> name) => Match(name, Reach.NameOrFolderAbove);

    /// <summary>The pattern as it was written.</summary>
    public override string ToString() => _pattern;

    private static Glob? TryParseNames(string pattern)
    {
        var text = pattern.Replace('\\', '/').TrimEnd('/');
        text = text.StartsWith("./", StringComparison.Ordinal) ? text[1..] : text;
        if (GlobPart.TryParseAll(text.TrimStart('/'), GlobSyntax.Names) is not { IsEmpty: false } parts)
        {
            return null;
        }

        return new(pattern, text.Contains('/', StringComparison.Ordinal) ? parts : [GlobPart.AnyFolders, .. parts]);
    }

    /// <remarks>
    /// Between two "**" a sequence of parts is fixed in length, so taking its first occurrence is
    /// never wrong: going back to the last "**" suffices, and no part of the name
    /// is compared with a part of the pattern more than once.
    /// </remarks>
    private bool Match(ReadOnlySpan<char> name, Reach reach)
    {
        var ends = PartEnds(name);
        var part = 0;
        var level = 0;
        var (retryPart, retryLevel) = (-1, 0);
        while (true)
        {
            if (part == _parts.Length && (reach == Reach.NameOrFolderAbove || level == ends.Length))
            {
                return true;
            }

            if (part < _parts.Length && _parts[part].IsAnyFolders)
            {
                // A trailing "**" stands for what is inside a folder, not for the folder.
                if (part == _parts.Length - 1)
                {
                    return level < ends.Length;
                }

                (retryPart, retryLevel) = (++part, level);
            }
            else if (part < _parts.Length && level < ends.Length && _parts[part].IsMatch(Part(name, ends, level)))
            {
                part++;
                level++;
            }
            else if (retryPart >= 0 && retryLevel < ends.Length)
            {
                (part, level) = (retryPart, ++retryLevel);
            }
            else
            {
                return false;
            }
        }
    }

    private enum Reach
    {
        WholeName,
        NameOrFolderAbove,
    }

    private static ReadOnlySpan<char> Part(ReadOnlySpan<char> name, ReadOnlySpan<int> ends, int level) =>
        name[(level == 0 ? 0 : ends[level - 1] + 1)..ends[level]];

    private static ReadOnlySpan<int> PartEnds(ReadOnlySpan<char> name)
    {
        var ends = new List<int>();
        for (var index = 0; index < name.Length; index++)
        {
            if (name[index] == '/')
            {
                ends.Add(index);
            }
        }

        ends.Add(name.Length);
        return CollectionsMarshal.AsSpan(ends);
    }
}
