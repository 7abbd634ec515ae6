using System.Collections.Immutable;
using RdpCompliance.Engine.Derivations.Connections;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Realms;

/// <summary>A connection file joined with the machines at its two ends.</summary>
internal static class ConnectionRealm
{
    public const string File = "rdp-file";

    /// <summary>The file alone, to learn which machines it joins.</summary>
    public static Subject? SubjectOf(SourceEvidence source, RealmContext context) =>
        source.Origin is Origin.ClientConnection && context.Pack.Kind(File) is { } kind
            ? new(kind, new SubjectId.File(source.Source.Name.ToUpperInvariant()), source.Source.Name, new([source]), JudgementMode.InForce)
            {
                Place = EvidencePlace.Of([source]),
            }
            : null;

    /// <summary>
    /// The machine in whose folder the file lies, and the one that its address names; <see langword="null"/> where there is none, or more than one.
    /// </summary>
    public static (MachineSummary? Client, MachineSummary? Target) EndsOf(Subject file, ImmutableArray<MachineSummary> machines, RealmContext context)
    {
        var host = ConnectionAddress.HostOf(file, new Realm(context, [file]));
        return (
            Only(machines.Where(machine => machine.HoldsFilesOf(file.Place.Source.Folder))),
            host is null ? null : Only(machines.Where(machine => machine.IsNamed(host))));
    }

    private static MachineSummary? Only(IEnumerable<MachineSummary> found) => found.Take(2).ToList() is [var only] ? only : null;

    /// <param name="client">The machine in whose folder the file lies, with its things; <see langword="null"/> when no machine is known to be that.</param>
    /// <param name="target">The machine that its address names.</param>
    public static Realm Of(Subject file, Realm? client, Realm? target, RealmContext context)
    {
        var ends = new[] { ("client", client), ("target", target) }.ToImmutableDictionary(
            end => end.Item1,
            end => end.Item2?.OfKind(SubjectKind.Machine) is [var machine, ..]
                ? new RelatedSubjects([machine], null)
                : new([], Fact.Unknown(UnknownReason.NotCollected, $"the {end.Item1} of {file}")),
            StringComparer.Ordinal);
        return new(context, [file, .. client?.Subjects ?? [], .. ReferenceEquals(client, target) ? [] : target?.Subjects ?? []]) { Ends = ends };
    }
}
