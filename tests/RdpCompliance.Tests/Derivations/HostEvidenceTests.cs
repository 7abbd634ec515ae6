using RdpCompliance.Engine.Findings;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Derivations;

/// <summary>What a snapshot, a listing and an export say of one machine becomes fields that rules judge.</summary>
public sealed class HostEvidenceTests
{
    private const string Start = """{ "format": "rdpcompliance-snapshot", "version": 1, "captured": "2025-12-31T12:00:00Z", """;
    private const string TermService = """[HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\TermService]""";

    [Theory]
    [InlineData(""" "services": ["TermService", "Other"] """, """ "covers": "listed", "items": [] """, Verdict.Pass)]
    [InlineData(""" "services": [] """, """ "covers": "listed", "items": [] """, Verdict.Fail)]
    [InlineData(""" "pid": 7 """, """ "covers": "listed", "items": [{ "name": "TermService", "status": 4, "pid": 7 }] """, Verdict.Pass)]
    [InlineData(""" "pid": 7 """, """ "covers": "listed", "items": [{ "name": "W3SVC", "status": 4, "pid": 7 }] """, Verdict.Fail)]
    [InlineData(""" "pid": 7 """, """ "covers": "listed", "items": [{ "name": "TermService", "status": 4, "pid": 8 }] """, Verdict.Undecided)]
    [InlineData(
        """ "pid": 7 """,
        """ "covers": "all", "items": [{ "name": "TermService", "status": 4, "pid": 8 }, { "name": "A", "status": 1 }] """,
        Verdict.Fail
    )]
    [InlineData(
        """ "pid": 7 """,
        """ "covers": "all", "items": [{ "name": "TermService", "status": 4, "pid": 8 }, { "name": "A", "status": 4 }] """,
        Verdict.Undecided
    )]
    [InlineData(""" "process": "svchost.exe" """, """ "covers": "all", "items": [] """, Verdict.Undecided)]
    public void The_services_of_a_socket_are_those_of_its_process(string owner, string services, Verdict expected) =>
        Assert.Equal(
            expected,
            Judge(
                "subject: socket\nrequire: { field: service, contains: TermService }",
                $$"""{{Start}} "services": { {{services}} }, "sockets": { "covers": "all", "items": [{ "protocol": "tcp", "local-address": "::", "local-port": 3389, "state": "listen", {{owner}} }] } }"""
            ));

    [Theory]
    [InlineData("2025-12-31T11:00:00Z", "1h", Verdict.Pass)]
    [InlineData("2025-12-31T10:59:59Z", "1h", Verdict.Fail)]
    [InlineData("2026-02-01T00:00:00Z", "0s", Verdict.Pass)]
    public void The_age_of_an_event_is_that_at_the_capture(string time, string age, Verdict expected) =>
        Assert.Equal(
            expected,
            Judge(
                $"subject: event\nrequire: {{ field: age, lessOrEquals: {age} }}",
                $$"""{{Start}} "events": { "items": [{ "provider": "TermDD", "id": 56, "time": "{{time}}" }] } }"""
            ));

    [Theory]
    [InlineData("00000000020000000403098000", Verdict.Fail)]
    [InlineData("00000000020000000403 980", Verdict.Fail)]
    [InlineData("000000000200000004030980", Verdict.Pass)]
    [InlineData("0980", Verdict.Fail)]
    public void The_status_of_an_event_is_its_last_bytes(string binary, Verdict expected) =>
        Assert.Equal(
            expected,
            Judge(
                "subject: event\nrequire: { field: status-code, equals: '0x80090304' }",
                $$"""{{Start}} "events": { "items": [{ "provider": "TermDD", "id": 56, "time": "2025-12-31", "binary": "{{binary}}" }] } }"""
            ));

    [Theory]
    [InlineData(100, 5, Verdict.Pass)]
    [InlineData(1000, 49, Verdict.Fail)]
    [InlineData(0, 0, Verdict.Undecided)]
    public void A_drive_has_its_free_percentage(long size, long free, Verdict expected) =>
        Assert.Equal(
            expected,
            Judge(
                "subject: drive\nrequire: { field: free-percent, greaterOrEquals: 5 }",
                $$"""{{Start}} "drives": { "items": [{ "name": "C:", "size-bytes": {{size}}, "free-bytes": {{free}} }] } }"""
            ));

    /// <summary>A listing and the registry are two views of one value: either alone decides, and where they differ nothing does.</summary>
    [Theory]
    [InlineData(null, "3", Verdict.Pass)]
    [InlineData("3", null, Verdict.Pass)]
    [InlineData("3", "3", Verdict.Pass)]
    [InlineData("4", "4", Verdict.Fail)]
    [InlineData("4", "3", Verdict.Undecided)]
    [InlineData(null, "4", Verdict.Fail)]
    public void The_start_type_of_a_service_is_what_listing_and_registry_agree_on(string? registry, string? listed, Verdict expected)
    {
        var files = new List<(string, string)>();
        if (registry is not null)
        {
            files.Add(("a.reg", $"Windows Registry Editor Version 5.00\n\n{TermService}\n\"Start\"=dword:{registry}\n"));
        }

        if (listed is not null)
        {
            files.Add(("a.json", $$"""{{Start}} "services": { "covers": "listed", "items": [{ "name": "TermService", "start": {{listed}} }] } }"""));
        }

        Assert.Equal(
            expected,
            Packs.Scan(Packs.Only("subject: service\nrequire: { field: start, notEquals: 4 }"), Packs.Settings, [.. files]).Findings.Single().Verdict);
    }

    [Theory]
    [InlineData("dword:00000003", Verdict.Pass)]
    [InlineData("\"3\"", Verdict.Fail)]
    [InlineData("hex(b):03,00,00,00,00,00,00,00", Verdict.Fail)]
    public void A_rule_may_judge_the_type_of_a_value(string value, Verdict expected) => Assert.Equal(
        expected,
        Packs.Judge("subject: service\nrequire: { field: start-form, equals: REG_DWORD }", $"{TermService}\n\"Start\"={value}")?.Verdict);

    [Theory]
    [InlineData("10.0.0.4,10.0.0.5", "10.0.0.5 10.0.0.4", Verdict.Pass)]
    [InlineData("", "10.0.0.4", Verdict.Pass)]
    [InlineData("8.8.8.8", "10.0.0.4", Verdict.Fail)]
    [InlineData("8.8.8.8", "", Verdict.Pass)]
    public void The_DNS_servers_of_an_interface_are_compared_as_sets(string own, string given, Verdict expected) =>
        Assert.Equal(
            expected,
            Packs
                .Judge(
                    "subject: network-interface\nrequire: { field: replaces-dns, equals: false }",
                    $"[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters\\Interfaces\\{{1}}]\n\"NameServer\"=\"{own}\"\n\"DhcpNameServer\"=\"{given}\""
                )
                ?.Verdict);

    [Theory]
    [InlineData("RDPNP,LanmanWorkstation,webclient", "", Verdict.Pass)]
    [InlineData("RDPNP, Vpn ,LanmanWorkstation", @"\Vpn\NetworkProvider", Verdict.Pass)]
    [InlineData("RDPNP,Vpn,LanmanWorkstation", @"\Vpn", Verdict.Fail)]
    public void A_network_provider_has_a_key(string order, string key, Verdict expected) =>
        Assert.Equal(
            expected,
            Packs
                .Judge(
                    "subject: machine\nrequire: { none: missing-network-providers }",
                    $"[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\NetworkProvider\\Order]\n\"ProviderOrder\"=\"{order}\"\n\n[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services]\n\n[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services{key}]"
                )
                ?.Verdict);

    [Theory]
    [InlineData(@"\Terminal Server", Verdict.Pass)]
    [InlineData("", Verdict.Fail)]
    public void A_machine_has_the_key_of_terminal_server(string key, Verdict expected) => Assert.Equal(
        expected,
        Packs.Judge(
            "subject: machine\nrequire: { field: terminal-server-key, equals: true }",
            $"[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control]\n\n[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control{key}]")?.Verdict);

    /// <summary>A GPO by itself reports its fails only.</summary>
    [Theory]
    [InlineData("host.reg", "Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Contoso]\n\"A\"=dword:00000001\n", Verdict.Pass)]
    [InlineData(
        "Machine/Microsoft/Windows NT/SecEdit/GptTmpl.inf",
        "[Unicode]\nUnicode=yes\n[Version]\nsignature=\"$CHICAGO$\"\nRevision=1\n[Registry Values]\nMACHINE\\SOFTWARE\\Contoso\\A=4,1\n",
        Verdict.Fail
    )]
    public void A_policy_is_told_from_a_machine(string name, string text, Verdict expected) =>
        Assert.Equal(
            expected,
            Packs.Scan(Packs.Only("subject: machine\nrequire: { field: of-gpo, equals: false }"), Packs.Settings, (name, text)).Findings.Single().Verdict);

    private static Verdict? Judge(string body, string snapshot) =>
        Packs.Scan(Packs.Only(body), Packs.Settings with { Roles = ["host"] }, ("a.json", snapshot)).Findings.SingleOrDefault()?.Verdict;
}
