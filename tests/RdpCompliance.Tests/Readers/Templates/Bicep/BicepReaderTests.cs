using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Bicep;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Templates.Bicep;

public sealed class BicepReaderTests
{
    private const string Group = """
        resource nsg 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
          name: 'nsg'
          properties: { value: VALUE }
        }
        """;

    [Fact]
    public void A_resource_has_its_type_version_name_and_id()
    {
        var nsg = Assert.Single(Resources(Group.Replace("VALUE", "1")));

        Assert.Equal("Microsoft.Network/networkSecurityGroups", nsg.Type);
        Assert.Equal("2024-05-01", nsg.ApiVersion);
        Assert.Equal("nsg", Text(nsg.Name));
        Assert.Equal("resourceGroup", nsg.Scope);
        Assert.Equal(
            "/subscriptions/{subscription().subscriptionId}/resourceGroups/{resourceGroup().name}/providers/Microsoft.Network/networkSecurityGroups/nsg",
            nsg.Id);
        Assert.Equal(DeploymentCondition.True, nsg.Condition);
    }

    [Theory]
    [InlineData("[|3389|]")]
    [InlineData("port", "var port = [|3389|]")]
    [InlineData("port", "param port int = [|3389|]")]
    [InlineData("a.b[0]", "var a = { b: [ [|3389|] ] }")]
    [InlineData("a.b[^1]", "var a = { b: [ 1, [|3389|] ] }")]
    [InlineData("a.?none ?? [|3389|]", "var a = {}")]
    [InlineData("pick('x')", "func pick(name string) int => name == 'x' ? [|3389|] : 22")]
    [InlineData("filter(ports, p => p > 22)[0]", "var ports = [22, [|3389|]]")]
    [InlineData("looped[1].port", "var looped = [for p in [22, [|3389|]]: { port: p }]")]
    [InlineData("spread.port", "var base1 = { port: [|3389|] }\nvar spread = { ...base1, other: 1 }")]
    [InlineData("(empty('') ? { a: [|3389|] } : {}).a")]
    public void A_value_has_the_place_of_the_literal_that_decides_it(string value, string before = "")
    {
        var (text, spans) = MarkedText.Split($"{before}\n{Group.Replace("VALUE", value)}");

        var port = Value(Assert.Single(Resources(text)));

        Assert.Equal(3389, Assert.IsType<Node.Number>(port).Whole);
        Assert.Equal(Assert.Single(spans), port.Location.Span);
    }

    [Fact]
    public void The_way_to_a_default_leads_from_the_resource_to_the_parameter()
    {
        var (text, spans) = MarkedText.Split("param port int = [|3389|]\n" + Group.Replace("VALUE", "[|port|]"));

        var trace = Value(Assert.Single(Resources(text))).Trace;

        Assert.Equal([spans[1], spans[0]], trace.Select(step => step.Location.Span));
        Assert.Equal("parameter 'port' has this default", trace[1].Text);
    }

    [Fact]
    public void A_value_that_the_caller_of_a_module_gives_is_placed_in_the_caller()
    {
        var (text, spans) = MarkedText.Split("module sub 'sub.bicep' = { name: 'sub', params: { value: [|3389|] } }");

        var evidence = Read(("main.bicep", text), ("sub.bicep", $"param value int\n{Group.Replace("VALUE", "value")}"));

        var port = Value(evidence.Resources.Single(resource => resource.Type.EndsWith("Groups", StringComparison.Ordinal)));
        Assert.Equal(("main.bicep", Assert.Single(spans)), (port.Location.Source.Name, port.Location.Span));
        Assert.Contains(port.Trace, step => step.Location.Source.Name == "sub.bicep");
    }

    [Fact]
    public void A_file_that_another_deploys_is_not_judged_alone()
    {
        var sources = Sources(("main.bicep", "module sub 'modules/sub.bicep' = { name: 'sub' }"), ("modules/sub.bicep", Group.Replace("VALUE", "1")));

        Assert.Empty(Read(sources, "modules/sub.bicep").Resources);
        Assert.Equal(2, Read(sources, "main.bicep").Resources.Length);
    }

    [Fact]
    public void Files_that_deploy_each_other_are_reported_and_judged_all_the_same()
    {
        var sources = Sources(
            ("a.bicep", $"module b 'b.bicep' = {{ name: 'b' }}\n{Group.Replace("VALUE", "1")}"),
            ("b.bicep", "module a 'a.bicep' = { name: 'a' }"));

        var evidence = Read(sources, "a.bicep");

        Assert.Contains(evidence.Resources, resource => Text(resource.Name) == "nsg");
        Assert.Contains(evidence.Diagnostics, diagnostic => diagnostic.Id == "RDP0259");
    }

    [Fact]
    public void Every_parameters_file_is_a_deployment_and_places_what_it_gives()
    {
        var (text, spans) = MarkedText.Split("using 'main.bicep'\nvar base = 3000\nparam value = base + [|389|]");
        var sources = Sources(
            ("main.bicep", $"param value int = 1\n{Group.Replace("VALUE", "value")}"),
            ("one.bicepparam", "using './main.bicep'\nextends 'shared.bicepparam'"),
            ("shared.bicepparam", "using none\nparam value = 22"),
            ("two.bicepparam", text));

        Assert.Empty(Read(sources, "main.bicep").Resources);
        Assert.Equal(22, ((Node.Number)Value(Assert.Single(Read(sources, "one.bicepparam").Resources))).Whole);
        var two = Value(Assert.Single(Read(sources, "two.bicepparam").Resources));
        Assert.Equal(3389, ((Node.Number)two).Whole);
        Assert.Equal("two.bicepparam", two.Location.Source.Name);
        Assert.True(two.Location.Span.Contains(spans[0]));
        Assert.Empty(Read(sources, "shared.bicepparam").Resources);
    }

    [Fact]
    public void A_parameter_file_in_json_beside_is_a_deployment()
    {
        var evidence = Read(
            ("main.bicep", $"param value int\n{Group.Replace("VALUE", "value")}"),
            (
                "main.parameters.json",
                """{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "contentVersion": "1.0.0.0", "parameters": { "value": { "value": 3389 } } }"""
            ));

        var port = Value(Assert.Single(evidence.Resources));
        Assert.Equal((3389L, "main.parameters.json"), (((Node.Number)port).Whole, port.Location.Source.Name));
    }

    [Theory]
    [InlineData("@allowed(['dev', 'prod'])\nparam env string")]
    [InlineData("param env 'dev' | 'prod'")]
    [InlineData("type environment = 'dev' | 'prod'\nparam env environment")]
    public void Each_allowed_value_is_a_world(string parameter)
    {
        var resources = Resources($"{parameter}\n{Group.Replace("VALUE", "env == 'prod' ? 22 : 3389")}");

        Assert.Equal("env=dev env=prod", Words(resources.Select(resource => resource.World)));
        Assert.Equal([3389L, 22L], resources.Select(resource => ((Node.Number)Value(resource)).Whole));
    }

    [Fact]
    public void A_parameter_that_may_be_null_is_null_where_nobody_gives_it()
    {
        Assert.IsType<Node.Null>(Value(Assert.Single(Resources($"param value string?\n{Group.Replace("VALUE", "value")}"))));
        Assert.Equal(5, ((Node.Number)Value(Assert.Single(Resources($"param value object?\n{Group.Replace("VALUE", "value.?port ?? 5")}")))).Whole);
    }

    [Fact]
    public void A_parameter_that_nobody_gives_is_not_known_and_named()
    {
        var value = Assert.IsType<Node.Unresolved>(Value(Assert.Single(Resources($"param value int\n{Group.Replace("VALUE", "value + 1")}"))));

        Assert.Contains("'value'", value.Expression, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@secure()\nparam secret string = 'topsecret'", "secret")]
    [InlineData("type t = { @secure()\npassword: string }\nparam secret t = { password: 'topsecret' }", "secret.password")]
    [InlineData("@secure()\ntype t = string\nparam secret t = 'topsecret'", "'x${secret}'")]
    public void Secrets_are_never_known(string before, string value)
    {
        Assert.IsType<Node.Unresolved>(Value(Assert.Single(Resources($"{before}\n{Group.Replace("VALUE", value)}"))));
    }

    [Fact]
    public void Children_are_named_after_their_parents_and_inherit_type_version_and_condition()
    {
        var resources = Resources("""
            param on bool
            resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = if (on) {
              name: 'vnet'
              resource inner 'subnets' = { name: 'inner' }
            }
            resource outer 'Microsoft.Network/virtualNetworks/subnets@2023-01-01' = {
              parent: vnet
              name: 'outer'
              properties: { sibling: vnet::inner.id }
            }
            resource lock 'Microsoft.Authorization/locks@2020-05-01' = { name: 'lock', scope: outer }
            """);

        Assert.Equal("vnet vnet/inner vnet/outer lock", Words(resources.Select(resource => Text(resource.Name))));
        Assert.Equal("2024-05-01 2024-05-01 2023-01-01 2020-05-01", Words(resources.Select(resource => resource.ApiVersion)));
        Assert.Equal(
            [DeploymentCondition.Unknown, DeploymentCondition.Unknown, DeploymentCondition.True, DeploymentCondition.True],
            resources.Select(resource => resource.Condition));
        Assert.EndsWith("/virtualNetworks/vnet/subnets/outer", resources[3].Scope, StringComparison.Ordinal);
        Assert.EndsWith("/virtualNetworks/vnet/subnets/outer/providers/Microsoft.Authorization/locks/lock", resources[3].Id, StringComparison.Ordinal);
        var properties = Assert.IsType<Node.Object>(resources[2].Body.Find("properties"));
        Assert.EndsWith("/virtualNetworks/vnet/subnets/inner", Assert.IsType<Node.Unresolved>(properties.Find("sibling")).Pattern, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_gives_one_resource_a_turn_and_an_unknown_one_is_kept_undecided()
    {
        var known = Resources("resource n 'A.B/c@2024-01-01' = [for (port, i) in [22, 3389]: { name: 'n${i}', properties: { value: port } }]");
        var unknown = Resources(
            "param ports array\nresource n 'A.B/c@2024-01-01' = [for port in ports: { name: 'n', properties: { value: port, fixed: 3389 } }]");

        Assert.Equal("n0 n1", Words(known.Select(resource => Text(resource.Name))));
        Assert.Equal(3389, ((Node.Number)Value(known[1])).Whole);
        Assert.Equal(DeploymentCondition.Unknown, Assert.Single(unknown).Condition);
        Assert.IsType<Node.Unresolved>(Value(unknown[0]));
        Assert.Equal(3389, Assert.IsType<Node.Number>(Assert.IsType<Node.Object>(unknown[0].Body.Find("properties")).Find("fixed")).Whole);
    }

    [Theory]
    [InlineData("1 > 2", DeploymentCondition.False)]
    [InlineData("1 < 2", DeploymentCondition.True)]
    [InlineData("on", DeploymentCondition.Unknown)]
    [InlineData("on && 1 > 2", DeploymentCondition.False)]
    public void A_condition_has_three_values(string condition, DeploymentCondition expected) =>
        Assert.Equal(expected, Assert.Single(Resources($"param on bool\nresource n 'A.B/c@2024-01-01' = if ({condition}) {{ name: 'n' }}")).Condition);

    [Fact]
    public void What_a_template_states_of_a_resource_is_known_to_those_who_refer_to_it()
    {
        var resources = Resources("""
            resource one 'A.B/c@2024-01-01' = { name: 'one', location: 'here', properties: { port: 3389, blank: '' } }
            resource two 'A.B/c@2024-01-01' = {
              name: '${one.name}-two'
              properties: { value: one.properties.port, type: one.type, at: one.location, state: one.properties.state, blank: one.properties.blank, version: one.apiVersion }
            }
            """);

        Assert.Equal("one-two", Text(resources[1].Name));
        var properties = Assert.IsType<Node.Object>(resources[1].Body.Find("properties"));
        Assert.Equal(3389, Assert.IsType<Node.Number>(properties.Find("value")).Whole);
        Assert.Equal("A.B/c here 2024-01-01", Words(new[] { "type", "at", "version" }.Select(name => Text(properties.Find(name)))));
        Assert.IsType<Node.Unresolved>(properties.Find("state"));
        Assert.IsType<Node.Unresolved>(properties.Find("blank"));
    }

    [Fact]
    public void Outputs_of_modules_are_known_also_in_loops()
    {
        var evidence = Read(
            (
                "main.bicep",
                $"module sub 'sub.bicep' = [for p in [22, 3389]: {{ name: 'm${{p}}', params: {{ port: p }} }}]\n{Group.Replace("VALUE", "sub[1].outputs.port + length(sub)")}"
            ),
            ("sub.bicep", "param port int\noutput port int = port"));

        Assert.Equal(3391, ((Node.Number)Value(evidence.Resources.Single(resource => resource.Type.EndsWith("Groups", StringComparison.Ordinal)))).Whole);
    }

    [Fact]
    public void Imported_variables_functions_and_types_come_from_bicep_and_from_json()
    {
        var evidence = Read(
            ("main.bicep", $$"""
                import { port, add1 as plus, env } from 'lib.bicep'
                import * as lib from 'lib.bicep'
                import { jsonPort, jsonPlus } from 'lib.json'
                param e env
                {{Group.Replace("VALUE", "[port, plus(1), lib.port, lib.add1(2), jsonPort, jsonPlus(4)]")}}
                """),
            ("lib.bicep", "@export()\nvar port = base + 1\nvar base = 3388\n@export()\nfunc add1(n int) int => n + 1\n@export()\ntype env = 'a' | 'b'"),
            ("lib.json", """
                {
                  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
                  "contentVersion": "1.0.0.0",
                  "functions": [ { "namespace": "__bicep", "members": { "jsonPlus": { "parameters": [ { "type": "int", "name": "n" } ], "output": { "type": "int", "value": "[add(parameters('n'), 1)]" } } } } ],
                  "variables": { "jsonPort": 22 },
                  "resources": []
                }
                """));

        Assert.All(evidence.Resources, resource => Assert.Equal(
            [3389L, 2, 3389, 3, 22, 5],
            Assert.IsType<Node.Array>(Value(resource)).Elements.Select(element => ((Node.Number)element).Whole ?? 0)));
        Assert.Empty(evidence.Diagnostics);
    }

    [Fact]
    public void What_compile_time_functions_load_has_its_place_in_the_loaded_file()
    {
        var (json, jsonSpans) = MarkedText.Split("""{ "ports": [22, [|3389|]] }""");
        var (yaml, yamlSpans) = MarkedText.Split("rdp:\n  port: [|3389|]\n  name: x\n");
        var evidence = Read(
            (
                "main.bicep",
                Group.Replace(
                    "VALUE",
                    "[loadJsonContent('a.json').ports[1], loadJsonContent('a.json', '$.ports[1]'), loadYamlContent('a.yml').rdp.port, loadTextContent('a.txt'), loadFileAsBase64('a.txt')]"
                )),
            ("a.json", json),
            ("a.yml", yaml),
            ("a.txt", "hello"));

        var values = Assert.IsType<Node.Array>(Value(Assert.Single(evidence.Resources))).Elements;
        Assert.All(values[..3], value => Assert.Equal(3389, Assert.IsType<Node.Number>(value).Whole));
        Assert.Equal([jsonSpans[0], jsonSpans[0], yamlSpans[0]], values[..3].Select(value => value.Location.Span));
        Assert.Equal("hello aGVsbG8=", Words(values[3..].Select(Text)));
        Assert.Contains(values[0].Trace, step => step.Location.Source.Name == "main.bicep");
    }

    [Fact]
    public void A_registry_module_is_read_from_the_module_cache()
    {
        var compiled = """
            {
              "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
              "contentVersion": "1.0.0.0",
              "parameters": { "port": { "type": "int" } },
              "resources": [ { "type": "A.B/c", "apiVersion": "2024-01-01", "name": "n", "properties": { "value": "[parameters('port')]" } } ],
              "outputs": { "twice": { "type": "int", "value": "[mul(2, parameters('port'))]" } }
            }
            """;
        var evidence = Read(
            ("main.bicep", $$"""
                module one 'br/public:avm/res/x/y:1.0.0-Beta' = { name: 'one', params: { port: 3389 } }
                module two 'br/mine:z:v1' = { name: 'two', params: { port: one.outputs.twice } }
                module three 'ts/mine:spec:v2' = { name: 'three', params: { port: 1 } }
                """
            ),
            (
                "bicepconfig.json",
                """{ "moduleAliases": { "br": { "mine": { "registry": "example.azurecr.io", "modulePath": "a" } }, "ts": { "mine": { "subscription": "S", "resourceGroup": "G" } } } }"""
            ),
            (".bicep/br/mcr.microsoft.com/bicep$avm$res$x$y/1.0.0-Beta$40/main.json", compiled),
            (".bicep/br/example.azurecr.io/a$z/v1$/main.json", compiled),
            (".bicep/ts/s/g/spec/v2/main.json", compiled));

        Assert.Equal(
            [3389L, 6778, 1],
            evidence.Resources.Where(resource => resource.Type == "A.B/c").Select(resource => ((Node.Number)Value(resource)).Whole ?? 0));
        Assert.Empty(evidence.Diagnostics);
    }

    [Fact]
    public void A_module_that_is_not_restored_is_named_and_its_outputs_are_not_known()
    {
        var (text, spans) = MarkedText.Split($"module one [|'br/public:avm/res/x/y:1.0.0'|] = {{ name: 'one' }}\n{Group.Replace("VALUE", "one.outputs.x")}");

        var evidence = Read(("main.bicep", text));

        Assert.IsType<Node.Unresolved>(Value(evidence.Resources.Last()));
        var diagnostic = Assert.Single(evidence.Diagnostics);
        Assert.Equal(("RDP0256", Assert.Single(spans)), (diagnostic.Id, diagnostic.Location.Span));
        Assert.Contains("br:mcr.microsoft.com/bicep/avm/res/x/y:1.0.0", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_scope_of_a_module_says_where_its_resources_are()
    {
        var evidence = Read(
            ("main.bicep", """
                targetScope = 'subscription'
                resource rg 'Microsoft.Resources/resourceGroups@2024-03-01' = { name: 'made', location: 'westeurope' }
                module one 'sub.bicep' = { name: 'one', scope: rg }
                module two 'sub.bicep' = { name: 'two', scope: resourceGroup('other') }
                """),
            ("sub.bicep", "resource n 'A.B/c@2024-01-01' = { name: 'n', location: resourceGroup().location }"));

        var inside = evidence.Resources.Where(resource => resource.Type == "A.B/c").ToList();
        Assert.Equal("subscription", evidence.Resources[0].Scope);
        Assert.Equal(
            "/subscriptions/{subscription().subscriptionId}/resourceGroups/made/providers/A.B/c/n /subscriptions/{subscription().subscriptionId}/resourceGroups/other/providers/A.B/c/n",
            Words(inside.Select(resource => resource.Id)));
        Assert.Equal("westeurope", Text(inside[0].Body.Find("location")));
        Assert.IsType<Node.Unresolved>(inside[1].Body.Find("location"));
    }

    [Fact]
    public void An_existing_resource_is_told_from_what_is_deployed() =>
        Assert.True(Assert.Single(Resources("resource n 'A.B/c@2024-01-01' existing = { name: 'n' }")).IsExisting);

    [Fact]
    public void Resources_of_other_extensions_are_none_of_azures() =>
        Assert.Empty(Resources("extension kubernetes with { namespace: 'x' } as k8s\nresource s 'core/Service@v1' = { metadata: { name: 'x' } }"));

    [Theory]
    [InlineData("var a = b\nvar b = a\nresource n 'A.B/c@2024-01-01' = { name: a }")]
    [InlineData("resource n 'A.B/c@2024-01-01' = { name: m.name }\nresource m 'A.B/c@2024-01-01' = { name: n.name }")]
    [InlineData("resource n 'A.B/c@2024-01-01' = { name: 'n', scope: m }\nresource m 'A.B/c@2024-01-01' = { name: 'm', scope: n }")]
    [InlineData("resource n 'A.B/c@2024-01-01' = { name: 'n', parent: m }\nresource m 'A.B/c@2024-01-01' = { name: 'm', parent: n }")]
    [InlineData("resource n 'A.B/c@2024-01-01' = if (m.properties.x) { name: 'n' }\nresource m 'A.B/c@2024-01-01' = if (n.properties.x) { name: 'm' }")]
    [InlineData("resource n 'A.B/c@2024-01-01' = [for i in m: { name: 'n' }]\nresource m 'A.B/c@2024-01-01' = [for i in n: { name: 'm' }]")]
    [InlineData("func f(n int) int => f(n)\nresource n 'A.B/c@2024-01-01' = { name: 'n${f(1)}' }")]
    [InlineData("param a string = b\nparam b string = a\nresource n 'A.B/c@2024-01-01' = { name: a }")]
    public void What_needs_itself_is_reported_and_not_known(string text)
    {
        var evidence = Read(("main.bicep", text));

        Assert.NotEmpty(evidence.Resources);
        Assert.NotEmpty(evidence.Diagnostics);
    }

    [Fact]
    public void A_syntax_error_is_said_in_plain_words_at_its_place()
    {
        var (text, spans) = MarkedText.Split("var a = [|*|]\nresource n 'A.B/c@2024-01-01' = { name: 'n' }");

        var evidence = Read(("main.bicep", text));

        var diagnostic = Assert.Single(evidence.Diagnostics);
        Assert.Equal(Assert.Single(spans), diagnostic.Location.Span);
        Assert.Equal("'*' was found where an expression is wanted (BCP009).", diagnostic.Message);
        Assert.True(evidence.IsDamaged);
        Assert.Single(evidence.Resources);
    }

    [Theory]
    [InlineData("main.bicep", BicepSyntaxTests.Everything)]
    [InlineData(
        "main.bicep",
        "module a 'main.bicep' = [for (x, i) in range(0, 3): if (i > 0) { name: 'a${x}', scope: resourceGroup('g${i}'), params: { a: a[i].outputs.b } }]\nparam a object = loadJsonContent('main.bicep')\nresource r 'A.B/c@2024-01-01' = [for i in items(a): { name: r[i.key].id, properties: { ...i.value, x: map(range(0, 9), n => r[n].properties) } }]\noutput b array = r"
    )]
    [InlineData(
        "main.bicepparam",
        "using 'main.bicep'\nextends 'main.bicepparam'\nimport * as a from 'main.bicepparam'\nparam b = { c: a.b, d: readEnvironmentVariable('X', b.d), e: [for i in range(0, 3): '${i}'] }"
    )]
    public void No_mutation_of_a_file_makes_the_reader_throw(string name, string text) =>
        Robustness.Check(new BicepReader(), name, Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData("a: [1, {b: *x")]
    [InlineData("a: &x [*x]\nb: *y")]
    [InlineData("?\t[\n`")]
    [InlineData("{a:*x\n  ? d\n  \u00ff |\n")]
    public void Yaml_that_is_none_is_reported_in_its_file(string yaml)
    {
        var evidence = Read(("main.bicep", Group.Replace("VALUE", "loadYamlContent('a.yml')")), ("a.yml", yaml));

        Assert.IsType<Node.Unresolved>(Value(Assert.Single(evidence.Resources)));
        Assert.Contains(evidence.Diagnostics, diagnostic => diagnostic.Location.Source.Name == "a.yml");
    }

    private static IReadOnlyList<Resource> Resources(string text) => Read(("main.bicep", text)).Resources;

    private static SourceEvidence Read(params (string Name, string Text)[] files) => Read(Sources(files), files[0].Name);

    private static SourceTree Sources(params (string Name, string Text)[] files) => new(files.Select(file => Source.FromText(file.Name, file.Text)));

    private static SourceEvidence Read(SourceTree tree, string name)
    {
        var source = tree.Sources.Single(source => source.Name == name);
        var reader = new BicepReader();
        var claim = Assert.IsType<Claim>(reader.Claim(source, new(source.ReadAllBytes()), tree));
        return reader.Read(claim, new ReadContext(tree, Demand.Everything, CancellationToken.None));
    }

    private static Node Value(Resource resource) =>
        Assert.IsType<Node.Object>(resource.Body.Find("properties")).Find("value") ?? throw new InvalidOperationException("There is no value.");

    private static string Words(IEnumerable<string?> texts) => string.Join(' ', texts);

    private static string? Text(Node? node) => (node as Node.Text)?.Value;
}
