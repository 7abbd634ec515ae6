using System.Diagnostics;

namespace RdpCompliance.Cli.Disk;

/// <summary>What git answered.</summary>
/// <param name="Error">The first line of what it complained of.</param>
internal sealed record GitAnswer(bool IsSuccess, byte[] Output, string Error);

/// <summary>
/// git, asked about the objects of a repository. It is looked for by full path and never in the repository itself, which may be a stranger's; no
/// variable of the environment points it elsewhere, and it fetches nothing.
/// </summary>
internal sealed class GitProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly string _path;
    private readonly string _root;

    private GitProgram(string path, string root)
    {
        _path = path;
        _root = root;
    }

    /// <returns><see langword="null"/> when git is not installed.</returns>
    public static GitProgram? Find(string root, Func<string, string?> variable)
    {
        var file = OperatingSystem.IsWindows() ? "git.exe" : "git";
        return (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(folder => Path.IsPathFullyQualified(folder) && !DiskNames.IsWithin(folder, root))
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists) is { } path
            ? new(path, root)
            : null;
    }

    /// <summary>It is ended after a minute, which is no success.</summary>
    public GitAnswer Run(params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(_path, ["--no-pager", "--literal-pathspecs", .. arguments])
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = _root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("GIT_", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_NO_LAZY_FETCH"] = "1";
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        start.Environment["GIT_NO_REPLACE_OBJECTS"] = "1";
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start) ?? throw new IOException("git does not start.");
        process.StandardInput.Close();
        string? error = null;
        process.ErrorDataReceived += (_, line) => error ??= line.Data;
        process.BeginErrorReadLine();
        using var limit = new Timer(_ => process.Kill(entireProcessTree: true), null, Limit, Timeout.InfiniteTimeSpan);
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return new(process.ExitCode == 0, output.ToArray(), error?.Trim() ?? "");
    }
}
