using System.Text.Json;
using System.Text.RegularExpressions;

namespace RdpCompliance.Tests.Testing;

/// <summary>SARIF's own tool, of the npm package <c>@microsoft/sarif-multitool</c>. It ends with 0 whatever it found, so its report is read.</summary>
internal static class SarifMultitool
{
    public const string Name = "node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool";

    /// <summary>Errors and warnings of the tool; its notes are matters of taste.</summary>
    public static IReadOnlyList<string> Complaints(string ruleKinds, string sarif)
    {
        var folder = Directory.CreateTempSubdirectory("sarif");
        try
        {
            var (log, verdict, config) = (
                Path.Combine(folder.FullName, "log.sarif"),
                Path.Combine(folder.FullName, "verdict.sarif"),
                Path.Combine(folder.FullName, "config.xml"));
            File.WriteAllText(log, sarif);

            // SARIF2006 asks the network whether addresses answer.
            Run(folder.FullName, "export-validation-config", config);
            File.WriteAllText(
                config,
                Regex.Replace(
                    File.ReadAllText(config),
                    "(?<=<Properties Key=\"SARIF2006[^>]*>\\s*<Property Key=\"RuleEnabled\" Value=\")Default",
                    "Disabled",
                    RegexOptions.None,
                    TimeSpan.FromSeconds(5)));
            var output = Run(
                folder.FullName,
                "validate",
                log,
                "--rule-kind",
                ruleKinds,
                "--level",
                "Error;Warning",
                "-c",
                config,
                "-o",
                verdict,
                "--log",
                "ForceOverwrite");
            Assert.True(File.Exists(verdict), output);
            Assert.Contains("Analysis completed successfully.", output, StringComparison.Ordinal);
            return
            [
                .. JsonDocument.Parse(File.ReadAllText(verdict)).RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
                    .Where(complaint => !complaint.TryGetProperty("level", out var level) || level.GetString() is "error" or "warning")
                    .Select(complaint => $"{complaint.GetProperty("ruleId")} {complaint.GetProperty("message")}"),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Run(string folder, params string[] arguments)
    {
        if (!OperatingSystem.IsWindows() && OutsideTool.Find(Name) is { } path)
        {
            // npm runs no scripts of packages, so the one that makes the tool executable has not run.
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
        }

        var (_, output, error) = OutsideTool.Run(Name, arguments, folder);
        return output + error;
    }
}
