using System.Collections.Immutable;
using RdpCompliance.Engine.Derivations.Certificates;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Host;

/// <summary>Certificates in files: DER, PEM (one or many, private keys beside them are passed over) and PKCS #7 bundles of either form.</summary>
public sealed class CertificateFileReader : IEvidenceReader
{
    private static readonly string[] Extensions = [".cer", ".crt", ".der", ".p7b", ".p7c"];
    private static readonly string[] CertificateLabels = ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"];
    private static readonly string[] BundleLabels = ["PKCS7", "CMS"];
    private static readonly DiagnosticDescriptor NoCertificate =
        new("RDP0177", DiagnosticEffect.Refusal, "'{0}' holds no certificate; X.509 in DER, PEM or PKCS #7 form was expected.");
    private static readonly DiagnosticDescriptor BrokenCertificate =
        new("RDP0178", DiagnosticEffect.Damage, "The certificate here is cut off or broken; X.509 in DER form was expected.");
    private static readonly DiagnosticDescriptor BrokenBlock =
        new("RDP0179", DiagnosticEffect.Damage, "The block '{0}' is not closed or holds no base64.");

    public string Format => "certificate-file";

    public ReaderScope Scope => ReaderScope.Machine;

    public Claim? Claim(Source source, SourceHead head, SourceTree tree)
    {
        var isNamed = Extensions.Any(extension => source.Name.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
        if (
            head.Bytes is [0x30, >= 0x80, ..]
            && (CertificateBundle.Begins(head.Bytes) || (head.Bytes.Length == source.Length && CertificateFields.TryParse(head.Bytes.ToArray()) is not null)))
        {
            return new(source, Certainty.BySignature);
        }

        if (head.Bytes.IndexOf("BEGIN "u8) < 0 && head.Bytes.IndexOf("B\0E\0G\0I\0N\0 \0"u8) < 0)
        {
            return isNamed ? new(source, Certainty.ByName) : null;
        }

        var text = head.Text;
        var isPem =
            isNamed
            || source.Name.EndsWith(".pem", StringComparison.OrdinalIgnoreCase)
            || text.AsSpan().TrimStart().StartsWith("-----BEGIN ", StringComparison.Ordinal);
        return isPem && CertificateLabels.Concat(BundleLabels).Any(label => text.Contains($"-----BEGIN {label}-----", StringComparison.Ordinal))
            ? new(source, Certainty.BySignature)
            : null;
    }

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var source = claim.Primary;
        var items = ImmutableArray.CreateBuilder<Item>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var bytes = source.ReadAllBytes();
        if (bytes.Span is [0x30, >= 0x80, ..])
        {
            ReadDer(source, bytes, items, diagnostics);
        }
        else
        {
            foreach (var block in PemBlock.Find(source.Text.Value))
            {
                context.Cancellation.ThrowIfCancellationRequested();
                ReadBlock(block, Location.InText(source, block.Span), items, diagnostics);
            }
        }

        if (items.Count == 0 && diagnostics.Count == 0)
        {
            diagnostics.Add(new(NoCertificate, Location.StartOf(source, source.IsDecoded ? SpanUnit.Characters : SpanUnit.Bytes), source.FileName));
        }

        return new(source, Format, new Origin.Host(null, source.Folder))
        {
            Items = items.DrainToImmutable(),
            Diagnostics = diagnostics.DrainToImmutable(),
        };
    }

    private static void ReadDer(Source source, ReadOnlyMemory<byte> bytes, ImmutableArray<Item>.Builder items, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        if (!CertificateBundle.Begins(bytes.Span))
        {
            Add(bytes, Location.InBytes(source, 0, bytes.Length), items, diagnostics);
            return;
        }

        if (CertificateBundle.Find(bytes) is not { } certificates)
        {
            diagnostics.Add(new(BrokenCertificate, Location.InBytes(source, 0, bytes.Length)));
            return;
        }

        foreach (var certificate in certificates)
        {
            Add(certificate, Location.InBytes(source, CertificateBundle.OffsetOf(certificate, bytes), certificate.Length), items, diagnostics);
        }
    }

    private static void ReadBlock(PemBlock block, Location place, ImmutableArray<Item>.Builder items, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var isBundle = BundleLabels.Contains(block.Label, StringComparer.Ordinal);
        if (!isBundle && !CertificateLabels.Contains(block.Label, StringComparer.Ordinal))
        {
            return;
        }

        if (block.Content is null)
        {
            diagnostics.Add(new(BrokenBlock, place, block.Label));
        }
        else if (!isBundle)
        {
            Add(block.Content, place, items, diagnostics);
        }
        else if (CertificateBundle.Find(block.Content) is { } certificates)
        {
            foreach (var certificate in certificates)
            {
                Add(certificate, place, items, diagnostics);
            }
        }
        else
        {
            diagnostics.Add(new(BrokenCertificate, place));
        }
    }

    private static void Add(ReadOnlyMemory<byte> der, Location place, ImmutableArray<Item>.Builder items, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        if (CertificateFields.TryParse(der) is not { } certificate)
        {
            diagnostics.Add(new(BrokenCertificate, place));
            return;
        }

        // Bytes after the certificate (a line end, OpenSSL's trust) are none of its own.
        items.Add(certificate.ToItem(place.Unit == SpanUnit.Bytes ? place with { Length = certificate.Length } : place));
    }
}
