using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Readers;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests;

/// <summary>The built-in pack loads without a word, and every example of it shows what it says.</summary>
public sealed class PolicyExamples
{
    public static TheoryData<string> Ids => [.. Repository.Pack.Rules.Select(rule => rule.Id)];

    [Fact]
    public void The_pack_loads_without_a_diagnostic() =>
        Assert.Empty(Repository.LoadedPack.Diagnostics.Select(Text));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_example_shows_what_it_says(string id)
    {
        var rule = Repository.Pack.Rule(id) ?? throw new InvalidOperationException(id);
        var runner = new ExampleRunner(Repository.Pack, EvidenceReaders.All, EvidenceReaders.Twins);

        Assert.Empty(runner.Run(rule).Select(failure => $"{failure.Rule.Id} \"{failure.Example.Name}\": {failure.Text}"));
    }

    private static string Text(Diagnostic diagnostic) => $"{diagnostic.Location.Source}:{diagnostic.Location.Position}: {diagnostic.Id} {diagnostic.Message}";
}
