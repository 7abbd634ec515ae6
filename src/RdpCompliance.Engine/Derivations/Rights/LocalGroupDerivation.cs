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
        "joins" => estate.FactOf(subject, "members") is { IsStated: true } members ? members : estate.FactOf(subject, "members-added"),
        _ => null,
    };

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
