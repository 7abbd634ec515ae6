using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Tests.Readers.Templates.Arm;

/// <summary>One vector or more for each documented function; values are those of the documentation's examples or follow from its sentences.</summary>
public sealed class FunctionTests
{
    private const string Id = "/subscriptions/00000000-0000-0000-0000-00000000005b";

    [Theory]
    [InlineData("array('a')", """["a"]""")]
    [InlineData("array(createArray(1))", "[1]")]
    [InlineData("concat('a', 1, true())", "\"a1True\"")]
    [InlineData("concat(createArray(1), createArray(2, 3))", "[1,2,3]")]
    [InlineData("contains('OneTwoThree', 'e')", "true")]
    [InlineData("contains('OneTwoThree', 'E')", "false")]
    [InlineData("contains(createObject('One', 1), 'one')", "true")]
    [InlineData("contains(createArray('one'), 'One')", "false")]
    [InlineData("createArray()", "[]")]
    [InlineData("createArray(1, 'a', null())", """[1,"a",null]""")]
    [InlineData("distinct(createArray(1, 2, 1))", "[1,2]")]
    [InlineData("empty(createArray())", "true")]
    [InlineData("empty('')", "true")]
    [InlineData("empty(createObject('a', 1))", "false")]
    [InlineData("empty(null())", "true")]
    [InlineData("first(createArray('one', 'two'))", "\"one\"")]
    [InlineData("first('One')", "\"O\"")]
    [InlineData("first(createArray())", "null")]
    [InlineData("last(createArray('one', 'two'))", "\"two\"")]
    [InlineData("last('One')", "\"e\"")]
    [InlineData("flatten(createArray(createArray(1), createArray(2, 3)))", "[1,2,3]")]
    [InlineData("indexFromEnd(createArray(1, 2, 3), 1)", "3")]
    [InlineData("tryIndexFromEnd(createArray(1, 2, 3), 4)", "null")]
    [InlineData("indexOf('test', 'T')", "0")]
    [InlineData("lastIndexOf('test', 't')", "3")]
    [InlineData("indexOf('abcdef', 'z')", "-1")]
    [InlineData("indexOf(createArray('a', 'b', 'b'), 'b')", "1")]
    [InlineData("lastIndexOf(createArray('a', 'b', 'b'), 'b')", "2")]
    [InlineData("intersection(createArray('one', 'two', 'three'), createArray('two', 'three'))", """["two","three"]""")]
    [InlineData(
        "intersection(createObject('one', 'a', 'two', 'b', 'three', 'c'), createObject('one', 'a', 'two', 'z', 'three', 'c'))",
        """{"one":"a","three":"c"}"""
    )]
    [InlineData("length(createArray(1, 2))", "2")]
    [InlineData("length('One Two Three')", "13")]
    [InlineData("length(createObject('a', 1))", "1")]
    [InlineData("max(1, 5, 2)", "5")]
    [InlineData("max(createArray(0, 3, 2))", "3")]
    [InlineData("min(createArray(4, 3))", "3")]
    [InlineData("range(5, 3)", "[5,6,7]")]
    [InlineData("skip(createArray('one', 'two', 'three'), 2)", """["three"]""")]
    [InlineData("skip('one two three', 4)", "\"two three\"")]
    [InlineData("skip('a', -1)", "\"a\"")]
    [InlineData("take(createArray('one', 'two', 'three'), 2)", """["one","two"]""")]
    [InlineData("take('one', 9)", "\"one\"")]
    [InlineData("tryGet(createObject('a', createObject('b', 1)), 'a', 'b')", "1")]
    [InlineData("tryGet(createObject('a', 1), 'z', 'b')", "null")]
    [InlineData("tryGet(createArray(1), 1)", "null")]
    [InlineData("union(createArray('one', 'two'), createArray('two', 'three'))", """["one","two","three"]""")]
    [InlineData(
        "union(createObject('a', createObject('x', 1, 'y', createArray(1))), createObject('A', createObject('y', createArray(2))))",
        """{"A":{"x":1,"y":[2]}}"""
    )]
    [InlineData("shallowMerge(createArray(createObject('a', createObject('x', 1)), createObject('a', createObject('y', 2))))", """{"a":{"y":2}}""")]
    [InlineData("objectKeys(createObject('b', 1, 'a', 2, 'C', 3))", """["a","b","C"]""")]
    [InlineData("items(createObject('item002', 1, 'item001', 2))", """[{"key":"item001","value":2},{"key":"item002","value":1}]""")]
    public void Of_arrays_and_objects(string expression, string expected) => Evaluates(expression, expected);

    [Theory]
    [InlineData("coalesce(null(), null(), 'a', 'b')", "\"a\"")]
    [InlineData("coalesce(null(), null())", "null")]
    [InlineData("equals('a', 'A')", "false")]
    [InlineData("equals(createObject('a', 1, 'b', 2), createObject('b', 2, 'a', 1))", "true")]
    [InlineData("equals(1, '1')", "false")]
    [InlineData("equals(createArray(1, 2), createArray(2, 1))", "false")]
    [InlineData("greater(1, 2)", "false")]
    [InlineData("greater('A', 'a')", "true")]
    [InlineData("greaterOrEquals(2, 2)", "true")]
    [InlineData("greaterOrEquals('A', 'a')", "true")]
    [InlineData("less('A', 'a')", "false")]
    [InlineData("less('a', 'B')", "true")]
    [InlineData("lessOrEquals(1, 2)", "true")]
    [InlineData("lessOrEquals('A', 'a')", "false")]
    [InlineData("and(true(), false(), variables('no such variable is asked for'))", "false")]
    [InlineData("or(false(), true(), variables('no such variable is asked for'))", "true")]
    [InlineData("not(equals(1, 2))", "true")]
    [InlineData("if(true(), 'yes', variables('no such variable is asked for'))", "\"yes\"")]
    [InlineData("if(false(), variables('no such variable is asked for'), 'no')", "\"no\"")]
    [InlineData("bool('true')", "true")]
    [InlineData("bool('FALSE')", "false")]
    [InlineData("bool(1)", "true")]
    [InlineData("bool(0)", "false")]
    public void Of_comparison_and_logic(string expression, string expected) => Evaluates(expression, expected);

    [Theory]
    [InlineData("add(5, 3)", "8")]
    [InlineData("sub(3, 7)", "-4")]
    [InlineData("mul(5, -3)", "-15")]
    [InlineData("div(8, 3)", "2")]
    [InlineData("div(-8, 3)", "-2")]
    [InlineData("mod(7, 3)", "1")]
    [InlineData("int('4')", "4")]
    [InlineData("int(' 5 ')", "5")]
    [InlineData("bool(json('1.5'))", "true")]
    [InlineData("max(json('1.5'), 1)", "1.5")]
    [InlineData("float('3.14')", "3.14")]
    [InlineData("float(3)", "3")]
    public void Of_numbers(string expression, string expected) => Evaluates(expression, expected);

    [Theory]
    [InlineData("base64('one, two, three')", "\"b25lLCB0d28sIHRocmVl\"")]
    [InlineData("base64ToString('b25lLCB0d28sIHRocmVl')", "\"one, two, three\"")]
    [InlineData("base64ToJson(base64('{''one'': ''a''}'))", """{"one":"a"}""")]
    [InlineData("dataUri('Hello')", "\"data:text/plain;charset=utf-8;base64,SGVsbG8=\"")]
    [InlineData("dataUriToString('data:;base64,SGVsbG8sIFdvcmxkIQ==')", "\"Hello, World!\"")]
    [InlineData("dataUriToString('data:,a%20b')", "\"a b\"")]
    [InlineData("endsWith('abcdef', 'EF')", "true")]
    [InlineData("like('abcdef', 'A*d*f')", "true")]
    [InlineData("like('abcdef', 'abcdef')", "true")]
    [InlineData("like('abcdef', 'ab')", "false")]
    [InlineData("like('aba', 'ab*ba')", "false")]
    [InlineData("like('', '*')", "true")]
    [InlineData("startsWith('abcdef', 'AB')", "true")]
    [InlineData("startsWith('abcdef', 'e')", "false")]
    [InlineData("format('{0}, {1}. Formatted number: {2:N0}', 'Hello', 'User', 8175133)", "\"Hello, User. Formatted number: 8,175,133\"")]
    [InlineData("format('{0}-{1,3}-{1:D3}-{{x}}', true(), 7)", "\"True-  7-007-{x}\"")]
    [InlineData("format('{0}', createObject('a', createArray(1, 'x')))", "\"{'a':[1,'x']}\"")]
    [InlineData("guid('a', 'b')", "\"2d796349-8c7e-55ec-9624-54ece82ed031\"")]
    [InlineData("guid('/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-ü')", "\"0e9531c8-7784-51a9-9834-6c07ab82248c\"")]
    [InlineData("join(createArray('a', 'b', 1), '-')", "\"a-b-1\"")]
    [InlineData("length(padLeft('123', 10, '0'))", "10")]
    [InlineData("padLeft(5, 3)", "\"  5\"")]
    [InlineData("padLeft('123', 2, '0')", "\"123\"")]
    [InlineData("replace('123-123-1234', '-', '')", "\"1231231234\"")]
    [InlineData("split('one,two;three', createArray(',', ';'))", """["one","two","three"]""")]
    [InlineData("split('a,,b', ',')", """["a","","b"]""")]
    [InlineData("string(createObject('valueA', 10, 'valueB', 'Example Text'))", """
        "{\"valueA\":10,\"valueB\":\"Example Text\"}"
        """)]
    [InlineData("string(true())", "\"True\"")]
    [InlineData("string(5)", "\"5\"")]
    [InlineData("substring('one two three', 4, 3)", "\"two\"")]
    [InlineData("substring('one two three', 4)", "\"two three\"")]
    [InlineData("toLower('One TWO')", "\"one two\"")]
    [InlineData("toUpper('One two')", "\"ONE TWO\"")]
    [InlineData("trim('    one two three   ')", "\"one two three\"")]
    [InlineData("uniqueString('tyeth')", "\"zcztcwvu6iyg6\"")]
    [InlineData("uniqueString('hello', 'world')", "\"a7wkljktk6wne\"")]
    [InlineData("uniqueString('test')", "\"rbgf3xv4ufgzg\"")]
    [InlineData("uniqueString('abc')", "\"cgtzqvhu4i23s\"")]
    [InlineData("uniqueString('foo', 'bar', 'baz')", "\"xzi4ioaxtmth4\"")]
    [InlineData("uniqueString('/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/my-rg')", "\"bmg7c6xu4tw46\"")]
    [InlineData("uniqueString('/subscriptions/3c7f956b-55ee-4686-9d30-da1eb631dc59/resourceGroups/rg-devopsshieldek010dev')", "\"fd63l2gacbtca\"")]
    [InlineData("uri('http://contoso.com/resources/nested/azuredeploy.json', 'script.sh')", "\"http://contoso.com/resources/nested/script.sh\"")]
    [InlineData("uri('http://contoso.com/a/', '/b')", "\"http://contoso.com/b\"")]
    [InlineData("uriComponent('http://contoso.com/resources/a b')", "\"http%3A%2F%2Fcontoso.com%2Fresources%2Fa%20b\"")]
    [InlineData("uriComponentToString('http%3A%2F%2Fcontoso.com')", "\"http://contoso.com\"")]
    [InlineData("json('{\"a\": [1, true, null]}').a", "[1,true,null]")]
    [InlineData("json('null')", "null")]
    [InlineData("'it''s'", "\"it's\"")]
    public void Of_strings(string expression, string expected) => Evaluates(expression, expected);

    [Theory]
    [InlineData("dateTimeAdd('2020-04-07 14:53:14Z', 'P3Y')", "\"2023-04-07T14:53:14Z\"")]
    [InlineData("dateTimeAdd('2020-04-07 14:53:14Z', '-P9D')", "\"2020-03-29T14:53:14Z\"")]
    [InlineData("dateTimeAdd('2020-04-07T14:53:14Z', 'PT1H', 'yyyy-MM-ddTHH:mm:ssZ')", "\"2020-04-07T15:53:14Z\"")]
    [InlineData("dateTimeFromEpoch(1683040573)", "\"2023-05-02T15:16:13Z\"")]
    [InlineData("dateTimeToEpoch('2023-05-02T15:16:13Z')", "1683040573")]
    [InlineData("utcNow()", "\"20260102T030405Z\"")]
    [InlineData("utcNow('M d')", "\"1 2\"")]
    [InlineData("cidrSubnet('10.144.0.0/20', 24, 4)", "\"10.144.4.0/24\"")]
    [InlineData("cidrSubnet('fdad:3236:5555::/48', 52, 1)", "\"fdad:3236:5555:1000::/52\"")]
    [InlineData("cidrHost('10.144.3.0/24', 0)", "\"10.144.3.1\"")]
    [InlineData("cidrHost('fdad:3236:5555:3000::/52', 1)", "\"fdad:3236:5555:3000::2\"")]
    [InlineData(
        "parseCidr('10.144.0.0/20')",
        """{"network":"10.144.0.0","netmask":"255.255.240.0","broadcast":"10.144.15.255","firstUsable":"10.144.0.1","lastUsable":"10.144.15.254","cidr":20}"""
    )]
    [InlineData(
        "parseCidr('fdad:3236:5555::/48')",
        """{"network":"fdad:3236:5555::","netmask":"ffff:ffff:ffff::","firstUsable":"fdad:3236:5555::","lastUsable":"fdad:3236:5555:ffff:ffff:ffff:ffff:ffff","cidr":48}"""
    )]
    public void Of_dates_and_networks(string expression, string expected) => Evaluates(expression, expected);

    [Theory]
    [InlineData("filter(createArray(1, 5, 9), lambda('n', greater(lambdaVariables('n'), 4)))", "[5,9]")]
    [InlineData("filter(createArray('a', 'b', 'c'), lambda('x', 'i', equals(mod(lambdaVariables('i'), 2), 0)))", """["a","c"]""")]
    [InlineData("map(createArray('a', 'b'), lambda('x', concat(lambdaVariables('x'), '!')))", """["a!","b!"]""")]
    [InlineData("map(createArray('a', 'b'), lambda('x', 'i', lambdaVariables('i')))", "[0,1]")]
    [InlineData("map(createArray(1, 2), lambda('x', map(createArray(10), lambda('y', add(lambdaVariables('x'), lambdaVariables('y'))))))", "[[11],[12]]")]
    [InlineData("reduce(createArray(5, 3, 2), 0, lambda('sum', 'next', add(lambdaVariables('sum'), lambdaVariables('next'))))", "10")]
    [InlineData("sort(createArray(8, 3, 10, -13, 5), lambda('x', 'y', less(lambdaVariables('x'), lambdaVariables('y'))))", "[-13,3,5,8,10]")]
    [InlineData("groupBy(createArray('ab', 'cd', 'ae'), lambda('x', first(lambdaVariables('x'))))", """{"a":["ab","ae"],"c":["cd"]}""")]
    [InlineData("toObject(createArray('a', 'b'), lambda('x', lambdaVariables('x')), lambda('x', length(lambdaVariables('x'))))", """{"a":1,"b":1}""")]
    [InlineData("toObject(createArray('a'), lambda('x', lambdaVariables('x')))", """{"a":"a"}""")]
    [InlineData("mapValues(createObject('a', 1), lambda('v', add(lambdaVariables('v'), 1)))", """{"a":2}""")]
    public void Of_lambdas(string expression, string expected) => Evaluates(expression, expected);

    [Theory]
    [InlineData("resourceId('Microsoft.Storage/storageAccounts', 'sa')", $"\"{Id}/resourceGroups/rg1/providers/Microsoft.Storage/storageAccounts/sa\"")]
    [InlineData(
        "resourceId('other', 'Microsoft.Storage/storageAccounts', 'sa')",
        $"\"{Id}/resourceGroups/other/providers/Microsoft.Storage/storageAccounts/sa\""
    )]
    [InlineData(
        "resourceId('11111111-1111-1111-1111-111111111111', 'other', 'Microsoft.Network/virtualNetworks/subnets', 'v', 's')",
        "\"/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/other/providers/Microsoft.Network/virtualNetworks/v/subnets/s\""
    )]
    [InlineData("subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'r')", $"\"{Id}/providers/Microsoft.Authorization/roleDefinitions/r\"")]
    [InlineData("tenantResourceId('Microsoft.Authorization/policyDefinitions', 'p')", "\"/providers/Microsoft.Authorization/policyDefinitions/p\"")]
    [InlineData(
        "managementGroupResourceId('Microsoft.Authorization/policyDefinitions', 'p')",
        "\"/providers/Microsoft.Management/managementGroups/mg1/providers/Microsoft.Authorization/policyDefinitions/p\""
    )]
    [InlineData(
        "managementGroupResourceId('mg2', 'Microsoft.Authorization/policyDefinitions', 'p')",
        "\"/providers/Microsoft.Management/managementGroups/mg2/providers/Microsoft.Authorization/policyDefinitions/p\""
    )]
    [InlineData(
        "extensionResourceId(resourceGroup().id, 'Microsoft.Authorization/locks', 'l')",
        $"\"{Id}/resourceGroups/rg1/providers/Microsoft.Authorization/locks/l\""
    )]
    [InlineData("subscription().id", $"\"{Id}\"")]
    [InlineData("subscription().subscriptionId", "\"00000000-0000-0000-0000-00000000005b\"")]
    [InlineData("subscription().displayName", "\"Contoso\"")]
    [InlineData("resourceGroup().location", "\"westeurope\"")]
    [InlineData("resourceGroup().id", $"\"{Id}/resourceGroups/rg1\"")]
    [InlineData("tenant().tenantId", "\"00000000-0000-0000-0000-00000000007e\"")]
    [InlineData("managementGroup().id", "\"/providers/Microsoft.Management/managementGroups/mg1\"")]
    [InlineData("deployment().name", "\"main\"")]
    [InlineData("deployer().tenantId", "\"00000000-0000-0000-0000-00000000007e\"")]
    [InlineData("environment().suffixes.storage", "\"core.windows.net\"")]
    [InlineData("environment().authentication.audiences[1]", "\"https://management.azure.com/\"")]
    public void Of_resources_and_scopes(string expression, string expected) => Evaluates(expression, expected);

    [Theory]
    [InlineData("newGuid()")]
    [InlineData("reference('/subscriptions/s/resourceGroups/r/providers/Contoso.Sample/others/o')")]
    [InlineData("references('things')")]
    [InlineData("resourceInfo('things').id")]
    [InlineData("listKeys('id', '2020-01-01').keys[0].value")]
    [InlineData("list('id', '2020-01-01')")]
    [InlineData("listAccountSas('id', '2020-01-01', createObject())")]
    [InlineData("getSecret('a', 'b', 'c', 'd')")]
    [InlineData("pickZones('Microsoft.Compute', 'virtualMachines', 'westus2')")]
    [InlineData("providers('Microsoft.Web', 'sites').apiVersions[0]")]
    [InlineData("toLogicalZone('s', 'l', 'z')")]
    [InlineData("toLogicalZones('s', 'l', createArray('z'))")]
    [InlineData("toPhysicalZone('s', 'l', 'z')")]
    [InlineData("toPhysicalZones('s', 'l', createArray('z'))")]
    [InlineData("roleDefinitions('Reader').id")]
    [InlineData("externalInput('sys.cli', 'x')")]
    [InlineData("externalInputs('x')")]
    [InlineData("extensions('k8s').config")]
    public void Only_azure_can_answer(string expression)
    {
        var evidence = ArmSample.Read(ArmSample.Template($$"""{ "value": "[{{expression}}]" }"""), ArmSample.Known);

        Assert.IsType<Node.Unresolved>(ArmSample.At(evidence, "properties.value"));
        Assert.Empty(evidence.Diagnostics);
    }

    [Theory]
    [InlineData("RDP0212", "noSuchFunction(1)")]
    [InlineData("RDP0213", "toLower('a', 'b')")]
    [InlineData("RDP0213", "createObject('a')")]
    [InlineData("RDP0214", "toLower(1)")]
    [InlineData("RDP0214", "add('a', 1)")]
    [InlineData("RDP0214", "if('true', 1, 2)")]
    [InlineData("RDP0214", "concat('a', createArray())")]
    [InlineData("RDP0214", "map(createArray(1), 2)")]
    [InlineData("RDP0214", "union('')")]
    [InlineData("RDP0214", "intersection('a', createArray())")]
    [InlineData("RDP0214", "union(createArray(), createObject())")]
    [InlineData("RDP0214", "cidrSubnet('10.0.0.0/33', 24, 0)")]
    [InlineData("RDP0214", "dateTimeAdd('2020-01-01', 'one day')")]
    [InlineData("RDP0215", "div(1, 0)")]
    [InlineData("RDP0215", "substring('1234567890', 0, 11)")]
    [InlineData("RDP0215", "range(0, 10001)")]
    [InlineData("RDP0215", "mul(9223372036854775807, 2)")]
    [InlineData("RDP0215", "json('{')")]
    [InlineData("RDP0215", "format('{1}', 'a')")]
    [InlineData("RDP0215", "format('{0:N999999}', 1)")]
    [InlineData("RDP0215", "resourceId('Microsoft.Network/virtualNetworks/subnets', 'v')")]
    [InlineData("RDP0216", "createObject('a', 1).b")]
    [InlineData("RDP0216", "createArray(1)[1]")]
    [InlineData("RDP0216", "add(1, 2).x")]
    [InlineData("RDP0217", "parameters('none')")]
    [InlineData("RDP0217", "variables('none')")]
    [InlineData("RDP0217", "copyIndex()")]
    [InlineData("RDP0219", "fail('because')")]
    public void What_azure_refuses_is_reported_at_the_expression_and_not_known(string id, string expression)
    {
        var evidence = ArmSample.Read(ArmSample.Template($$"""{ "value": "[{{expression}}]" }"""), ArmSample.Known);

        Assert.Equal(UnknownReason.WrongType, Assert.IsType<Node.Unresolved>(ArmSample.At(evidence, "properties.value")).Reason);
        Assert.Equal(id, Assert.Single(evidence.Diagnostics).Id);
        Assert.Contains(evidence.Source.Text.Cut(evidence.Diagnostics[0].Location.Span), expression, StringComparison.Ordinal);
    }

    private static void Evaluates(string expression, string expected)
    {
        var evidence = ArmSample.Read(
            ArmSample.Template($$"""{ "value": "[{{expression.Replace("\"", "\\\"", StringComparison.Ordinal)}}]" }"""),
            ArmSample.Known);

        Assert.True(evidence.Diagnostics.IsEmpty, evidence.Diagnostics.FirstOrDefault()?.Message);
        Assert.Equal(expected.Trim(), ArmSample.Print(ArmSample.At(evidence, "properties.value")));
    }
}
