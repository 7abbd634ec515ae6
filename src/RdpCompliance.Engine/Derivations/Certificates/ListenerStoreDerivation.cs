using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Certificates;

/// <summary>What the store holds in which Windows keeps the certificates that it made for its listeners.</summary>
internal sealed class ListenerStoreDerivation : IFieldDerivation
{
    private static readonly RegistryKey Store = RegistryKey.LocalMachine.Below(@"SOFTWARE\Microsoft\SystemCertificates\Remote Desktop\Certificates");

    public string Kind => SubjectKind.Machine;

    /// <summary>The kind of certificates wants the keys below; the store itself says that it is empty.</summary>
    public ImmutableArray<string> Keys => [Store.ToString()];

    public Fact? Derive(Subject subject, string field, IFactSource estate)
    {
        if (field != "listener-store")
        {
            return null;
        }

        if (!subject.Evidence.Covers(Store))
        {
            return Fact.Unknown(UnknownReason.NotCollected, Store.ToString());
        }

        ImmutableArray<FieldValue> thumbprints = [.. subject.Evidence.ChildrenOf(Store).Select(name => new FieldValue.Text(name))];
        var place = subject.Evidence.PlaceOf(Store) ?? subject.Place;
        return Fact.Known(new FieldValue.List(thumbprints)) with
        {
            Layer = Layer.Local,
            Grounds = [Ground.Absent(place, new Address.WholeKey(Store))],
            Because = thumbprints.IsEmpty ? "the store 'Remote Desktop' is empty" : $"the store 'Remote Desktop' holds {string.Join(", ", thumbprints)}",
        };
    }
}
