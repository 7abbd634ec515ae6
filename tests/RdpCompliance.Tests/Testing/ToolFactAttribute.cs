namespace RdpCompliance.Tests.Testing;

/// <summary>A fact that asks an outside tool: skipped, with the reason, where the tool is not on the PATH.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(string tool)
    {
        Tool = tool;
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool))))
        {
            Skip = $"'{tool}' is not installed.";
        }
    }

    public string Tool { get; }
}
