namespace RdpCompliance.Tests.Testing;

/// <summary>A fact about permissions: skipped where they do not bind (root, an elevated process) or are made in another way (Windows).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnprivilegedFactAttribute : FactAttribute
{
    public UnprivilegedFactAttribute()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Skip = "Permissions do not bind this process.";
        }
    }
}
