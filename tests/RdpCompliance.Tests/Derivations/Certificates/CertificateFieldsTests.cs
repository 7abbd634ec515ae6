using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using RdpCompliance.Engine.Derivations.Certificates;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Derivations.Certificates;

public sealed class CertificateFieldsTests
{
    [Theory]
    [InlineData("subject", "CN=pc1.contoso.com, OU=\"Sales, North\", O=Contoso, C=DE")]
    [InlineData("issuer", "CN=pc1.contoso.com, OU=\"Sales, North\", O=Contoso, C=DE")]
    [InlineData("not-before", "2026-01-01T00:00:00Z")]
    [InlineData("not-after", "2026-07-03T00:00:00Z")]
    [InlineData("eku", "1.3.6.1.5.5.7.3.1, 1.3.6.1.4.1.311.54.1.2")]
    [InlineData("san", "pc1.contoso.com, 10.0.0.4, fe80::1")]
    [InlineData("key-usage", "digitalSignature, keyEncipherment")]
    [InlineData("key-algorithm", "RSA")]
    [InlineData("key-bits", "2048")]
    [InlineData("signature-algorithm", "1.2.840.113549.1.1.11")]
    [InlineData("signature-hash", "sha256")]
    [InlineData("self-signed", "true")]
    public void A_certificate_has_its_fields(string field, string value) => Assert.Equal(value, Value(TestCertificates.Listener, field));

    [Fact]
    public void Names_and_numbers_are_those_of_the_platform()
    {
        using var known = X509CertificateLoader.LoadCertificate(TestCertificates.Listener);

        Assert.Equal(known.Thumbprint, Value(TestCertificates.Listener, "thumbprint"));
        Assert.Equal(known.SerialNumber, Value(TestCertificates.Listener, "serial"));
        Assert.Equal(known.Subject, Value(TestCertificates.Listener, "subject"));
    }

    [Fact]
    public void The_size_of_a_curve_is_that_of_its_name()
    {
        Assert.Equal("ECDSA 256", KeyOf(ECCurve.NamedCurves.nistP256));
        Assert.Equal("ECDSA 384", KeyOf(ECCurve.NamedCurves.nistP384));
        Assert.Equal("ECDSA 521", KeyOf(ECCurve.NamedCurves.nistP521));

        static string KeyOf(ECCurve curve) => TestCertificates.Elliptic(curve) is var der ? $"{Value(der, "key-algorithm")} {Value(der, "key-bits")}" : "";
    }

    /// <summary>.NET makes none with SHA-1; the examples of RDP2056 and OpenSSL do.</summary>
    [Theory]
    [InlineData("SHA512", false, "sha512")]
    [InlineData("SHA256", true, "sha256")]
    [InlineData("SHA384", true, "sha384")]
    public void A_signature_has_the_hash_that_it_is_made_over(string hash, bool isPss, string name) =>
        Assert.Equal(name, Value(TestCertificates.Signed(new(hash), isPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1), "signature-hash"));

    [Fact]
    public void A_signature_of_an_elliptic_curve_has_its_hash() =>
        Assert.Equal("sha384", Value(TestCertificates.Elliptic(ECCurve.NamedCurves.nistP256), "signature-hash"));

    /// <summary>An algorithm that is not known is no reason to call its hash good.</summary>
    [Fact]
    public void The_hash_of_an_unknown_algorithm_is_unknown()
    {
        var der = TestCertificates.Listener.ToArray();
        byte[] sha256WithRsa = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B];
        for (var found = der.AsSpan().IndexOf(sha256WithRsa); found >= 0; found = der.AsSpan().IndexOf(sha256WithRsa))
        {
            der[found + sha256WithRsa.Length - 1] = 0x7F;
        }

        Assert.IsType<SettingValue.Unresolved>(CertificateFields.TryParse(der)?.Fields.Single(found => found.Name == "signature-hash").Value);
    }

    [Fact]
    public void A_time_after_2049_is_read() =>
        Assert.Equal(
            "2061-05-06T07:08:09Z",
            Value(TestCertificates.Elliptic(ECCurve.NamedCurves.nistP256, until: new(2061, 5, 6, 7, 8, 9, TimeSpan.Zero)), "not-after"));

    [Fact]
    public void Without_a_restriction_no_restriction_is_stated() => Assert.Null(Value(TestCertificates.Elliptic(ECCurve.NamedCurves.nistP256), "eku"));

    [Fact]
    public void A_broken_restriction_is_not_taken_as_none()
    {
        var der = TestCertificates.Listener.ToArray();
        var field = CertificateFields.TryParse(der)?.Fields.Single(field => field.Name == "eku");
        der[field?.Offset ?? 0] = 0x05;

        Assert.IsType<SettingValue.Unresolved>(CertificateFields.TryParse(der)?.Fields.Single(found => found.Name == "eku").Value);
    }

    [Fact]
    public void A_field_is_placed_at_its_bytes()
    {
        byte[] bytes = [1, 2, 3, .. TestCertificates.Listener];
        var source = Source.FromBytes("a.bin", bytes);
        var certificate = CertificateFields.TryParse(bytes.AsMemory(3));
        var item = certificate?.ToItem(Location.InBytes(source, 3, certificate.Length));

        var place = item?.Find("not-after")?.Location;

        Assert.Equal("260703000000Z", Encoding.ASCII.GetString(bytes, (int)(place?.Start ?? 0) + 2, (int)(place?.Length ?? 0) - 2));
    }

    [Fact]
    public void No_prefix_and_no_changed_byte_throws()
    {
        var der = TestCertificates.Listener;
        for (var index = 0; index < der.Length; index++)
        {
            _ = CertificateFields.TryParse(der.AsMemory(0, index));
            byte[] changed = [.. der];
            changed[index] ^= 0xFF;
            _ = CertificateFields.TryParse(changed);
        }
    }

    [OutsideFact("openssl")]
    public void Openssl_says_the_same()
    {
        string[] makings =
        [
            "rsa:2048",
            "rsa:3072 -sha384",
            "rsa:1024 -sha1",
            "rsa:2048 -sha1 -sigopt rsa_padding_mode:pss",
            "rsa:2048 -sha512 -sigopt rsa_padding_mode:pss",
            "rsa-pss -pkeyopt rsa_keygen_bits:2048",
            "ec -pkeyopt ec_paramgen_curve:P-256",
            "ec -pkeyopt ec_paramgen_curve:P-384",
            "ec -pkeyopt ec_paramgen_curve:P-521",
            "ec -pkeyopt ec_paramgen_curve:brainpoolP320r1",
            "ed25519",
            "ed448",
        ];
        foreach (var making in makings)
        {
            var pem = Run(
                $"req -x509 -nodes -keyout /dev/null -days 4000 -newkey {making} -subj /C=DE/O=Contoso/CN=pc1.contoso.com "
                    + "-addext subjectAltName=DNS:pc1.contoso.com,DNS:*.contoso.com,IP:10.0.0.4,URI:https://contoso.com/a -addext extendedKeyUsage=serverAuth,1.3.6.1.4.1.311.54.1.2",
                "");
            var der = PemEncoding.Find(pem) is var found ? Convert.FromBase64String(pem[found.Base64Data]) : [];
            var said = Run(
                "x509 -noout -fingerprint -sha1 -serial -startdate -enddate -dateopt iso_8601 -subject -nameopt sep_comma_plus_space,sname,dn_rev -ext subjectAltName,extendedKeyUsage -text",
                pem);

            Assert.Contains(
                making.StartsWith("ed", StringComparison.Ordinal)
                    ? $"{Value(der, "key-algorithm")} Public-Key".ToUpperInvariant()
                    : $"PUBLIC-KEY: ({Value(der, "key-bits")} BIT)",
                said.ToUpperInvariant(),
                StringComparison.Ordinal);
            Assert.Equal(Line(said, "sha1 Fingerprint=").Replace(":", "", StringComparison.Ordinal), Value(der, "thumbprint"));
            // A serial is a number: openssl leaves out the zeros before it, which the certificate may have.
            Assert.Equal(Line(said, "serial=").TrimStart('0'), Value(der, "serial")?.TrimStart('0'));
            Assert.Equal(Line(said, "subject="), Value(der, "subject"));
            Assert.Equal(Line(said, "notBefore=").Replace(' ', 'T'), Value(der, "not-before"));
            Assert.Equal(Line(said, "notAfter=").Replace(' ', 'T'), Value(der, "not-after"));
            Assert.Equal("pc1.contoso.com, *.contoso.com, 10.0.0.4, https://contoso.com/a", Value(der, "san"));
            Assert.Equal("1.3.6.1.5.5.7.3.1, 1.3.6.1.4.1.311.54.1.2", Value(der, "eku"));
            Assert.Equal("true", Value(der, "self-signed"));
            if (!making.StartsWith("ed", StringComparison.Ordinal))
            {
                Assert.Contains(Value(der, "signature-hash") ?? "?", HashLine(said).ToLowerInvariant(), StringComparison.Ordinal);
            }
        }

        // OpenSSL leaves out the hash of RSASSA-PSS where it is the default, and says so.
        static string HashLine(string said) =>
            said.Split('\n').Select(line => line.Trim()) is var lines
            && lines.FirstOrDefault(line => line.StartsWith("Hash Algorithm: ", StringComparison.Ordinal)) is { } hash
                ? hash
                : lines.First(line => line.StartsWith("Signature Algorithm: ", StringComparison.Ordinal));

        static string Line(string said, string label) =>
            said.Split('\n').First(line => line.StartsWith(label, StringComparison.Ordinal))[label.Length..];
    }

    private static string Run(string arguments, string input)
    {
        var (exitCode, output, error) = OutsideTool.Run("openssl", arguments.Split(' '), Path.GetTempPath(), input);
        Assert.True(exitCode == 0, error);
        return output;
    }

    private static string? Value(byte[] der, string field) =>
        CertificateFields.TryParse(der)?.Fields.SingleOrDefault(candidate => candidate.Name == field)?.Value.ToString();
}
