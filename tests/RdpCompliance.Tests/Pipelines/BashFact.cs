using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Pipelines;

/// <summary>A fact about a script; skipped on Windows, whose own build agents bring a bash with other paths, and where there is no bash.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BashFactAttribute : FactAttribute
{
    public BashFactAttribute()
    {
        if (OperatingSystem.IsWindows() || OutsideTool.Find("bash") is null)
        {
            Skip = "No bash that reads this machine's paths.";
        }
    }
}

/// <inheritdoc cref="BashFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BashTheoryAttribute : TheoryAttribute
{
    public BashTheoryAttribute() => Skip = new BashFactAttribute().Skip;
}
