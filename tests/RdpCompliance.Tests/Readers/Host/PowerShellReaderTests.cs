using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Host;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Host;

public sealed class PowerShellReaderTests
{
    private const string Services = """
        [
            {
                "CanPauseAndContinue":  false,
                "CanStop":  true,
                "DisplayName":  "Remotedesktopdienste",
                "MachineName":  ".",
                "ServiceName":  "TermService",
                "ServicesDependedOn":  "RPCSS",
                "ServiceHandle":  null,
                "Status":  1,
                "ServiceType":  32,
                "StartType":  3,
                "Name":  "TermService"
            },
            { "Name": "RpcSs", "Status": "Running", "StartType": "Automatic" },
            { "Name": "EventLog", "Status": 4, "StartType": 2 }
        ]
        """;

    private const string Rule = """
        {
          "Name": "RemoteDesktop-UserMode-In-TCP", "DisplayName": "Remotedesktop - Benutzermodus (TCP eingehend)", "InstanceID": "RemoteDesktop-UserMode-In-TCP",
          "Enabled": 1, "Profiles": 3, "Direction": 1, "Action": 2, "PolicyStoreSourceType": 2
        }
        """;

    [Fact]
    public void Services_are_read_by_number_or_English_name_of_the_enumeration()
    {
        var items = new PowerShellReader().Read(Services).Items;

        Assert.Equal(
            "TermService 1 3, RpcSs 4 2, EventLog 4 2",
            string.Join(", ", items.Select(item => $"{item.Name} {item.Value("status")} {item.Value("start")}")));
    }

    /// <summary>PowerShell 7's own enumeration of start types.</summary>
    [Theory]
    [InlineData("2", "2", "false")]
    [InlineData("\"Automatic\"", "2", "false")]
    [InlineData("10", "2", "true")]
    [InlineData("{ \"value\": 10, \"Value\": \"AutomaticDelayedStart\" }", "2", "true")]
    [InlineData("3", "3", null)]
    [InlineData("\"Disabled\"", "4", null)]
    [InlineData("-1", "StartType", null)]
    public void The_startup_type_of_PowerShell_7_is_a_start_type(string written, string start, string? delayed)
    {
        var evidence = new PowerShellReader().Read($"{{ \"Name\": \"TermService\", \"Status\": 4, \"StartupType\": {written} }}");

        var item = Assert.Single(evidence.Items);
        Assert.Equal((start, delayed), (item.Value("start"), item.Find("delayed")?.Value.ToString()));
        Assert.Empty(evidence.Diagnostics);
    }

    [Theory]
    [InlineData(
        """{ "Name": "TermService", "State": "Running", "StartMode": "Auto", "StartName": "NT Authority\\NetworkService", "PathName": "svchost.exe", "ProcessId": 7, "DelayedAutoStart": true }""",
        @"service:TermService status=4 start=2 delayed=true binary-path=svchost.exe account=NT Authority\NetworkService pid=7"
    )]
    [InlineData("""{ "Name": "A", "State": "Stop Pending", "StartMode": "Disabled" }""", "service:A status=3 start=4")]
    [InlineData(
        """{ "Name": "PC1", "Domain": "contoso.com", "PartOfDomain": true, "DomainRole": 3 }""",
        "machine:PC1 domain=contoso.com domain-joined=true os.product-type=3"
    )]
    [InlineData(
        """{ "Name": "PC1", "Domain": "WORKGROUP", "PartOfDomain": false, "Workgroup": "WORKGROUP", "DomainRole": { "value": 0, "Value": "StandaloneWorkstation" } }""",
        "machine:PC1 domain=WORKGROUP domain-joined=false os.product-type=1"
    )]
    [InlineData("""{ "CSName": "PC1", "BuildNumber": "20348", "ProductType": 2 }""", "machine:PC1 os.build=20348 os.product-type=2")]
    [InlineData(
        """{ "CsName": "PC1", "CsDomainRole": 5, "CsPartOfDomain": true, "CsDomain": "contoso.com", "OsBuildNumber": "26100", "WindowsEditionId": "ServerDatacenter" }""",
        "machine:PC1 domain=contoso.com domain-joined=true os.product-type=2 os.build=26100 os.edition=ServerDatacenter"
    )]
    [InlineData("""{ "DeviceID": "C:", "Size": 100.0, "FreeSpace": 5.0 }""", "drive:C: size-bytes=100 free-bytes=5")]
    public void Classes_of_CIM_are_read(string json, string expected)
    {
        var evidence = new PowerShellReader().Read(json);

        Assert.Equal(expected, evidence.PrintItems());
        Assert.Empty(evidence.Diagnostics);
    }

    [Fact]
    public void The_class_of_the_computer_names_the_machine() =>
        Assert.Equal(
            "PC1",
            Assert.IsType<Origin.Host>(new PowerShellReader().Read("""{ "Name": "PC1", "PartOfDomain": false, "Workgroup": "WORKGROUP" }""").Origin).Machine
        );

    /// <summary>The store of the machine: what group policy says beside it is not in the listing.</summary>
    [Fact]
    public void A_profile_of_the_firewall_is_the_registry_of_the_machine()
    {
        var evidence = new PowerShellReader().Read("""
            [
              { "Name": "Domain", "Enabled": 1, "DefaultInboundAction": 0, "AllowInboundRules": 2 },
              { "Name": "Private", "Enabled": "False", "DefaultInboundAction": "Allow", "AllowInboundRules": "False" },
              { "Name": "Public", "Enabled": { "value": 1, "Value": "True" }, "DefaultInboundAction": 4.0, "AllowInboundRules": "True" }
            ]
            """);

        Assert.Equal(
            [
                "DomainProfile!EnableFirewall REG_DWORD 01000000", "StandardProfile!EnableFirewall REG_DWORD 00000000",
                    "StandardProfile!DefaultInboundAction REG_DWORD 00000000",
                "StandardProfile!DoNotAllowExceptions REG_DWORD 01000000", "PublicProfile!EnableFirewall REG_DWORD 01000000",
                    "PublicProfile!DefaultInboundAction REG_DWORD 01000000",
                "PublicProfile!DoNotAllowExceptions REG_DWORD 00000000",
            ],
            evidence.PrintValues().Split('\n').Select(line => line[(line.LastIndexOf('\\') + 1)..]));
        Assert.Empty(evidence.Diagnostics);
        Assert.Equal("RDP0199", Assert.Single(new PowerShellReader().Read("""{ "Name": "Public", "Enabled": 7, "DefaultInboundAction": 4 }""").Diagnostics).Id);
    }

    /// <summary>ConvertTo-Json writes a list at its depth as one text.</summary>
    [Theory]
    [InlineData("\"0 0 5 0 2 0\"", "000005000200", "x")]
    [InlineData("[0, 0, 5, 0]", "00000500", "x")]
    [InlineData("\"1 2\"", null, "x, 1 2")]
    [InlineData("\"0 0 4 256\"", null, "x, 0 0 4 256")]
    public void Bytes_at_the_depth_limit_are_bytes(string value, string? binary, string data)
    {
        var item = Assert.Single(
            new PowerShellReader()
                .Read(
                    $$"""{ "ProviderName": "TermDD", "Id": 56, "TimeCreated": "2026-01-01T00:00:00Z", "Properties": [{ "Value": "x" }, { "Value": {{value}} }] }"""
                )
                .Items);

        Assert.Equal((binary, data), (item.Find("binary")?.Value.ToString(), item.Value("data")));
    }

    [Fact]
    public void A_value_is_placed_where_it_stands()
    {
        var (source, span) = MarkedText.One("""{ "Name": "TermService", "Status": [|"Stopped"|], "StartType": 4 }""");

        Assert.Equal(span, Assert.Single(new PowerShellReader().Read(source).Items).Find("status")?.Location.Span);
    }

    [Fact]
    public void All_services_are_covered_when_those_are_there_that_every_Windows_has()
    {
        Assert.Equal(new Coverage.Space("service"), Assert.Single(new PowerShellReader().Read(Services).Coverage));
        Assert.Empty(new PowerShellReader().Read("""{ "Name": "TermService", "Status": 4, "StartType": 3 }""").Coverage);
        Assert.Empty(new PowerShellReader().Read(Services[..Services.IndexOf("\"EventLog\"", StringComparison.Ordinal)]).Coverage);
    }

    [Theory]
    [InlineData("enabled", "true")]
    [InlineData("direction", "in")]
    [InlineData("action", "allow")]
    [InlineData("profiles", "domain, private")]
    [InlineData("layer", "policy")]
    public void A_rule_has_its_fields(string field, string value) =>
        Assert.Equal(value, Assert.Single(new PowerShellReader().Read(Rule).Items).Value(field));

    [Fact]
    public void One_rule_answers_for_itself_and_a_list_for_all()
    {
        Assert.Empty(new PowerShellReader().Read(Rule).Coverage);
        Assert.Equal(
            new Coverage.Space("firewall-rule"),
            Assert.Single(new PowerShellReader().Read($"[{Rule},{Rule.Replace("UserMode-In-TCP", "Other", StringComparison.Ordinal)}]").Coverage));
    }

    [Theory]
    [InlineData("""{ "InstanceID": "R", "Protocol": "TCP", "LocalPort": "3389", "RemotePort": "Any" }""", "protocol=tcp local-ports=3389 remote-ports=any")]
    [InlineData("""{ "InstanceID": "R", "Protocol": "2", "LocalPort": ["80", "443"] }""", "protocol=2 local-ports=80, 443")]
    [InlineData(
        """{ "InstanceID": "R", "LocalAddress": "Any", "RemoteAddress": ["10.0.0.0/8", "LocalSubnet"] }""",
        "local-addresses=any remote-addresses=10.0.0.0/8, LocalSubnet"
    )]
    [InlineData("""{ "InstanceID": "R", "Program": "%SystemRoot%\\system32\\svchost.exe", "Package": null }""", @"program=%SystemRoot%\system32\svchost.exe")]
    [InlineData("""{ "InstanceID": "R", "ServiceName": "termservice" }""", "service=termservice")]
    public void A_filter_gives_fields_to_the_rule_of_its_id(string json, string fields)
    {
        Assert.NotNull(new PowerShellReader().Claim(json));
        var item = Assert.Single(new PowerShellReader().Read(json).Items);

        Assert.Equal("firewall-rule R", $"{item.Space} {item.Name}");
        Assert.Equal(fields, string.Join(' ', item.Fields.Select(field => $"{field.Name}={field.Value}")));
    }

    [Theory]
    [InlineData(
        """[{ "Name": "contoso.com", "InterfaceAlias": "Ethernet", "InterfaceIndex": 5, "NetworkCategory": 2, "IPv4Connectivity": 4, "IPv6Connectivity": "NoTraffic" }]""",
        "network-profile Ethernet interface=Ethernet interface-index=5 network=contoso.com category=domain ipv4-connectivity=4 ipv6-connectivity=1")]
    [InlineData(
        """{ "LocalAddress": "::", "LocalPort": 3389, "RemoteAddress": "::", "RemotePort": 0, "State": 2, "OwningProcess": 1520, "AppliedSetting": 0 }""",
        "socket tcp [::]:3389 protocol=tcp local-address=:: local-port=3389 remote-address=:: remote-port=0 state=listen pid=1520")]
    [InlineData(
        """{ "LocalAddress": "10.0.0.4", "LocalPort": 3389, "RemoteAddress": "10.0.0.9", "RemotePort": 50123, "State": "Established" }""",
        "socket tcp 10.0.0.4:3389 10.0.0.9:50123 protocol=tcp local-address=10.0.0.4 local-port=3389 remote-address=10.0.0.9 remote-port=50123 state=other")]
    [InlineData(
        """{ "Description": "Security Update", "HotFixID": "KB5034441", "InstalledOn": { "value": "\/Date(1704844800000)\/", "DateTime": "Mittwoch, 10. Januar 2024 00:00:00" } }""",
        "hotfix KB5034441 id=KB5034441 installed-on=2024-01-10T00:00:00Z description=Security Update")]
    [InlineData(
        """{ "value": [{ "Name": "RDS-RD-Server", "DisplayName": "Remotedesktop-Sitzungshost", "Installed": false, "InstallState": 0 }], "Count": 1 }""",
        "feature RDS-RD-Server display-name=Remotedesktop-Sitzungshost installed=false state=available")]
    [InlineData(
        """{ "DeviceID": "C:", "DriveType": 3, "FileSystem": "NTFS", "FreeSpace": 4294967296, "Size": 136365211648, "VolumeName": "Windows" }""",
        "drive C: size-bytes=136365211648 free-bytes=4294967296 file-system=NTFS")]
    [InlineData(
        """{ "InstanceId": "TERMINPUT_BUS\\UMB\\2", "Class": "System", "FriendlyName": "Remote Desktop Device", "Status": "Error", "Problem": "CM_PROB_DISABLED", "Present": true }""",
        @"device TERMINPUT_BUS\UMB\2 instance-id=TERMINPUT_BUS\UMB\2 class=System friendly-name=Remote Desktop Device present=true status=Error problem=22")]
    [InlineData(
        """{ "Id": 56, "Level": 2, "ProviderName": "TermDD", "LogName": "System", "RecordId": 7, "MachineName": "pc1", "TimeCreated": "\/Date(1767323045123)\/", "Message": "…", "Properties": [{ "Value": "\\Device\\Termdd" }, { "Value": [0, 10, 255] }] }""",
        @"event System/7 binary=000AFF data=\Device\Termdd provider=TermDD id=56 time=2026-01-02T03:04:05Z level=2 record-id=7 channel=System computer=pc1")]
    public void Every_known_cmdlet_gives_items(string json, string expected)
    {
        Assert.NotNull(new PowerShellReader().Claim(json));
        var evidence = new PowerShellReader().Read(json);
        var item = Assert.Single(evidence.Items);

        Assert.Equal(expected, $"{item.Space} {item.Name} {string.Join(' ', item.Fields.Select(field => $"{field.Name}={field.Value}"))}");
        Assert.Empty(evidence.Diagnostics);
    }

    [Fact]
    public void Values_that_ConvertTo_Json_cut_off_are_not_taken_as_values()
    {
        const string TooShallow = """
            { "Id": 56, "ProviderName": "TermDD", "TimeCreated": "2026-01-02T03:04:05.1234567+01:00", "Properties": ["System.Diagnostics.Eventing.Reader.EventProperty"] }
            """;

        Assert.IsType<SettingValue.Unresolved>(Assert.Single(new PowerShellReader().Read(TooShallow).Items).Find("data")?.Value);
    }

    [Fact]
    public void The_computer_that_the_rows_name_is_the_machine()
    {
        var evidence = new PowerShellReader().Read("""[{ "HotFixID": "KB1", "CSName": "PC1" }, { "HotFixID": "KB2", "CSName": "PC1" }]""");

        Assert.Equal("PC1", Assert.IsType<Origin.Host>(evidence.Origin).Machine);
    }

    [Theory]
    [InlineData("""{ "Name": "A", "Status": [|"läuft"|], "StartType": 2 }""", "RDP0182")]
    [InlineData("""[|{|] "Name": "", "Status": 1, "StartType": 2 }""", "RDP0183")]
    [InlineData("""[{ "Name": "A", "Status": 1, "StartType": 2 }, [|{|] "Alias": "B" }, { "Alias": "C" }]""", "RDP0192")]
    public void What_is_wrong_is_said_at_its_place(string marked, string id)
    {
        var (source, span) = MarkedText.One(marked);

        var diagnostic = Assert.Single(new PowerShellReader().Read(source).Diagnostics);

        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(span, diagnostic.Location.Span);
    }

    [Fact]
    public void PowerShell_5_writes_UTF16()
    {
        var source = Source.FromBytes("services.json", (byte[])[.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Services)]);

        Assert.NotNull(new PowerShellReader().Claim(source));
        Assert.Equal(3, new PowerShellReader().Read(source).Items.Length);
    }

    [Theory]
    [InlineData("""{ "name": "vm1", "status": "Running", "startType": 2 }""")]
    [InlineData("""[{ "Id": "/subscriptions/1/x", "Name": "vm1", "Status": 4, "StartType": 2 }]""")]
    [InlineData("""{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": [] }""")]
    [InlineData("Name Status StartType\n{}")]
    public void Other_texts_are_not_claimed(string text) => Assert.Null(new PowerShellReader().Claim(text));

    [Fact]
    public void Deep_nesting_is_read_without_throwing()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 50_000)) + Services + string.Concat(Enumerable.Repeat("{\"value\":", 50_000));

        Assert.True(new PowerShellReader().Read(deep).IsDamaged);
    }

    [Fact]
    public void Damaged_files_do_not_throw()
    {
        Robustness.Check(new PowerShellReader(), "services.json", Encoding.UTF8.GetBytes(Services));
        Robustness.Check(new PowerShellReader(), "rules.json", Encoding.UTF8.GetBytes($"[{Rule}]"));
    }
}
