using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Certificates;

/// <summary>
/// Whether a certificate was issued from the template that the policy names. Certificates of version 2
/// templates carry the template's OID, older ones its name; the policy may say either.
/// </summary>
internal static class CertificateTemplate
{
    private const string PolicyTemplate = "rdp.certificate-template";

    public static Fact IsOfPolicy(Subject certificate, IFactSource estate)
    {
        if (certificate.Owner is not { } machine)
        {
            return Fact.Unknown(UnknownReason.NotCollected, "the machine of the certificate");
        }

        var policy = estate.FactOf(machine, PolicyTemplate);
        var template = estate.FactOf(certificate, "template");
        return (policy, template) switch
        {
            ({ IsKnown: false }, _) => policy,
            (_, { IsKnown: false }) => template,
            ({ Value: FieldValue.Text wanted }, { Value: FieldValue.Text has }) when IsOid(wanted.Value) != IsOid(has.Value) => Fact.Unknown(
                UnknownReason.NotCollected,
                $"the name of the template {(IsOid(wanted.Value) ? wanted.Value : has.Value)}"),
            ({ Value: FieldValue.Text wanted }, { Value: FieldValue.Text has }) => Decided(
                wanted.Value.Equals(has.Value, StringComparison.OrdinalIgnoreCase),
                $"is of template '{has.Value}'"),
            _ => Decided(isOf: false, "is of no template"),
        };

        Fact Decided(bool isOf, string says) =>
            Fact.Known(new FieldValue.Flag(isOf)) with
            {
                Grounds = template.Grounds,
                Because = $"certificate {certificate.Name} {says}",
            };
    }

    private static bool IsOid(string text) => text.Length > 0 && text.All(character => char.IsAsciiDigit(character) || character == '.');
}
