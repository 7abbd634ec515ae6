using System.Diagnostics;
using System.Text;
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
        new CertificateFileReader(),
        new EventXmlReader(),
        new NetstatReader(),
        new PowerShellReader(),
        new RdpFileReader(),
        new ServiceControlReader(),
        new SnapshotReader(),
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

    /// <summary>A million characters of one thing after another, so that a search that begins anew at each shows.</summary>
    [Theory]
    [InlineData("a:s:\n", "")]
    [InlineData("TCP 1:1 ", "")]
    [InlineData("TCP 1.1.1.1:1 1.1.1.1:0 X 1\n", "")]
    [InlineData("  : x\n", "A: a\n  T : 1 A\n")]
    [InlineData("A: a\n B : 1\n", "")]
    [InlineData("-----BEGIN CERTIFICATE-----", "")]
    [InlineData("-----", "-----BEGIN CERTIFICATE-----\n")]
    [InlineData("<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>", "")]
    [InlineData("<Data Name='a'>b</Data>", "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><EventData>")]
    [InlineData("{\"value\":", "")]
    [InlineData("{\"Name\":\"a\",\"Status\":1,\"StartType\":1},", "[")]
    [InlineData("\"named\":{\"a\":\"b\"},", "{\"format\":\"rdpcompliance-snapshot\",\"version\":1,\"events\":{\"items\":[{")]
    [InlineData("\"HKLM\\\\A\",", "{\"format\":\"rdpcompliance-snapshot\",\"version\":1,\"registry\":{\"covers\":[")]
    [InlineData("0\u0082", "")]
    public void Long_inputs_take_time_in_proportion(string repeated, string before)
    {
        var text = before + string.Concat(Enumerable.Repeat(repeated, 1_000_000 / repeated.Length));
        foreach (var reader in Readers)
        {
            var source = Source.FromBytes("a.txt", Encoding.Latin1.GetBytes(text));
            var watch = Stopwatch.StartNew();
            _ = reader.Claim(source);
            _ = reader.Read(source);

            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{reader.Format}: {watch.Elapsed}");
        }
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
