using System.Security;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Cli.Disk;

/// <summary>
/// Goes through the arguments and the folders below them and sorts every entry into read and
/// unread. What an argument names itself is never skipped: the user said it.
/// </summary>
internal sealed class DiskWalk(DiskNames names, DiskOptions options, OpenFiles openFiles)
{
    private const int MostIgnoreBytes = 1 << 20;
    private const int MostStandardInput = 1 << 29;

    /// <summary>Folders of tools, never of evidence.</summary>
    private static readonly HashSet<string> NeverRead = new(StringComparer.OrdinalIgnoreCase) { ".git", "node_modules", "bin", "obj" };

    private static readonly EnumerationOptions EveryEntry = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
        MatchType = MatchType.Simple,
    };

    private readonly Dictionary<string, Source> _sources = new(StringComparer.Ordinal);
    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);

    public IEnumerable<Source> Sources => _sources.Values;

    public HashSet<string> Arguments { get; } = new(StringComparer.Ordinal);

    /// <summary>The names of the parameter files for templates.</summary>
    public List<string> ParameterFiles { get; } = [];

    public List<ScannedInput> Unread { get; } = [];

    public List<string> Problems { get; } = [];

    public void Add(PathArgument argument)
    {
        switch (argument)
        {
            case PathArgument.OfFile file:
                AddFile(file.Path, names.NameOf(file.Path));
                Arguments.Add(names.NameOf(file.Path));
                break;
            case PathArgument.OfFolder folder:
                AddBelow(folder.Path);
                break;
            case PathArgument.StandardInput:
                AddStandardInput();
                break;
            case PathArgument.Missing missing:
                Problems.Add($"'{missing.Text}' is neither a file nor a folder.");
                break;
        }
    }

    public void AddParameterFile(PathArgument file)
    {
        switch (file)
        {
            case PathArgument.OfFile { Path: var path }:
                Add(file);
                if (!path.EndsWith(".bicepparam", StringComparison.OrdinalIgnoreCase))
                {
                    ParameterFiles.Add(names.NameOf(path));
                }

                break;
            case PathArgument.OfFolder { Path: var path }:
                Problems.Add($"'{Path.GetRelativePath(options.WorkingDirectory, path)}' is a folder; a parameter file was wanted.");
                break;
            case PathArgument.Missing { Text: var path }:
                Problems.Add($"'{Path.GetRelativePath(options.WorkingDirectory, path)}' is no file; a parameter file was wanted.");
                break;
        }
    }

    private void AddFile(string path, string name)
    {
        // The bytes of a link, and its length, are those of what it points to.
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        _sources.TryAdd(name, new(name, new FileBytes(target, name, openFiles)));
    }

    private void AddStandardInput()
    {
        var name = options.StandardInputName;
        Arguments.Add(name);
        using var input = options.OpenStandardInput();
        using var copy = new MemoryStream();
        var block = new byte[1 << 16];
        for (var count = input.Read(block); count > 0; count = input.Read(block))
        {
            copy.Write(block, 0, count);
            if (copy.Length > MostStandardInput)
            {
                Unread.Add(new(name, InputOutcome.Damaged, null, "it holds more than 512 MB") { IsArgument = true });
                return;
            }
        }

        _sources.TryAdd(name, Source.FromBytes(name, copy.ToArray()));
    }

    private void AddBelow(string top)
    {
        var folders = new Stack<WalkedFolder>();
        folders.Push(new(top, IgnoreFilesAbove(top), CheckoutOf(DiskNames.GitRootOf(top)), null));
        while (folders.TryPop(out var folder))
        {
            if (_listed.Add(folder.Path))
            {
                AddEntries(folder, folders);
            }
        }
    }

    private void AddEntries(WalkedFolder folder, Stack<WalkedFolder> folders)
    {
        if (List(folder.Path) is not { } entries)
        {
            return;
        }

        // A repository inside another has rules of its own only.
        var here = entries.Any(entry => entry.Name == ".git") ? folder with { Ignore = null, Checkout = CheckoutOf(folder.Path) } : folder;
        here = here with { Ignore = WithRulesOf(here.Path, here.Ignore) };
        foreach (var entry in entries)
        {
            var kind = entry is DirectoryInfo ? EntryKind.Folder : EntryKind.File;
            if (entry.FullName.Length == 0)
            {
                // The system has no path for it, and gives its name alone.
                Unread.Add(new(DiskNames.Join(names.NameOf(folder.Path), entry.Name), InputOutcome.Damaged, null, "its path is longer than the system takes"));
                continue;
            }

            var name = names.NameOf(entry.FullName);
            var ignored = here.Ignored ?? Ignoring(entry, kind, here);
            if ((ReasonToSkip(entry, kind, name, here) ?? (ignored is null || here.Tracks(entry, kind) ? null : ignored)) is { } reason)
            {
                Unread.Add(new(kind == EntryKind.Folder ? $"{name}/" : name, InputOutcome.Skipped, null, reason));
            }
            else if (kind == EntryKind.Folder)
            {
                folders.Push(here with { Path = entry.FullName, Ignored = ignored });
            }
            else
            {
                _sources.TryAdd(name, new(name, new FileBytes(entry.FullName, name, openFiles)));
            }
        }
    }

    private string? ReasonToSkip(FileSystemInfo entry, EntryKind kind, string name, WalkedFolder folder)
    {
        if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && entry.LinkTarget is not null)
        {
            return "a symbolic link";
        }

        if (NeverRead.Contains(entry.Name) && (kind == EntryKind.Folder || entry.Name == ".git"))
        {
            return folder.Tracks(entry, kind) ? $"'{entry.Name}' is never read, though Git tracks what is in it" : $"'{entry.Name}' is never read";
        }

        return options.Exclude.FirstOrDefault(glob => glob.Covers(name)) is { } glob ? $"excluded by '{glob}'" : null;
    }

    private static string? Ignoring(FileSystemInfo entry, EntryKind kind, WalkedFolder folder) =>
        folder.Ignore?.Ignoring(entry.FullName.Replace(Path.DirectorySeparatorChar, '/'), kind) is var (file, rule)
            ? $"ignored by '{file.Name}', line {rule.Line}"
            : null;

    /// <summary>Its index is read when the first of its files is ignored.</summary>
    private static (string Root, Lazy<TrackedFiles?> Files)? CheckoutOf(string? root) => root is null ? null : (root, new(() => TrackedFiles.Of(root)));

    /// <returns><see langword="null"/> when the folder cannot be listed, which is then said.</returns>
    private FileSystemInfo[]? List(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", EveryEntry)];
        }
        catch (UnauthorizedAccessException)
        {
            return Damaged("it cannot be listed: permission denied");
        }
        catch (SecurityException)
        {
            return Damaged("it cannot be listed: permission denied");
        }
        catch (DirectoryNotFoundException)
        {
            return Damaged("it vanished while it was scanned");
        }
        catch (IOException failed)
        {
            return Damaged($"it cannot be listed: {failed.Message.Replace(folder, names.NameOf(folder), StringComparison.Ordinal)}");
        }

        FileSystemInfo[]? Damaged(string reason)
        {
            Unread.Add(new($"{names.NameOf(folder)}/", InputOutcome.Damaged, null, reason));
            return null;
        }
    }

    private IgnoreFile? IgnoreFilesAbove(string folder)
    {
        var top = names.TopOf(folder);
        var above = new Stack<string>();
        for (var at = folder; at != top && Path.GetDirectoryName(at) is { } parent; at = parent)
        {
            above.Push(parent);
        }

        return above.Aggregate((IgnoreFile?)null, (outer, at) => WithRulesOf(at, outer));
    }

    /// <remarks>Git does not follow a .gitignore that is a symbolic link either.</remarks>
    private IgnoreFile? WithRulesOf(string folder, IgnoreFile? outer)
    {
        var path = Path.Combine(folder, ".gitignore");
        if (options.IgnoreFiles == IgnoreFiles.Disregarded || !File.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            return outer;
        }

        var name = names.NameOf(path);
        try
        {
            var bytes = new FileBytes(path, name, openFiles);
            return bytes.Length <= MostIgnoreBytes
                ? IgnoreFile.Parse(outer, name, folder.Replace(Path.DirectorySeparatorChar, '/'), bytes.ReadAll().Span)
                : throw new IOException($"'{name}' has more than {MostIgnoreBytes} bytes.");
        }
        catch (IOException failed)
        {
            Unread.Add(new(name, InputOutcome.Damaged, null, failed.Message));
            return outer;
        }
    }

    /// <summary>A folder on the way, with what is known of what lies in it.</summary>
    /// <param name="Ignored">Why all of it is ignored that Git does not track; <see langword="null"/> when each entry is asked about.</param>
    private sealed record WalkedFolder(string Path, IgnoreFile? Ignore, (string Root, Lazy<TrackedFiles?> Files)? Checkout, string? Ignored)
    {
        public bool Tracks(FileSystemInfo entry, EntryKind kind) =>
            Checkout is var (root, files)
            && files.Value?.Holds(System.IO.Path.GetRelativePath(root, entry.FullName).Replace(System.IO.Path.DirectorySeparatorChar, '/'), kind) == true;
    }
}
