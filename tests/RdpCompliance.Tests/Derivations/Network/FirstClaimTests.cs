using RdpCompliance.Engine.Derivations.Network;

namespace RdpCompliance.Tests.Derivations.Network;

/// <summary>The sweeps against a look at each address by itself.</summary>
public sealed class FirstClaimTests
{
    private const int Space = 96;

    [Fact]
    public void The_first_claim_on_each_address_is_found()
    {
        var random = new Random(20260505);
        for (var turn = 0; turn < 3_000; turn++)
        {
            var claims = Some(random);
            var runs = FirstClaim.Of(claims);

            for (var address = 0; address < Space; address++)
            {
                var expected = claims.FindIndex(claim => claim.Covers(At(address)));
                var found = runs.Where(run => AddressSet.OfOrdered([(run.First, run.Last)]).Covers(At(address))).Select(run => run.Claim).ToList();
                Assert.Equal(expected < 0 ? [] : [expected], found);
            }
        }
    }

    [Fact]
    public void What_no_claim_before_takes_is_counted()
    {
        var random = new Random(20260606);
        var counted = 0UL;
        for (var turn = 0; turn < 2_000; turn++)
        {
            var claims = Some(random);
            var within = One(random);
            var questions = Some(random).ConvertAll(set => (Rank: random.Next(claims.Count + 1), Set: set));
            var answers = RankedShare.Of(claims, within, questions);

            for (var index = 0; index < questions.Count; index++)
            {
                var (rank, set) = questions[index];
                var expected = (ulong)Enumerable.Range(0, Space).Select(At).Count(address =>
                    set.Covers(address) && within.Covers(address) && !claims.Take(rank).Any(claim => claim.Covers(address)));
                Assert.Equal(new AddressCount(expected, 0), answers[index]);
                counted += expected;
            }
        }

        Assert.True(counted > 10_000, $"Only {counted} addresses were counted.");
    }

    [Fact]
    public void Both_families_are_counted()
    {
        var all = AddressSet.Of(["0.0.0.0/0", "2001:db8::/32"]);
        var claims = new[] { AddressSet.Of(["0.0.0.0/1", "2001:db8::/33"]) };

        var answers = RankedShare.Of(claims, all, [(0, AddressSet.All), (1, AddressSet.All)]);

        Assert.Equal([new AddressCount(1UL << 32, UInt128.One << 96), new AddressCount(1UL << 31, UInt128.One << 95)], answers);
    }

    private static List<AddressSet> Some(Random random) => [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => One(random))];

    private static AddressSet One(Random random) => AddressSet.UnionOf(Enumerable.Range(0, random.Next(4)).Select(_ =>
    {
        var first = random.Next(Space);
        return AddressSet.Of([$"10.0.0.{first}-10.0.0.{random.Next(first, Space)}"]);
    }));

    private static AddressSet At(int address) => AddressSet.Of([$"10.0.0.{address}"]);
}
