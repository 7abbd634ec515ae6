using System.Collections.Immutable;
using RdpCompliance.Engine.Derivations.GroupPolicy;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Realms;

/// <summary>
/// One GPO by itself: the machine that it would make, whose roles are taken as all and of which everything that the GPO does not state is unknown.
/// </summary>
internal static class GpoRealm
{
    public static Realm Of(PolicyObject gpo, RealmContext context)
    {
        if (context.Pack.Kind(SubjectKind.Machine) is not { } machineKind || context.Pack.Kind(SubjectKind.Gpo) is not { } gpoKind)
        {
            return new(context, []);
        }

        var place = EvidencePlace.Of(gpo.Evidence);
        var index = new EvidenceIndex(gpo.Evidence);
        var machine = new Subject(machineKind, gpo.SubjectId, gpo.Name, index, JudgementMode.Stated)
        {
            Place = place,
            Derived = ImmutableDictionary<string, Fact>.Empty.Add(Roles.Field, Roles.Declared(Roles.All, place)),
        };
        return new(
            context,
            [new(gpoKind, gpo.SubjectId, gpo.Name, index, JudgementMode.Stated) { Place = place }, machine, .. MachineThings.Of(machine, context.Pack)]);
    }
}
