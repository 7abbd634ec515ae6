using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Tests.Evidence;

public sealed class KeyPatternTests
{
    [Theory]
    [InlineData(@"HKLM\SOFTWARE\Policies", @"HKEY_LOCAL_MACHINE\Software\policies", true)]
    [InlineData(@"HKLM\SOFTWARE\Policies", @"HKLM\SOFTWARE\Policies\Microsoft", false)]
    [InlineData(@"HKLM\SOFTWARE\*\Microsoft", @"HKLM\SOFTWARE\Policies\Microsoft", true)]
    [InlineData(@"HKLM\SOFTWARE\*", @"HKLM\SOFTWARE", false)]
    [InlineData(@"HKLM\SOFTWARE\**", @"HKLM\SOFTWARE", true)]
    [InlineData(@"HKLM\SOFTWARE\**", @"HKLM\SOFTWARE\Policies\Microsoft", true)]
    [InlineData(@"HKLM\SYSTEM\CurrentControlSet\Services", @"HKLM\SYSTEM\ControlSet001\Services", true)]
    [InlineData(@"HKLM\SOFTWARE\CurrentControlSet", @"HKLM\SOFTWARE\ControlSet001", false)]
    public void A_pattern_matches_part_by_part(string pattern, string key, bool matches) =>
        Assert.Equal(matches, Parse(pattern).Matches(Key(key)));

    [Theory]
    [InlineData(@"HKLM\SOFTWARE\Policies\*", @"HKLM", true)]
    [InlineData(@"HKLM\SOFTWARE\Policies\*", @"HKLM\SOFTWARE\Classes", false)]
    [InlineData(@"HKLM\SOFTWARE\Policies", @"HKLM\SOFTWARE\Policies\Microsoft", false)]
    [InlineData(@"HKLM\SOFTWARE\Policies\**", @"HKLM\SOFTWARE\Policies\Microsoft\x", true)]
    public void A_walk_ends_where_nothing_below_can_match(string pattern, string key, bool canMatch) =>
        Assert.Equal(canMatch, Parse(pattern).CanMatchWithin(Key(key)));

    [Theory]
    [InlineData("SOFTWARE")]
    [InlineData(@"HKLM\**\Policies")]
    public void What_is_no_pattern_is_not_parsed(string text) => Assert.Null(KeyPattern.TryParse(text));

    private static KeyPattern Parse(string text) => KeyPattern.TryParse(text) ?? throw new InvalidOperationException(text);

    private static RegistryKey Key(string text) => RegistryKey.TryParse(text) ?? throw new InvalidOperationException(text);
}
