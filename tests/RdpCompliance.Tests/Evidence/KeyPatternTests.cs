using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Tests.Evidence;

public sealed class KeyPatternTests
{
    [Theory]
    [InlineData(@"HKLM\SOFTWARE\Policies", "policies", true)]
    [InlineData(@"HKLM\SOFTWARE\Policies", "Classes", false)]
    [InlineData(@"HKLM\SOFTWARE\*", "Classes", true)]
    [InlineData(@"HKLM\SYSTEM\CurrentControlSet", "ControlSet001", true)]
    [InlineData(@"HKLM\SYSTEM\CurrentControlSet", "currentcontrolset", true)]
    [InlineData(@"HKLM\SYSTEM\CurrentControlSet", "ControlSet1", false)]
    [InlineData(@"HKLM\SOFTWARE\CurrentControlSet", "ControlSet001", false)]
    public void A_part_fits_by_name_by_star_or_as_a_control_set(string pattern, string part, bool fits) =>
        Assert.Equal(fits, Parse(pattern).Fits(2, part));

    [Theory]
    [InlineData(@"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\*", @"HKLM\SYSTEM\ControlSet002\Services\*")]
    [InlineData(@"HKLM\SOFTWARE\**", @"HKLM\SOFTWARE\**")]
    public void The_control_set_in_force_takes_the_place_of_the_current_one(string pattern, string narrowed) =>
        Assert.Equal(narrowed, Parse(pattern).InControlSet("ControlSet002").ToString());

    [Theory]
    [InlineData("SOFTWARE")]
    [InlineData(@"HKLM\**\Policies")]
    public void What_is_no_pattern_is_not_parsed(string text) => Assert.Null(KeyPattern.TryParse(text));

    private static KeyPattern Parse(string text) => KeyPattern.TryParse(text) ?? throw new InvalidOperationException(text);
}
