using System.Collections.Immutable;
using RdpCompliance.Engine.Derivations.Access;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Rights;

/// <summary>
/// Which group a policy means, and whom it puts there: a list that replaces the members, or members that are added to those of the machine.
/// </summary>
internal sealed class LocalGroupDerivation : IFieldDerivation
{
    public string Kind => "local-group";

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, IFactSource estate) => field switch
    {
        "sid" => SidOf(subject),
        "joins" => Joins(subject, estate),
        "everybody" => Everybody(Joins(subject, estate)),
        _ => null,
    };

    private static Fact Joins(Subject group, IFactSource estate) =>
        estate.FactOf(group, "members") is { IsStated: true } members ? members : estate.FactOf(group, "members-added");

    private static Fact Everybody(Fact joins)
    {
        var all = (joins.Value as FieldValue.List)?.Values.Where(member => member is FieldValue.Account { Sid: { } sid } && IsEverybody(sid)).ToImmutableArray()
            ?? [];
        return all.IsEmpty ? joins : Fact.Known(new FieldValue.List(all)) with { Grounds = joins.Grounds, Because = joins.Because };
    }

    /// <summary>Everyone, Interactive, Authenticated Users, Users, or the Domain Users of some domain.</summary>
    private static bool IsEverybody(string sid) =>
        sid is SecurityId.Everyone or SecurityId.AuthenticatedUsers or "S-1-5-4" or "S-1-5-32-545"
        || (sid.StartsWith("S-1-5-21-", StringComparison.Ordinal) && sid.EndsWith("-513", StringComparison.Ordinal));

    private static Fact SidOf(Subject group)
    {
        var sid = AccountNames.SidOf(group.Name);
        var fact = sid is null
            ? Fact.Unknown(UnknownReason.Unresolvable, $"the SID of group '{group.Name}'")
            : Fact.Known(new FieldValue.Text(sid));
        return fact with
        {
            Grounds = [Ground.Thing(group.Place)],
            Because = sid is null ? $"nothing says which group '{group.Name}' is" : $"the group is {AccountNames.Shown(sid)}",
        };
    }
}
