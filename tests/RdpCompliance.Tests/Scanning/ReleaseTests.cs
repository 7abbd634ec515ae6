using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Scanning;

/// <summary>What a scan holds on to while it goes through many machines.</summary>
public sealed class ReleaseTests
{
    private const string Open = """
        Windows Registry Editor Version 5.00

        [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server]
        "fDenyTSConnections"=dword:00000000

        """;

    [Theory]
    [InlineData("00000000", true)]
    [InlineData("00000001", false)]
    public void The_bytes_of_a_machine_go_unless_a_report_speaks_of_it(string deny, bool areForgotten)
    {
        var bytes = new Watched(Encoding.UTF8.GetBytes(Open.Replace("00000000", deny, StringComparison.Ordinal)));

        var settings = new ScanSettings { AsOf = Packs.Settings.AsOf, OnlyRules = ["RDP1002"], Roles = ["host"] };
        var result = new Scan(Repository.Pack, EvidenceReaders.All, settings).Run(new SourceTree([new Source("pc/host.reg", bytes)]), CancellationToken.None);

        Assert.Equal(!areForgotten, result.Findings.Length > 0);
        Assert.Equal(areForgotten, bytes.AreForgotten);
    }

    [Fact]
    public void Nobody_is_asked_whose_a_file_is_after_its_signature_was_found()
    {
        var later = new Asked();

        new Scan(Repository.Pack, [new RdpCompliance.Readers.Registry.RegFileReader(), later], Packs.Settings).Run(
            new SourceTree([Source.FromText("pc/host.reg", Open), Source.FromText("pc/host.txt", "x")]),
            CancellationToken.None);

        Assert.Equal(["pc/host.txt"], later.Names);
    }

    private sealed class Watched(byte[] bytes) : SourceBytes
    {
        private readonly SourceBytes _bytes = FromMemory(bytes);

        public bool AreForgotten { get; private set; }

        public override long Length => _bytes.Length;

        public override int Read(long offset, Span<byte> destination) => _bytes.Read(offset, destination);

        public override void Forget() => AreForgotten = true;
    }

    private sealed class Asked : IEvidenceReader
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _names = [];

        public IEnumerable<string> Names => _names;

        public string Format => "asked";

        public Claim? Claim(Source source, SourceHead head, SourceTree tree)
        {
            _names.Enqueue(source.Name);
            return null;
        }

        public SourceEvidence Read(Claim claim, ReadContext context) => throw new InvalidOperationException("It claims nothing.");
    }
}
