using System.Text;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Reports;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Reports;

/// <summary>A file that was judged and is gone when the report is written costs its findings their lines, never the report.</summary>
public sealed class VanishedFileTests
{
    private const string Off = """
        Windows Registry Editor Version 5.00

        [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server]
        "fDenyTSConnections"=dword:00000001

        """;

    public static TheoryData<string> Formats => [.. ReportFormats.All.Select(report => report.Format)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_report_is_written_without_the_file(string format)
    {
        var bytes = new Vanishing(Encoding.UTF8.GetBytes(Off));
        var result = Judged(bytes);
        GC.Collect();

        bytes.IsGone = true;
        var written = Samples.Written(Assert.IsAssignableFrom<IReport>(ReportFormats.Find(format)), result);

        Assert.Contains("RDP1002", written, StringComparison.Ordinal);
    }

    private static ScanResult Judged(Vanishing bytes) =>
        new Scan(Repository.Pack, EvidenceReaders.All, Packs.Settings with { OnlyRules = ["RDP1002"], Roles = ["host"] }).Run(
            new SourceTree([new Source("pc/host.reg", bytes)]),
            CancellationToken.None);

    private sealed class Vanishing(byte[] bytes) : SourceBytes
    {
        private readonly SourceBytes _bytes = FromMemory(bytes);

        public bool IsGone { get; set; }

        public override long Length => _bytes.Length;

        public override int Read(long offset, Span<byte> destination) =>
            IsGone ? throw new IOException("'pc/host.reg' vanished while it was read.") : _bytes.Read(offset, destination);
    }
}
