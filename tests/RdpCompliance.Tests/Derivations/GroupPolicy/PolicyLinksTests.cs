using RdpCompliance.Engine.Derivations.GroupPolicy;
using RdpCompliance.Readers.GroupPolicy;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Derivations.GroupPolicy;

/// <summary>The resulting order at a place, computed from the links of each place where the file has no resulting list.</summary>
public sealed class PolicyLinksTests
{
    private const string Domain = "DC=example,DC=org";
    private const string Middle = $"OU=Hosts,{Domain}";
    private const string Own = $"OU=Servers,{Middle}";

    [Fact]
    public void Links_of_a_place_win_in_their_order_over_those_above_it() =>
        Assert.Equal("s1 s2 h1 d1", Result(Place(Domain, "d1"), Place(Middle, "h1"), Place(Own, "s1 s2")));

    [Fact]
    public void A_disabled_link_is_none() => Assert.Equal("s2 d1", Result(Place(Domain, "d1"), Place(Middle, ""), Place(Own, "s1- s2")));

    [Fact]
    public void Enforced_links_win_over_all_others_and_the_highest_place_wins_among_them() =>
        Assert.Equal("d1 h1 s2 s1 d2", Result(Place(Domain, "d1! d2"), Place(Middle, "h1!"), Place(Own, "s1 s2!")));

    [Fact]
    public void A_place_that_blocks_inheritance_keeps_out_what_is_not_enforced() =>
        Assert.Equal("d1 s1", Result(Place(Domain, "d1! d2"), Place(Middle, "h1"), Place(Own, "s1", blocks: true)));

    [Fact]
    public void A_block_in_the_middle_keeps_its_own_links() =>
        Assert.Equal("s1 h1", Result(Place(Domain, "d1"), Place(Middle, "h1", blocks: true), Place(Own, "s1")));

    [Fact]
    public void A_place_above_that_no_file_states_is_told() =>
        Assert.Equal("s1 d1 ?OU=HOSTS,DC=EXAMPLE,DC=ORG", Result(Place(Domain, "d1"), Place(Own, "s1")));

    [Fact]
    public void A_place_that_no_file_states_has_no_order() => Assert.Equal("nothing", Result(Place(Domain, "d1")));

    [Theory]
    [InlineData("CN=A\\, B,OU=x,DC=y", "OU=X,DC=Y")]
    [InlineData("OU=x, DC=y", "DC=Y")]
    [InlineData("DC=y,DC=z", null)]
    public void The_parent_of_a_place_is_what_follows_its_first_part(string name, string? parent) =>
        Assert.Equal(parent, DistinguishedPath.ParentOf(DistinguishedPath.Normalise(name)));

    private static string Result(params string[] places)
    {
        var evidence = new GpoInheritanceReader().ReadText($"[{string.Join(",", places)}]");
        return new PolicyLinks([evidence]).At(Own) is { } links
            ? string.Join(' ', links.Links.Select(link => link.Label).Concat(links.Unknown is { } unknown ? [$"?{unknown}"] : []))
            : "nothing";
    }

    /// <param name="links">Names in link order; '!' enforces, '-' disables.</param>
    private static string Place(string path, string links, bool blocks = false)
    {
        var names = links.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var texts = names.Select(Link);

        // The file lists them in any order.
        return
            $$"""{ "Name": "x", "Path": "{{path}}", "GpoInheritanceBlocked": {{(blocks ? "true" : "false")}}, "GpoLinks": [{{string.Join(",", texts.Reverse())}}] }""";

        string Link(string name, int index)
        {
            var (enabled, enforced) = (name.EndsWith('-') ? "false" : "true", name.EndsWith('!') ? "true" : "false");
            return $$"""
                { "GpoId": "00000000-0000-0000-0000-{{name.GetHashCode(StringComparison.Ordinal):x8}}0000", "DisplayName": "{{name.TrimEnd('!', '-')}}",
                  "Enabled": {{enabled}}, "Enforced": {{enforced}}, "Target": "{{path}}", "Order": {{index + 1}} }
                """;
        }
    }
}
