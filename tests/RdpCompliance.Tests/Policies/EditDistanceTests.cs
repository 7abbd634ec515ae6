using RdpCompliance.Engine.Policies.Loading;

namespace RdpCompliance.Tests.Policies;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("scna", "scan")]
    [InlineData("--formt", "--format")]
    [InlineData("Host", "host")]
    [InlineData("RDP10001", "RDP1001")]
    [InlineData("tcsh", null)]
    [InlineData("RDP9999", null)]
    [InlineData("xyz", null)]
    [InlineData("nothing-like-any-of-them", null)]
    public void Only_what_is_near_is_suggested(string found, string? meant) =>
        Assert.Equal(meant, EditDistance.Nearest(found, ["scan", "--format", "host", "client", "RDP1001", "rdp-port-changed", "bash"]));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("ab", "ba", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_counts_steps(string left, string right, int distance) =>
        Assert.Equal((distance, distance), (EditDistance.Between(left, right), EditDistance.Between(right, left)));
}
