using System.Diagnostics;
using System.Globalization;

/// <summary>
/// Loaded into a measured program by DOTNET_STARTUP_HOOKS, which wants a class of this name in no namespace: when the program ends it
/// writes what only the process itself knows of itself on every system, its processor time and peak memory.
/// </summary>
#pragma warning disable MA0047 // The runtime finds it by this name alone.
internal static class StartupHook
{
    public const string File = "MEASURED_FILE";

    public static void Initialize() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        if (Environment.GetEnvironmentVariable(File) is { } file)
        {
            using var self = Process.GetCurrentProcess();
            System.IO.File.WriteAllText(
                file,
                string.Create(CultureInfo.InvariantCulture, $"{self.TotalProcessorTime.TotalMilliseconds:0} {self.PeakWorkingSet64}"));
        }
    };
}
