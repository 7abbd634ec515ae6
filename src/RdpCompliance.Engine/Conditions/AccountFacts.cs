using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Conditions;

/// <summary>
/// What a test of accounts rests on: the accounts that it found, not the whole list, or those of which nobody knows who they are.
/// </summary>
internal static class AccountFacts
{
    /// <param name="truth">What the test says of the fact.</param>
    /// <param name="wanted">What it looks for.</param>
    public static Fact Decisive(Fact fact, Truth truth, IEnumerable<FieldValue?> wanted)
    {
        var accounts = AccountsOf(fact.Value);
        return accounts.IsEmpty ? fact : truth switch
        {
            Truth.Unknown when accounts.Where(account => account.Sid is null).ToImmutableArray() is [var first, ..] unknown =>
                Fact.Unknown(UnknownReason.Unresolvable, $"the SID of '{first}'") with
                {
                    Grounds = PlacesOf(fact, unknown),
                    Because = fact.Because,
                    Layer = fact.Layer,
                },
            Truth.True => fact with { Grounds = PlacesOf(fact, [.. accounts.Where(account => wanted.Any(one => Names(account, one)))]) },
            _ => fact,
        };
    }

    private static ImmutableArray<FieldValue.Account> AccountsOf(FieldValue? value) => value switch
    {
        FieldValue.Account account => [account],
        FieldValue.List list => [.. list.Values.OfType<FieldValue.Account>()],
        _ => [],
    };

    private static bool Names(FieldValue.Account account, FieldValue? wanted) => wanted is FieldValue.List list
        ? list.Values.Any(one => Names(account, one))
        : wanted is not null && Operators.Apply(Operator.Like, Fact.Known(account), wanted) == Truth.True;

    /// <summary>The places of the accounts before those of other sources; all of the list where a source does not tell them.</summary>
    private static ImmutableArray<Ground> PlacesOf(Fact fact, ImmutableArray<FieldValue.Account> accounts)
    {
        if (fact.Grounds is not [var whole, .. var others])
        {
            return fact.Grounds;
        }

        var places = accounts.Select(account => account.Place).OfType<Sources.Location>().Distinct().ToImmutableArray();
        return places.IsEmpty ? fact.Grounds : [.. places.Select(place => whole with { Location = place }), .. others];
    }
}
