using RdpCompliance.Cli;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Disk;

public sealed class DeepFolderTests
{
    private static readonly string Step = new('d', 200);

    /// <summary>Two deep folders, one moved to the end of the other: no program could make the whole path at once.</summary>
    [Fact]
    public async Task What_lies_deeper_than_the_system_takes_paths_is_said_and_the_rest_is_read()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        folder.Write("scanned/host.reg", "Windows Registry Editor Version 5.00\n");
        var upper = Chain(Path.Combine(folder.Path, "scanned"));
        var lower = Path.Combine(folder.Path, "lower");
        Chain(lower);
        var moved = Path.Combine(upper, "lower");
        Directory.Move(lower, moved);
        try
        {
            var result = await Testing.Cli.RunInAsync(folder.Path, "", "scan", "scanned", "--format", "json");

            Assert.True(result.Exit == ExitCode.Incomplete, result.Error);
            Assert.Contains("its path is longer than the system takes", result.Output, StringComparison.Ordinal);
            Assert.Contains("scanned/host.reg", result.Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Move(moved, lower);
        }
    }

    private static string Chain(string top)
    {
        var at = top;
        for (var depth = 0; depth < 12; depth++)
        {
            at = Path.Combine(at, Step);
        }

        return Directory.CreateDirectory(at).FullName;
    }
}
