namespace RdpCompliance.Cli.Disk;

/// <summary>Writes a report beside its place and renames it, so that nobody ever reads half of one and a failed run leaves the old one whole.</summary>
internal static class OutputFile
{
    /// <param name="path">Missing folders are made. A symbolic link keeps pointing where it points; a device is written to, not replaced.</param>
    /// <param name="checkout">
    /// A folder that holds what was scanned, which may be a stranger's: a link inside it does not lead out of it. <see langword="null"/> for none.
    /// </param>
    /// <exception cref="IOException">The disk refused, or a link leads out of the checkout.</exception>
    public static void Write(string path, Action<Stream> write, string? checkout = null)
    {
        if (checkout is not null && DiskNames.LinkOut(Path.GetFullPath(path), checkout) is { } link)
        {
            throw new IOException($"'{path}' is not written: '{link}' is a symbolic link that leads out of what is scanned.");
        }

        try
        {
            var target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path) : Path.GetFullPath(path);
            if (Directory.Exists(target))
            {
                throw new IOException($"'{path}' is a folder; a file is wanted.");
            }

            if (IsDevice(target))
            {
                using var device = new FileStream(target, FileMode.Open, FileAccess.Write);
                write(device);
            }
            else
            {
                Replace(target, write);
            }
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException($"'{path}' cannot be written: permission denied.", denied);
        }
    }

    private static void Replace(string target, Action<Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target) ?? target);
        var temporary = $"{target}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
            }

            if (!OperatingSystem.IsWindows() && File.Exists(target))
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            }

            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static bool IsDevice(string target) => OperatingSystem.IsWindows()
        ? target.StartsWith(@"\\.\", StringComparison.Ordinal)
        : target.StartsWith("/dev/", StringComparison.Ordinal) || target.StartsWith("/proc/", StringComparison.Ordinal);
}
