using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Realms;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;
using RdpCompliance.Readers;

namespace RdpCompliance.Tests.Testing;

/// <summary>All realms of some sources, asked as one.</summary>
internal sealed class RealmSet(ImmutableArray<Realm> realms)
{
    public static RealmSet Of(ScanSettings settings, params IEnumerable<Source> sources) =>
        new(
            new Scan(Repository.Pack, EvidenceReaders.All, settings).RealmsOf(
                Collected.From(new SourceTree(sources), EvidenceReaders.All, Demand.Everything, DeploymentInputs.None, CancellationToken.None)));

    public ImmutableArray<Subject> OfKind(string kind) =>
        [.. realms.SelectMany(realm => realm.Own).Where(subject => subject.Kind.Name.Equals(kind, StringComparison.OrdinalIgnoreCase))];

    public Fact FactOf(Subject subject, string field) => RealmOf(subject).FactOf(subject, field);

    public RelatedSubjects? Related(Subject subject, string relation) => RealmOf(subject).Related(subject, relation);

    private Realm RealmOf(Subject subject) => realms.First(realm => realm.Own.Contains(subject));
}
