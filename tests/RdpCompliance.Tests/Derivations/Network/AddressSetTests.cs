using RdpCompliance.Engine.Derivations.Network;

namespace RdpCompliance.Tests.Derivations.Network;

public sealed class AddressSetTests
{
    [Theory]
    [InlineData("10.0.0.0/8", 1UL << 24)]
    [InlineData("10.1.2.3", 1UL)]
    [InlineData("10.1.2.3/32", 1UL)]
    [InlineData("10.0.0.77/24", 256UL)]
    [InlineData("0.0.0.0/1", 1UL << 31)]
    [InlineData("10.0.0.4-10.0.0.9", 6UL)]
    [InlineData("::/0", 0UL)]
    public void A_network_has_as_many_addresses_as_its_length_says(string text, ulong count) =>
        Assert.Equal(count, Parse(text).CountOfIPv4);

    [Theory]
    [InlineData("")]
    [InlineData("Internet")]
    [InlineData("10.0.0")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.9-10.0.0.4")]
    [InlineData("10.0.0.1-::1")]
    [InlineData("0x0a000001")]
    [InlineData("::/129")]
    public void What_is_no_address_is_no_set(string text) => Assert.Null(AddressSet.TryParse(text));

    [Fact]
    public void The_families_do_not_meet()
    {
        Assert.False(Parse("::/0").Overlaps(Parse("0.0.0.0/0")));
        Assert.Equal(UInt128.One << 112, Parse("2001:db8::/16").CountOfIPv6);
    }

    [Fact]
    public void Two_halves_are_the_whole()
    {
        var whole = Parse("0.0.0.0/1").Union(Parse("128.0.0.0/1"));

        Assert.True(whole.Covers(AddressSet.AllOfIPv4));
        Assert.True(AddressSet.AllOfIPv4.Except(whole).IsEmpty);
        Assert.Equal(1UL << 32, whole.CountOfIPv4);
    }

    [Fact]
    public void Union_intersection_and_difference_agree_on_every_address()
    {
        var random = new Random(20260202);
        for (var turn = 0; turn < 2_000; turn++)
        {
            var (left, right) = (Some(random), Some(random));
            for (var probe = 0; probe < 8; probe++)
            {
                var address = AddressSet.TryParse($"10.0.0.{random.Next(64)}");
                Assert.NotNull(address);
                var (inLeft, inRight) = (left.Covers(address), right.Covers(address));
                Assert.Equal(inLeft || inRight, left.Union(right).Covers(address));
                Assert.Equal(inLeft && inRight, left.Intersect(right).Covers(address));
                Assert.Equal(inLeft && !inRight, left.Except(right).Covers(address));
                Assert.Equal(inLeft || inRight, AddressSet.UnionOf([right, AddressSet.Empty, left]).Covers(address));
            }

            Assert.Equal(!left.Intersect(right).IsEmpty, left.Overlaps(right));
            Assert.Equal(right.Except(left).IsEmpty, left.Covers(right));
        }
    }

    private static AddressSet Some(Random random) => Enumerable.Range(0, random.Next(5)).Aggregate(AddressSet.Empty, (all, _) =>
    {
        var first = random.Next(64);
        return all.Union(Parse(random.Next(3) == 0 ? $"10.0.0.{first}/{random.Next(26, 33)}" : $"10.0.0.{first}-10.0.0.{random.Next(first, 64)}"));
    });

    private static AddressSet Parse(string text)
    {
        var set = AddressSet.TryParse(text);
        Assert.NotNull(set);
        return set;
    }
}
