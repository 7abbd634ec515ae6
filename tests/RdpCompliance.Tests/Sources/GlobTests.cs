using RdpCompliance.Engine.Sources;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Sources;

public sealed class GlobTests
{
    [Theory]
    [InlineData("*.reg", "a.reg")]
    [InlineData("*.reg", "hosts/srv1/a.REG")]
    [InlineData("hosts/*.reg", "hosts/a.reg")]
    [InlineData("hosts/**/a.reg", "hosts/a.reg")]
    [InlineData("hosts/**/a.reg", "hosts/x/y/a.reg")]
    [InlineData("**/srv?/**", "hosts/srv1/x/a.reg")]
    [InlineData("/top.reg", "top.reg")]
    [InlineData("./top.reg", "top.reg")]
    [InlineData(@"hosts\srv1\*", "hosts/srv1/a.reg")]
    [InlineData("srv[0-9].reg", "srv7.reg")]
    [InlineData("srv[!0-9].reg", "srvx.reg")]
    [InlineData("a**b", "axxb")]
    [InlineData("**", "anything/at/all")]
    public void A_name_that_the_pattern_describes_matches(string pattern, string name) => Assert.True(Parse(pattern).IsMatch(name));

    [Theory]
    [InlineData("hosts/*.reg", "hosts/srv1/a.reg")]
    [InlineData("hosts/**", "hosts")]
    [InlineData("/top.reg", "below/top.reg")]
    [InlineData("./top.reg", "below/top.reg")]
    [InlineData("srv?", "srv")]
    [InlineData("srv[0-9].reg", "srv[0-9].reg")]
    [InlineData("a/**b", "a/x/b")]
    [InlineData("hosts", "hosts/a.reg")]
    public void A_name_that_the_pattern_does_not_describe_does_not_match(string pattern, string name) => Assert.False(Parse(pattern).IsMatch(name));

    [Theory]
    [InlineData("hosts", "old/hosts/srv1/a.reg")]
    [InlineData("hosts/", "hosts/a.reg")]
    [InlineData("hosts/srv*", "hosts/srv1/x/a.reg")]
    [InlineData("hosts/**", "hosts/a.reg")]
    public void A_pattern_of_a_folder_covers_what_is_in_it(string pattern, string name) => Assert.True(Parse(pattern).Covers(name));

    [Theory]
    [InlineData("hosts/srv1", "hosts/srv10/a.reg")]
    [InlineData("hosts/srv1/a.reg", "hosts/srv1")]
    public void A_pattern_does_not_cover_what_is_beside_or_above(string pattern, string name) => Assert.False(Parse(pattern).Covers(name));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("a//b")]
    [InlineData("srv[0-9")]
    [InlineData("[[:letter:]]")]
    public void A_pattern_that_nothing_can_match_is_none(string pattern) => Assert.Null(Glob.TryParse(pattern));

    [Theory]
    [InlineData(@"\*.reg", "*.reg")]
    [InlineData(@"a\/b", "a/b")]
    [InlineData(@"[\]]", "]")]
    [InlineData("[]-]", "-")]
    [InlineData("[[:digit:]x]", "5")]
    public void The_syntax_of_git_escapes_and_classes(string pattern, string name) => Assert.True(Glob.TryParse(pattern, GlobSyntax.Git)?.IsMatch(name));

    [Fact]
    public void Letter_case_counts_in_the_syntax_of_git_only()
    {
        Assert.False(Glob.TryParse("[a-c]x", GlobSyntax.Git)?.IsMatch("BX"));
        Assert.True(Glob.TryParse("[a-c]x", GlobSyntax.GitIgnoringCase)?.IsMatch("BX"));
        Assert.True(Glob.TryParse("[a-c]ä")?.IsMatch("BÄ"));
    }

    [Fact]
    public void A_hostile_pattern_costs_no_more_than_the_lengths_multiplied()
    {
        var watch = ThreadTime.Start();

        Assert.False(Parse(string.Concat(Enumerable.Repeat("a*", 500)) + "b").IsMatch(new string('a', 5000)));
        Assert.False(Parse(string.Concat(Enumerable.Repeat("**/a/", 500)) + "b").IsMatch(string.Join('/', Enumerable.Repeat("a", 5000))));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"It took {watch.Elapsed}.");
    }

    private static Glob Parse(string pattern) => Glob.TryParse(pattern) ?? throw new ArgumentException($"'{pattern}' is no glob.");
}
