using System.Globalization;
using System.Text;

namespace RdpCompliance.Benchmarks;

/// <summary>Made-up evidence of many machines, or of one with many things, as large as it is asked for.</summary>
internal static class Fleet
{
    /// <summary>One registry export a machine in a folder of its own, with firewall rules; some machines have faults.</summary>
    public static string Machines(string folder, int machines, int rules)
    {
        for (var machine = 0; machine < machines; machine++)
        {
            var text = new StringBuilder("Windows Registry Editor Version 5.00\r\n\r\n");
            Key(@"SYSTEM\CurrentControlSet\Control\ComputerName\ComputerName", $"\"ComputerName\"=\"HOST{machine:00000}\"");
            Key(@"SOFTWARE\Microsoft\Windows NT\CurrentVersion", "\"CurrentBuildNumber\"=\"20348\"", "\"InstallationType\"=\"Server\"");
            Key(@"SYSTEM\CurrentControlSet\Control\Terminal Server", "\"fDenyTSConnections\"=dword:00000000");
            Key(
                @"SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp",
                $"\"PortNumber\"=dword:{(machine % 5 == 0 ? 3390 : 3389):x8}",
                $"\"UserAuthentication\"=dword:{(machine % 7 == 0 ? 0 : 1):x8}",
                "\"SecurityLayer\"=dword:00000002");
            Key(@"SYSTEM\CurrentControlSet\Services\TermService", "\"Start\"=dword:00000003");
            Key(@"SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\StandardProfile", "\"EnableFirewall\"=dword:00000001");
            Key(
                @"SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\FirewallRules",
                [.. Enumerable.Range(0, rules).Select(Rule)]);
            var own = Directory.CreateDirectory(Path.Combine(folder, $"host{machine:00000}")).FullName;
            File.WriteAllText(Path.Combine(own, "host.reg"), text.ToString(), Encoding.Unicode);

            void Key(string path, params string[] values) =>
                text.Append(CultureInfo.InvariantCulture, $"[HKEY_LOCAL_MACHINE\\{path}]\r\n").AppendJoin("\r\n", values).Append("\r\n\r\n");
        }

        return folder;
    }

    /// <summary>What <c>Get-Service | ConvertTo-Json</c> prints.</summary>
    public static string Services(string folder, int services)
    {
        var listed = Enumerable.Range(0, services).Select(index => $$"""{ "Name": "Service{{index:00000}}", "Status": 4, "StartType": 2 }""");
        File.WriteAllText(Path.Combine(folder, "services.json"), $"[\n{string.Join(",\n", listed)}\n]");
        return folder;
    }

    private static string Rule(int index) =>
        $"\"Rule-{index:000}\"=\"v2.31|Action=Allow|Active={(index % 3 == 0 ? "FALSE" : "TRUE")}|Dir={(index % 2 == 0 ? "In" : "Out")}|Protocol=6"
        + $"|Profile={(index % 4 == 0 ? "Public" : "Domain")}|LPort={(index == 50 ? 3389 : 1000 + index)}"
        + $"|App=%SystemRoot%\\\\system32\\\\svchost.exe|Svc=termservice|Name=Rule {index}|\"";
}
