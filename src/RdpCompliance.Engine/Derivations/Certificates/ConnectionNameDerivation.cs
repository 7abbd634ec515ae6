using System.Collections.Immutable;
using RdpCompliance.Engine.Derivations.Connections;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Certificates;

/// <summary>Whether the certificate of the host that a connection file names is for the name that the file uses.</summary>
internal sealed class ConnectionNameDerivation : IFieldDerivation
{
    public string Kind => "rdp-file";

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, IFactSource estate) => field == "target-has-certificate-for-address" ? Derive(subject, estate) : null;

    private static Fact Derive(Subject file, IFactSource estate)
    {
        if (ConnectionAddress.HostOf(file, estate) is not { } host || estate.Related(file, "target") is not { Members: [var target] })
        {
            return Fact.Unknown(UnknownReason.NotCollected, $"the host that {file} connects to");
        }

        var certificates = estate.OfKind(CertificateFields.Space)
            .Where(certificate => certificate.Owner == target && estate.FactOf(certificate, "bound-to-listener").Value is FieldValue.Flag { Value: true })
            .Select(certificate => CertificateNames.NamesOf(certificate, estate))
            .ToList();
        if (certificates is [] || certificates.Find(names => !names.IsKnown) is not null)
        {
            return certificates.Find(names => !names.IsKnown) ?? Fact.Unknown(UnknownReason.NotCollected, $"the certificate of the listener of {target}");
        }

        var matches = certificates.TrueForAll(names =>
            names.Value is FieldValue.List { Values: var list } && list.Any(name => CertificateNames.Matches(name.ToString(), host)));
        return Fact.Known(new FieldValue.Flag(matches)) with
        {
            Layer = Layer.Local,
            Grounds = [.. estate.FactOf(file, "full-address").Grounds, .. certificates.SelectMany(names => names.Grounds)],
            Because = $"the file connects to {host}, and {certificates[0].Because}",
        };
    }
}
