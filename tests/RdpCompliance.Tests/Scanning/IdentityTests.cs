using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Tests.Derivations.GroupPolicy;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Scanning;

/// <summary>Two things that are called alike are two: what is said of one silences, joins, repairs or merges nothing of the other.</summary>
public sealed class IdentityTests
{
    private static ScanSettings Settings { get; } = Packs.Settings with { IncludePasses = false, IncludeUndecided = UndecidedInclusion.WithEvidence };

    [Fact]
    public void A_rule_on_a_group_of_one_template_silences_none_of_another_template()
    {
        var found = Fails(("a.bicep", Group("3389")), ("b.bicep", Group("*")));

        Assert.Equal(["RDP9100 a.bicep", "RDP9101 b.bicep"], found.Select(Shown));
    }

    [Fact]
    public void Every_open_group_of_a_folder_of_templates_is_told_though_all_are_called_alike()
    {
        var files = Enumerable.Range(0, 20).Select(index => ($"{index:00}.bicep", Group(index % 2 == 0 ? "3389" : "*"))).ToArray();

        Assert.Equal(files.Select(file => file.Item1), Fails(files).Select(finding => finding.Primary.Location.Source.Name));
    }

    [Fact]
    public void A_module_that_two_resource_groups_get_silences_none_of_the_other_group()
    {
        var found = Fails(
            ("main.bicep", """
                targetScope = 'subscription'
                module lab 'nsg.bicep' = { name: 'lab', scope: resourceGroup('rg-lab'), params: { port: '*' } }
                module prod 'nsg.bicep' = { name: 'prod', scope: resourceGroup('rg-prod'), params: { port: '3389' } }
                """),
            ("nsg.bicep", $"param port string\n{Group("PORT").Replace("'PORT'", "port", StringComparison.Ordinal)}"));

        Assert.Equal(
            ["RDP9101 main.bicep:2", "RDP9100 main.bicep:3"],
            found
                .Select(finding =>
                {
                    var place = finding.Related.Prepend(finding.Primary).First(place => place.Location.Source.Name == "main.bicep");
                    return $"{finding.Rule.Id} main.bicep:{place.Location.Position?.Line}";
                })
                .Order(StringComparer.Ordinal)
                .Reverse());
    }

    [Fact]
    public void Policies_of_one_name_in_two_files_are_two()
    {
        static string Rules(string value, int data) =>
            $"""
                <PolicyRules>
                  <ComputerConfig><Key>SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp</Key><Value>{value}</Value><RegType>REG_DWORD</RegType><RegData>{data}</RegData><PolicyName>Baseline</PolicyName></ComputerConfig>
                </PolicyRules>
                """;

        var found = Fails(("a.PolicyRules", Rules("PortNumber", 70000)), ("b.PolicyRules", Rules("PortNumber", 3390)));

        Assert.Contains("RDP1017 a.PolicyRules", found.Select(Shown));
        Assert.Contains("RDP1004 b.PolicyRules", found.Select(Shown));
    }

    [Fact]
    public void Machines_of_one_name_that_prove_to_be_two_are_judged_each_and_named_by_their_folders()
    {
        var result = Scan(
            ("east/host.reg", Machine("11111111-0000-0000-0000-000000000000", denied: 0)),
            ("west/host.reg", Machine("22222222-0000-0000-0000-000000000000", denied: 1)));

        Assert.Equal(["machine 'PC7 in west'"], result.Findings.Where(finding => finding.Rule.Id == "RDP1002").Select(finding => finding.Subject.ToString()));
        Assert.Contains("MachineGuid", Assert.Single(result.Diagnostics, diagnostic => diagnostic.Id == "RDP0062").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Machines_of_one_name_that_contradict_each_other_are_judged_each_where_nothing_tells()
    {
        var result = Scan(("east/host.reg", Machine(null, denied: 0)), ("west/host.reg", Machine(null, denied: 1)));

        Assert.Equal([Verdict.Fail], result.Findings.Where(finding => finding.Rule.Id == "RDP1002").Select(finding => finding.Verdict));
        Assert.Contains("fDenyTSConnections", Assert.Single(result.Diagnostics, diagnostic => diagnostic.Id == "RDP0063").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_of_one_name_that_prove_to_be_one_machine_are_one()
    {
        const string Guid = "11111111-0000-0000-0000-000000000000";
        var result = Scan(("east/host.reg", Machine(Guid, denied: 0)), ("west/host.reg", Machine(Guid, denied: 1)));

        Assert.Equal(
            (Verdict.Undecided, "machine 'PC7'"),
            result.Findings.Where(finding => finding.Rule.Id == "RDP1002").Select(finding => (finding.Verdict, finding.Subject.ToString())).Single());
        Assert.Equal(1, result.Subjects.Single(subject => subject.Kind == "machine").Count);
    }

    [Fact]
    public void A_GPO_of_two_domains_is_two_and_one_that_a_backup_and_a_report_describe_is_one()
    {
        const string DefaultDomainPolicy = "{31B2F340-016D-11D2-945F-00C04FB984F9}";
        static string Report(string domain, int denied, string id) =>
            PolicyScene
                .ReportText("Default", denied)
                .Replace(PolicyScene.Id('D'), id, StringComparison.Ordinal)
                .Replace(
                    "</Identifier></Identifier>",
                    $"</Identifier><Domain xmlns=\"http://www.microsoft.com/GroupPolicy/Types\">{domain}</Domain></Identifier>",
                    StringComparison.Ordinal);

        var two = Scan(("a.xml", Report("contoso.com", 1, DefaultDomainPolicy)), ("b.xml", Report("fabrikam.com", 1, DefaultDomainPolicy)));
        var one = Scan(("a.xml", Report("contoso.com", 1, PolicyScene.Id(7))), ("b.xml", Report("CONTOSO.COM", 1, PolicyScene.Id(7))));

        Assert.Equal(2, two.Findings.Count(finding => finding.Rule.Id == "RDP1001"));
        Assert.Equal(1, one.Findings.Count(finding => finding.Rule.Id == "RDP1001"));
        Assert.Equal(
            (2, 1),
            (two.Subjects.Single(subject => subject.Kind == "gpo").Count / 2, one.Subjects.Single(subject => subject.Kind == "gpo").Count / 2));
    }

    [Fact]
    public void Versions_of_one_GPO_that_differ_are_judged_each()
    {
        var result = Scan(("a.xml", PolicyScene.ReportText("G", 0)), ("b.xml", PolicyScene.ReportText("G", 1)));

        Assert.Equal("b.xml", Assert.Single(result.Findings, finding => finding.Rule.Id == "RDP1001").Primary.Location.Source.Name);
    }

    [Fact]
    public void Two_sockets_of_one_name_in_one_list_are_two()
    {
        var subjects = RealmSet.Of(Settings, Source.FromText("host.json", """
            {
              "format": "rdpcompliance-snapshot",
              "version": 1,
              "machine": { "name": "PC7" },
              "sockets": {
                "covers": "listed",
                "items": [
                  { "protocol": "tcp", "local-address": "0.0.0.0", "local-port": 3389, "state": "listen", "pid": 4 },
                  { "protocol": "tcp", "local-address": "0.0.0.0", "local-port": 3389, "state": "listen", "pid": 1044 }
                ]
              }
            }
            """)).OfKind("socket");

        Assert.Equal(2, subjects.Length);
        Assert.NotEqual(subjects[0].Id, subjects[1].Id);
    }

    [Fact]
    public void Two_resources_that_one_deployment_states_differently_under_one_id_leave_open_which_is_meant()
    {
        var found = Scan(
            (
                "main.bicep",
                $$"""
                {{Group("3389")}}
                {{Group("22").Replace("resource nsg", "resource other", StringComparison.Ordinal)}}
                resource nic 'Microsoft.Network/networkInterfaces@2023-11-01' = {
                  name: 'nic'
                  properties: {
                    networkSecurityGroup: { id: resourceId('Microsoft.Network/networkSecurityGroups', 'nsg1') }
                    ipConfigurations: [ { name: 'c', properties: { publicIPAddress: { id: pip.id } } } ]
                  }
                }
                resource pip 'Microsoft.Network/publicIPAddresses@2023-11-01' = { name: 'pip', sku: { name: 'Standard' }, properties: { publicIPAllocationMethod: 'Static' } }
                resource vm 'Microsoft.Compute/virtualMachines@2023-09-01' = {
                  name: 'vm'
                  properties: { storageProfile: { osDisk: { osType: 'Windows', createOption: 'Attach' } }, networkProfile: { networkInterfaces: [ { id: nic.id } ] } }
                }
                """
            )
        ).Findings;

        Assert.Equal(
            ["RDP9100"],
            found.Where(finding => finding is { Verdict: Verdict.Fail, Rule.Id: "RDP9100" or "RDP9102" }).Select(finding => finding.Rule.Id));
    }

    [Theory]
    [InlineData("'rg-prod'")]
    [InlineData("'rg-lab'")]
    public void A_change_in_one_resource_group_is_compared_with_that_group_alone(string group)
    {
        static string Main(string group) => $$"""
            targetScope = 'subscription'
            module one 'nsg.bicep' = { name: 'one', scope: resourceGroup({{group}}) }
            """;

        var result = Rollout(
            Source.FromText("hosts/a/main.bicep", Main("'rg-lab'")), Source.FromText("hosts/a/nsg.bicep", Group("3389")),
            Source.FromText("change/b/main.bicep", Main(group)), Source.FromText("change/b/nsg.bicep", Group("3389")));

        Assert.Equal(
            group == "'rg-lab'" ? [BaselineState.Unchanged] : [BaselineState.New, BaselineState.Unchanged],
            result.Findings.Where(finding => finding.Verdict == Verdict.Fail).Select(finding => finding.Baseline ?? BaselineState.Absent));
        Assert.Empty(result.Repaired ?? []);
    }

    [Fact]
    public void A_change_that_opens_one_of_two_groups_that_are_called_alike_breaks_it()
    {
        var result = Rollout(
            Source.FromText("hosts/a.bicep", Group("3389")), Source.FromText("hosts/b.bicep", Group("443")), Source.FromText("change/b.bicep", Group("3389")));

        Assert.Equal(
            ["change/b.bicep New", "hosts/a.bicep Unchanged"],
            result.Findings.Where(finding => finding.Rule.Id == "RDP9100").Select(finding => $"{finding.Primary.Location.Source.Name} {finding.Baseline}"));
    }

    [Fact]
    public void A_safe_group_of_one_template_repairs_none_of_another()
    {
        var result = Rollout(
            Source.FromText("hosts/team-a/main.bicep", Group("3389")),
            Source.FromText("hosts/team-b/main.bicep", Group("443")),
            Source.FromText("change/team-b/main.bicep", Group("22")));

        Assert.Empty(result.Repaired ?? []);
        Assert.Equal(
            ["hosts/team-a/main.bicep Unchanged"],
            result.Findings.Where(finding => finding.Rule.Id == "RDP9100").Select(finding => $"{finding.Primary.Location.Source.Name} {finding.Baseline}"));
    }

    [Fact]
    public void One_place_that_decides_for_two_entry_points_names_the_worlds_of_both_and_keeps_both_chains()
    {
        static string Entry(string open) => $$"""
            @allowed(['dev', 'prod'])
            param env string
            module one 'nsg.bicep' = { name: 'one', params: { isOpen: env == '{{open}}' } }
            """;

        var finding = Assert.Single(Fails(
            ("a.bicep", Entry("dev")),
            ("b.bicep", Entry("prod")),
            ("nsg.bicep", $"param isOpen bool\n{Group("3389").Replace("'Allow'", "isOpen ? 'Allow' : 'Deny'", StringComparison.Ordinal)}")));

        Assert.Equal([("a.bicep", "env=dev"), ("b.bicep", "env=prod")], finding.Concerns.Select(concern => (concern.Deployment ?? "", concern.World ?? "")));
        Assert.EndsWith("This is so for 'a.bicep' with env=dev and 'b.bicep' with env=prod.", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Worlds_keep_rules_that_speak_for_another_speaking()
    {
        var found = Fails(
            (
                "main.bicep",
                $"@allowed(['dev', 'prod'])\nparam env string\n{Group("PORT").Replace("'PORT'", "env == 'dev' ? '*' : '443'", StringComparison.Ordinal)}"));

        Assert.Equal(["RDP9101"], found.Select(finding => finding.Rule.Id));
    }

    [Fact]
    public void A_fingerprint_survives_an_added_world_moved_lines_and_the_order_of_files_and_tells_places_apart()
    {
        static string Main(string worlds, string before) => $$"""
            {{before}}
            @allowed([{{worlds}}])
            param env string
            {{Group("3389").Replace("'nsg1'", "'nsg-${env}'", StringComparison.Ordinal)}}
            """;

        var first = Fails(("a.bicep", Main("'dev', 'prod'", "")), ("b.bicep", Group("3389")));
        var later = Fails(("0.bicep", Group("3389")), ("a.bicep", Main("'alpha', 'dev', 'prod'", "// one\n// two")), ("b.bicep", $"\n\n{Group("3389")}"));

        Assert.Equal(first.Count, first.Select(finding => finding.Identity).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(later.Count, later.Select(finding => finding.Identity).Distinct(StringComparer.Ordinal).Count());
        Assert.Subset(later.Select(finding => finding.Signature ?? "").ToHashSet(), first.Select(finding => finding.Signature ?? "").ToHashSet());
    }

    private static string Shown(Finding finding) => $"{finding.Rule.Id} {finding.Primary.Location.Source.Name}";

    private static List<Finding> Fails(params (string Name, string Text)[] files) =>
        [
            .. Scan(files)
                .Findings.Where(finding =>
                    finding is { Verdict: Verdict.Fail, Severity: not Engine.Policies.Severity.Note } or { Verdict: Verdict.Fail, Rule.Id: "RDP1004" }),
        ];

    private static ScanResult Scan(params (string Name, string Text)[] files) => Packs.Scan(Repository.Pack, Settings with { Roles = [] }, files);

    private static ScanResult Rollout(params Source[] sources) =>
        new RollOut(Repository.Pack, EvidenceReaders.All, Settings with { OnlyRules = ["RDP9100", "RDP9101"] }).Run(
            new SourceTree(sources),
            source => SourceTree.IsWithin(source.Name, "change"),
            CancellationToken.None);

    private static string Group(string port) =>
        $$"""
            resource nsg 'Microsoft.Network/networkSecurityGroups@2023-11-01' = {
              name: 'nsg1'
              properties: {
                securityRules: [
                  { name: 'in', properties: { priority: 100, direction: 'Inbound', access: 'Allow', protocol: 'Tcp', sourceAddressPrefix: '*', sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '{{port}}' } }
                ]
              }
            }
            """;

    private static string Machine(string? guid, int denied) => $"""
        Windows Registry Editor Version 5.00

        [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\ComputerName\ComputerName]
        "ComputerName"="PC7"

        [HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Cryptography]
        {(guid is null ? "" : $"\"MachineGuid\"=\"{guid}\"")}

        [HKEY_LOCAL_MACHINE\SOFTWARE\{PolicyScene.PolicyKey["SOFTWARE\\".Length..]}]

        [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\ProductOptions]
        "ProductType"="ServerNT"

        [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server]
        "fDenyTSConnections"=dword:{denied:x8}

        """;
}
