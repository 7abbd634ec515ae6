using System.Runtime.CompilerServices;

namespace RdpCompliance.Tests.Testing;

/// <summary>
/// Compares output with a file beside the test, whole. <c>UPDATE_GOLDEN=1</c> writes the files instead: read the difference before you commit it.
/// </summary>
internal static class GoldenFile
{
    public static void Check(string name, string actual, [CallerFilePath] string test = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(test) ?? "", $"{name}.expected.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : $"({path} does not exist; UPDATE_GOLDEN=1 writes it)", actual);
    }
}
