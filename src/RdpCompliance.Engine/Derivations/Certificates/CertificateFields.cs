using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Derivations.Certificates;

/// <summary>A field of a certificate, and the bytes of the certificate that state it.</summary>
public sealed record CertificateField(string Name, SettingValue Value, int Offset, int Length);

/// <summary>
/// What an X.509 certificate (RFC 5280) says: thumbprint (upper-case SHA-1, as Windows names it), subject,
/// issuer, serial, not-before, not-after, key-algorithm, key-bits, signature-algorithm (OID),
/// signature-hash (sha256 …; what the signature is made over), self-signed, and where the extensions are there:
/// eku (OIDs), san (DNS names, addresses, mail addresses, URIs), key-usage, template (OID or name).
/// </summary>
public sealed class CertificateFields
{
    public const string Space = "certificate";

    /// <summary>Real ones take a few thousand bytes; beyond this only a hostile input goes.</summary>
    private const int MostBytes = 65536;

    private CertificateFields(string thumbprint, int length, ImmutableArray<CertificateField> fields)
    {
        Thumbprint = thumbprint;
        Length = length;
        Fields = fields;
    }

    public string Thumbprint { get; }

    /// <summary>The bytes of the certificate itself; what follows them in the input is not looked at.</summary>
    public int Length { get; }

    public ImmutableArray<CertificateField> Fields { get; }

    /// <returns><see langword="null"/> when the bytes do not begin with a certificate.</returns>
    public static CertificateFields? TryParse(ReadOnlyMemory<byte> der)
    {
        try
        {
            AsnDecoder.ReadSequence(der.Span, AsnEncodingRules.BER, out _, out _, out var length);
            if (length > MostBytes)
            {
                return null;
            }

            var certificate = der[..length];
            var thumbprint = Convert.ToHexString(CryptographicOperations.HashData(HashAlgorithmName.SHA1, certificate.Span));
            return new(thumbprint, length, new CertificateParser(certificate).Parse(thumbprint));
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>
    /// The certificate as an item. A place that counts exactly the bytes of the certificate gives each
    /// field its own bytes; any other place (base64, a registry value) is that of all fields.
    /// </summary>
    public Item ToItem(Location place) => new(Space, Thumbprint, At(place), place);

    /// <inheritdoc cref="ToItem"/>
    public ImmutableArray<ItemField> At(Location place) =>
    [
        .. Fields.Select(field => new ItemField(
            field.Name,
            field.Value,
            place.Unit == SpanUnit.Bytes && place.Length == Length ? Location.InBytes(place.Source, place.Start + field.Offset, field.Length) : place)),
    ];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Thumbprint} ({Length} bytes)");
}
