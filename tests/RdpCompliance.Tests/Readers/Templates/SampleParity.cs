using RdpCompliance.Engine.Evidence;
using RdpCompliance.Tests.Readers.Templates.Arm;
using RdpCompliance.Tests.Readers.Templates.Bicep;

namespace RdpCompliance.Tests.Readers.Templates;

/// <summary>What both languages must say alike of one deployment.</summary>
public sealed class SampleParity
{
    /// <summary>An id that is empty by default, and taken apart: nobody can deploy that without giving the id.</summary>
    [Theory]
    [InlineData("split(id, '/')[2]", "[split(parameters('id'), '/')[2]]")]
    [InlineData("parts[8]", "[variables('parts')[8]]")]
    [InlineData("substring(id, 0, 5)", "[substring(parameters('id'), 0, 5)]")]
    [InlineData("cidrSubnet(id, 24, 0)", "[cidrSubnet(parameters('id'), 24, 0)]")]
    [InlineData("int(last(parts))", "[int(last(variables('parts')))]")]
    public void A_default_that_cannot_be_deployed_is_a_parameter_that_must_be_given(string bicep, string arm)
    {
        foreach (
            var evidence in new[]
            {
                BicepSample.Evaluate($"param id string = ''\nvar parts = split(id, '/')\n{bicep}"),
                ArmSample.Read(
                    ArmSample.Template(
                        $$"""{ "value": "{{arm}}" }""",
                        """ "parameters": { "id": { "type": "string", "defaultValue": "" } }, "variables": { "parts": "[split(parameters('id'), '/')]" }, """
                    )),
            })
        {
            var diagnostic = Assert.Single(evidence.Diagnostics);
            Assert.Equal(("RDP0222", DiagnosticEffect.Note), (diagnostic.Id, diagnostic.Effect));
            var value = Assert.IsType<Node.Unresolved>(BicepSample.ValueNode(evidence));
            Assert.Equal("a value: with its default, parameter 'id' cannot be deployed; pass --parameters", value.Needs);
        }
    }

    [Theory]
    [InlineData("split('a/b', '/')[2]", "[split('a/b', '/')[2]]")]
    [InlineData("[fixed][1]", "[createArray(variables('fixed'))[1]]")]
    public void What_no_default_causes_is_damage(string bicep, string arm)
    {
        Assert.Equal("RDP0216", Assert.Single(BicepSample.Evaluate($"param id string = ''\nvar fixed = ''\n{bicep}").Diagnostics).Id);
        Assert.Equal(
            "RDP0216",
            Assert.Single(ArmSample.Read(ArmSample.Template($$"""{ "value": "{{arm}}" }""", """ "variables": { "fixed": "" }, """)).Diagnostics).Id
        );
    }

    [Fact]
    public void A_type_that_says_what_it_extends_is_told_from_it()
    {
        var bicep = BicepSample.Read(
            ("main.bicep", "resource r 'Microsoft.Storage/storageAccounts/providers/roleAssignments@2022-04-01' = { name: 'sa/Microsoft.Authorization/r1' }"));
        var arm = ArmSample.Read(
            ArmSample
                .Template("{}")
                .Replace("Contoso.Sample/things", "Microsoft.Storage/storageAccounts/providers/roleAssignments", StringComparison.Ordinal)
                .Replace("\"thing\"", "\"sa/Microsoft.Authorization/r1\"", StringComparison.Ordinal),
            ArmSample.Known);

        Assert.All([.. bicep.Resources, .. arm.Resources], resource =>
        {
            Assert.Equal("Microsoft.Authorization/roleAssignments", resource.Type);
            Assert.Equal("r1", ((Node.Text)resource.Name).Value);
            Assert.EndsWith("/storageAccounts/sa/providers/Microsoft.Authorization/roleAssignments/r1", resource.Id, StringComparison.Ordinal);
            Assert.EndsWith("/storageAccounts/sa", resource.Scope, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("securityRules", "rdp")]
    [InlineData("Microsoft.Network/networkSecurityGroups/securityRules", "rdp")]
    [InlineData("Microsoft.Network/networkSecurityGroups/securityRules", "nsg/rdp")]
    [InlineData("Microsoft.Network/networkSecurityGroups/securityRules", "[concat(variables('g'), '/rdp')]")]
    public void A_child_is_named_once_however_much_of_its_name_it_states(string type, string name)
    {
        var evidence = ArmSample.Read($$"""
            {
              "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
              "variables": { "g": "nsg" },
              "resources": [ { "type": "Microsoft.Network/networkSecurityGroups", "apiVersion": "1", "name": "nsg", "resources": [ { "type": "{{type}}", "apiVersion": "1", "name": "{{name}}" } ] } ]
            }
            """);

        Assert.Equal("nsg/rdp", ((Node.Text)evidence.Resources[1].Name).Value);
        Assert.EndsWith("/networkSecurityGroups/nsg/securityRules/rdp", evidence.Resources[1].Id, StringComparison.Ordinal);
    }

    [Fact]
    public void Allowed_values_of_a_list_are_no_worlds()
    {
        var arm = ArmSample.Read(
            ArmSample.Template(
                """{ "value": "[parameters('zones')]" }""",
                """ "parameters": { "zones": { "type": "array", "allowedValues": [ "1", "2", "3" ] } }, """
            ));
        var bicep = BicepSample.Evaluate("@allowed(['1', '2', '3'])\nparam zones array\nzones");

        Assert.All([arm, bicep], evidence => Assert.IsType<Node.Unresolved>(BicepSample.ValueNode(evidence)));
        Assert.All([arm, bicep], evidence => Assert.Null(Assert.Single(evidence.Resources).World));
    }

    /// <summary>The value is the one that the compiler's snapshot gives.</summary>
    [Fact]
    public void Functions_of_a_user_may_read_variables_from_language_version_2_on()
    {
        const string Functions = """
             "functions": [ { "namespace": "__bicep", "members": {
               "f": { "parameters": [ { "type": "string", "name": "x" } ], "output": { "type": "string", "value": "[concat(variables('v'), parameters('x'), __bicep.g('y'))]" } },
               "g": { "parameters": [ { "type": "string", "name": "x" } ], "output": { "type": "string", "value": "[concat('g', parameters('x'))]" } } } } ],
             "variables": { "v": "VV" },
            """;
        var template = ArmSample.Template("""{ "value": "[__bicep.f('q')]" }""", Functions);

        Assert.Equal("RDP0217", Assert.Single(ArmSample.Read(template).Diagnostics).Id);
        Assert.Equal(
            "\"VVqgy\"",
            ArmSample.Print(
                BicepSample.ValueNode(
                    ArmSample.Read(template.Replace("\"contentVersion\"", "\"languageVersion\": \"2.0\", \"contentVersion\"", StringComparison.Ordinal)))));
    }

    [Theory]
    [InlineData("string?", "null")]
    [InlineData("string = 'd'", "\"d\"")]
    public void Null_that_a_module_is_given_is_null_or_the_default(string type, string expected) =>
        Assert.Equal(
            expected,
            BicepSample.Value(
                $"param optional string?\nmodule m 'm.bicep' = {{ name: 'm', params: {{ p: optional }} }}\nm.outputs.got",
                ("m.bicep", $"param p {type}\noutput got string? = p")));
}
