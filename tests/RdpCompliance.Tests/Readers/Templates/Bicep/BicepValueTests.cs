namespace RdpCompliance.Tests.Readers.Templates.Bicep;

/// <summary>Values at the edges of the functions, as the compiler's console gives them.</summary>
public sealed class BicepValueTests
{
    [Theory]
    [InlineData("cidrSubnet('10.5.0.0', 24, 3)", "\"10.0.3.0/24\"")]
    [InlineData("cidrSubnet('10.5.0.0/255.255.0.0', 24, 3)", "\"10.5.3.0/24\"")]
    [InlineData("cidrSubnet('fd00::', 65, 1)", "\"fd00::8000:0:0:0/65\"")]
    [InlineData("parseCidr('172.16.5.4').cidr", "16")]
    [InlineData("parseCidr('192.168.1.1').cidr", "24")]
    [InlineData("parseCidr('10.1.2.3').netmask", "\"255.0.0.0\"")]
    [InlineData("parseCidr('fd00::').cidr", "64")]
    [InlineData("parseCidr('240.0.0.1').cidr", "24")]
    [InlineData("parseCidr('fd00::/ffff::').cidr", "16")]
    [InlineData("parseCidr('10.0.0.0/31').lastUsable", "\"10.0.0.0\"")]
    [InlineData("parseCidr('fd00::/126').firstUsable", "\"fd00::\"")]
    [InlineData("parseCidr(' 10.0.0.0/ 8').cidr", "8")]
    [InlineData("cidrHost('10.0.0.0/24', 253)", "\"10.0.0.254\"")]
    [InlineData("cidrHost('10.0.0.0/24', -1)", "\"10.0.0.0\"")]
    [InlineData("cidrHost('fd00::/64', 0)", "\"fd00::1\"")]
    [InlineData("union({ a: 1 }, { a: null })", """{"a":1}""")]
    [InlineData("union({ a: { b: 1 } }, { a: { b: null, c: null } })", """{"a":{"b":1,"c":null}}""")]
    [InlineData("union({ a: null }, { a: 1 })", """{"a":1}""")]
    [InlineData("union({ b: 1, a: 2 }, { c: 3, A: 4 })", """{"b":1,"A":4,"c":3}""")]
    [InlineData("shallowMerge([{ a: 1 }, { a: null }])", """{"a":null}""")]
    [InlineData("shallowMerge([{ a: 1 }, { A: 2 }])", """{"a":2}""")]
    [InlineData("{ ...{ a: 1 }, ...{ a: null } }", """{"a":null}""")]
    [InlineData("union([{ a: 1, b: 2 }], [{ b: 2, a: 1 }, { a: 1, b: 2 }])", """[{"a":1,"b":2},{"b":2,"a":1}]""")]
    [InlineData("objectKeys({ z: 1, Y: 2, x: 3 })", """["x","Y","z"]""")]
    [InlineData("json('1.0') == 1", "false")]
    [InlineData("'${json('1.0')}${json('1e20')}'", "\"11E+20\"")]
    [InlineData("string([json('1.0'), json('1.50')])", "\"[1.0,1.5]\"")]
    [InlineData("format('{0}', [1, 'a', null])", "\"[1,'a',null]\"")]
    [InlineData("lastIndexOf('abc', '')", "2")]
    [InlineData("int(' 5 ')", "5")]
    [InlineData("range(2147483638, 10)[9]", "2147483647")]
    [InlineData("uriComponentToString('a+b')", "\"a b\"")]
    [InlineData("dataUri({ a: 1 })", "\"data:application/json;charset=utf-8;base64,eyJhIjoxfQ==\"")]
    [InlineData("sort(['é', 'f', 'e', 'E'], (a, b) => a < b)", """["e","E","é","f"]""")]
    [InlineData("sort(['co-op', 'coop', 'co op'], (a, b) => true)", """["co-op","coop","co op"]""")]
    [InlineData("sort([{ n: 1, k: 'x' }, { n: 2, k: 'x' }], (a, b) => a.k <= b.k)[0].n", "1")]
    [InlineData("'co-op' < 'coop'", "true")]
    [InlineData("'a_' < 'a-'", "true")]
    [InlineData("'a' < 'A'", "true")]
    [InlineData("'ab' < 'a b'", "false")]
    [InlineData("dateTimeAdd('2020-04-07T14:53:14-05:30', 'P1D')", "\"2020-04-08T14:53:14Z\"")]
    [InlineData("dateTimeFromEpoch(any('5'))", "\"1970-01-01T00:00:05Z\"")]
    [InlineData("groupBy(['a', 'b', 'a'], x => x, (x, i) => i)", """{"a":[0,2],"b":[1]}""")]
    [InlineData("parseUri('https://x.y:8443/a/b?q=1#f')", """{"scheme":"https","host":"x.y","port":8443,"path":"/a/b","query":"?q=1"}""")]
    [InlineData("parseUri('http://user:pw@h/p')", """{"scheme":"http","host":"h","port":null,"path":"/p"}""")]
    [InlineData("buildUri({ scheme: 'https', host: 'h', path: '/a', query: 'q=1', port: 8443 })", "\"https://h:8443/a?q=1\"")]
    public void A_function_gives(string expression, string expected)
    {
        Assert.Empty(BicepSample.Evaluate(expression).Diagnostics);
        Assert.Equal(expected, BicepSample.Value(expression));
    }

    [Theory]
    [InlineData("bool('1')")]
    [InlineData("string(any(null))")]
    [InlineData("string(json('1.5'))")]
    [InlineData("int(json('1.5'))")]
    [InlineData("toObject(['a', 'A'], x => x)")]
    [InlineData("join([null, 1], ',')")]
    [InlineData("concat(json('1.5'), 'a')")]
    [InlineData("union({ a: { b: 1 } }, { a: 1 })")]
    [InlineData("union({ a: 1 }, { a: [1] })")]
    [InlineData("cidrHost('10.0.0.0/24', 254)")]
    [InlineData("cidrHost('10.0.0.0/31', 0)")]
    [InlineData("cidrSubnet('10.0.0.0/16', 24, 256)")]
    [InlineData("parseCidr('10.0.0.0/255.255.0.255')")]
    [InlineData("range(2147483647, 2)")]
    [InlineData("contains({ a: 1 }, 1)")]
    [InlineData("range(2147483648, 0)")]
    [InlineData("take('a', 9223372036854775807)")]
    [InlineData("buildUri({ host: 'h' })")]
    [InlineData("parseUri('contoso.org')")]
    public void What_the_engine_refuses_is_damage(string expression)
    {
        Assert.NotEmpty(BicepSample.Evaluate(expression).Diagnostics);
        Assert.Equal("?", BicepSample.Value(expression));
    }
}
