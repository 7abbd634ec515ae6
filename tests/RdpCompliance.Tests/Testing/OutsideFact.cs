using System.Diagnostics;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace RdpCompliance.Tests.Testing;

/// <summary>Programs of others that results are checked against. <c>.ci/run</c> installs those it can and names their folder in RDPCOMPLIANCE_TOOLS.</summary>
internal static class OutsideTool
{
    public const string Variable = "RDPCOMPLIANCE_TOOLS";

    private static IEnumerable<string> Folders =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } tools
            ? [tools, Path.Combine(tools, "bin"), Path.Combine(tools, "node_modules", ".bin"), .. SearchPath]
            : SearchPath;

    private static string[] SearchPath => Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>The full path of a program; <see langword="null"/> when it is not installed. A name with '/' is looked for below RDPCOMPLIANCE_TOOLS.</summary>
    public static string? Find(string name) => Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>The exit code of a program that was ended because it did not end.</summary>
    public const int TimedOut = -1;

    /// <summary>Runs a program to its end.</summary>
    /// <param name="limit">After which it is ended; <see langword="null"/> for never.</param>
    public static (int ExitCode, string Output, string Error) Run(
        string name,
        IEnumerable<string> arguments,
        string folder,
        string input = "",
        TimeSpan? limit = null)
    {
        var start = new ProcessStartInfo(Find(name) ?? throw new InvalidOperationException($"'{name}' is not installed."), arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"'{name}' did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        _ = WriteAsync(process.StandardInput, input);
        if (!process.WaitForExit(limit ?? Timeout.InfiniteTimeSpan))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            return (TimedOut, "", $"'{name}' did not end in time.");
        }

        process.WaitForExit();
        return (process.ExitCode, output.Result, error.Result);
    }

    /// <summary>A program that ends before it has read its input is no fault of the caller.</summary>
    private static async Task WriteAsync(StreamWriter writer, string input)
    {
        try
        {
            await writer.WriteAsync(input);
            writer.Close();
        }
        catch (IOException)
        {
            // What it said so far is its answer.
        }
    }
}

/// <summary>A fact that a program of others confirms; it has the trait Category=Outside and is skipped, with the reason, where a program is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
[TraitDiscoverer("RdpCompliance.Tests.Testing.OutsideDiscoverer", "RdpCompliance.Tests")]
public sealed class OutsideFactAttribute : FactAttribute, ITraitAttribute
{
    public OutsideFactAttribute(params string[] tools)
    {
        Tools = tools;
        if (tools.Where(tool => OutsideTool.Find(tool) is null).ToArray() is { Length: > 0 } missing)
        {
            Skip = $"Not installed: {string.Join(", ", missing)}.";
        }
    }

    public IReadOnlyList<string> Tools { get; }

    /// <summary>Whether it is about the outside corpus, and skipped where that is not there either.</summary>
    public bool NeedsCorpus
    {
        get;
        set
        {
            field = value;
            Skip ??= value && Corpus.Root is null ? $"{Corpus.Variable} does not name a corpus folder." : null;
        }
    }
}

/// <summary>Gives every <see cref="OutsideFactAttribute"/> its trait.</summary>
public sealed class OutsideDiscoverer : ITraitDiscoverer
{
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo traitAttribute) => [new("Category", "Outside")];
}
