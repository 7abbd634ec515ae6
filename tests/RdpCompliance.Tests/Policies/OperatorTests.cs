using RdpCompliance.Engine.Findings;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Policies;

public sealed class OperatorTests
{
    private const string Reg = """
        [HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion]
        "CurrentBuildNumber"="20348"
        "UBR"=dword:ffffffff
        "EditionID"="ServerStandard"

        [HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Windows\DeviceInstall\Restrictions\AllowDeviceIDs]
        "1"="RdpIdd_IndirectDisplay"
        "2"="3380-3390"

        [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server]
        "TSUserEnabled"=dword:00000000

        [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations]

        [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp]
        """;

    [Theory]
    [InlineData("setting: os.build, equals: 20348", true)]
    [InlineData("setting: os.build, notEquals: 20348", false)]
    [InlineData("setting: os.ubr, equals: 4294967295", true)]
    [InlineData("setting: os.ubr, greater: 0xfffffffe", true)]
    [InlineData("setting: os.ubr, bits: 0x80000001", true)]
    [InlineData("setting: os.build, less: 20349, greater: 20347", true)]
    [InlineData("setting: os.build, less: 20348", false)]
    [InlineData("setting: os.build, lessOrEquals: 20348, greaterOrEquals: 20348", true)]
    [InlineData("setting: os.build, in: [1, 20348]", true)]
    [InlineData("setting: os.build, notIn: [1, 20348]", false)]
    [InlineData("setting: os.edition, equals: SERVERSTANDARD", true)]
    [InlineData("setting: os.edition, like: Server*", true)]
    [InlineData("setting: os.edition, like: '*Std'", false)]
    [InlineData("setting: os.edition, notLike: Enterprise*", true)]
    [InlineData("setting: os.edition, contains: standard", true)]
    [InlineData("setting: device-install.allow-ids, contains: rdpidd_indirectdisplay", true)]
    [InlineData("setting: device-install.allow-ids, containsAny: [a, b]", false)]
    [InlineData("setting: os.edition, exists: true, stated: true, layer: local", true)]
    [InlineData("setting: rdp.max-outstanding-connections, exists: false", true)]
    [InlineData("setting: rdp.max-outstanding-connections, stated: false", true)]
    [InlineData("setting: rdp.max-outstanding-connections, equals: 1", false)]
    [InlineData("setting: rdp.max-outstanding-connections, notEquals: 1", true)]
    public void An_operator_means_what_its_name_says(string test, bool holds) =>
        Assert.Equal(holds ? Verdict.Pass : Verdict.Fail, Packs.Judge($"subject: machine\nrequire: {{ {test} }}", Reg)?.Verdict);

    [Theory]
    [InlineData("coversPort: 3389", "'3380-3390'", true)]
    [InlineData("coversPort: 3391", "'3380-3390'", false)]
    [InlineData("coversPort: 3389", "'*'", true)]
    [InlineData("overlapsPort: 3390-4000", "'3380-3390'", true)]
    [InlineData("within: 10.0.0.0/8", "10.1.2.3", true)]
    [InlineData("within: 10.0.0.0/8", "10.0.0.0/7", false)]
    [InlineData("overlaps: 10.0.0.0/8", "0.0.0.0/0", true)]
    [InlineData("overlaps: '::/0'", "0.0.0.0/0", false)]
    [InlineData("within: '2001:db8::/32'", "'2001:db8:1::1'", true)]
    [InlineData("before: { now: 1d }", "2026-01-01", true)]
    [InlineData("after: { now: -1d }", "2025-12-01", false)]
    [InlineData("after: 2025-11-30", "2025-12-01", true)]
    public void An_operator_of_ports_networks_or_dates_compares_values_of_its_kind(string test, string value, bool holds)
    {
        var type = test.StartsWith("before", StringComparison.Ordinal) || test.StartsWith("after", StringComparison.Ordinal) ? "date" : "text";
        var rule = $$"""
            subject: machine
            parameters:
              rows: { type: table, default: [{ cell: {{value}} }] }
              typed: { type: {{type}}, default: {{value}} }
            require: { all: { parameter: rows }, is: { field: cell, {{test}} } }
            """;

        Assert.Equal(holds ? Verdict.Pass : Verdict.Fail, Packs.Judge(rule, Reg)?.Verdict);
    }
}
