using System.Collections.Immutable;
using RdpCompliance.Engine.Derivations.GroupPolicy;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Realms;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Scanning;

/// <summary>All realms of evidence that is held whole: for two states of one estate beside each other, and for who wants to see the facts.</summary>
internal static class EstateRealms
{
    /// <param name="change">What would be rolled out onto the machines and resources of the evidence; empty for the estate as it is.</param>
    /// <returns>Each realm with what is to be said of it.</returns>
    public static IEnumerable<(Realm Realm, ImmutableArray<Diagnostic> Diagnostics)> Of(
        ImmutableArray<SourceEvidence> standing, ImmutableArray<SourceEvidence> change, RealmContext context)
    {
        var shared = new Shared(standing, change, context);
        var names = ImmutableArray.CreateBuilder<Diagnostic>();
        var machines = new List<(MachineSummary Summary, Realm Realm)>();
        foreach (var machine in Machines.Group(standing, context.Hosts, names))
        {
            var (realm, diagnostics) = shared.RealmOf(machine, context);
            if (!realm.Subjects.IsEmpty)
            {
                machines.Add((MachineSummary.Of(machine, realm), realm));
            }

            yield return (realm, [.. names, .. diagnostics]);
            names.Clear();
        }

        foreach (var gpo in shared.Gpos)
        {
            yield return (GpoRealm.Of(gpo, context), []);
        }

        var subjects = new ResourceSubjects(context.Pack.Kinds);
        foreach (var (name, source) in RolledOut.Deployments([.. StateRealm.Together(standing)], change))
        {
            foreach (var realm in DeploymentRealm.Of(source, name, context, subjects))
            {
                yield return (realm, []);
            }
        }

        foreach (var connection in standing.Concat(change).Where(source => source.Origin is Origin.ClientConnection))
        {
            if (ConnectionRealm.SubjectOf(connection, context) is { } file)
            {
                var (client, target) = ConnectionRealm.EndsOf(file, [.. machines.Select(machine => machine.Summary)], context);
                yield return (ConnectionRealm.Of(file, RealmOf(client), RealmOf(target), context), []);
            }
        }

        Realm? RealmOf(MachineSummary? summary) => machines.Find(machine => ReferenceEquals(machine.Summary, summary)).Realm;
    }
}
