using RdpCompliance.Engine.Evidence;
using RdpCompliance.Tests.Readers.Templates.Arm;
using RdpCompliance.Tests.Readers.Templates.Bicep;

namespace RdpCompliance.Tests.Readers.Templates;

/// <summary>Templates inside templates, however they are stated: what they deploy is seen, or it is said that it is not.</summary>
public sealed class NestedDeploymentTests
{
    private const string Group = "/subscriptions/00000000-0000-0000-0000-00000000005b/resourceGroups/rg1/providers/Contoso.Sample/things";

    private const string Inner = """
        {
          "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
          "contentVersion": "1.0.0.0",
          "parameters": { "p": { "type": "string", "defaultValue": "default" } },
          "resources": [ { "type": "Contoso.Sample/things", "apiVersion": "1", "name": "[parameters('p')]", "properties": { "text": "[[x]" } } ],
          "outputs": { "made": { "type": "string", "value": "[parameters('p')]" } }
        }
        """;

    /// <summary>The values are those that the compiler's own snapshot gives.</summary>
    [Theory]
    [InlineData("template: loadJsonContent('n.json')", "default [x]")]
    [InlineData("template: loadJsonContent('n.json'), parameters: { p: { value: 'n${1}' } }", "n1 [x]")]
    [InlineData("template: t", "own a-[b]")]
    [InlineData("template: { resources: [ { type: 'Contoso.Sample/things', apiVersion: '1', name: 'a', properties: { text: port } } ] }", "a 3389")]
    [InlineData(
        "expressionEvaluationOptions: { scope: 'inner' }, template: { resources: [ { type: 'Contoso.Sample/things', apiVersion: '1', name: 'a', properties: { text: '[parameters(\\'z\\')]' } } ] }",
        "a [parameters('z')]"
    )]
    [InlineData("...any({ template: t })", "own a-[b]")]
    public void A_deployment_that_bicep_states_as_a_resource_is_expanded(string properties, string expected)
    {
        var evidence = Bicep($"resource d 'Microsoft.Resources/deployments@2022-09-01' = {{ name: 'd', properties: {{ mode: 'Incremental', {properties} }} }}");

        Assert.Empty(evidence.Diagnostics);
        Assert.Equal(["Microsoft.Resources/deployments", "Contoso.Sample/things"], evidence.Resources.Select(resource => resource.Type));
        var inside = evidence.Resources[1];
        Assert.Equal(expected, $"{((Node.Text)inside.Name).Value} {((Node.Text)ArmSample.At(inside.Body, "properties.text")).Value}");
        Assert.Equal($"{Group}/{expected.Split(' ')[0]}", inside.Id);
    }

    [Theory]
    [InlineData("subscriptionId: '00000000-0000-0000-0000-0000000000ff', resourceGroup: 'other'")]
    [InlineData("scope: resourceGroup('00000000-0000-0000-0000-0000000000ff', 'other')")]
    public void It_is_deployed_where_its_resource_says(string place)
    {
        var evidence = Bicep($"resource d 'Microsoft.Resources/deployments@2022-09-01' = {{ name: 'd', {place}, properties: {{ template: t }} }}");

        Assert.Equal("/subscriptions/00000000-0000-0000-0000-0000000000ff/resourceGroups/other/providers/Contoso.Sample/things/own", evidence.Resources[1].Id);
    }

    [Fact]
    public void Its_condition_and_its_loop_are_those_of_what_it_deploys()
    {
        var evidence = Bicep("""
            param on bool
            resource d 'Microsoft.Resources/deployments@2022-09-01' = [for n in ['x', 'y']: if (on) {
              name: n
              properties: { template: loadJsonContent('n.json'), parameters: { p: { value: n } } }
            }]
            resource no 'Microsoft.Resources/deployments@2022-09-01' = if (1 > 2) { name: 'no', properties: { template: t } }
            """
        );

        Assert.Equal(
            ["x", "y"],
            evidence.Resources.Where(resource => resource.Type == "Contoso.Sample/things").Select(resource => ((Node.Text)resource.Name).Value));
        Assert.All(evidence.Resources.Where(resource => resource.Type == "Contoso.Sample/things"), resource =>
            Assert.Equal(DeploymentCondition.Unknown, resource.Condition));
    }

    [Fact]
    public void Its_outputs_are_known_to_the_file_around()
    {
        var evidence = Bicep("""
            resource d 'Microsoft.Resources/deployments@2022-09-01' = { name: 'd', properties: { template: loadJsonContent('n.json') } }
            resource e 'Contoso.Sample/others@2022-09-01' = { name: 'e', properties: { got: d.properties.outputs.made.value } }
            """);

        Assert.Equal("default", ((Node.Text)ArmSample.At(evidence.Resources[^1].Body, "properties.got")).Value);
    }

    [Theory]
    [InlineData("param q object", "template: q", "the template of deployment 'd'")]
    [InlineData("param q object", "...q", "the template of deployment 'd'")]
    [InlineData("", "templateLink: { uri: 'https://contoso.invalid/t.json' }", "https://contoso.invalid/t.json")]
    public void What_is_deployed_and_not_known_is_said(string before, string properties, string notRead)
    {
        var evidence = Bicep($"{before}\nresource d 'Microsoft.Resources/deployments@2022-09-01' = {{ name: 'd', properties: {{ {properties} }} }}");

        Assert.Equal(notRead, Assert.Single(evidence.NotRead));
        Assert.Equal(DiagnosticEffect.Gap, Assert.Single(evidence.Diagnostics).Effect);
    }

    [Fact]
    public void A_secret_that_a_deployment_is_given_is_in_no_body()
    {
        var evidence = Bicep(
            "resource d 'Microsoft.Resources/deployments@2022-09-01' = { name: 'd', properties: { template: t, parameters: { pin: { value: 'topsecret' } } } }"
        );

        Assert.DoesNotContain("topsecret", ArmSample.Print(evidence.Resources[0].Body), StringComparison.Ordinal);
    }

    /// <summary>What the compiler emits for a loaded template, and what people write themselves.</summary>
    [Theory]
    [InlineData("\"template\": \"[variables('t')]\"", "default [x]")]
    [InlineData("\"template\": \"[variables('t')]\", \"parameters\": { \"p\": { \"value\": \"[variables('given')]\" } }", "given [x]")]
    [InlineData("\"template\": \"[variables('t')]\", \"parameters\": \"[variables('all')]\"", "given [x]")]
    [InlineData("\"template\": { \"resources\": \"[variables('list')]\" }", "listed t")]
    [InlineData(
        "\"template\": { \"parameters\": { \"z\": { \"type\": \"string\", \"defaultValue\": \"zz\" } }, \"resources\": [ { \"type\": \"Contoso.Sample/things\", \"apiVersion\": \"1\", \"name\": \"[variables('given')]\", \"properties\": { \"text\": \"[[parameters('z')]\" } } ] }",
        "given zz"
    )]
    public void A_template_in_json_may_be_an_expression(string properties, string expected)
    {
        var evidence = Arm(
            $$"""{ "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "d", "properties": { "mode": "Incremental", {{properties}} } }"""
        );

        Assert.Empty(evidence.Diagnostics);
        var inside = evidence.Resources[1];
        Assert.Equal(expected, $"{((Node.Text)inside.Name).Value} {((Node.Text)ArmSample.At(inside.Body, "properties.text")).Value}");
    }

    [Theory]
    [InlineData("{ \"template\": \"[parameters('q')]\" }")]
    [InlineData("\"[parameters('q')]\"")]
    public void A_template_that_is_a_parameter_nobody_gives_is_said_not_to_be_known(string properties)
    {
        var evidence = Arm($$"""{ "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "d", "properties": {{properties}} }""");

        Assert.Equal("the template of deployment 'd'", Assert.Single(evidence.NotRead));
        Assert.Equal("RDP0239", Assert.Single(evidence.Diagnostics).Id);
    }

    [Fact]
    public void A_compiled_template_beside_its_source_is_judged_there()
    {
        var compiled = Inner.Replace(
            "\"parameters\"",
            """ "metadata": { "_generator": { "name": "bicep", "version": "0.49.2.1", "templateHash": "1" } }, "parameters" """,
            StringComparison.Ordinal);
        Assert.Equal("RDP0240", Assert.Single(Beside("main.bicep", "param p string = 'x'", compiled).Diagnostics).Id);
        Assert.Empty(Beside("main.bicep", "param p string = 'x'", compiled).Resources);

        // Written by hand, of another name, or holding what the source only names: judged by itself.
        Assert.Single(Beside("main.bicep", "param p string = 'x'", Inner).Resources);
        Assert.Single(Beside("other.bicep", "param p string = 'x'", compiled).Resources);
        Assert.Single(Beside("main.bicep", "module m 'br/public:avm/res/x/y:1.0.0' = { name: 'm' }", compiled).Resources);
    }

    private static SourceEvidence Beside(string name, string source, string compiled) => ArmSample.Read([("main.json", compiled), (name, source)]);

    private static SourceEvidence Bicep(string text) => BicepSample.Read(
        ("main.bicep", $$"""
            param port string = '3389'
            var t = {
              parameters: { p: { type: 'string', defaultValue: 'own' } }
              variables: { v: '[concat(\'a-\', \'[b]\')]' }
              resources: [ { type: 'Contoso.Sample/things', apiVersion: '1', name: '[parameters(\'p\')]', properties: { text: '[variables(\'v\')]' } } ]
            }
            {{text}}
            """),
        ("n.json", Inner));

    private static SourceEvidence Arm(string resource) => ArmSample.Read($$"""
        {
          "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
          "contentVersion": "1.0.0.0",
          "parameters": { "q": { "type": "object" } },
          "variables": {
            "given": "given",
            "all": { "p": { "value": "given" } },
            "list": [ { "type": "Contoso.Sample/things", "apiVersion": "1", "name": "listed", "properties": { "text": "t" } } ],
            "t": {{Inner.Replace("\"[", "\"[[", StringComparison.Ordinal)}}
          },
          "resources": [ {{resource}} ]
        }
        """);
}
