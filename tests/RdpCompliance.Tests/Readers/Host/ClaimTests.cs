using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Host;
using RdpCompliance.Readers.RdpFiles;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Host;

public sealed class ClaimTests
{
    private static readonly IEvidenceReader[] Readers =
    [
        new CertificateFileReader(), new EventXmlReader(), new NetstatReader(), new PowerShellReader(), new RdpFileReader(), new ServiceControlReader(), new SnapshotReader(),
    ];

    /// <summary>Shapes are weaker than signatures: thousands of inputs of other kinds must not look like one of these.</summary>
    [CorpusFact]
    public void Only_connection_files_of_the_corpus_are_claimed()
    {
        var claimed = new List<string>();
        var seen = 0;
        foreach (var source in Corpus.Files("", "*").Select(Corpus.Read))
        {
            seen++;
            foreach (var reader in Readers)
            {
                if (reader.Claim(source) is not null)
                {
                    claimed.Add($"{reader.Format} {source.Name}");
                }
            }
        }

        Assert.True(seen > 3000);
        Assert.All(claimed, claim => Assert.StartsWith("rdp-file rdp/", claim, StringComparison.Ordinal));
        Assert.Equal(4, claimed.Count);
    }

    [Fact]
    public void No_two_readers_claim_one_sample_with_equal_certainty()
    {
        (string Name, string Text)[] samples =
        [
            ("a.json", """{ "format": "rdpcompliance-snapshot", "version": 1, "services": { "items": [{ "Name": "A", "Status": 1, "StartType": 2 }] } }"""),
            ("a.txt", "SERVICE_NAME: A\n  TYPE : 20  WIN32\n  STATE : 4  RUNNING\n  EXIT : 0  (0x0)\n"),
            ("a.txt", "  TCP    0.0.0.0:3389    0.0.0.0:0    LISTENING    4\n"),
            ("a.rdp", "full address:s:host\n"),
        ];
        foreach (var (name, text) in samples)
        {
            var claims = Readers.Select(reader => reader.Claim(Source.FromText(name, text))).OfType<Claim>().ToList();

            Assert.Single(claims, claim => claim.Certainty == claims.Max(other => other.Certainty));
        }
    }
}
