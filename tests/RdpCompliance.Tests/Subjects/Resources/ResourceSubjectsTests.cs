using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Subjects.Resources;

/// <summary>
/// Azure resources as subjects: one thing is one however it is written, relations stay within a world, and what is not in view is not judged.
/// </summary>
public sealed class ResourceSubjectsTests
{
    private const string RuleKind = "Microsoft.Network/networkSecurityGroups/securityRules";
    private const string GroupKind = "Microsoft.Network/networkSecurityGroups";

    [Fact]
    public void A_rule_is_one_subject_however_it_is_written()
    {
        var estate = EstateOf(
            "main.json",
            Template(
                """
                {
                  "type": "Microsoft.Network/networkSecurityGroups", "apiVersion": "2023-11-01", "name": "nsg1",
                  "properties": { "securityRules": [ { "name": "inside", "properties": { "access": "Allow" } } ] },
                  "resources": [ { "type": "securityRules", "apiVersion": "2023-11-01", "name": "child", "properties": { "access": "Allow" } } ]
                },
                { "type": "Microsoft.Network/networkSecurityGroups/securityRules", "apiVersion": "2023-11-01", "name": "nsg1/alone", "properties": { "access": "Allow" } },
                { "type": "microsoft.network/NETWORKSECURITYGROUPS/securityrules", "apiVersion": "2023-11-01", "name": "nsg2/other", "properties": { "access": "Allow" } }
                """
            ));

        Assert.Equal(
            ["nsg1/alone", "nsg1/child", "nsg1/inside", "nsg2/other"],
            estate.OfKind(RuleKind).Select(rule => rule.Name).Order(StringComparer.Ordinal));
        var group = Assert.Single(estate.OfKind(GroupKind));
        Assert.Equal(
            ["nsg1/alone", "nsg1/child", "nsg1/inside"],
            estate.Related(group, "rules")?.Members.Select(rule => rule.Name).Order(StringComparer.Ordinal));
        Assert.All(estate.OfKind(RuleKind), rule => Assert.Equal("Allow", estate.FactOf(rule, "access").Value?.ToString()));
    }

    [Theory]
    [InlineData("""{ "name": "r", "properties": { "destinationPortRange": "3389", "destinationPortRanges": [] } }""", "3389")]
    [InlineData("""{ "name": "r", "properties": { "destinationPortRange": "", "destinationPortRanges": ["22", "3389"] } }""", "22, 3389")]
    [InlineData("""{ "name": "r", "properties": { "destinationPortRange": 22, "destinationPortRanges": ["3389"] } }""", "22, 3389")]
    [InlineData("""{ "name": "r", "destinationPortRange": null, "destinationPortRanges": ["3389"] }""", "3389")]
    [InlineData("""{ "Name": "r", "DestinationPortRange": ["3389"] }""", "3389")]
    public void Singular_and_plural_flat_and_wrapped_are_one_list(string rule, string ports)
    {
        var estate = EstateOf(
            "main.json",
            Template($$"""{ "type": "Microsoft.Network/networkSecurityGroups", "apiVersion": "2023-11-01", "name": "nsg1", "SecurityRules": [ {{rule}} ] }""")
        );

        Assert.Equal(ports, estate.FactOf(Assert.Single(estate.OfKind(RuleKind)), "destination-ports").Value?.ToString());
    }

    [Fact]
    public void References_are_followed_by_patterns_of_ids()
    {
        var estate = EstateOf("main.bicep", """
            param prefix string
            resource nsg 'Microsoft.Network/networkSecurityGroups@2023-11-01' = { name: '${prefix}-nsg', properties: { securityRules: [] } }
            resource nic 'Microsoft.Network/networkInterfaces@2023-11-01' = { name: 'nic', properties: { networkSecurityGroup: { id: nsg.id }, ipConfigurations: [] } }
            resource far 'Microsoft.Network/networkInterfaces@2023-11-01' = { name: 'far', properties: { networkSecurityGroup: { id: resourceId('Microsoft.Network/networkSecurityGroups', 'elsewhere') } } }
            """);

        var nics = estate.OfKind("Microsoft.Network/networkInterfaces").ToDictionary(nic => nic.Name, StringComparer.Ordinal);
        Assert.Equal(estate.OfKind(GroupKind), estate.Related(nics["nic"], "security-group")?.Members);
        Assert.Equal(
            (0, UnknownReason.NotCollected),
            (estate.Related(nics["far"], "security-group")?.Members.Length, estate.Related(nics["far"], "security-group")?.Incomplete?.Reason));
        Assert.Equal([nics["nic"]], estate.Related(estate.OfKind(GroupKind)[0], "network-interfaces")?.Members);
    }

    [Fact]
    public void What_holds_in_every_world_is_said_once_and_what_does_not_names_its_worlds()
    {
        var findings = Scan(
                "main.bicep",
                """
                @allowed(['dev', 'test', 'prod'])
                param environment string
                var source = environment == 'prod' ? '10.0.0.0/8' : '*'
                resource nsg 'Microsoft.Network/networkSecurityGroups@2023-11-01' = {
                  name: 'nsg1'
                  properties: {
                    securityRules: [
                      { name: 'some', properties: { priority: 100, direction: 'Inbound', access: 'Allow', protocol: 'Tcp', sourceAddressPrefix: source, sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '3389' } }
                      { name: 'all', properties: { priority: 110, direction: 'Inbound', access: 'Allow', protocol: 'Tcp', sourceAddressPrefix: '12.0.0.0/8', sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '3389' } }
                    ]
                  }
                }
                """
            )
            .Where(finding => finding is { Verdict: Verdict.Fail, Rule.Id: "RDP9100" })
            .ToList();

        Assert.Collection(
            findings.OrderBy(finding => finding.Subject.Name, StringComparer.Ordinal),
            all => Assert.Equal(("nsg1/all", true), (all.Subject.Name, all.Message.EndsWith("This is so for environment=prod.", StringComparison.Ordinal))),
            some =>
                Assert.Equal(
                    ("nsg1/some", true),
                    (some.Subject.Name, some.Message.EndsWith("This is so for environment=dev, environment=test.", StringComparison.Ordinal))));
        Assert.Single(
            Scan(
                "main.bicep",
                """
                @allowed(['dev', 'prod'])
                param environment string
                resource nsg 'Microsoft.Network/networkSecurityGroups@2023-11-01' = {
                  name: 'nsg1'
                  tags: { environment: environment }
                  properties: { securityRules: [ { name: 'rdp', properties: { priority: 100, direction: 'Inbound', access: 'Allow', protocol: 'Tcp', sourceAddressPrefix: '*', sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '3389' } } ] }
                }
                """
            ),
            finding => finding is { Rule.Id: "RDP9100", Subject.Name: "nsg1/rdp" } && !finding.Message.Contains("environment", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_deployed_is_not_judged_and_what_may_be_is_not_decided()
    {
        const string Rule =
            "properties: { priority: 100, direction: 'Inbound', access: 'Allow', protocol: 'Tcp', sourceAddressPrefix: '*', sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '3389' }";
        var findings = Scan(
            "main.bicep",
            $$"""
            param deploy bool
            resource host 'Microsoft.Network/networkSecurityGroups@2023-11-01' existing = { name: 'old' }
            resource never 'Microsoft.Network/networkSecurityGroups@2023-11-01' = if (false) { name: 'never', properties: { securityRules: [ { name: 'rdp', {{Rule}} } ] } }
            resource maybe 'Microsoft.Network/networkSecurityGroups@2023-11-01' = if (deploy) { name: 'maybe', properties: { securityRules: [ { name: 'rdp', {{Rule}} } ] } }
            """);

        var finding = Assert.Single(findings, finding => finding.Rule.Id == "RDP9100");
        Assert.Equal(
            (Verdict.Undecided, "maybe/rdp", "a value: parameter 'deploy' has no default; pass --parameters"),
            (finding.Verdict, finding.Subject.Name, finding.Need?.What));
    }

    [Fact]
    public void A_conditional_rule_before_another_is_a_doubt()
    {
        var findings = Scan("main.bicep", """
            param deploy bool
            resource nsg 'Microsoft.Network/networkSecurityGroups@2023-11-01' = { name: 'nsg1', properties: { securityRules: [ { name: 'rdp', properties: { priority: 200, direction: 'Inbound', access: 'Allow', protocol: 'Tcp', sourceAddressPrefix: '*', sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '3389' } } ] } }
            resource deny 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = if (deploy) { parent: nsg, name: 'deny', properties: { priority: 100, direction: 'Inbound', access: 'Deny', protocol: '*', sourceAddressPrefix: '*', sourcePortRange: '*', destinationAddressPrefix: '*', destinationPortRange: '*' } }
            """);

        Assert.Equal(Verdict.Undecided, Assert.Single(findings, finding => finding is { Rule.Id: "RDP9100", Subject.Name: "nsg1/rdp" }).Verdict);
    }

    [Fact]
    public void A_group_of_many_rules_is_judged_in_seconds()
    {
        var rules = string.Join(
            ",",
            Enumerable
                .Range(0, 300)
                .Select(index =>
                    $$"""
                        { "name": "r{{index}}", "properties": { "priority": {{100 + index}}, "direction": "Inbound", "access": "{{(
                            index % 2 == 0 ? "Deny" : "Allow"
                        )}}", "protocol": "*", "sourceAddressPrefix": "{{1
                            + (index % 200)}}.0.0.0/8", "sourcePortRange": "*", "destinationAddressPrefix": "10.0.{{index
                            / 4}}.0/24", "destinationPortRange": "3000-4000" } }
                        """
                ));
        var watch = System.Diagnostics.Stopwatch.StartNew();

        var findings = Scan(
            "main.json",
            Template(
                $$"""{ "type": "Microsoft.Network/networkSecurityGroups", "apiVersion": "2023-11-01", "name": "nsg1", "properties": { "securityRules": [ {{rules}} ] } }"""
            ));

        Assert.Contains(findings, finding => finding.Rule.Id == "RDP9100");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public void Whatever_stands_where_a_member_should_the_rules_are_judged()
    {
        string[] values =
        [
            "null",
            "true",
            "3389",
            "-1",
            "99999999999999999999",
            "\"\"",
            "\"*\"",
            "\"a-b-c\"",
            "\"1.2.3.4/99\"",
            "\"::/0\"",
            "[]",
            "[[\"3389\"]]",
            "{}",
            "{ \"id\": 7 }",
            "[null, {}, \"x\"]",
            "\"[parameters('p')]\"",
            "\"[createObject('id', 1)]\"",
        ];
        string[] members =
        [
            "securityRules",
            "subnets",
            "networkSecurityGroup",
            "ipConfigurations",
            "publicIPAddress",
            "subnet",
            "routes",
            "sources",
            "priority",
            "access",
            "direction",
            "protocol",
            "sourceAddressPrefix",
            "sourceAddressPrefixes",
            "destinationPortRange",
            "destinationPortRanges",
            "destinationAddressPrefix",
            "sourceApplicationSecurityGroups",
            "customRdpProperty",
            "maxSessionLimit",
            "registrationInfo",
            "networkProfile",
            "osProfile",
            "storageProfile",
            "properties",
            "addressPrefix",
            "routeTable",
            "nextHopType",
            "sku",
        ];
        string[] types =
        [
            "Microsoft.Network/networkSecurityGroups",
            "Microsoft.Network/virtualNetworks",
            "Microsoft.Network/networkInterfaces",
            "Microsoft.Network/publicIPAddresses",
            "Microsoft.Network/routeTables",
            "Microsoft.Compute/virtualMachines",
            "Microsoft.DesktopVirtualization/hostPools",
            "Microsoft.Network/networkSecurityGroups/securityRules",
        ];
        var random = new Random(20260505);
        for (var turn = 0; turn < 150; turn++)
        {
            var resources = string.Join(
                ",",
                Enumerable
                    .Range(0, 8)
                    .Select(_ =>
                        $$"""{ "type": "{{types[random.Next(types.Length)]}}", "apiVersion": "2023-11-01", "name": "a{{(random.Next(2) == 0 ? "" : "/b")}}", "properties": {{Some(3)}} }"""
                    ));

            Assert.NotNull(
                Packs.Scan(
                    Repository.Pack,
                    Packs.Settings with
                    {
                        ReachableFrom = ["10.0.0.0/8"],
                    },
                    (
                        "main.json",
                        Template(resources)
                            .Replace("\"resources\"", "\"parameters\": { \"p\": { \"type\": \"string\" } }, \"resources\"", StringComparison.Ordinal))));
        }

        string Some(int depth) => random.Next(4) == 0 || depth == 0
            ? values[random.Next(values.Length)]
            : random.Next(4) == 0
                ? $"[ {string.Join(",", Enumerable.Range(0, random.Next(3)).Select(_ => Some(depth - 1)))} ]"
                : $"{{ {string.Join(",", members.OrderBy(_ => random.Next()).Take(6).Select(member => $"\"{member}\": {Some(depth - 1)}"))} }}";
    }

    private static string Template(string resources) => $$"""
        {
          "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
          "contentVersion": "1.0.0.0",
          "resources": [ {{resources}} ]
        }
        """;

    [Theory]
    [InlineData(
        "main.bicep",
        """
            resource pool 'Microsoft.DesktopVirtualization/hostPools@2024-04-03' = {
              name: 'pool'
              properties: { hostPoolType: 'Pooled', loadBalancerType: 'BreadthFirst', preferredAppGroupType: 'Desktop', publicNetworkAccess: 'Disabled', startVMOnConnect: true, maxSessionLimit: 5 }
            }
            module endpoint 'br/public:avm/res/network/private-endpoint:0.11.0' = { name: 'endpoint' }
            """,
        "br/public:avm/res/network/private-endpoint:0.11.0"
    )]
    [InlineData(
        "main.json",
        """
            { "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", "resources": [
              { "type": "Microsoft.DesktopVirtualization/hostPools", "apiVersion": "2024-04-03", "name": "pool",
                "properties": { "hostPoolType": "Pooled", "loadBalancerType": "BreadthFirst", "preferredAppGroupType": "Desktop", "publicNetworkAccess": "Disabled", "startVMOnConnect": true, "maxSessionLimit": 5 } },
              { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "endpoint", "properties": { "mode": "Incremental", "templateLink": { "relativePath": "endpoint.json" } } } ] }
            """,
        "endpoint.json"
    )]
    public void What_a_part_that_was_not_read_may_deploy_is_never_said_to_be_missing(string name, string text, string part)
    {
        var finding = Assert.Single(Scan(name, text), finding => finding.Rule.Id == "RDP4006");

        Assert.Equal((Verdict.Undecided, $"what '{part}' deploys"), (finding.Verdict, finding.Need?.What));
    }

    private static IEnumerable<Finding> Scan(string name, string text) =>
        Packs.Scan(Repository.Pack, Packs.Settings with { IncludePasses = false, IncludeUndecided = UndecidedInclusion.WithEvidence }, (name, text)).Findings;

    private static RealmSet EstateOf(string name, string text) => RealmSet.Of(Packs.Settings, Source.FromText(name, text));
}
