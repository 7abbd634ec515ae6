using RdpCompliance.Cli;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Realms;

/// <summary>What nothing says the role of is taken as a host where the host's side was collected, and that is said once.</summary>
public sealed class TakenAsHostTests
{
    private const string Terminal = @"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server";

    /// <summary>A file that holds one fault and nothing that tells what its machine is for, and the rule that finds it.</summary>
    public static TheoryData<string, string, string> FaultsAlone { get; } = new()
    {
        { "a.reg", Reg(Terminal, "fDenyTSConnections", 1), "RDP1002" },
        { "a.reg", Reg(@"HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services", "fDenyTSConnections", 1), "RDP1001" },
        { "a.reg", Reg(@"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\TermService", "Start", 4), "RDP1003" },
        { "a.reg", Reg($@"{Terminal}\WinStations\RDP-Tcp", "SecurityLayer", 0), "RDP9002" },
        {
            "a.txt",
            """
            [SC] QueryServiceConfig SUCCESS

            SERVICE_NAME: TermService
                    TYPE               : 20  WIN32_SHARE_PROCESS
                    START_TYPE         : 4   DISABLED
                    ERROR_CONTROL      : 1   NORMAL
                    BINARY_PATH_NAME   : C:\Windows\System32\svchost.exe -k NetworkService
                    LOAD_ORDER_GROUP   :
                    TAG                : 0
                    DISPLAY_NAME       : Remote Desktop Services
                    DEPENDENCIES       : RPCSS
                    SERVICE_START_NAME : NT Authority\NetworkService

            """,
            "RDP1003"
        },
        { "a.json", """[ { "Name": "TermService", "Status": 1, "StartType": 4 } ]""", "RDP1003" },
    };

    [Theory]
    [MemberData(nameof(FaultsAlone))]
    public void A_fault_in_the_only_file_is_found(string name, string text, string rule)
    {
        var result = Scan([], (name, text));

        Assert.Contains(rule, result.Findings.Where(finding => finding.Verdict == Verdict.Fail).Select(finding => finding.Rule.Id));
        Assert.Equal("RDP0064", Assert.Single(result.Diagnostics).Id);
        Assert.True(result.Diagnostics[0].Descriptor.IsAlwaysSaid);
    }

    [Theory]
    [MemberData(nameof(FaultsAlone))]
    public void A_declared_client_is_none(string name, string text, string rule)
    {
        var result = Scan(["client"], (name, text));

        Assert.DoesNotContain(rule, result.Findings.Select(finding => finding.Rule.Id));
        Assert.Empty(result.Diagnostics);
    }

    [Fact]
    public void What_has_a_role_by_evidence_keeps_it()
    {
        var key = Reg(Terminal, "fDenyTSConnections", 1);

        Assert.Empty(Scan([], ("a.reg", key), ("work.rdp", "full address:s:host\r\nauthentication level:i:2\r\n")).Diagnostics);
    }

    /// <summary>Every Windows has the client's key of the machine, so a whole capture of one whose Remote Desktop is off must not be silent.</summary>
    [Fact]
    public void The_clients_key_of_the_machine_alone_makes_no_client_of_it()
    {
        var capture = Reg(Terminal, "fDenyTSConnections", 1)
            + "\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Terminal Server Client\\TransportExtensions]\r\n";

        var result = Scan([], ("a.reg", capture));

        Assert.Contains("RDP1002", result.Findings.Select(finding => finding.Rule.Id));
        Assert.Equal("RDP0064", Assert.Single(result.Diagnostics).Id);
    }

    [Fact]
    public void Many_machines_are_said_at_once()
    {
        var text = Reg(Terminal, "fDenyTSConnections", 1);

        var result = Scan([], [.. Enumerable.Range(1, 5).Select(index => ($"pc{index}/a.reg", text))]);

        Assert.Equal(5, result.Findings.Count(finding => finding.Rule.Id == "RDP1002"));
        Assert.Contains("'pc1', 'pc2', 'pc3' and 2 more", Assert.Single(result.Diagnostics).Message, StringComparison.Ordinal);
    }

    private static string Reg(string key, string name, int value) =>
        $"Windows Registry Editor Version 5.00\r\n\r\n[{key}]\r\n\"{name}\"=dword:{value:x8}\r\n";

    private static ScanResult Scan(string[] roles, params (string Name, string Text)[] files) => Packs.Scan(
        BuiltInPack.ForScans(),
        Packs.Settings with { IncludePasses = false, IncludeUndecided = UndecidedInclusion.WithEvidence, Roles = [.. roles] },
        files);
}
