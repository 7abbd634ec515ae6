using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Readers.GroupPolicy;
using RdpCompliance.Readers.Registry;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Registry;

public sealed class RegistrySizeTests
{
    public static TheoryData<string> Formats =>
        [.. new IEvidenceReader[] { new LgpoTextReader(), new RegFileReader(), new RegistryPolReader(), new RegQueryReader() }.Select(reader => reader.Format)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_file_too_large_for_memory_is_refused_unread(string format)
    {
        var evidence = EvidenceReaders.All.Single(reader => reader.Format == format).ReadAlone(new Source("large", new Huge()));

        Assert.Empty(evidence.Observations);
        Assert.Equal("RDP0118", Assert.Single(evidence.Diagnostics).Id);
    }

    private sealed class Huge : SourceBytes
    {
        public override long Length => 1L << 40;

        public override int Read(long offset, Span<byte> destination) => throw new InvalidOperationException("Nothing of it may be read.");
    }
}
