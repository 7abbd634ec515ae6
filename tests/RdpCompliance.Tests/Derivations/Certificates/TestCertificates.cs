using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RdpCompliance.Tests.Derivations.Certificates;

/// <summary>Certificates made for one test run.</summary>
internal static class TestCertificates
{
    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>As Windows makes for its listener: RSA, self-signed, for server authentication.</summary>
    public static byte[] Listener { get; } = MakeListener();

    public static byte[] Elliptic(ECCurve curve, string subject = "CN=ec.contoso.com", DateTimeOffset? until = null)
    {
        using var key = ECDsa.Create(curve);
        var request = new CertificateRequest(new X500DistinguishedName(subject), key, HashAlgorithmName.SHA384);
        using var made = request.CreateSelfSigned(From, until ?? From.AddYears(1));
        return made.RawData;
    }

    public static byte[] Signed(HashAlgorithmName hash, RSASignaturePadding padding)
    {
        using var key = RSA.Create(2048);
        using var made = new CertificateRequest(new X500DistinguishedName("CN=rsa.contoso.com"), key, hash, padding).CreateSelfSigned(From, From.AddYears(1));
        return made.RawData;
    }

    private static byte[] MakeListener()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(
            new X500DistinguishedName("CN=pc1.contoso.com, OU=\"Sales, North\", O=Contoso, C=DE"), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("pc1.contoso.com");
        names.AddIpAddress(IPAddress.Parse("10.0.0.4"));
        names.AddIpAddress(IPAddress.Parse("fe80::1"));
        names.AddUserPrincipalName("pc1$@contoso.com");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.4.1.311.54.1.2")], critical: false));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var made = request.CreateSelfSigned(From, From.AddDays(183));
        return made.RawData;
    }
}
