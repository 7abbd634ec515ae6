using System.Collections.Immutable;
using RdpCompliance.Engine.Derivations.GroupPolicy;
using RdpCompliance.Engine.Derivations.Identity;
using RdpCompliance.Engine.Derivations.Rights;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Realms;

/// <summary>One machine, as it is and under the policy that reaches it.</summary>
internal static class MachineRealm
{
    private static readonly DiagnosticDescriptor MissingGpo = new(
        "RDP0060", DiagnosticEffect.Damage, "'{0}' is declared as a GPO of '{1}' and is not among the inputs, so what it states is not known.");

    /// <summary>Said of all such machines together by whoever judges them.</summary>
    public static readonly DiagnosticDescriptor TakenAsHost = new(
        "RDP0064",
        DiagnosticEffect.Note,
        "Taken as a host: nothing says the role of {0}. Give '--role client', or an entry of 'hosts:', where it only connects to others.")
    {
        IsAlwaysSaid = true,
    };

    /// <param name="connections">The connection files that lie beside the machine's evidence.</param>
    /// <param name="reach">The policies that reach machines.</param>
    /// <param name="reachChanged">The same after a roll-out; <paramref name="reach"/> itself when nothing is rolled out.</param>
    /// <returns>The realm, and what the configuration says of the machine and the evidence does not hold.</returns>
    public static (Realm Realm, ImmutableArray<Diagnostic> Diagnostics) Of(
        Machine machine, IReadOnlyList<Source> connections, PolicyReach reach, PolicyReach reachChanged, RealmContext context)
    {
        if (context.Pack.Kind(SubjectKind.Machine) is not { } kind)
        {
            return (new(context, []), []);
        }

        var place = EvidencePlace.Of(machine.Evidence);
        var present = new EvidenceIndex(machine.Evidence.Select(source => ResultantWinners.Of(MachineValues.AddTo(AccountRights.AddTo(source)))));
        var policies = reach.Of(machine.Declaration, present);
        var standing = AppliedPolicy.To(present, policies);
        var index = ReferenceEquals(reach, reachChanged) ? standing : AppliedPolicy.To(present, reachChanged.Of(machine.Declaration, present));
        var (roles, isTaken) = RolesOf(machine, [present, standing, index], connections, place, context);
        if (context.Question is { } question)
        {
            roles = Roles.AsAsked(roles, !context.Roles.IsEmpty, machine, [present, standing, index], question);
            isTaken &= !question.IsTarget(machine.Name);
        }

        var subject = new Subject(kind, machine.Id, machine.Name, index, JudgementMode.InForce)
        {
            Place = place,
            Derived = ImmutableDictionary<string, Fact>.Empty.Add(Roles.Field, roles),
        };
        return (
            new(context, [subject, .. MachineThings.Of(subject, context.Pack)]),
            [
                .. policies.Missing.Select(missing => new Diagnostic(MissingGpo, place, missing, machine.Name)),
                .. isTaken ? new[] { new Diagnostic(TakenAsHost, place, $"'{machine.Name}'") } : [],
            ]);
    }

    /// <summary>A machine that people connect to stays one when a policy would shut them out.</summary>
    private static (Fact Roles, bool IsTaken) RolesOf(
        Machine machine,
        ImmutableArray<EvidenceIndex> states,
        IReadOnlyList<Source> connections,
        Location place,
        RealmContext context)
    {
        var declared = machine.Declaration is { Roles.IsEmpty: false } declaration ? declaration.Roles : context.Roles;
        if (!declared.IsEmpty)
        {
            return (Roles.Declared(declared, place), false);
        }

        var derived = Roles.Union(states.Distinct().Select(state => Roles.Derive(machine, state, connections, place, context)));
        return derived.Value is FieldValue.List { Values.IsEmpty: true } && Roles.Otherwise(machine, states, place) is { } otherwise
            ? otherwise
            : (derived, false);
    }
}
