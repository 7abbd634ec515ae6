using System.Collections.Immutable;
using RdpCompliance.Engine.Derivations.GroupPolicy;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Realms;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Scanning;

/// <summary>What realms need of each other before they are judged: the GPOs that reach machines, and the connection files that lie beside them.</summary>
internal sealed class Shared
{
    /// <param name="evidence">What speaks of several realms.</param>
    /// <param name="change">What would be rolled out; empty for the estate as it is.</param>
    public Shared(ImmutableArray<SourceEvidence> evidence, ImmutableArray<SourceEvidence> change, RealmContext context)
    {
        Gpos = PolicyObject.AllOf(evidence, PolicyTime.Standing);
        Reach = new(Gpos, [], new(evidence), context.Hosts, context.AssumedGpos);
        ReachChanged = change.IsEmpty ? Reach : new(Gpos, RolledOut.ObjectsOf(change), new([.. evidence, .. change]), context.Hosts, context.AssumedGpos);
        Connections = [.. evidence.Where(source => source.Origin is Origin.ClientConnection)];
    }

    public ImmutableArray<PolicyObject> Gpos { get; }

    public PolicyReach Reach { get; }

    /// <summary>After the roll-out; <see cref="Reach"/> itself when nothing is rolled out.</summary>
    public PolicyReach ReachChanged { get; }

    public ImmutableArray<SourceEvidence> Connections { get; }

    /// <summary>The realm of a machine, and what is to be said of its declaration.</summary>
    public (Realm Realm, ImmutableArray<Diagnostic> Diagnostics) RealmOf(Machine machine, RealmContext context)
    {
        var folders = machine.Folders.ToHashSet(StringComparer.OrdinalIgnoreCase);
        IReadOnlyList<Source> beside = [.. Connections.Select(connection => connection.Source).Where(source => folders.Contains(source.Folder))];
        return MachineRealm.Of(machine, beside, Reach, ReachChanged, context);
    }
}
