using System.Collections.Immutable;
using RdpCompliance.Engine.Derivations.Certificates;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Host;

/// <summary>A certificate of a snapshot that carries the certificate itself: what its bytes say comes before what is said beside them.</summary>
internal static class SnapshotCertificate
{
    private static readonly DiagnosticDescriptor Broken =
        new("RDP0184", DiagnosticEffect.Damage, "'{0}' is no certificate; base64 of X.509 in DER form was expected.");

    public static IEnumerable<ItemField> Fields(Node.Object body, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        if (body.Find("der") is not { } der || der is Node.Null)
        {
            return [];
        }

        if (der is Node.Text { Value: var base64 } && Decode(base64) is { } bytes && CertificateFields.TryParse(bytes) is { } certificate)
        {
            return certificate.At(der.Location);
        }

        diagnostics.Add(new(Broken, der.Location, FieldForm.Shown(der)));
        return [];
    }

    private static byte[]? Decode(string base64)
    {
        var bytes = new byte[(base64.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(base64, bytes, out var count) ? bytes[..count] : null;
    }
}
