using System.Security.Cryptography;
using RdpCompliance.Engine.Derivations.Certificates;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Derivations.Certificates;

/// <summary>The certificates of real stores, as openssl reads them.</summary>
public sealed class CertificateCorpusTests
{
    /// <summary>Names that openssl gives to usages; it prints the numbers of all others.</summary>
    private static readonly Dictionary<string, string> Usages = new(StringComparer.Ordinal)
    {
        ["TLS Web Server Authentication"] = "1.3.6.1.5.5.7.3.1",
        ["TLS Web Client Authentication"] = "1.3.6.1.5.5.7.3.2",
        ["Code Signing"] = "1.3.6.1.5.5.7.3.3",
        ["E-mail Protection"] = "1.3.6.1.5.5.7.3.4",
        ["Time Stamping"] = "1.3.6.1.5.5.7.3.8",
    };

    [OutsideFact("openssl", NeedsCorpus = true)]
    public void Openssl_reads_the_same_certificates()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, bytes) in CertificateCorpus.Blobs())
        {
            if (CertificateBlob.Parse(bytes).Certificate is not { } property || !seen.Add(key))
            {
                continue;
            }

            var certificate = CertificateFields.TryParse(property.Data);
            var said = Openssl(PemEncoding.WriteString("CERTIFICATE", property.Data.Span));

            Assert.Equal(After(said, "subject="), AsOpenssl(Value("subject")));
            Assert.Equal(After(said, "issuer="), AsOpenssl(Value("issuer")));
            Assert.Equal(After(said, "serial=").TrimStart('0'), Value("serial")?.TrimStart('0'));
            Assert.Equal(After(said, "notBefore=").Replace(' ', 'T'), Value("not-before"));
            Assert.Equal(After(said, "notAfter=").Replace(' ', 'T'), Value("not-after"));
            Assert.Equal(After(said, "sha1 Fingerprint=").Replace(":", "", StringComparison.Ordinal), key.ToUpperInvariant());
            Assert.Contains($"Public-Key: ({Value("key-bits")} bit)", said, StringComparison.Ordinal);
            Assert.Equal(Extension(said, "X509v3 Extended Key Usage:").Select(name => Usages.GetValueOrDefault(name, name)), Split(Value("eku")));
            Assert.Equal(
                Extension(said, "X509v3 Subject Alternative Name:").Select(name => name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..]),
                Split(Value("san")));

            string? Value(string field) => certificate?.Fields.SingleOrDefault(candidate => candidate.Name == field)?.Value.ToString();
        }

        Assert.Equal(8, seen.Count);
    }

    /// <summary>Windows writes the state or province as S, and quotes parts with a comma.</summary>
    private static string? AsOpenssl(string? name) => name?.Replace(", S=", ", ST=", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal);

    private static string Openssl(string pem)
    {
        var (exitCode, output, error) = OutsideTool.Run(
            "openssl",
            [
                "x509",
                "-noout",
                "-text",
                "-subject",
                "-issuer",
                "-serial",
                "-startdate",
                "-enddate",
                "-dateopt",
                "iso_8601",
                "-fingerprint",
                "-sha1",
                "-nameopt",
                "sep_comma_plus_space,sname,dn_rev",
            ],
            Path.GetTempPath(),
            pem);
        Assert.True(exitCode == 0, error);
        return output;
    }

    private static string After(string said, string label) => said.Split('\n').First(line => line.StartsWith(label, StringComparison.Ordinal))[label.Length..];

    /// <summary>The line behind an extension's name holds its values.</summary>
    private static IEnumerable<string> Extension(string said, string name) =>
        said.Split('\n').SkipWhile(line => !line.Contains(name, StringComparison.Ordinal)).Skip(1).Take(1).SelectMany(line => Split(line.Trim()));

    private static string[] Split(string? values) => values?.Split(", ", StringSplitOptions.RemoveEmptyEntries) ?? [];
}
