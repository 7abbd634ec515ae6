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
/// Writes a certificate as the registry export of its store: lines "store", "subject", "issuer" (else the subject), "not-before", "not-after", "eku" (OIDs), "san" (names), "template" (a name),
/// "key-bits", "signature" (sha256 or sha1), "private-key", "key-container", "provider-type" (0 for CNG), and "bound" (listener or self-signed). The key is made up of its length and the signature of nothing, so the same text gives the same certificate; who reads it verifies no signature.
/// A mark on the line "bound" stands for the hash that binds it, any other mark for the Blob.
/// </summary>
public sealed class CertificateTwin : ITextTwin
{
    private const string Stations = @"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations";
    private const string BoundLine = "bound";

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
            return read.Observations.FirstOrDefault(one => one.Address is Address.Registry address && (address.Name == wanted || (wanted == "Hash" && address.Name is "SSLCertificateSHA1Hash" or "SelfSignedCertificate")))?.Location;
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
        var bits = int.Parse(value.GetValueOrDefault("key-bits", "2048"), CultureInfo.InvariantCulture);
        var modulus = Enumerable.Repeat((byte)0xA5, bits / 8).ToArray();
        using var key = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = [1, 0, 1] });
        var hash = value.GetValueOrDefault("signature", "sha256") == "sha1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;
        var subject = new X500DistinguishedName(value.GetValueOrDefault("subject", "CN=host01"));
        var request = new CertificateRequest(subject, new PublicKey(key), hash);
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
        using var certificate = request.Create(issuer, new FixedSignature(), Date(value, "not-before", "2025-01-01"), Date(value, "not-after", "2027-01-01"), [0x11]);
        return certificate.RawData;
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
            Append(blob, 2, [.. BitConverter.GetBytes(12), .. BitConverter.GetBytes(14 + (2 * container.Length)), .. BitConverter.GetBytes(type), .. Encoding.Unicode.GetBytes($"{container}\0Provider\0")]);
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
    private sealed class FixedSignature : X509SignatureGenerator
    {
        // sha256WithRSAEncryption and sha1WithRSAEncryption (RFC 8017), each with its NULL parameters.
        private static readonly byte[] Sha256 = [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b, 0x05, 0x00];
        private static readonly byte[] Sha1 = [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x05, 0x05, 0x00];

        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => hashAlgorithm == HashAlgorithmName.SHA1 ? Sha1 : Sha256;

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => SHA256.HashData(data);

        protected override PublicKey BuildPublicKey() => throw new NotSupportedException("The certificate brings its own public key.");
    }
}
