using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Readers.Templates.Arm;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Templates.Arm;

public sealed class ArmTemplateReaderTests
{
    private const string Schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";

    private const string ParameterSchema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#";

    [Fact]
    public void The_product_reads_arm_templates() => Assert.Contains(EvidenceReaders.All, reader => reader is ArmTemplateReader);

    [Theory]
    [InlineData($$"""{ "$schema": "{{Schema}}", "resources": [] }""", Certainty.BySignature)]
    [InlineData(
        "// a comment before { \"resources\" }\r\n{ \"$schema\": \"http://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json\" }",
        Certainty.BySignature
    )]
    [InlineData("""{ "parameters": {}, "resources": [] }""", Certainty.ByShape)]
    [InlineData($$"""{ "$schema": "{{ParameterSchema}}", "parameters": {} }""", Certainty.BySignature)]
    [InlineData("""{ "contentVersion": "1.0.0.0", "parameters": {} }""", Certainty.ByShape)]
    [InlineData(
        """{ "$schema": "https://schema.management.azure.com/schemas/0.1.2-preview/CreateUIDefinition.MultiVm.json#", "parameters": {}, "resources": [] }""",
        null
    )]
    [InlineData("""{ "value": [ { "properties": { "resources": [], "parameters": {} } } ] }""", null)]
    [InlineData($$"""[ { "$schema": "{{Schema}}" } ]""", null)]
    [InlineData($$"""{ "inner": { "$schema": "{{Schema}}" } }""", null)]
    [InlineData("Windows Registry Editor Version 5.00", null)]
    [InlineData("", null)]
    public void A_file_is_claimed_by_its_schema_or_its_sections(string text, Certainty? expected)
    {
        var source = Source.FromText("a.json", text);

        Assert.Equal(expected, new ArmTemplateReader().Claim(source, new(source.ReadAllBytes()), new SourceTree([source]))?.Certainty);
    }

    [Fact]
    public void A_resource_has_its_type_name_version_and_place()
    {
        var (source, span) = MarkedText.One("""
            { "$schema": "x/deploymentTemplate.json#", "parameters": {}, "resources": [
              [|{ "type": "Microsoft.Network/virtualNetworks", "apiVersion": "2023-09-01", "name": "v1" }|]
            ] }
            """, "main.json");

        var resource = Assert.Single(ArmSample.Read(source, new SourceTree([source]), ArmSample.Known).Resources);

        Assert.Equal("Microsoft.Network/virtualNetworks", resource.Type);
        Assert.Equal("v1", Assert.IsType<Node.Text>(resource.Name).Value);
        Assert.Equal("2023-09-01", resource.ApiVersion);
        Assert.Equal("resourceGroup", resource.Scope);
        Assert.Equal("/subscriptions/00000000-0000-0000-0000-00000000005b/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/v1", resource.Id);
        Assert.Equal(span, resource.Location.Span);
    }

    [Theory]
    [InlineData("a literal", """ "value": [|"*"|] """, "", "*")]
    [InlineData("a variable", """ "value": "[variables('v')]" """, """ "variables": { "v": [|"*"|] }, """, "*")]
    [InlineData("two variables away", """ "value": "[variables('a')]" """, """ "variables": { "a": "[variables('b')]", "b": [|"*"|] }, """, "*")]
    [InlineData(
        "a member of a variable",
        """ "value": "[variables('v').list[1].port]" """,
        """ "variables": { "v": { "list": [ 1, { "port": [|3389|] } ] } }, """,
        "3389"
    )]
    [InlineData("a default", """ "value": "[parameters('p')]" """, """ "parameters": { "p": { "type": "string", "defaultValue": [|"*"|] } }, """, "*")]
    [InlineData("the branch that is taken", """ "value": "[if(equals(1, 1), [|'*'|], 'no')]" """, "", "*")]
    [InlineData("an element that is picked", """ "value": "[first(createArray([|'*'|], 'no'))]" """, "", "*")]
    [InlineData(
        "the first that is not null",
        """ "value": "[coalesce(variables('none'), variables('some'))]" """,
        """ "variables": { "none": null, "some": [|"*"|] }, """,
        "*"
    )]
    [InlineData("after escapes", """ "value": "[if(\u0065quals(1, 1), [|'\u002a'|], 'no')]" """, "", "*")]
    [InlineData("what is computed", """ "value": [|"[concat('a', variables('v'))]"|] """, """ "variables": { "v": "b" }, """, "ab")]
    public void A_value_is_placed_at_the_literal_that_decides_it(string what, string property, string sections, string expected)
    {
        var (source, span) = MarkedText.One(ArmSample.Template($"{{{property}}}", sections), "main.json");

        var value = ArmSample.At(ArmSample.Read(source, new SourceTree([source])), "properties.value");

        Assert.True(expected == (value switch { Node.Text text => text.Value, Node.Number number => number.Literal, _ => "" }), what);
        Assert.Equal(span, value.Location.Span);
    }

    [Fact]
    public void The_way_to_the_literal_is_told_from_its_use_on()
    {
        var evidence = ArmSample.Read(ArmSample.Template("""{ "value": "[variables('v')]" }""", """
             "parameters": { "p": { "type": "string", "defaultValue": "*" } },
             "variables": { "v": "[parameters('p')]" },
            """));

        ArmSample.AreEqual(
            ["stated as '[variables('v')]'", "variable 'v' has this value", "stated as '[parameters('p')]'", "parameter 'p' has this default"],
            ArmSample.At(evidence, "properties.value").Trace.Select(step => step.Text));
    }

    [Fact]
    public void Inside_an_object_that_is_referred_to_each_value_knows_the_way()
    {
        var evidence = ArmSample.Read(ArmSample.Template("""{ "value": "[variables('v')]" }""", """ "variables": { "v": { "port": 3389 } }, """));

        ArmSample.AreEqual(
            ["stated as '[variables('v')]'", "variable 'v' has this value"],
            ArmSample.At(evidence, "properties.value.port").Trace.Select(step => step.Text));
    }

    [Fact]
    public void A_parameter_file_beside_the_template_decides_and_is_the_place()
    {
        var template = ArmSample.Template("""{ "value": "[variables('v').port]" }""", """
             "parameters": { "port": { "type": "int", "defaultValue": 22 } },
             "variables": { "v": { "port": "[parameters('port')]" } },
            """
        );
        var (parameters, span) = MarkedText.One(
            $$"""{ "$schema": "{{ParameterSchema}}", "contentVersion": "1.0.0.0", "parameters": { "port": { "value": [|3389|] } } }""",
            "main.parameters.json");
        var main = Source.FromText("main.json", template);

        var value = ArmSample.At(ArmSample.Read(main, new SourceTree([main, parameters])), "properties.value");

        Assert.Equal(3389, Assert.IsType<Node.Number>(value).Whole);
        Assert.Equal(new(parameters, span.Start, span.Length, SpanUnit.Characters), value.Location);
        Assert.Contains(value.Trace, step => step.Text == "parameter 'port' is given by 'main.parameters.json'");
    }

    [Fact]
    public void Each_parameter_file_is_a_deployment_and_what_they_share_is_said_once()
    {
        var evidence = ArmSample.Read(
        [
            ("main.json", """
                { "$schema": "x/deploymentTemplate.json", "parameters": { "name": { "type": "string" } }, "resources": [
                  { "type": "Contoso.Sample/things", "apiVersion": "1", "name": "[parameters('name')]" },
                  { "type": "Contoso.Sample/things", "apiVersion": "1", "name": "same" }
                ] }
                """),
            ("main.parameters.dev.json", $$"""{ "$schema": "{{ParameterSchema}}", "parameters": { "name": { "value": "dev" } } }"""),
            ("main.parameters.prod.json", $$"""{ "$schema": "{{ParameterSchema}}", "parameters": { "name": { "value": "prod" } } }"""),
            ("other.parameters.json", $$"""{ "$schema": "{{ParameterSchema}}", "parameters": { "name": { "value": "other" } } }"""),
        ]);

        ArmSample.AreEqual(
            ["dev in main.parameters.dev.json", "same in ", "prod in main.parameters.prod.json"],
            evidence.Resources.Select(resource => $"{((Node.Text)resource.Name).Value} in {resource.World}"));
    }

    [Fact]
    public void Parameter_files_of_a_template_are_consumed_with_it_and_others_are_read_alone()
    {
        var sources = new[]
        {
            "main.json",
            "main.parameters.json",
            "main.parameters.dev.jsonc",
            "main.prod.parameters.json",
            "lost.parameters.json",
            "app.parameters.json",
            "app.bicep",
        }
            .Select(name =>
                Source.FromText(
                    name,
                    name.Contains("parameters", StringComparison.Ordinal)
                        ? $$"""{ "$schema": "{{ParameterSchema}}", "parameters": {} }"""
                        : ArmSample.Template("{}")))
            .ToList();
        var tree = new SourceTree(sources);
        var reader = new ArmTemplateReader();

        var claims = sources
            .Select(source => reader.Claim(source, new(source.ReadAllBytes()), tree))
            .OfType<Claim>()
            .ToDictionary(claim => claim.Primary.Name, StringComparer.Ordinal);

        ArmSample.AreEqual(["app.bicep", "lost.parameters.json", "main.json"], claims.Keys.Order(StringComparer.Ordinal));
        ArmSample.AreEqual(
            ["main.parameters.dev.jsonc", "main.parameters.json", "main.prod.parameters.json"],
            claims["main.json"].Consumed.Select(source => source.Name));
        var read = reader.Read(claims["lost.parameters.json"], new ReadContext(tree, Demand.Everything, CancellationToken.None));
        Assert.Empty(read.Resources);
        Assert.False(read.IsDamaged);
    }

    [Fact]
    public void Given_parameter_files_replace_those_beside_the_template()
    {
        var main = Source.FromText(
            "main.json",
            ArmSample.Template("""{ "value": "[parameters('p')]" }""", """ "parameters": { "p": { "type": "string" } }, """)
        );
        var beside = Source.FromText("main.parameters.json", $$"""{ "$schema": "{{ParameterSchema}}", "parameters": { "p": { "value": "beside" } } }""");
        var given = Source.FromText("given.json", """{ "parameters": { "p": { "value": "given" } } }""");
        var foreign = Source.FromText("foreign.json", """{ "parameters": { "q": { "value": "foreign" } } }""");

        var evidence = ArmSample.Read(main, new SourceTree([main, beside]), null, given, foreign);

        Assert.Equal("\"given\"", ArmSample.Print(ArmSample.At(evidence, "properties.value")));
    }

    [Fact]
    public void A_parameter_without_a_value_is_not_known_and_named()
    {
        var (source, span) = MarkedText.One(
            ArmSample.Template("""{ "value": "[concat('a-', parameters('p'))]", "known": 1 }""", """ "parameters": { [|"p"|]: { "type": "string" } }, """),
            "main.json");
        var evidence = ArmSample.Read(source, new SourceTree([source]));

        var value = Assert.IsType<Node.Unresolved>(ArmSample.At(evidence, "properties.value"));

        Assert.Equal("parameters('p')", value.Expression);
        Assert.Equal("a value: parameter 'p' has no default; pass --parameters", value.Needs);
        Assert.Equal("a-{parameters('p')}", value.Pattern);
        Assert.Equal(span, value.Location.Span);
        Assert.Empty(evidence.Diagnostics);
    }

    [Theory]
    [InlineData("if(parameters('b'), 'x', 'x')", "\"x\"")]
    [InlineData("and(parameters('b'), false())", "false")]
    [InlineData("or(parameters('b'), true())", "true")]
    [InlineData("and(parameters('b'), true())", "{and(‹parameters('b')›, true)}")]
    [InlineData("equals(parameters('s'), parameters('s'))", "true")]
    [InlineData("equals(createObject('a', parameters('s'), 'b', 1), createObject('a', 'x', 'b', 2))", "false")]
    [InlineData("length(createArray(parameters('s'), 1))", "2")]
    [InlineData("createObject('a', parameters('s'), 'b', 1).b", "1")]
    [InlineData("contains(createArray(parameters('s'), 'x'), 'x')", "true")]
    [InlineData("format('{0}/{1}', resourceGroup().name, 'x')", "{resourceGroup().name}/x")]
    [InlineData(
        "equals(coalesce(parameters('s'), 'a'), coalesce(parameters('s'), 'b'))",
        "{equals(‹coalesce(‹parameters('s')›, \"a\")›, ‹coalesce(‹parameters('s')›, \"b\")›)}"
    )]
    [InlineData("equals(map(parameters('o'), lambda('x', 1)), map(parameters('o'), lambda('x', 2)))", "?")]
    [InlineData("toLower(parameters('s'))", "{toLower(‹parameters('s')›)}")]
    [InlineData("parameters('o').a.b", "{parameters('o').a.b}")]
    [InlineData("resourceId('A.B/c', 'd')", "/subscriptions/{subscription().subscriptionId}/resourceGroups/{resourceGroup().name}/providers/A.B/c/d")]
    public void Only_what_needs_something_not_known_is_not_known(string expression, string expected)
    {
        var evidence = ArmSample.Read(
            ArmSample.Template(
                $$"""{ "value": "[{{expression}}]" }""",
                """ "parameters": { "b": { "type": "bool" }, "s": { "type": "string" }, "o": { "type": "object" } }, """
            ));

        Assert.Equal(expected, ArmSample.Print(ArmSample.At(evidence, "properties.value")));
        Assert.Empty(evidence.Diagnostics);
    }

    [Theory]
    [InlineData("utcNow()", "the time of the deployment; pass --as-of")]
    [InlineData("concat(resourceGroup().location, 'x')", "the place of the deployment; set scope: location: in the configuration")]
    [InlineData("reference('x', '2020-01-01').a", "the answer of Azure, which is there when it is deployed")]
    [InlineData("toLower(parameters('vault'))", "the secret of the key vault that gives parameter 'vault'")]
    public void What_is_not_known_says_what_would_decide_it(string expression, string needs)
    {
        var evidence = ArmSample.Read(
        [
            ("main.json", ArmSample.Template($$"""{ "value": "[{{expression}}]" }""", """ "parameters": { "vault": { "type": "string" } }, """)),
            (
                "main.parameters.json",
                $$"""{ "$schema": "{{ParameterSchema}}", "parameters": { "vault": { "reference": { "keyVault": { "id": "x" }, "secretName": "n" } } } }"""
            ),
        ]);

        Assert.Equal(needs, Assert.IsType<Node.Unresolved>(ArmSample.At(evidence, "properties.value")).Needs);
    }

    [Fact]
    public void Allowed_values_of_an_undecided_parameter_are_worlds()
    {
        var evidence = ArmSample.Read(
            ArmSample.Template(
                """{ "value": "[if(equals(parameters('environment'), 'prod'), 'no', '*')]" }""",
                """
                 "parameters": { "environment": { "type": "string", "allowedValues": [ "dev", "prod" ] }, "decided": { "type": "string", "allowedValues": [ "a", "b" ], "defaultValue": "a" } },
                """
            ));

        ArmSample.AreEqual(
            ["environment=dev \"*\"", "environment=prod \"no\""],
            evidence.Resources.Select(resource => $"{resource.World} {ArmSample.Print(ArmSample.At(resource.Body, "properties.value"))}"));
    }

    [Fact]
    public void Too_many_worlds_are_said_and_left_not_known()
    {
        var allowed = string.Join(", ", Enumerable.Range(0, 17).Select(number => $"\"v{number}\""));
        var evidence = ArmSample.Read(
            ArmSample.Template("""{ "value": "[parameters('p')]" }""", $$""" "parameters": { "p": { "type": "string", "allowedValues": [ {{allowed}} ] } }, """)
        );

        Assert.IsType<Node.Unresolved>(ArmSample.At(evidence, "properties.value"));
        Assert.Equal("RDP0234", Assert.Single(evidence.Diagnostics).Id);
        Assert.False(evidence.IsDamaged);
    }

    [Fact]
    public void A_secret_leaves_no_reader()
    {
        var evidence = ArmSample.Read(
        [
            ("main.json", """
                { "$schema": "x/deploymentTemplate.json", "parameters": {
                    "plain": { "type": "securestring", "defaultValue": "hunter2" },
                    "given": { "type": "secureString" },
                    "vault": { "type": "string" },
                    "typed": { "$ref": "#/definitions/typed", "defaultValue": { "user": "u", "pass": "hunter2", "list": [ { "key": "hunter2" } ] } } },
                  "definitions": { "typed": { "type": "object", "properties": { "user": { "type": "string" }, "pass": { "type": "securestring" }, "list": { "type": "array", "items": { "$ref": "#/definitions/item" } } } },
                                   "item": { "type": "object", "properties": { "key": { "type": "secureString" } } } },
                  "resources": [ { "type": "Contoso.Sample/things", "apiVersion": "1", "name": "t", "properties": {
                    "a": "[parameters('plain')]", "b": "[concat('x', parameters('given'))]", "c": "[base64(parameters('vault'))]", "d": "[parameters('typed')]",
                    "adminPassword": "hunter2", "protectedSettings": { "commandToExecute": "hunter2" }, "nested": { "registrationInfo": { "token": "hunter2" } },
                    "disablePasswordAuthentication": true, "empty": "[empty(parameters('plain'))]" } } ] }
                """),
            ("main.parameters.json", $$"""
                { "$schema": "{{ParameterSchema}}", "parameters": { "given": { "value": "hunter2" }, "vault": { "reference": { "keyVault": { "id": "x" }, "secretName": "n" } } } }
                """),
        ]);

        var body = ArmSample.Print(Assert.Single(evidence.Resources).Body);
        Assert.DoesNotContain("hunter2", body, StringComparison.Ordinal);
        Assert.All(Shown(Assert.Single(evidence.Resources).Body), text => Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal));
        Assert.Equal("\"u\"", ArmSample.Print(ArmSample.At(evidence, "properties.d.user")));
        Assert.Equal("true", ArmSample.Print(ArmSample.At(evidence, "properties.disablePasswordAuthentication")));
        Assert.All(evidence.Diagnostics, diagnostic => Assert.DoesNotContain("hunter2", diagnostic.Message, StringComparison.Ordinal));
    }

    /// <summary>The text at the place of each value that is not known, and of each step that leads there: what a report may cut out of the file.</summary>
    private static IEnumerable<string> Shown(Node node) => node switch
    {
        Node.Object record => record.Properties.SelectMany(property => Shown(property.Value)),
        Node.Array list => list.Elements.SelectMany(Shown),
        Node.Unresolved unknown => unknown.Trace.Select(step => step.Location).Append(unknown.Location).Select(place => place.Source.Text.Cut(place.Span)),
        _ => [],
    };

    [Fact]
    public void What_needs_its_own_value_is_reported_once()
    {
        var evidence = ArmSample.Read(
            ArmSample.Template("""{ "value": "[variables('a')]" }""", """ "variables": { "a": "[variables('b')]", "b": "[concat('x', variables('a'))]" }, """)
        );

        Assert.IsType<Node.Unresolved>(ArmSample.At(evidence, "properties.value"));
        Assert.Equal("RDP0218", Assert.Single(evidence.Diagnostics).Id);
    }

    [Fact]
    public void Two_brackets_begin_text()
    {
        var evidence = ArmSample.Read(ArmSample.Template("""{ "value": "[[concat('a')]", "plain": "[a] b" }"""));

        Assert.Equal("""{"value":"[concat('a')]","plain":"[a] b"}""", ArmSample.Print(ArmSample.At(evidence, "properties")));
    }

    [Theory]
    [InlineData("[|concat|]")]
    [InlineData("concat('a' [|'|]b')")]
    [InlineData("concat([|'|]a)")]
    [InlineData("[|*|]")]
    [InlineData("concat('a') [|extra|]")]
    [InlineData("parameters('p').[|)|]")]
    public void A_broken_expression_is_reported_where_it_breaks(string marked)
    {
        var (source, span) = MarkedText.One(ArmSample.Template($$"""{ "value": "[{{marked}}]" }"""), "main.json");

        var evidence = ArmSample.Read(source, new SourceTree([source]));

        Assert.Equal(UnknownReason.WrongType, Assert.IsType<Node.Unresolved>(ArmSample.At(evidence, "properties.value")).Reason);
        var diagnostic = Assert.Single(evidence.Diagnostics);
        Assert.Equal("RDP0210", diagnostic.Id);
        Assert.True(diagnostic.Location.Start == (marked == "[|concat|]" ? span.End : span.Start), diagnostic.Message);
    }
}
