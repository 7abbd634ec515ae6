using RdpCompliance.Engine.Derivations.Identity;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Host;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Derivations.Identity;

public sealed class MachineValuesTests
{
    [Fact]
    public void A_machine_is_what_its_registry_would_say() =>
        Assert.Equal(
            """
            HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters!NV Domain contoso.com
            HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion!CurrentBuildNumber 20348
            HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion!UBR 2340
            HKLM\SYSTEM\CurrentControlSet\Control\ProductOptions!ProductType ServerNT
            HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion!EditionID ServerDatacenter
            """,
            Values(
                """{ "name": "srv01", "domain": "contoso.com", "domain-joined": true, "os": { "build": 20348, "ubr": 2340, "product-type": 3, "edition": "ServerDatacenter" } }"""
            ),
            ignoreLineEndingDifferences: true);

    [Fact]
    public void A_machine_of_a_workgroup_has_no_domain() =>
        Assert.Equal(
            @"HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters!NV Domain ",
            Values("""{ "name": "pc01", "domain": "WORKGROUP", "domain-joined": false }""")
        );

    [Fact]
    public void A_domain_without_a_membership_says_nothing() => Assert.Equal("", Values("""{ "name": "pc01", "domain": "contoso.com" }"""));

    [Fact]
    public void What_the_source_states_itself_comes_before() =>
        Assert.Equal(
            @"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion!UBR 1",
            Values(
                """{ "name": "pc01", "os": { "ubr": 2 } }""",
                """, "registry": { "keys": [ { "key": "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion", "values": [ { "name": "UBR", "type": "REG_DWORD", "value": 1 } ] } ] }"""
            ));

    [Fact]
    public void Beside_a_numbered_control_set_nothing_is_added_to_the_one_in_force() =>
        Assert.Equal(
            @"HKLM\SYSTEM\ControlSet001\Control!x 1",
            Values(
                """{ "name": "pc01", "os": { "product-type": 1 } }""",
                """, "registry": { "keys": [ { "key": "HKLM\\SYSTEM\\ControlSet001\\Control", "values": [ { "name": "x", "type": "REG_DWORD", "value": 1 } ] } ] }"""
            ));

    private static string Values(string machine, string more = "") =>
        Readings.Lines(
            MachineValues
                .AddTo(new SnapshotReader().ReadText($$"""{ "format": "rdpcompliance-snapshot", "version": 1, "machine": {{machine}}{{more}} }""", "host.json"))
                .Observations.Where(one => one.Action == ObservedAction.Set)
                .Select(one => $"{one.Address} {one.Value}"));
}
