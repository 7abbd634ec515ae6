using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Tests.Testing;

/// <summary>The outside corpus: a folder that holds <c>corpus/</c> and <c>causes/</c>, named by the environment variable RDPCOMPLIANCE_CORPUS.</summary>
internal static class Corpus
{
    public const string Variable = "RDPCOMPLIANCE_CORPUS";

    /// <summary><see langword="null"/> when the variable is unset or names no folder.</summary>
    public static string? Root { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path && Directory.Exists(path) ? Path.GetFullPath(path) : null;

    public static string Folder(string relative) => Path.Combine(Root ?? throw new InvalidOperationException($"{Variable} is not set."), "corpus", relative);

    /// <summary>The files below a corpus folder whose name matches, ordered by path; "*" matches all, letter case is ignored.</summary>
    public static IReadOnlyList<string> Files(string relative, string pattern) =>
        [
            .. Directory
                .EnumerateFiles(
                    Folder(relative),
                    pattern,
                    new EnumerationOptions
                    {
                        RecurseSubdirectories = true,
                        MatchCasing = MatchCasing.CaseInsensitive,
                        AttributesToSkip = FileAttributes.None,
                    })
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The file as a source named by its path below the corpus.</summary>
    public static Source Read(string path) =>
        Source.FromBytes(Path.GetRelativePath(Folder(""), path).Replace('\\', '/'), File.ReadAllBytes(path));
}

/// <summary>A fact about the outside corpus: skipped, with the reason, where it is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CorpusFactAttribute : FactAttribute
{
    public CorpusFactAttribute()
    {
        if (Corpus.Root is null)
        {
            Skip = $"{Corpus.Variable} does not name a corpus folder.";
        }
    }
}
