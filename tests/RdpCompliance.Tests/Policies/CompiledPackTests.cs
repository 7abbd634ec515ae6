using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Readers;
using RdpCompliance.Reports.Pages;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Policies;

public sealed class CompiledPackTests
{
    private static readonly Lazy<Pack?> Compiled = new(() => CompiledPack.TryRead(new MemoryStream(CompiledPack.Write(Repository.Tree("policies")))));

    [Fact]
    public void The_compiled_pack_gives_the_same_rules_but_for_their_examples()
    {
        var compiled = Compiled.Value ?? throw new InvalidOperationException("It does not read.");

        Assert.Equal(
            Repository.Pack.Rules.Select(rule => RulePage.Of(rule with { Examples = [] }, Repository.Pack)),
            compiled.Rules.Select(rule => RulePage.Of(rule, compiled)));
        Assert.Equal(Repository.Pack.Settings.Select(setting => setting.Id), compiled.Settings.Select(setting => setting.Id));
        Assert.Equal(Repository.Pack.Kinds.Select(kind => kind.Name), compiled.Kinds.Select(kind => kind.Name));
        Assert.Equal(Repository.Pack.Causes.Select(cause => cause.Id), compiled.Causes.Select(cause => cause.Id));
    }

    [Fact]
    public void Every_example_shows_the_same_with_the_compiled_pack()
    {
        var compiled = Compiled.Value ?? throw new InvalidOperationException("It does not read.");
        var runner = new ExampleRunner(compiled, EvidenceReaders.All, EvidenceReaders.Twins);

        Assert.Empty(Repository.Pack.Rules.SelectMany(rule => runner.Run(rule)).Select(failure => failure.Text));
    }

    [Fact]
    public void What_is_told_of_causes_is_read_where_it_is_told()
    {
        var bytes = CompiledPack.Write(Repository.Tree("policies"));
        var causes = CompiledPack.TryReadCauses(new MemoryStream(bytes)) ?? throw new InvalidOperationException("It does not read.");

        Assert.All(Compiled.Value?.Causes ?? [], cause => Assert.Empty(cause.Truth));
        Assert.Equal(
            Repository.Pack.Causes.Select(cause => CausePage.Of(cause, Repository.Pack)),
            causes.OrderBy(cause => cause.Id, StringComparer.Ordinal).Select(cause => CausePage.Of(cause, Repository.Pack)));
    }

    [Fact]
    public void Other_bytes_are_no_compiled_pack() =>
        Assert.True(CompiledPack.TryRead(new MemoryStream(new byte[64])) is null && CompiledPack.TryReadCauses(new MemoryStream(new byte[64])) is null);
}
