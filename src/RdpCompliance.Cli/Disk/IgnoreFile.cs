using System.Collections.Immutable;
using System.Text;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Cli.Disk;

/// <summary>
/// The rules of one .gitignore file and, through <see cref="_outer"/>, of those in the
/// folders above it. The innermost file with a match decides, in it the last match.
/// </summary>
internal sealed class IgnoreFile
{
    private readonly IgnoreFile? _outer;
    private readonly int _folderLength;
    private readonly ImmutableArray<IgnoreRule> _rules;

    private IgnoreFile(IgnoreFile? outer, string name, int folderLength, ImmutableArray<IgnoreRule> rules)
    {
        _outer = outer;
        Name = name;
        _folderLength = folderLength;
        _rules = rules;
    }

    /// <summary>As reports name the file.</summary>
    public string Name { get; }

    /// <param name="name">As reports name the file.</param>
    /// <param name="folder">The full path of its folder, with '/'.</param>
    public static IgnoreFile Parse(IgnoreFile? outer, string name, string folder, ReadOnlySpan<byte> bytes)
    {
        var syntax = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? GlobSyntax.GitIgnoringCase : GlobSyntax.Git;
        var rules = ImmutableArray.CreateBuilder<IgnoreRule>();
        var text = Encoding.Latin1.GetString(bytes is [0xEF, 0xBB, 0xBF, .. var afterMark] ? afterMark : bytes);
        var number = 0;
        foreach (var line in text.AsSpan().Split('\n'))
        {
            number++;
            var content = text[line];
            if (IgnoreRule.TryParse(content.EndsWith('\r') ? content[..^1] : content, number, syntax) is { } rule)
            {
                rules.Add(rule);
            }
        }

        return new(outer, name, IgnoreRule.Bytes(folder).TrimEnd('/').Length, rules.DrainToImmutable());
    }

    /// <summary>The rule that ignores an entry, with the file it stands in; <see langword="null"/> when the entry is not ignored.</summary>
    /// <param name="path">The full path with '/'. The folders above it are not asked: a walk does not come to what lies in an ignored folder.</param>
    public (IgnoreFile File, IgnoreRule Rule)? Ignoring(string path, EntryKind kind)
    {
        var bytes = IgnoreRule.Bytes(path).AsSpan();
        for (var file = this; file is not null; file = file._outer)
        {
            var below = bytes[(file._folderLength + 1)..];
            for (var index = file._rules.Length - 1; index >= 0; index--)
            {
                if (file._rules[index].Matches(below, kind))
                {
                    return file._rules[index].Keeps ? null : (file, file._rules[index]);
                }
            }
        }

        return null;
    }
}
