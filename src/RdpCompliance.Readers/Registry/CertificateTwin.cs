using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Registry;

/// <summary>
/// Writes a certificate as the registry export of its store: lines "store", "subject", "issuer" (else the
/// subject), "not-before", "not-after", "eku" (OIDs), "san" (names), "template" (a name),
/// "key" (rsa or ecdsa), "key-bits", "signature" (sha256, sha1, md5, pss-sha256, pss-sha1, oiw-sha1 or unknown), "private-key",
/// "key-container", "provider-type" (0 for CNG), and "bound" (listener or self-signed). The key is made up of its length and the
/// signature of nothing, so the same text gives the same certificate; who reads it verifies no signature.
/// A mark on the line "bound" stands for the hash that binds it, any other mark for the Blob.
/// </summary>
public sealed class CertificateTwin : ITextTwin
{
    private const string Stations = @"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations";
    private const string BoundLine = "bound";

    /// <summary>A point that is on P-256 for certain: the one that generates it (FIPS 186-5).</summary>
    private static readonly ECPoint BasePoint = new()
    {
        X = Convert.FromHexString("6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296"),
        Y = Convert.FromHexString("4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5"),
    };

    public string Extension => ".cer.yml";

    public AssembledTwin Assemble(string name, string text)
    {
        var lines = LinesOf(text);
        var value = lines.ToDictionary(line => line.Key, line => line.Value, StringComparer.Ordinal);
        var der = Certificate(value);
        var thumbprint = Convert.ToHexString(CryptographyHash(der));
        var export = Export(value, der, thumbprint);
        var source = Source.FromText($"{name}.reg", export);
        var read = new RegFileReader().Read(new(source, Certainty.BySignature), ReadContext.Alone(source));
        return new(source, span =>
        {
            var wanted = lines.FirstOrDefault(line => line.Key == BoundLine && line.Span.Contains(span)) is { Key: not null } ? "Hash" : "Blob";
            return read
                .Observations.FirstOrDefault(one =>
                    one.Address is Address.Registry address
                    && (address.Name == wanted || (wanted == "Hash" && address.Name is "SSLCertificateSHA1Hash" or "SelfSignedCertificate")))
                ?.Location;
        });
    }

    private static List<(string Key, string Value, TextSpan Span)> LinesOf(string text)
    {
        var lines = new List<(string Key, string Value, TextSpan Span)>();
        var start = 0;
        foreach (var line in text.Split('\n'))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
            {
                lines.Add((line[..colon].Trim(), line[(colon + 1)..].Trim(), new(start, line.Length)));
            }

            start += line.Length + 1;
        }

        return lines;
    }

    private static byte[] Certificate(Dictionary<string, string> value)
    {
        var subject = new X500DistinguishedName(value.GetValueOrDefault("subject", "CN=host01"));
        var request = new CertificateRequest(subject, Key(value), HashAlgorithmName.SHA256);
        if (value.GetValueOrDefault("eku") is { Length: > 0 } eku)
        {
            var usages = new OidCollection();
            foreach (var oid in eku.Split(',', StringSplitOptions.TrimEntries))
            {
                usages.Add(new Oid(oid));
            }

            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(usages, critical: false));
        }

        if (value.GetValueOrDefault("san") is { Length: > 0 } san)
        {
            var names = new SubjectAlternativeNameBuilder();
            Array.ForEach(san.Split(',', StringSplitOptions.TrimEntries), names.AddDnsName);
            request.CertificateExtensions.Add(names.Build());
        }

        if (value.GetValueOrDefault("template") is { Length: > 0 } template)
        {
            var name = new AsnWriter(AsnEncodingRules.DER);
            name.WriteCharacterString(UniversalTagNumber.BMPString, template);
            request.CertificateExtensions.Add(new X509Extension("1.3.6.1.4.1.311.20.2", name.Encode(), critical: false));
        }

        var issuer = value.GetValueOrDefault("issuer") is { Length: > 0 } named ? new X500DistinguishedName(named) : subject;
        using var certificate = request.Create(
            issuer,
            new FixedSignature(value.GetValueOrDefault("signature", "sha256")),
            Date(value, "not-before", "2025-01-01"),
            Date(value, "not-after", "2027-01-01"),
            [0x11]);
        return certificate.RawData;
    }

    private static PublicKey Key(Dictionary<string, string> value)
    {
        if (value.GetValueOrDefault("key", "rsa") == "ecdsa")
        {
            using var curve = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = BasePoint });
            return new PublicKey(curve);
        }

        var bits = int.Parse(value.GetValueOrDefault("key-bits", "2048"), CultureInfo.InvariantCulture);
        using var key = RSA.Create(new RSAParameters { Modulus = [.. Enumerable.Repeat((byte)0xA5, bits / 8)], Exponent = [1, 0, 1] });
        return new PublicKey(key);
    }

    private static DateTimeOffset Date(Dictionary<string, string> value, string key, string otherwise) =>
        DateTimeOffset.ParseExact(value.GetValueOrDefault(key, otherwise), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string Export(Dictionary<string, string> value, byte[] der, string thumbprint)
    {
        var blob = new List<byte>();
        Append(blob, 3, Convert.FromHexString(thumbprint));
        if (value.GetValueOrDefault("private-key", "true") == "true")
        {
            var container = value.GetValueOrDefault("key-container", "TSSecKeySet1");
            var type = int.Parse(value.GetValueOrDefault("provider-type", "1"), CultureInfo.InvariantCulture);
            Append(
                blob,
                2,
                [
                    .. BitConverter.GetBytes(12),
                    .. BitConverter.GetBytes(14 + (2 * container.Length)),
                    .. BitConverter.GetBytes(type),
                    .. Encoding.Unicode.GetBytes($"{container}\0Provider\0"),
                ]);
        }

        Append(blob, 32, der);
        var store = value.GetValueOrDefault("store", "Remote Desktop");
        var hash = string.Join(',', Convert.FromHexString(thumbprint).Select(one => one.ToString("x2", CultureInfo.InvariantCulture)));
        return $"""
            Windows Registry Editor Version 5.00

            [HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\SystemCertificates\{store}\Certificates\{thumbprint}]
            "Blob"=hex:{string.Join(',', blob.Select(one => one.ToString("x2", CultureInfo.InvariantCulture)))}

            [{Stations}]
            {(value.GetValueOrDefault(BoundLine) == "self-signed" ? $"\"SelfSignedCertificate\"=hex:{hash}" : "")}

            [{Stations}\RDP-Tcp]
            {(value.GetValueOrDefault(BoundLine) == "listener" ? $"\"SSLCertificateSHA1Hash\"=hex:{hash}" : "")}

            """;
    }

    private static void Append(List<byte> blob, int id, byte[] data)
    {
        blob.AddRange(BitConverter.GetBytes(id));
        blob.AddRange(BitConverter.GetBytes(1));
        blob.AddRange(BitConverter.GetBytes(data.Length));
        blob.AddRange(data);
    }

    /// <summary>Windows names a certificate by the SHA-1 of its bytes.</summary>
    private static byte[] CryptographyHash(byte[] der) => CryptographicOperations.HashData(HashAlgorithmName.SHA1, der);

    /// <summary>The algorithm's name with a signature that signs nothing.</summary>
    private sealed class FixedSignature(string name) : X509SignatureGenerator
    {
        /// <summary>
        /// AlgorithmIdentifiers: those with NULL parameters of RFC 8017, RSASSA-PSS with its hash and with
        /// its default, the OIW's older name of SHA-1 with RSA, and one that nobody defines.
        /// </summary>
        private static readonly Dictionary<string, string> Identifiers = new(StringComparer.Ordinal)
        {
            ["sha256"] = "300D06092A864886F70D01010B0500",
            ["sha1"] = "300D06092A864886F70D0101050500",
            ["md5"] = "300D06092A864886F70D0101040500",
            ["pss-sha256"] = "303D06092A864886F70D01010A3030A00D300B0609608648016503040201A11A301806092A864886F70D010108300B0609608648016503040201A203020120",
            ["pss-sha1"] = "300D06092A864886F70D01010A3000",
            ["oiw-sha1"] = "300906052B0E03021D0500",
            ["unknown"] = "300506032A0304",
        };

        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => Convert.FromHexString(Identifiers[name]);

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => SHA256.HashData(data);

        protected override PublicKey BuildPublicKey() => throw new NotSupportedException("The certificate brings its own public key.");
    }
}
