using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Policies;

/// <summary>Tables of what is documented of things by their names.</summary>
public sealed class KnownRowsTests
{
    private const string Field = "type: { type: text, from: { known: type } }";

    [Theory]
    [InlineData("{ name: a, type: i }", Field, new string[0])]
    [InlineData("{ name: a, type: i }, { name: A, type: s }", Field, new[] { "a row with a 'name' of its own" })]
    [InlineData("{ type: i }", Field, new[] { "a row with a 'name' of its own", "a cell of some row" })]
    [InlineData("{ name: a, typ: i }", Field, new[] { "a cell of some row", "a cell that a field reads" })]
    [InlineData("{ name: a, type: i, more: 1 }", Field, new[] { "a cell that a field reads" })]
    public void A_table_and_the_fields_that_read_it_fit_together(string rows, string field, string[] wanted)
    {
        var loaded = PackLoader.Load(new SourceTree([Source.FromText("subjects.yml", $$"""
            thing:
              title: A thing
              known: { by: name, source: some page, rows: [{{rows}}] }
              fields:
                name: { type: text }
                {{field}}
            """)]), Repository.Pack);

        Assert.Equal(
            wanted.Length,
            loaded.Diagnostics.Count(diagnostic =>
                diagnostic.Message.Contains(" row", StringComparison.Ordinal) || diagnostic.Message.Contains(" cell", StringComparison.Ordinal)));
        Assert.All(wanted, message => Assert.Contains(loaded.Diagnostics, diagnostic => diagnostic.Message.EndsWith($"{message}.", StringComparison.Ordinal)));
    }
}
