using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Host;
using RdpCompliance.Tests.Derivations.Certificates;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Host;

public sealed class CertificateFileReaderTests
{
    private static byte[] Der { get; } = TestCertificates.Listener;

    private static string Pem { get; } = PemEncoding.WriteString("CERTIFICATE", Der);

    private static byte[] Bundle { get; } = MakeBundle();

    [Fact]
    public void Every_form_of_a_certificate_gives_the_same_item()
    {
        string Thumbprint(byte[] bytes) => Assert.Single(new CertificateFileReader().Read(Source.FromBytes("a.cer", bytes)).Items).Name;

        var expected = Convert.ToHexString(CryptographicOperations.HashData(HashAlgorithmName.SHA1, Der));
        Assert.Equal(expected, Thumbprint(Der));
        Assert.Equal(expected, Thumbprint([.. Der, (byte)'\n']));
        Assert.Equal(expected, Thumbprint(Encoding.ASCII.GetBytes(Pem)));
        Assert.Equal(expected, Thumbprint([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Pem)]));
        Assert.Equal(expected, Thumbprint(Encoding.ASCII.GetBytes(PemEncoding.WriteString("PKCS7", MakeBundle(1)))));
    }

    [Fact]
    public void A_bundle_gives_each_certificate_at_its_bytes()
    {
        var items = new CertificateFileReader().Read(Source.FromBytes("a.p7b", Bundle)).Items;

        Assert.Equal(2, items.Length);
        Assert.All(items, item =>
            Assert.Equal(
                item.Name,
                Convert.ToHexString(
                    CryptographicOperations.HashData(HashAlgorithmName.SHA1, Bundle.AsSpan((int)item.Location.Start, (int)item.Location.Length)))));
    }

    [Fact]
    public void A_block_is_placed_from_its_first_to_its_last_dash()
    {
        var (source, span) = MarkedText.One($"Bag Attributes\n[|{Pem}|]\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "a.pem");

        var evidence = new CertificateFileReader().Read(source);

        Assert.Equal(span, Assert.Single(evidence.Items).Location.Span);
        Assert.Empty(evidence.Diagnostics);
    }

    [Theory]
    [InlineData("RDP0177", "no certificate")]
    [InlineData("RDP0178", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    [InlineData("RDP0179", "-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----")]
    [InlineData("RDP0179", "-----BEGIN CERTIFICATE-----\nAAAA\n")]
    [InlineData("RDP0178", "-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----")]
    public void What_is_wrong_with_a_file_is_said(string id, string text) =>
        Assert.Equal(id, Assert.Single(new CertificateFileReader().Read(text, "a.cer").Diagnostics).Id);

    [Fact]
    public void Content_counts_more_than_the_name()
    {
        var reader = new CertificateFileReader();

        Assert.Equal(Certainty.BySignature, reader.Claim(Source.FromBytes("export.bin", Der))?.Certainty);
        Assert.Equal(Certainty.BySignature, reader.Claim(Source.FromBytes("export.bin", Bundle))?.Certainty);
        Assert.Equal(Certainty.BySignature, reader.Claim(Pem, "export.txt")?.Certainty);
        Assert.Equal(Certainty.ByName, reader.Claim(Source.FromBytes("export.cer", Der.AsMemory(0, 100)))?.Certainty);
        Assert.Null(reader.Claim($"how to:\n{Pem}", "readme.md"));
        Assert.Null(reader.Claim("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "key.pem"));
    }

    [Fact]
    public void A_block_whose_lines_share_their_dashes_holds_nothing()
    {
        var evidence = new CertificateFileReader().ReadText("-----BEGIN CERTIFICATE-----END CERTIFICATE-----", "a.pem");

        Assert.Empty(evidence.Items);
        Assert.NotEmpty(evidence.Diagnostics);
    }

    [Fact]
    public void Damaged_files_do_not_throw()
    {
        Robustness.Check(new CertificateFileReader(), "a.cer", Der);
        Robustness.Check(new CertificateFileReader(), "a.p7b", Bundle);
        Robustness.Check(new CertificateFileReader(), "a.pem", Encoding.ASCII.GetBytes(Pem + Pem));
    }

    private static byte[] MakeBundle(int count = 2)
    {
        using var first = X509CertificateLoader.LoadCertificate(Der);
        using var second = X509CertificateLoader.LoadCertificate(TestCertificates.Elliptic(ECCurve.NamedCurves.nistP256));
        X509Certificate2[] all = [first, second];
        return new X509Certificate2Collection(all[..count]).Export(X509ContentType.Pkcs7) ?? [];
    }
}
