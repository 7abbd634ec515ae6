using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Host;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Host;

/// <summary>What the real ConvertTo-Json makes of objects that have the properties of Windows' own.</summary>
public sealed class PowerShellOutputTests
{
    /// <summary>Too shallow a depth: PowerShell warns on standard output and writes the bytes of the event as one text.</summary>
    [OutsideFact("pwsh")]
    public void An_event_at_the_depth_limit_has_its_bytes()
    {
        var evidence = Read("""
            [pscustomobject]@{ ProviderName = 'TermDD'; Id = 56; TimeCreated = [datetime]::SpecifyKind('2026-01-02', 'Utc')
              Properties = @([pscustomobject]@{ Value = '10.0.0.5' }, [pscustomobject]@{ Value = [byte[]](0, 0, 5, 0, 2, 0) }) } | ConvertTo-Json -Depth 2
            """);

        Assert.Equal(("10.0.0.5", "000005000200"), (evidence.Items[0].Value("data"), evidence.Items[0].Value("binary")));
        Assert.Equal("RDP0195", Assert.Single(evidence.Diagnostics).Id);
    }

    /// <summary>An enumeration that came from another process has its number and its name, a double its fraction.</summary>
    [OutsideFact("pwsh")]
    public void Values_that_came_from_another_process_are_read()
    {
        var evidence = Read("""
            Add-Type 'public enum ServiceControllerStatus { Stopped = 1, Running = 4 } public enum ServiceStartMode { Automatic = 2, Manual = 3 }'
            $service = [pscustomobject]@{ Name = 'TermService'; Status = [ServiceControllerStatus]4; StartType = [ServiceStartMode]3 }
            $drive = [pscustomobject]@{ DeviceID = 'C:'; Size = [double]100; FreeSpace = [decimal]5 }
            [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize(@($service, $drive))) | ConvertTo-Json -Depth 3
            """);

        Assert.Equal("service:TermService status=4 start=3\ndrive:C: size-bytes=100 free-bytes=5", evidence.PrintItems());
        Assert.Empty(evidence.Diagnostics);
    }

    private static SourceEvidence Read(string script)
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.ps1", script);
        return new PowerShellReader().Read(OutsideTool.Run("pwsh", ["-NoProfile", "-File", "a.ps1"], folder.Path).Output);
    }
}
