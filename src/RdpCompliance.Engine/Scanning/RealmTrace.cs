using System.Collections.Frozen;
using System.Collections.Immutable;
using RdpCompliance.Engine.Derivations.Connections;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Realms;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Scanning;

/// <summary>What is kept of a judged realm for a diagnosis: its verdicts, and why rules were silent there.</summary>
/// <param name="Kind">machine, gpo, connection-file or deployment.</param>
/// <param name="Name">For people; of a connection file the host that it leads to.</param>
internal sealed record RealmTrace(string Kind, string Name, Location Place, Reckoning Reckoning)
{
    public const string Machine = "machine";
    public const string Gpo = "gpo";
    public const string ConnectionFile = "connection-file";
    public const string Deployment = "deployment";

    /// <summary>The machine or GPO; <see langword="null"/> for deployments and files.</summary>
    public SubjectId? Root { get; init; }

    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>The verdicts that stand.</summary>
    public ImmutableArray<Judged> Judged { get; init; } = [];

    /// <summary>The verdicts for which another rule speaks.</summary>
    public ImmutableArray<(Judged Silenced, Finding By)> Silenced { get; init; } = [];

    /// <summary>Kinds of which every thing of the machine was seen.</summary>
    public FrozenSet<string> WholeKinds { get; init; } = FrozenSet<string>.Empty;

    /// <summary>The machines that a deployment makes.</summary>
    public ImmutableArray<DeployedMachine> Machines { get; init; } = [];

    /// <summary>The machines at the two ends of a connection file, as far as they are known.</summary>
    public SubjectId? Target { get; init; }

    public SubjectId? Client { get; init; }

    /// <returns><see langword="null"/> for a realm in which nothing is judged.</returns>
    public static RealmTrace? Of(Realm realm, Reckoning reckoning, ImmutableArray<Judged> judged, ImmutableArray<(Judged Silenced, Finding By)> silenced)
    {
        if (realm.Own is not [var first, ..])
        {
            return null;
        }

        var trace = realm.OfKind(SubjectKind.Machine) is [var machine, ..] && realm.Ends.IsEmpty
            ? OfMachine(realm, machine, reckoning)
            : first.Kind.Name == ConnectionRealm.File ? OfFile(realm, first, reckoning)
            : new RealmTrace(Deployment, first.Place.Source.Name, Location.StartOf(first.Place.Source, SpanUnit.Characters), reckoning)
            {
                Machines = DeployedMachine.AllOf(realm),
            };
        return trace with { Judged = judged, Silenced = silenced };
    }

    private static RealmTrace OfMachine(Realm realm, Subject machine, Reckoning reckoning) =>
        new(machine.Mode == JudgementMode.Stated ? Gpo : Machine, machine.Name, machine.Place, reckoning)
        {
            Root = machine.Id,
            Roles = realm.FactOf(machine, Realms.Roles.Field).Value is FieldValue.List roles && machine.Mode == JudgementMode.InForce
                ? [.. roles.Values.Select(role => role.ToString())]
                : [],
            WholeKinds = machine
                .Kind.Relations.Where(relation => relation.IsMany && realm.Related(machine, relation.Name) is { Incomplete: null })
                .Select(relation => relation.Kind)
                .ToFrozenSet(StringComparer.OrdinalIgnoreCase),
        };

    private static RealmTrace OfFile(Realm realm, Subject file, Reckoning reckoning) =>
        new(ConnectionFile, ConnectionAddress.HostOf(file, realm) ?? $"whatever {file.Name} leads to", file.Place, reckoning)
        {
            Target = EndOf(realm, "target"),
            Client = EndOf(realm, "client"),
        };

    private static SubjectId? EndOf(Realm realm, string end) =>
        realm.Ends.TryGetValue(end, out var related) && related.Members is [var machine, ..] ? machine.Id : null;
}
