using System.Diagnostics;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Arm;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Templates.Arm;

/// <summary>Hostile templates end in a diagnostic, in bounded time and memory.</summary>
public sealed class ArmLimitTests
{
    private const string Deployment = """ "type": "Microsoft.Resources/deployments", "apiVersion": "1", "name": "[concat('d', copyIndex())]" """;

    [Theory]
    [InlineData("RDP0220", "map(range(0, 10000), lambda('x', map(range(0, 10000), lambda('y', add(lambdaVariables('x'), lambdaVariables('y'))))))")]
    [InlineData("RDP0221", "reduce(range(0, 40), 'x', lambda('a', 'b', concat(lambdaVariables('a'), lambdaVariables('a'))))")]
    [InlineData("RDP0220", "reduce(range(0, 40), createArray(1), lambda('a', 'b', concat(lambdaVariables('a'), lambdaVariables('a'))))")]
    [InlineData("RDP0220", "map(range(0, 10000), lambda('x', join(map(range(0, 1000), lambda('y', format('{0,999}', 'a'))), '')))")]
    [InlineData("RDP0221", "replace(join(map(range(0, 1000), lambda('y', format('{0,999}', 'a'))), ''), ' ', 'aaaaaaaaaa')")]
    [InlineData("RDP0220", "filter(range(0, 10000), lambda('x', contains(range(0, 10000), lambdaVariables('x'))))")]
    [InlineData("RDP0214", "padLeft('', 9223372036854775807, 'a')")]
    public void An_expression_that_asks_for_too_much_is_stopped(string id, string expression) =>
        Assert.Contains(Bounded(ArmSample.Template($$"""{ "value": "[{{expression}}]" }""")).Diagnostics, diagnostic => diagnostic.Id == id);

    /// <summary>Sixty variables that each hold the one before twice are 2^60 values.</summary>
    [Theory]
    [InlineData("equals(variables('a60'), variables('b60'))")]
    [InlineData("equals(variables('o60'), variables('p60'))")]
    [InlineData("equals(variables('u60'), variables('v60'))")]
    [InlineData("contains(variables('a60'), variables('b59'))")]
    [InlineData("indexOf(variables('a60'), variables('b59'))")]
    [InlineData("union(variables('a60'), variables('b60'))")]
    [InlineData("union(variables('o60'), variables('p60'))")]
    [InlineData("union(variables('u60'), variables('v60'))")]
    [InlineData("intersection(variables('a60'), variables('b60'))")]
    [InlineData("intersection(variables('o60'), variables('p60'))")]
    [InlineData("filter(variables('a60'), lambda('x', equals(lambdaVariables('x'), variables('b59'))))")]
    [InlineData("if(equals(resourceGroup().location, 'x'), variables('a60'), variables('b60'))")]
    public void Values_that_hold_one_value_many_times_are_compared_within_the_budget(string expression)
    {
        var variables = string.Join(
            ", ",
            Doubled('a', "[\"x\"]", isRecord: false),
            Doubled('b', "[\"x\"]", isRecord: false),
            Doubled('o', "{ \"x\": 1 }", isRecord: true),
            Doubled('p', "{ \"x\": 1 }", isRecord: true),
            Doubled('u', "{ \"x\": \"[resourceGroup().location]\" }", isRecord: true),
            Doubled('v', "{ \"x\": 1 }", isRecord: true));

        var evidence = Bounded(ArmSample.Template($$"""{ "value": "[{{expression}}]" }""", $$""" "variables": { {{variables}} }, """));

        Assert.Contains(evidence.Diagnostics, diagnostic => diagnostic.Id == "RDP0220");
    }

    private static string Doubled(char name, string innermost, bool isRecord) =>
        string.Join(
            ", ",
            Enumerable.Range(1, 60)
                .Select(level => (level, Inner: $"variables('{name}{level - 1}')"))
                .Select(one => isRecord
                    ? $"\"{name}{one.level}\": \"[createObject('l', {one.Inner}, 'r', {one.Inner})]\""
                    : $"\"{name}{one.level}\": \"[createArray({one.Inner}, {one.Inner})]\"")
                .Prepend($"\"{name}0\": {innermost}"));

    [Fact]
    public void Values_nested_by_computation_have_a_limited_depth()
    {
        var evidence = Bounded(ArmSample.Template("""{ "value": "[reduce(range(0, 9999), 1, lambda('a', 'b', createArray(lambdaVariables('a'))))]" }"""));

        Assert.True(Depth(Assert.Single(evidence.Resources).Body) < 300);
    }

    [Fact]
    public void Deep_expressions_are_reported() => Assert.Contains(
        Bounded(ArmSample.Template($$"""{ "value": "[{{string.Concat(Enumerable.Repeat("not(", 10_000))}}true(){{new string(')', 10_000)}}]" }""")).Diagnostics,
        diagnostic => diagnostic.Id == "RDP0211");

    [Fact]
    public void A_chain_of_variables_that_is_too_long_is_reported()
    {
        var variables = string.Join(", ", Enumerable.Range(0, 10_000).Select(index => $"\"v{index}\": \"[variables('v{index + 1}')]\""));

        Assert.Contains(
            Bounded(ArmSample.Template("""{ "value": "[variables('v0')]" }""", $$""" "variables": { {{variables}}, "v10000": 1 }, """)).Diagnostics,
            diagnostic => diagnostic.Id == "RDP0211");
    }

    [Fact]
    public void Ten_thousand_brackets_are_reported() => Assert.Contains(
        Bounded(ArmSample.Template($$"""{ "value": {{new string('[', 10_000)}}{{new string(']', 10_000)}} }""")).Diagnostics,
        diagnostic => diagnostic.Id == "RDP0207");

    [Fact]
    public void Loops_in_deployments_in_loops_are_counted_together()
    {
        var inner = """ "resources": [ { "type": "A.B/c", "name": "[concat('t', copyIndex())]", "copy": { "name": "c", "count": 800 } } ] """;
        var middle =
            $$""" "resources": [ { {{Deployment}}, "copy": { "name": "b", "count": 800 }, "properties": { "expressionEvaluationOptions": { "scope": "inner" }, "template": { {{inner}} } } } ] """;

        Assert.Contains(Bounded($$"""{ "$schema": "x/deploymentTemplate.json", "parameters": {}, {{middle}} }""").Diagnostics, diagnostic =>
            diagnostic.Id is "RDP0228" or "RDP0220");
    }

    [Fact]
    public void A_large_body_in_many_turns_of_many_worlds_is_stopped()
    {
        var elements = string.Join(",", Enumerable.Repeat("""{"a":1,"b":[{}]}""", 20_000));
        var allowed = string.Join(",", Enumerable.Range(1, 16));
        var resource =
            $$"""{ "type": "A.B/c", "name": "[concat('r', copyIndex())]", "copy": { "name": "c", "count": 800 }, "properties": { "p": "[parameters('p')]", "all": [{{elements}}] } }""";

        Assert.Contains(
            Bounded(
                $$"""{ "$schema": "x/deploymentTemplate.json", "parameters": { "p": { "type": "int", "allowedValues": [{{allowed}}] } }, "resources": [ {{resource}} ] }"""
            ).Diagnostics,
            diagnostic => diagnostic.Id == "RDP0220");
    }

    [Fact]
    public void A_web_of_templates_that_deploy_each_other_is_entered_and_said_to_have_no_end()
    {
        const int Count = 100;
        var sources = Enumerable.Range(0, Count).Select(number => Source.FromText($"t{number:D2}.json", $$"""
            { "$schema": "x/deploymentTemplate.json", "resources": [ { "type": "A.B/c", "apiVersion": "1", "name": "r" }, {{string.Join(", ", Enumerable.Range(1, 6).Select(step => $$"""
              { "type": "Microsoft.Resources/deployments", "apiVersion": "1", "name": "d{{step}}", "properties": { "templateLink": { "relativePath": "t{{(number + (step * step)) % Count:D2}}.json" } } }
              """))}} ] }
            """)).ToList();
        var watch = Stopwatch.StartNew();

        var collected = Collected.From(new SourceTree(sources), [new ArmTemplateReader()], Demand.Everything, DeploymentInputs.None, CancellationToken.None);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"took {watch.Elapsed}");
        Assert.NotEmpty(collected.Evidence.SelectMany(evidence => evidence.Resources));
        Assert.Contains(collected.Diagnostics, diagnostic => diagnostic.Id is "RDP0228" or "RDP0233");
    }

    [Fact]
    public void Text_that_is_not_known_counts_as_text() =>
        Assert.Contains(
            Bounded(
                ArmSample.Template(
                    """{ "value": "[map(range(0, 10000), lambda('x', map(range(0, 3), lambda('y', resourceId('A.B/c', format('{0,900}', 'a'))))))]" }"""
                )
            ).Diagnostics,
            diagnostic => diagnostic.Id == "RDP0220");

    [Fact]
    public void More_parameter_files_than_are_read_are_said()
    {
        var sources = Enumerable
            .Range(0, 33)
            .Select(number =>
                Source.FromText($"main.parameters.{number:D2}.json", $$"""{ "parameters": { "p": { "value": {{number}} } }, "contentVersion": "1" }""")
            )
            .ToList();
        var main = Source.FromText("main.json", ArmSample.Template("""{ "value": "[parameters('p')]" }""", """ "parameters": { "p": { "type": "int" } }, """));

        var evidence = ArmSample.Read(main, new SourceTree([main, .. sources]));

        Assert.Equal(32, evidence.Resources.Length);
        Assert.Equal("main.parameters.32.json", Assert.Single(evidence.Diagnostics, diagnostic => diagnostic.Id == "RDP0238").Location.Source.Name);
    }

    [Fact]
    public void A_string_of_a_hundred_megabytes_is_read_and_not_copied_about()
    {
        var text = new StringBuilder(
            ArmSample.Template("""{ "value": "[concat(variables('long'), 'x')]", "plain": "[variables('long')]" }""", """ "variables": { "long": "HERE" }, """)
        );
        text.Replace("HERE", new string('a', 100_000_000));
        var source = Source.FromText("main.json", text.ToString());
        text.Clear();
        var watch = Stopwatch.StartNew();

        var evidence = ArmSample.Read(source, new SourceTree([source]));

        Assert.Contains(evidence.Diagnostics, diagnostic => diagnostic.Id == "RDP0221");
        Assert.Equal(100_000_000, Assert.IsType<Node.Text>(ArmSample.At(evidence, "properties.plain")).Value.Length);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"took {watch.Elapsed}");
    }

    [Fact]
    public void Prefixes_and_mutations_of_a_template_never_throw() =>
        Robustness.Check(
            new ArmTemplateReader(),
            "main.json",
            Encoding.UTF8.GetBytes(
                """
                // Every section once.
                { "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "languageVersion": "2.0", "contentVersion": "1.0.0.0",
                  "definitions": { "port": { "type": "int", "minValue": 1 } },
                  "parameters": { "port": { "$ref": "#/definitions/port", "defaultValue": 3389 }, "environment": { "type": "string", "allowedValues": [ "dev", "prod" ] }, "secret": { "type": "securestring" } },
                  "variables": { "copy": [ { "name": "rules", "count": 3, "input": { "name": "[format('rule{0}', copyIndex('rules'))]" } } ], "name": "[concat('nsg-', uniqueString(resourceGroup().id))]" },
                  "functions": [ { "namespace": "c", "members": { "f": { "parameters": [ { "name": "x", "type": "int" } ], "output": { "type": "int", "value": "[add(parameters('x'), 1)]" } } } } ],
                  "resources": {
                    "nsg": { "type": "Microsoft.Network/networkSecurityGroups", "apiVersion": "2023-09-01", "name": "[variables('name')]", "copy": { "name": "nsg", "count": 2 }, "condition": "[equals(parameters('environment'), 'prod')]",
                      "properties": { "securityRules": "[map(variables('rules'), lambda('r', createObject('name', lambdaVariables('r').name, 'port', c.f(parameters('port')))))]" } },
                    "nested": { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "nested", "properties": { "mode": "Incremental", "expressionEvaluationOptions": { "scope": "inner" },
                      "parameters": { "id": { "value": "[reference('nsg[0]').securityRules[0].name]" } },
                      "template": { "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "parameters": { "id": { "type": "string" } },
                        "resources": [ { "type": "Contoso.Sample/things/parts", "apiVersion": "1", "name": "[concat('a/', parameters('id'))]", "tags": { "[parameters('id')]": "x" } } ] } } },
                    "linked": { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "linked", "properties": { "mode": "Incremental", "templateLink": { "relativePath": "main.json" } } } } }
                """
            ));

    private static SourceEvidence Bounded(string template)
    {
        var source = Source.FromText("main.json", template);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        var evidence = ArmSample.Read(source, new SourceTree([source]));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"took {watch.Elapsed}");
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < (512L << 20) + (100L * template.Length), $"allocated {allocated:N0} bytes");
        return evidence;
    }

    private static int Depth(Node node) => 1 + node switch
    {
        Node.Object record => record.Properties.Select(property => Depth(property.Value)).DefaultIfEmpty().Max(),
        Node.Array list => list.Elements.Select(Depth).DefaultIfEmpty().Max(),
        _ => 0,
    };
}
