namespace RdpCompliance.Tests.Readers.Templates.Bicep;

/// <summary>What accesses give, as the compiler's console answers.</summary>
public sealed class BicepAccessTests
{
    private const string Value = "var a = { y: { z: null }, n: null, s: 't', l: [ { q: 1 } ] }\n";

    [Theory]
    [InlineData("a.?none.b.c", "null")]
    [InlineData("a.?none[0].c", "null")]
    [InlineData("a.?none!.b", "null")]
    [InlineData("a.?none.b ?? 'd'", "\"d\"")]
    [InlineData("a.?n.w", "null")]
    [InlineData("a.?y.?none.b.?c.d", "null")]
    [InlineData("a.y.?z.w", "null")]
    [InlineData("a.?l[0].q", "1")]
    [InlineData("a.?l[?3].q.r", "null")]
    [InlineData("a.l[?^9].q", "null")]
    [InlineData("a.l[?^1].q", "1")]
    [InlineData("a.?none[a.?l[?7].q].b", "null")]
    [InlineData("a.?l[a.?y.?q.r ?? 0].q", "1")]
    [InlineData("(a.?none).?x", "null")]
    [InlineData("map([{}, { b: { c: 2 } }], e => e.?b.c)", "[null,2]")]
    [InlineData("a.s.?x.y", "null")]
    [InlineData("a.s[?0]", "null")]
    [InlineData("a.l[?'x']", "null")]
    [InlineData("a.l[?-1]", "null")]
    [InlineData("a[?0]", "null")]
    public void A_chain_ends_with_null_where_a_safe_access_finds_nothing(string expression, string expected)
    {
        var evidence = BicepSample.Evaluate(Value + expression);

        Assert.Empty(evidence.Diagnostics);
        Assert.Equal(expected, BicepSample.Value(Value + expression));
    }

    [Theory]
    [InlineData("(a.?none).b")]
    [InlineData("a.?y.z.w")]
    [InlineData("a.?y.none")]
    [InlineData("a.?l[3].q")]
    [InlineData("a.n!.x")]
    public void What_is_not_behind_a_safe_access_must_be_there(string expression) =>
        Assert.Equal("RDP0216", Assert.Single(BicepSample.Evaluate(Value + expression).Diagnostics).Id);

    [Theory]
    [InlineData("m.outputs.?none", "null")]
    [InlineData("m.outputs.?none.x.y", "null")]
    [InlineData("m.outputs.?made.x", "1")]
    [InlineData("m.?outputs.made.x", "1")]
    [InlineData("no.?outputs.made.x", "null")]
    [InlineData("no.outputs.?made.x", "null")]
    public void An_output_that_a_module_does_not_have_may_be_asked_for(string expression, string expected)
    {
        var files = new[] { ("m.bicep", "output made object = { x: 1 }") };
        var text = $"module m 'm.bicep' = {{ name: 'm' }}\nmodule no 'm.bicep' = if (1 > 2) {{ name: 'no' }}\n{expression}";

        Assert.Empty(BicepSample.Evaluate(text, files).Diagnostics);
        Assert.Equal(expected, BicepSample.Value(text, files));
    }
}
