using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Certificates;

/// <summary>
/// Whether a certificate names its machine as a client would compare it (RFC 6125): by its
/// alternative names, and by the common name of its subject where it has none of those.
/// </summary>
internal static class CertificateNames
{
    private const string HostName = "machine.host-name";
    private const string DomainSuffix = "domain.suffix";
    private const string CommonName = "CN=";

    public static Fact NamesMachine(Subject certificate, IFactSource estate)
    {
        if (certificate.Owner is not { } machine || estate.FactOf(machine, HostName).Value is not FieldValue.Text { Value: { Length: > 0 } host })
        {
            return Fact.Unknown(UnknownReason.NotCollected, "the name of the machine (Tcpip\\Parameters)");
        }

        var names = NamesOf(certificate, estate);
        if (names.Value is not FieldValue.List { Values: var stated })
        {
            return names;
        }

        var suffix = estate.FactOf(machine, DomainSuffix);
        var full = suffix.Value is FieldValue.Text { Value: { Length: > 0 } domain } ? $"{host}.{domain}" : host;
        var matches = stated.Any(name => Matches(name.ToString(), host) || Matches(name.ToString(), full));
        return !matches && !suffix.IsKnown
            ? suffix
            : Fact.Known(new FieldValue.Flag(matches)) with
            {
                Layer = Layer.Local,
                Grounds = names.Grounds,
                Because = $"{names.Because}, and the machine is {full}",
            };
    }

    /// <summary>The names that a client compares.</summary>
    public static Fact NamesOf(Subject certificate, IFactSource estate)
    {
        var names = estate.FactOf(certificate, "san");
        if (!names.IsKnown || names.Value is FieldValue.List { Values.IsEmpty: false })
        {
            return names.IsKnown ? names with { Because = $"certificate {certificate.Name} is for {names.Value}" } : names;
        }

        var subject = estate.FactOf(certificate, "subject");
        return subject.Value is FieldValue.Text { Value: var distinguished }
                ? Fact.Known(Settings.SettingConversion.ToList(CommonNames(distinguished))) with
                {
                    Layer = Layer.Local,
                    Grounds = subject.Grounds,
                    Because = $"certificate {certificate.Name} is for {distinguished}",
                }
            : subject.IsKnown ? Fact.Unknown(UnknownReason.NotCollected, $"the subject of {certificate}")
            : subject;
    }

    /// <summary>"*.contoso.com" stands for one label.</summary>
    public static bool Matches(string name, string host) => name.StartsWith("*.", StringComparison.Ordinal)
        ? host.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 && host[dot..].Equals(name[1..], StringComparison.OrdinalIgnoreCase)
        : name.Equals(host, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> CommonNames(string distinguished) =>
        distinguished
            .Split(", ")
            .Where(part => part.StartsWith(CommonName, StringComparison.OrdinalIgnoreCase))
            .Select(part => part[CommonName.Length..].Trim('"'));
}
