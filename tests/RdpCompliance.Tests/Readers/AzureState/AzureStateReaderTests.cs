using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Readers.AzureState;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.AzureState;

public sealed class AzureStateReaderTests
{
    private const string Groups = "/subscriptions/00000000-0000-0000-0000-0000000000a1/resourceGroups/rg1/providers/Microsoft.Network/networkSecurityGroups";
    private const string Rule = """
        "access": "Allow", "direction": "Inbound", "priority": 100, "protocol": "Tcp", "sourcePortRange": "*", "sourceAddressPrefix": "*",
        "destinationAddressPrefix": "*", "destinationPortRange": "3389"
        """;

    private const string Arm = $$"""
        {
          "name": "nsg1", "id": "{{Groups}}/nsg1", "etag": "W/\"1\"", "type": "Microsoft.Network/networkSecurityGroups", "location": "westeurope",
          "properties": {
            "provisioningState": "Succeeded",
            "securityRules": [ {
              "name": "rdp", "id": "{{Groups}}/nsg1/securityRules/rdp", "type": "Microsoft.Network/networkSecurityGroups/securityRules",
              "properties": { {{Rule}}, "sourceAddressPrefixes": [], "destinationPortRanges": [] }
            } ]
          }
        }
        """;

    private const string Cli = $$"""
        {
          "etag": "W/\"1\"", "id": "{{Groups}}/nsg1", "location": "westeurope", "name": "nsg1", "provisioningState": "Succeeded", "resourceGroup": "rg1",
          "flushConnection": null, "type": "Microsoft.Network/networkSecurityGroups",
          "securityRules": [ {
            "name": "rdp", "id": "{{Groups}}/nsg1/securityRules/rdp", "resourceGroup": "rg1", "type": "Microsoft.Network/networkSecurityGroups/securityRules",
            {{Rule}}, "sourceAddressPrefixes": [], "sourceApplicationSecurityGroups": null
          } ]
        }
        """;

    private const string Graph = $$"""
        {
          "id": "{{Groups}}/nsg1", "name": "nsg1", "type": "microsoft.network/networksecuritygroups", "location": "westeurope", "resourceGroup": "rg1",
          "tenantId": "00000000-0000-0000-0000-0000000000a2", "subscriptionId": "00000000-0000-0000-0000-0000000000a1", "kind": "", "managedBy": "",
          "plan": null,
          "properties": { "provisioningState": "Succeeded", "securityRules": [ {
            "name": "rdp", "id": "{{Groups}}/nsg1/securityRules/rdp", "properties": { {{Rule}} }
          } ] }
        }
        """;

    private const string PowerShell = $$"""
        {
          "SecurityRules": [ {
            "Name": "rdp", "Id": "{{Groups}}/nsg1/securityRules/rdp", "Etag": "W/\"1\"", "Protocol": "TCP", "SourcePortRange": [ "*" ],
            "DestinationPortRange": [ "3389" ], "SourceAddressPrefix": [ "*" ], "DestinationAddressPrefix": [ "*" ], "Access": "Allow", "Priority": 100,
            "Direction": "Inbound", "ProvisioningState": "Succeeded", "SourceApplicationSecurityGroups": []
          } ],
          "SecurityRulesText": "[ { \"Name\": \"rdp\" } ]",
          "ProvisioningState": "Succeeded", "ResourceGroupName": "rg1", "Location": "westeurope", "Type": null, "Tag": {}, "Name": "nsg1",
          "Id": "{{Groups}}/nsg1"
        }
        """;

    public static TheoryData<string> Shapes =>
    [
        Arm, Cli, Graph, PowerShell, $"[ {Arm} ]", $$"""{ "value": [ {{Arm}} ], "nextLink": null }""", $$"""{ "NewNSG": {{Cli}} }""",
        $$"""{ "totalRecords": 1, "count": 1, "data": [ {{Graph}} ], "facets": [], "resultTruncated": "false" }""",
        $$"""{ "count": 1, "data": [ {{Graph}} ], "skip_token": null, "total_records": 1 }""",
        $$"""{ "parameters": {}, "responses": { "200": { "body": {{Arm}} } } }""",
        "WARNING: the default of zones:[\"1\",\"2\"] changes\n" + Cli,
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void One_group_is_one_thing_in_every_shape(string stored)
    {
        var source = Source.FromText("azure/nsg.json", stored);
        var tree = new SourceTree([source]);
        var claim = new AzureStateReader().Claim(source, new(source.ReadAllBytes()), tree);
        Assert.NotNull(claim);

        var result = Scan(("azure/nsg.json", stored));

        var finding = Assert.Single(result.Findings, one => one.Verdict == Verdict.Fail && one.Severity == Engine.Policies.Severity.Error);
        Assert.Equal("RDP9100", finding.Rule.Id);
        Assert.Equal($"azure {Groups}/nsg1/securityRules/rdp".ToUpperInvariant(), finding.Concerns[0].Id.Signature.ToUpperInvariant());
        Assert.Equal("*", Marked(finding).Trim('"'));
        Assert.False(result.HasDamage);
    }

    [Fact]
    public void A_table_of_Resource_Graph_is_its_rows()
    {
        var evidence = Read(
            $$"""
            { "count": 1, "data": { "columns": [ { "name": "id", "type": "string" }, { "name": "properties", "type": "object" } ],
              "rows": [ [ "{{Groups}}/nsg1", { "provisioningState": "Succeeded", "securityRules": [] } ] ] } }
            """);

        var resource = Assert.Single(evidence.Resources);
        Assert.Equal(("Microsoft.Network/networkSecurityGroups", "nsg1", false), (resource.Type, ((Node.Text)resource.Name).Value, resource.IsExisting));
    }

    [Fact]
    public void What_Windows_PowerShell_redirects_is_read()
    {
        var bytes = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(PowerShell)).ToArray();

        Assert.Equal("RDP9100", Assert.Single(Scan(Source.FromBytes("nsg.json", bytes)).Findings, one => one.Verdict == Verdict.Fail).Rule.Id);
    }

    /// <summary>A list that depth has cut off is not an empty list: nothing passes by it.</summary>
    [Theory]
    [InlineData("[ \"@{name=rdp; properties=}\" ]")]
    [InlineData("\"System.Object[]\"")]
    [InlineData("[ \"Microsoft.Azure.Commands.Network.Models.PSSecurityRule\" ]")]
    public void What_depth_cut_off_is_not_known_and_said(string rules)
    {
        var properties = $$"""{ "provisioningState": "Succeeded", "securityRules": {{rules}} }""";

        var result = Scan(("nsg.json", $$"""{ "id": "{{Groups}}/nsg1", "name": "nsg1", "properties": {{properties}} }"""));

        Assert.Equal("RDP0136", Assert.Single(result.Diagnostics, one => one.IsLoss).Id);
        Assert.Equal(0, result.Account?.Passes);
    }

    [Theory]
    [InlineData("""{ "value": [ RESOURCE ], "nextLink": "https://management.azure.com/next?$skiptoken=2" }""")]
    [InlineData("""{ "totalRecords": 3, "count": 1, "data": [ RESOURCE ], "resultTruncated": "false" }""")]
    [InlineData("""{ "count": 1, "data": [ RESOURCE ], "resultTruncated": "true" }""")]
    [InlineData("""{ "count": 1, "data": [ RESOURCE ], "$skipToken": "abc" }""")]
    public void A_list_that_goes_on_elsewhere_is_said_to_be_not_whole(string stored)
    {
        var evidence = Read(stored.Replace("RESOURCE", Arm, StringComparison.Ordinal));

        Assert.Equal(("RDP0135", DiagnosticEffect.Gap), (Assert.Single(evidence.Diagnostics).Id, evidence.Diagnostics[0].Effect));
        Assert.Single(evidence.Resources);
    }

    [Theory]
    [InlineData("""{ "error": { "code": "AuthorizationFailed", "message": "The client has no permission." } }""")]
    [InlineData("""{ "code": "NotFound", "message": "The requested resource was not found." }""")]
    public void An_error_is_no_empty_answer(string stored)
    {
        var evidence = Read(stored);

        Assert.Equal("RDP0134", Assert.Single(evidence.Diagnostics).Id);
        Assert.Empty(evidence.Resources);
    }

    /// <summary>A group of which nobody says the rules is not a group without rules.</summary>
    [Theory]
    [InlineData("\"properties\": null, \"provisioningState\": \"Succeeded\", \"createdTime\": \"2026-01-01T00:00:00Z\", \"managedBy\": null")]
    [InlineData("\"location\": \"westeurope\", \"tags\": {}")]
    [InlineData("\"count_\": 4")]
    public void A_row_without_its_properties_decides_nothing(string members)
    {
        var result = Scan(("list.json", $$"""[ { "id": "{{Groups}}/nsg1", "name": "nsg1", {{members}} } ]"""));

        Assert.Equal("RDP0139", Assert.Single(result.Diagnostics, one => one.IsLoss).Id);
        Assert.Equal((0, 0), (result.Account?.Passes, result.Account?.Fails));
    }

    [Theory]
    [InlineData("\"properties\": { \"type\": \"CustomScriptExtension\", \"publisher\": \"Microsoft.Compute\", \"provisioningState\": \"Succeeded\" }")]
    [InlineData("\"typePropertiesType\": \"CustomScriptExtension\", \"publisher\": \"Microsoft.Compute\", \"provisioningState\": \"Succeeded\"")]
    public void A_member_that_is_called_like_one_of_the_resource_keeps_both(string members)
    {
        var evidence = Read(
            $$"""
            { "id": "/subscriptions/a/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm1/extensions/e1", "name": "e1",
              "type": "Microsoft.Compute/virtualMachines/extensions", {{members}} }
            """);

        var body = Assert.Single(evidence.Resources).Body;
        Assert.Equal("CustomScriptExtension", ((Node.Text)((Node.Object)body.Find("properties")!).Find("type")!).Value);
        Assert.Equal("vm1/e1", ((Node.Text)evidence.Resources[0].Name).Value);
    }

    [Theory]
    [InlineData("""{ "name": "not-azure", "id": "/subscriptions/", "value": [] }""")]
    [InlineData("""{ "error": { "code": "E_FAIL 12", "message": "no" } }""")]
    [InlineData("""{ "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [ { "id": "/subscriptions/a/providers/b/c/d" } ] }""")]
    public void What_is_not_of_Azure_is_left_to_others(string text)
    {
        var source = Source.FromText("a.json", text);

        Assert.Null(new AzureStateReader().Claim(source, new(source.ReadAllBytes()), new SourceTree([source])));
    }

    [Fact]
    public void Two_exports_of_one_folder_refer_to_each_other_and_those_of_another_folder_do_not()
    {
        const string Group = "/subscriptions/00000000-0000-0000-0000-0000000000a1/resourceGroups/rg1/providers";
        const string Network = $"{Group}/Microsoft.Network";
        const string Interface = $$"""
            { "id": "{{Network}}/networkInterfaces/nic1", "name": "nic1", "type": "Microsoft.Network/networkInterfaces", "properties": {
              "provisioningState": "Succeeded", "virtualMachine": { "id": "{{Group}}/Microsoft.Compute/virtualMachines/vm1" },
              "networkSecurityGroup": { "id": "{{Network}}/networkSecurityGroups/NSG1" },
              "ipConfigurations": [ { "name": "c", "properties": { "privateIPAddress": "10.0.0.4",
                "publicIPAddress": { "id": "{{Network}}/publicIPAddresses/pip1" },
                "subnet": { "id": "{{Network}}/virtualNetworks/v/subnets/s" } } } ] } }
            """;
        const string Address = $$"""
            { "id": "{{Network}}/publicIPAddresses/pip1", "name": "pip1", "sku": { "name": "Standard" }, "properties": { "provisioningState": "Succeeded",
              "publicIPAllocationMethod": "Static", "ipAddress": "203.0.113.4" } }
            """;
        const string Net = $$"""
            { "id": "{{Network}}/virtualNetworks/v", "name": "v", "properties": { "provisioningState": "Succeeded",
              "addressSpace": { "addressPrefixes": [ "10.0.0.0/16" ] },
              "subnets": [ { "id": "{{Network}}/virtualNetworks/v/subnets/s", "name": "s", "properties": { "addressPrefix": "10.0.0.0/24" } } ] } }
            """;

        const string Machine = $$"""
            { "id": "{{Group}}/Microsoft.Compute/virtualMachines/vm1", "name": "vm1",
              "properties": { "provisioningState": "Succeeded", "storageProfile": { "osDisk": { "osType": "Windows" } },
              "networkProfile": { "networkInterfaces": [ { "id": "{{Network}}/networkInterfaces/nic1" } ] } } }
            """;

        var together = Scan(("az/vm.json", Machine), ("az/nic.json", Interface), ("az/pip.json", Address), ("az/net.json", Net), ("az/nsg.json", Arm));
        var apart = Scan(("v/vm.json", Machine), ("a/nic.json", Interface), ("b/pip.json", Address), ("c/net.json", Net), ("d/nsg.json", Arm));

        Assert.Contains(together.Findings, finding => finding.Rule.Id == "RDP9102" && finding.Verdict == Verdict.Fail);
        Assert.DoesNotContain(apart.Findings, finding => finding.Rule.Id == "RDP9102" && finding.Verdict == Verdict.Fail);
    }

    [Fact]
    public void Readers_take_any_bytes()
    {
        foreach (var (shape, index) in new[] { Arm, Cli, Graph, PowerShell }.Select((shape, index) => (shape, index)))
        {
            Robustness.Check(new AzureStateReader(), $"state{index}.json", Encoding.UTF8.GetBytes(shape));
        }
    }

    private static SourceEvidence Read(string text) => new AzureStateReader().ReadText(text, "state.json");

    private static ScanResult Scan(params (string Name, string Text)[] files) => Scan([.. files.Select(file => Source.FromText(file.Name, file.Text))]);

    private static ScanResult Scan(params Source[] sources) =>
        new Scan(Repository.Pack, EvidenceReaders.All, Packs.Settings).Run(new SourceTree(sources), CancellationToken.None);

    private static string Marked(Finding finding) => finding.Primary.Location.Source.Text.Cut(finding.Primary.Location.Span);
}
