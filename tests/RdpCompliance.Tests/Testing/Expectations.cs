using System.Runtime.CompilerServices;

namespace RdpCompliance.Tests.Testing;

/// <summary>Lists of what is expected to differ, one a line with its reason: "path — reason". They lie beside the test that reads them.</summary>
internal static class Expectations
{
    public static IReadOnlyDictionary<string, string> Read(string fileName, [CallerFilePath] string test = "") =>
        File.ReadLines(Path.Combine(Path.GetDirectoryName(test) ?? "", fileName))
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Split(" — ", 2))
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
}
