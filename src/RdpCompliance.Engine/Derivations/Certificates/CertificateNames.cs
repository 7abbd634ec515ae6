using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Certificates;

/// <summary>Whether a certificate names its machine as a client would compare it (RFC 6125): by its alternative names, and by the common name of its subject where it has none of those.</summary>
internal static class CertificateNames
{
    private const string HostName = "machine.host-name";
    private const string DomainSuffix = "domain.suffix";
    private const string CommonName = "CN=";

    public static Fact NamesMachine(Subject certificate, Estate estate)
    {
        if (certificate.Owner is not { } machine || estate.FactOf(machine, HostName).Value is not FieldValue.Text { Value: { Length: > 0 } host })
        {
            return Fact.Unknown(UnknownReason.NotCollected, "the name of the machine (Tcpip\\Parameters)");
        }

        var names = estate.FactOf(certificate, "san");
        if (!names.IsKnown)
        {
            return names;
        }

        var subject = estate.FactOf(certificate, "subject");
        var stated = names.Value is FieldValue.List { Values: { IsEmpty: false } list } ? list.Select(name => name.ToString()).ToList()
            : subject.Value is FieldValue.Text { Value: var distinguished } ? [.. CommonNames(distinguished)]
            : null;
        if (stated is null)
        {
            return subject.IsKnown ? Fact.Unknown(UnknownReason.NotCollected, $"the subject of {certificate}") : subject;
        }

        var suffix = estate.FactOf(machine, DomainSuffix);
        var full = suffix.Value is FieldValue.Text { Value: { Length: > 0 } domain } ? $"{host}.{domain}" : host;
        var matches = stated.Exists(name => Matches(name, host) || Matches(name, full));
        if (!matches && !suffix.IsKnown)
        {
            return suffix;
        }

        return Fact.Known(new FieldValue.Flag(matches)) with
        {
            Layer = Settings.Layer.Local,
            Places = names.Value is null ? subject.Places : names.Places,
            Because = $"certificate {certificate.Name} is for {(stated.Count == 0 ? "nobody" : string.Join(", ", stated))}, the machine is {full}",
        };
    }

    /// <summary>"*.contoso.com" stands for one label.</summary>
    public static bool Matches(string name, string host) => name.StartsWith("*.", StringComparison.Ordinal)
        ? host.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 && host[dot..].Equals(name[1..], StringComparison.OrdinalIgnoreCase)
        : name.Equals(host, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> CommonNames(string distinguished) =>
        distinguished.Split(", ").Where(part => part.StartsWith(CommonName, StringComparison.OrdinalIgnoreCase)).Select(part => part[CommonName.Length..].Trim('"'));
}
