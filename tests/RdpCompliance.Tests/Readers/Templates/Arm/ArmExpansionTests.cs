using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Arm;

namespace RdpCompliance.Tests.Readers.Templates.Arm;

public sealed class ArmExpansionTests
{
    private const string Group = "/subscriptions/00000000-0000-0000-0000-00000000005b/resourceGroups/rg1";

    [Fact]
    public void A_loop_of_resources_makes_one_for_each_turn()
    {
        var resources = Resources("""
            { "type": "Contoso.Sample/things", "apiVersion": "1", "name": "[concat('t', copyIndex(1))]", "copy": { "name": "loop", "count": "[length(createArray('a', 'b'))]" },
              "properties": { "index": "[copyIndex('loop')]", "inner": { "copy": [ { "name": "list", "count": 2, "input": "[concat(copyIndex('loop'), '-', copyIndex('list', 5))]" } ] } } }
            """);

        ArmSample.AreEqual(
            ["""t1 {"index":0,"inner":{"list":["0-5","0-6"]}}""", """t2 {"index":1,"inner":{"list":["1-5","1-6"]}}"""],
            resources.Select(resource => $"{Name(resource)} {ArmSample.Print(ArmSample.At(resource.Body, "properties"))}"));
    }

    [Fact]
    public void A_loop_of_an_unknown_length_makes_one_that_may_not_be()
    {
        var evidence = ArmSample.Read(
            Template(
                """{ "type": "Contoso.Sample/things", "apiVersion": "1", "name": "[concat('t', copyIndex())]", "copy": { "name": "loop", "count": "[parameters('n')]" }, "properties": { "known": 1 } }""",
                """ "parameters": { "n": { "type": "int" } }, """
            ));

        var resource = Assert.Single(evidence.Resources);
        Assert.Equal(DeploymentCondition.Unknown, resource.Condition);
        Assert.Equal("parameters('n')", Assert.IsType<Node.Unresolved>(resource.Name).Expression);
        Assert.Equal("1", ArmSample.Print(ArmSample.At(resource.Body, "properties.known")));
        Assert.Empty(evidence.Diagnostics);
    }

    [Fact]
    public void Loops_of_variables_make_arrays()
    {
        var evidence = ArmSample.Read(ArmSample.Template("""{ "top": "[variables('top')]", "inner": "[variables('object').list]" }""", """
             "variables": {
               "copy": [ { "name": "top", "count": 2, "input": { "id": "[copyIndex('top')]" } } ],
               "object": { "copy": [ { "name": "list", "count": 3, "input": "[copyIndex('list')]" } ] } },
            """));

        Assert.Equal("""{"top":[{"id":0},{"id":1}],"inner":[0,1,2]}""", ArmSample.Print(ArmSample.At(evidence, "properties")));
    }

    [Theory]
    [InlineData("801")]
    [InlineData("1000000")]
    [InlineData("-1")]
    [InlineData("\"many\"")]
    public void A_loop_that_azure_would_not_run_is_reported(string count)
    {
        var evidence = ArmSample.Read(
            Template($$"""{ "type": "Contoso.Sample/things", "apiVersion": "1", "name": "t", "copy": { "name": "loop", "count": {{count}} } }""")
        );

        Assert.Equal("RDP0227", Assert.Single(evidence.Diagnostics).Id);
        Assert.Equal(DeploymentCondition.Unknown, Assert.Single(evidence.Resources).Condition);
    }

    [Theory]
    [InlineData("true", DeploymentCondition.True)]
    [InlineData("false", DeploymentCondition.False)]
    [InlineData("\"[equals(1, 2)]\"", DeploymentCondition.False)]
    [InlineData("\"[parameters('p')]\"", DeploymentCondition.Unknown)]
    public void A_condition_says_whether_a_resource_is_deployed(string condition, DeploymentCondition expected)
    {
        var evidence = ArmSample.Read(Template(
            $$"""{ "type": "Contoso.Sample/things", "apiVersion": "1", "name": "t", "condition": {{condition}} }""",
            """ "parameters": { "p": { "type": "bool" } }, """));

        Assert.Equal(expected, Assert.Single(evidence.Resources).Condition);
    }

    [Fact]
    public void Errors_of_what_is_not_deployed_are_not_reported()
    {
        var evidence = ArmSample.Read(
            Template(
                """{ "type": "Contoso.Sample/things", "apiVersion": "1", "name": "[split('a', '/')[1]]", "condition": false, "properties": { "x": "[div(1, 0)]" } }"""
            ));

        Assert.Empty(evidence.Diagnostics);
    }

    [Fact]
    public void Resources_inside_resources_have_whole_types_and_names()
    {
        var resources = Resources("""
            { "type": "Microsoft.Network/networkSecurityGroups", "apiVersion": "1", "name": "nsg", "resources": [
              { "type": "securityRules", "apiVersion": "1", "name": "[concat('rule', '1')]" },
              { "type": "Microsoft.Network/networkSecurityGroups/securityRules", "apiVersion": "1", "name": "rule2" } ] },
            { "type": "Microsoft.Network/networkSecurityGroups/securityRules", "apiVersion": "1", "name": "nsg/rule3" }
            """);

        ArmSample.AreEqual(
            ["nsg", "nsg/rule1", "nsg/rule2", "nsg/rule3"],
            resources.Select(Name));
        Assert.All(resources.Skip(1), resource => Assert.Equal("Microsoft.Network/networkSecurityGroups/securityRules", resource.Type));
        Assert.Equal($"{Group}/providers/Microsoft.Network/networkSecurityGroups/nsg/securityRules/rule1", resources[1].Id);
    }

    [Theory]
    [InlineData("A.B/c", "x/y")]
    [InlineData("A.B/c/d", "x")]
    [InlineData("A.B/c/d", "x/y/z")]
    public void A_name_has_as_many_parts_as_its_type(string type, string name)
    {
        var evidence = ArmSample.Read(Template($$"""{ "type": "{{type}}", "apiVersion": "1", "name": "{{name}}" }"""));

        Assert.Equal("RDP0229", Assert.Single(evidence.Diagnostics).Id);
        Assert.Null(Assert.Single(evidence.Resources).Id);
    }

    [Theory]
    [InlineData(""" "type": "Microsoft.Authorization/locks", "name": "l", "scope": "Microsoft.Storage/storageAccounts/sa" """)]
    [InlineData(""" "type": "Microsoft.Authorization/locks", "name": "l", "scope": "[resourceId('Microsoft.Storage/storageAccounts', 'sa')]" """)]
    [InlineData(""" "type": "Microsoft.Storage/storageAccounts/providers/locks", "name": "sa/Microsoft.Authorization/l" """)]
    public void What_extends_a_resource_has_its_id_as_scope(string statement)
    {
        var resource = Assert.Single(Resources($$"""{ "apiVersion": "1", {{statement}} }"""));

        Assert.Equal("Microsoft.Authorization/locks", resource.Type);
        Assert.Equal("l", Name(resource));
        Assert.Equal($"{Group}/providers/Microsoft.Storage/storageAccounts/sa", resource.Scope);
        Assert.Equal($"{Group}/providers/Microsoft.Storage/storageAccounts/sa/providers/Microsoft.Authorization/locks/l", resource.Id);
    }

    [Theory]
    [InlineData("deploymentTemplate", "resourceGroup", $"{Group}/providers/Contoso.Sample/things/t")]
    [InlineData("subscriptionDeploymentTemplate", "subscription", "/subscriptions/00000000-0000-0000-0000-00000000005b/providers/Contoso.Sample/things/t")]
    [InlineData(
        "managementGroupDeploymentTemplate",
        "managementGroup",
        "/providers/Microsoft.Management/managementGroups/mg1/providers/Contoso.Sample/things/t"
    )]
    [InlineData("tenantDeploymentTemplate", "tenant", "/providers/Contoso.Sample/things/t")]
    public void The_schema_says_what_is_deployed_to(string schema, string scope, string id)
    {
        var resource = Assert.Single(
            ArmSample
                .Read(
                    $$"""{ "$schema": "https://x/{{schema}}.json#", "parameters": {}, "resources": [ { "type": "Contoso.Sample/things", "apiVersion": "1", "name": "t" } ] }""",
                    ArmSample.Known)
                .Resources);

        Assert.Equal((scope, id), (resource.Scope, resource.Id));
    }

    [Theory]
    [InlineData(""" "scope": "/" """, "tenant", "/providers/Contoso.Sample/things/t")]
    [InlineData(""" "existing": true, "subscriptionId": "s" """, "subscription", "/subscriptions/s/providers/Contoso.Sample/things/t")]
    [InlineData(
        """ "existing": true, "subscriptionId": "s", "resourceGroup": "g" """,
        "resourceGroup",
        "/subscriptions/s/resourceGroups/g/providers/Contoso.Sample/things/t"
    )]
    public void A_resource_may_stand_at_another_level(string statement, string scope, string id)
    {
        var resource = Assert.Single(Resources($$"""{ "apiVersion": "1", "type": "Contoso.Sample/things", "name": "t", {{statement}} }"""));

        Assert.Equal((scope, id), (resource.Scope, resource.Id));
    }

    [Fact]
    public void Resources_of_azure_may_name_their_extension_and_names_may_begin_with_a_bracket()
    {
        var evidence = ArmSample.Read("""
            { "$schema": "https://x/deploymentTemplate.json#", "languageVersion": "2.0", "extensions": { "az": { "name": "AzureResourceManager" }, "k8s": { "name": "Kubernetes" } },
              "resources": { "a": { "extension": "az", "type": "Contoso.Sample/things", "apiVersion": "1", "name": "a", "properties": { "[[b]": 1 } },
                             "s": { "extension": "k8s", "type": "core/Service@v1", "properties": {} } } }
            """);

        Assert.Equal("[b]", Assert.Single(Assert.IsType<Node.Object>(Assert.Single(evidence.Resources).Body.Find("properties")).Properties).Name);
    }

    [Fact]
    public void Symbolic_names_make_the_same_resources()
    {
        const string Thing = """ "type": "Contoso.Sample/things", "apiVersion": "1", "name": "a", "properties": { "port": 3389 } """;
        var evidence = ArmSample.Read($$"""
            { "$schema": "x/deploymentTemplate.json", "languageVersion": "2.0", "parameters": { "maybe": { "type": "string", "nullable": true } }, "resources": {
              "a": { {{Thing}} },
              "old": { "existing": true, "type": "Contoso.Sample/things", "apiVersion": "1", "name": "old", "resourceGroup": "other" },
              "many": { "copy": { "name": "many", "count": 2 }, "type": "Contoso.Sample/things", "apiVersion": "1", "name": "[format('m{0}', copyIndex())]", "properties": { "i": "[copyIndex()]" } },
              "b": { "type": "Contoso.Sample/things", "apiVersion": "1", "name": "b", "dependsOn": [ "a" ],
                     "properties": { "port": "[reference('a').port]", "later": "[reference('a').createdByAzure]", "old": "[reference('old').x]", "second": "[reference(format('many[{0}]', 1)).i]",
                                     "all": "[map(references('many'), lambda('m', lambdaVariables('m').i))]", "id": "[resourceInfo('old').id]", "maybe": "[parameters('maybe')]" } },
              "k8s": { "import": "kubernetes", "type": "core/Service@v1", "properties": {} } } }
            """, ArmSample.Known);

        ArmSample.AreEqual(["a", "old", "m0", "m1", "b"], evidence.Resources.Select(Name));
        Assert.Equal([false, true, false, false, false], evidence.Resources.Select(resource => resource.IsExisting));
        Assert.Equal(
            $$"""{"port":3389,"later":{reference({{Group}}/providers/Contoso.Sample/things/a, 1).createdByAzure},"old":{reference({{Group.Replace("rg1", "other", StringComparison.Ordinal)}}/providers/Contoso.Sample/things/old, 1).x},"second":1,"all":[0,1],"id":"{{Group.Replace("rg1", "other", StringComparison.Ordinal)}}/providers/Contoso.Sample/things/old","maybe":null}""",
            ArmSample.Print(ArmSample.At(evidence.Resources[4].Body, "properties")));
        Assert.Empty(evidence.Diagnostics);
    }

    [Fact]
    public void User_functions_see_their_own_parameters_only()
    {
        var evidence = ArmSample.Read(
            ArmSample.Template(
                """{ "value": "[contoso.twice('a')]", "hidden": "[contoso.hidden()]" }""",
                """
                 "parameters": { "p": { "type": "string", "defaultValue": "outside" } },
                 "functions": [ { "namespace": "contoso", "members": {
                   "twice": { "parameters": [ { "name": "x", "type": "string" } ], "output": { "type": "string", "value": "[concat(parameters('x'), contoso.same(parameters('x')))]" } },
                   "same": { "parameters": [ { "name": "x", "type": "string" } ], "output": { "type": "string", "value": "[parameters('x')]" } },
                   "hidden": { "output": { "type": "string", "value": "[parameters('p')]" } } } } ],
                """
            ));

        Assert.Equal("\"aa\"", ArmSample.Print(ArmSample.At(evidence, "properties.value")));
        Assert.Equal("RDP0217", Assert.Single(evidence.Diagnostics).Id);
    }

    [Theory]
    [InlineData("inner", "\"inside\"")]
    [InlineData("outer", "\"outside\"")]
    [InlineData(null, "\"outside\"")]
    public void A_nested_template_has_its_own_names_only_when_it_says_so(string? scope, string expected)
    {
        var options = scope is null ? "" : $$""" "expressionEvaluationOptions": { "scope": "{{scope}}" }, """;
        var evidence = ArmSample.Read(Template(
            $$"""
            { "type": "Microsoft.Resources/deployments", "apiVersion": "1", "name": "d", "properties": { "mode": "Incremental", {{options}}
              "template": { "$schema": "x/deploymentTemplate.json", "variables": { "v": "inside" }, "resources": [
                { "type": "Contoso.Sample/things", "apiVersion": "1", "name": "t", "properties": { "value": "[variables('v')]" } } ] } } }
            """,
            """ "variables": { "v": "outside" }, """));

        ArmSample.AreEqual(["d", "t"], evidence.Resources.Select(Name));
        Assert.Equal(expected, ArmSample.Print(ArmSample.At(evidence.Resources[1].Body, "properties.value")));
    }

    [Fact]
    public void Outputs_of_one_deployment_are_inputs_of_another()
    {
        var resources = Resources("""
            { "type": "Microsoft.Resources/deployments", "apiVersion": "1", "name": "second", "properties": { "mode": "Incremental", "expressionEvaluationOptions": { "scope": "inner" },
              "parameters": { "p": { "value": "[reference(resourceId('Microsoft.Resources/deployments', 'first')).outputs.list.value[1]]" } },
              "template": { "$schema": "x/deploymentTemplate.json", "parameters": { "p": { "type": "string" } }, "resources": [
                { "type": "Contoso.Sample/things", "apiVersion": "1", "name": "t", "properties": { "value": "[parameters('p')]" } } ] } } },
            { "type": "Microsoft.Resources/deployments", "apiVersion": "1", "name": "first", "properties": { "mode": "Incremental", "expressionEvaluationOptions": { "scope": "inner" },
              "template": { "$schema": "x/deploymentTemplate.json", "resources": [], "outputs": {
                "list": { "type": "array", "copy": { "count": 3, "input": "[concat('o', copyIndex())]" } },
                "secret": { "type": "securestring", "value": "hunter2" } } } } }
            """);

        Assert.Equal("\"o1\"", ArmSample.Print(ArmSample.At(resources[1].Body, "properties.value")));
    }

    [Fact]
    public void A_deployment_to_a_group_that_is_made_here_knows_where_it_is()
    {
        var evidence = ArmSample.Read("""
            { "$schema": "x/subscriptionDeploymentTemplate.json", "parameters": {}, "resources": [
              { "type": "Microsoft.Resources/deployments", "apiVersion": "1", "name": "d", "resourceGroup": "made", "properties": { "mode": "Incremental", "expressionEvaluationOptions": { "scope": "inner" },
                "template": { "$schema": "x/deploymentTemplate.json", "resources": [
                  { "type": "Contoso.Sample/things", "apiVersion": "1", "name": "t", "location": "[resourceGroup().location]", "properties": { "id": "[resourceGroup().id]" } } ] } } },
              { "type": "Microsoft.Resources/resourceGroups", "apiVersion": "1", "name": "made", "location": "northeurope" } ] }
            """, ArmSample.Known);

        var thing = evidence.Resources[1];
        Assert.Equal("\"northeurope\"", ArmSample.Print(ArmSample.At(thing.Body, "location")));
        Assert.Equal("\"/subscriptions/00000000-0000-0000-0000-00000000005b/resourceGroups/made\"", ArmSample.Print(ArmSample.At(thing.Body, "properties.id")));
        Assert.Equal("/subscriptions/00000000-0000-0000-0000-00000000005b/resourceGroups/made", evidence.Resources[2].Id);
    }

    [Theory]
    [InlineData(""" "relativePath": "nested/one.json" """)]
    [InlineData(""" "uri": "[uri(deployment().properties.templateLink.uri, 'nested/one.json')]" """)]
    [InlineData(""" "uri": "[concat(parameters('_artifactsLocation'), '/nested/one.json', parameters('_artifactsLocationSasToken'))]" """)]
    [InlineData(""" "uri": "https://contoso.example/templates/nested/one.json?sv=1" """)]
    public void A_linked_template_below_the_scan_root_is_deployed_by_its_caller(string link)
    {
        var evidence = ArmSample.Read(Linked(link), ArmSample.Known);

        ArmSample.AreEqual(["d", "from-caller"], evidence.Resources.Select(Name));
        Assert.Equal("app/nested/one.json", evidence.Resources[1].Location.Source.Name);
        Assert.False(evidence.IsDamaged);
    }

    [Fact]
    public void A_linked_parameter_file_gives_its_values()
    {
        var evidence = ArmSample.Read(
            [.. Linked(ParametersOf("values/one.json")), ("app/values/one.json", """{ "parameters": { "name": { "value": "from-linked" } } }""")],
            ArmSample.Known);

        ArmSample.AreEqual(["d", "from-linked"], evidence.Resources.Select(Name));
    }

    [Fact]
    public void What_a_parameter_file_elsewhere_gives_is_not_known_and_no_default_is_guessed()
    {
        var evidence = ArmSample.Read(Linked(ParametersOf("https://contoso.example/values.json")), ArmSample.Known);

        Assert.Equal("parametersLink", Assert.IsType<Node.Unresolved>(evidence.Resources[1].Name).Expression);
        Assert.Equal("RDP0237", Assert.Single(evidence.Diagnostics).Id);
        Assert.False(evidence.IsDamaged);
    }

    private static string ParametersOf(string uri) => $$""" "relativePath": "nested/one.json" }, "parametersLink": { "uri": "{{uri}}" """;

    [Fact]
    public void A_linked_template_is_not_judged_alone()
    {
        var files = Linked(""" "relativePath": "nested/one.json" """);

        Assert.Empty(ArmSample.Read([files[1], files[0]], ArmSample.Known).Resources);
    }

    [Theory]
    [InlineData("a>b b>a", "a")]
    [InlineData("b>c c>d d>b", "b")]
    [InlineData("a>b b>c c>b", "a")]
    [InlineData("c>b b>c b>a", "b")]
    [InlineData("a>a", "a")]
    [InlineData("a>c b>c d>d", "a b d")]
    public void Templates_that_others_deploy_are_entered_by_those_and_a_ring_at_its_first_name(string links, string entries)
    {
        var names = links.Split(' ', '>').Distinct(StringComparer.Ordinal).ToArray();
        var sources = names
            .Select(name =>
                Source.FromText(
                    $"{name}.json",
                    Template(
                        string.Join(
                            ", ",
                            links
                                .Split(' ')
                                .Where(link => link[0] == name[0])
                                .Select(link =>
                                    $$"""{ "type": "Microsoft.Resources/deployments", "apiVersion": "1", "name": "to-{{link[2]}}", "properties": { "mode": "Incremental", "templateLink": { "relativePath": "{{link[2]}}.json" } } }"""
                                )
                                .Prepend($$"""{ "type": "Contoso.Sample/things", "apiVersion": "1", "name": "{{name}}" }""")
                        ))))
            .ToList();
        var context = ArmSample.Context(new(sources), ArmSample.Known);
        var reader = new ArmTemplateReader();

        var read = sources
            .Select(source => (source.Name, reader.Read(new(source, Certainty.BySignature), context).Resources))
            .Where(pair => !pair.Resources.IsEmpty)
            .ToList();

        Assert.Equal(entries, string.Join(' ', read.Select(pair => pair.Name[..^".json".Length]).Order(StringComparer.Ordinal)));
        ArmSample.AreEqual(
            names.Order(StringComparer.Ordinal),
            read.SelectMany(pair => pair.Resources).Select(Name).Where(name => name.Length == 1).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_template_that_a_bicep_file_deploys_is_not_judged_alone()
    {
        var evidence = ArmSample.Read(
            [
                ("nested.json", Template("""{ "type": "Contoso.Sample/things", "apiVersion": "1", "name": "t" }""")),
                ("main.bicep", "module m 'nested.json' = { name: 'm' }"),
            ],
            ArmSample.Known);

        Assert.Empty(evidence.Resources);
    }

    [Theory]
    [InlineData("RDP0241", """ "relativePath": "../../secret.json" """)]
    [InlineData("RDP0230", """ "uri": "https://contoso.example/other.json" """)]
    [InlineData("RDP0230", """ "id": "/subscriptions/x/resourceGroups/y/providers/Microsoft.Resources/templateSpecs/z/versions/1" """)]
    public void A_linked_template_elsewhere_is_said_to_be_missing(string id, string link)
    {
        var evidence = ArmSample.Read(Linked(link), ArmSample.Known);

        ArmSample.AreEqual(["d"], evidence.Resources.Select(Name));
        Assert.Equal(id, Assert.Single(evidence.Diagnostics).Id);
        Assert.Equal(id == "RDP0241", evidence.IsDamaged);
    }

    [Fact]
    public void A_template_that_deploys_itself_is_reported()
    {
        var evidence = ArmSample.Read([
            (
                "self.json",
                Template(
                    """
                    { "type": "Microsoft.Resources/deployments", "apiVersion": "1", "name": "a", "properties": { "mode": "Incremental", "templateLink": { "relativePath": "self.json" } } },
                    { "type": "Microsoft.Resources/deployments", "apiVersion": "1", "name": "b", "properties": { "mode": "Incremental", "templateLink": { "relativePath": "self.json" } } }
                    """
                )),
        ]);

        ArmSample.AreEqual(["RDP0232", "RDP0232"], evidence.Diagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void A_template_may_deploy_itself_to_count_down()
    {
        var evidence = ArmSample.Read([
            (
                "self.json",
                Template(
                    """
                    { "type": "Contoso.Sample/things", "apiVersion": "1", "name": "[concat('t', parameters('n'))]" },
                    { "type": "Microsoft.Resources/deployments", "apiVersion": "1", "name": "[concat('d', parameters('n'))]", "condition": "[greater(parameters('n'), 0)]",
                      "properties": { "mode": "Incremental", "templateLink": { "relativePath": "self.json" }, "parameters": { "n": { "value": "[sub(parameters('n'), 1)]" } } } }
                    """,
                    """ "parameters": { "n": { "type": "int", "defaultValue": 2 } }, """
                )),
        ]);

        ArmSample.AreEqual(["t2", "d2", "t1", "d1", "t0", "d0"], evidence.Resources.Select(Name));
        Assert.Empty(evidence.Diagnostics);
    }

    [Fact]
    public void Templates_that_deploy_each_other_are_entered_at_the_first()
    {
        var one = (
            "a.json",
            Template(
                """{ "type": "Microsoft.Resources/deployments", "apiVersion": "1", "name": "to-b", "properties": { "mode": "Incremental", "templateLink": { "relativePath": "b.json" } } }"""
            ));
        var other = (
            "b.json",
            Template(
                """{ "type": "Microsoft.Resources/deployments", "apiVersion": "1", "name": "to-a", "properties": { "mode": "Incremental", "templateLink": { "relativePath": "a.json" } } }"""
            ));

        ArmSample.AreEqual(["to-b", "to-a"], ArmSample.Read([one, other]).Resources.Select(Name));
        Assert.Empty(ArmSample.Read([other, one]).Resources);
    }

    [Theory]
    [InlineData("RDP0225", """ "resources": "none" """)]
    [InlineData("RDP0225", """ "resources": [ 1 ] """)]
    [InlineData("RDP0225", """ "resources": [], "variables": [] """)]
    [InlineData("RDP0226", """ "resources": [ { "name": "t" } ] """)]
    [InlineData("RDP0226", """ "resources": [ { "type": "A.B/c" } ] """)]
    [InlineData("RDP0229", """ "resources": [ { "type": "A.B/c/d", "name": "one" } ] """)]
    [InlineData(
        "RDP0236",
        """ "resources": [ { "type": "Microsoft.Resources/deployments", "name": "d", "properties": { "expressionEvaluationOptions": { "scope": "inner" }, "parameters": { "p": { "value": 1 } }, "template": { "resources": [] } } } ] """
    )]
    public void A_template_of_the_wrong_shape_is_reported(string id, string sections) =>
        Assert.Equal(id, Assert.Single(ArmSample.Read($$"""{ "$schema": "x/deploymentTemplate.json", "parameters": {}, {{sections}} }""").Diagnostics).Id);

    private static (string Name, string Text)[] Linked(string link) =>
        [
            (
                "app/main.json",
                Template(
                    $$"""{ "type": "Microsoft.Resources/deployments", "apiVersion": "1", "name": "d", "properties": { "mode": "Incremental", "templateLink": { {{link}} }, "parameters": { "name": { "value": "from-caller" } } } }""",
                    """ "parameters": { "_artifactsLocation": { "type": "string" }, "_artifactsLocationSasToken": { "type": "securestring" } }, """
                )),
            (
                "app/nested/one.json",
                Template(
                    """{ "type": "Contoso.Sample/things", "apiVersion": "1", "name": "[parameters('name')]" }""",
                    """ "parameters": { "name": { "type": "string", "defaultValue": "alone" } }, """
                )),
        ];

    private static string Template(string resources, string sections = "") =>
        $$"""{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", {{sections}} "resources": [ {{resources}} ] }""";

    private static IReadOnlyList<Resource> Resources(string resources)
    {
        var evidence = ArmSample.Read(Template(resources), ArmSample.Known);
        Assert.True(evidence.Diagnostics.IsEmpty, evidence.Diagnostics.FirstOrDefault()?.Message);
        return evidence.Resources;
    }

    private static string Name(Resource resource) => resource.Name is Node.Text text ? text.Value : "?";
}
