using BenchmarkDotNet.Attributes;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Registry;

namespace RdpCompliance.Benchmarks;

/// <summary>How long a large export takes from bytes to observations; megabytes a second are <see cref="Megabytes"/> divided by the time shown.</summary>
[MemoryDiagnoser]
public class RegFileThroughput
{
    private byte[] _export = [];

    [Params(50)]
    public int Megabytes { get; set; }

    [Params("utf-16", "utf-8")]
    public string Encoding { get; set; } = "";

    [GlobalSetup]
    public void Write() => _export = RegistryExports.RegFile(Megabytes << 20, System.Text.Encoding.GetEncoding(Encoding));

    [Benchmark]
    public int Read()
    {
        var source = Source.FromBytes("export.reg", _export);
        return new RegFileReader().Read(new(source, Certainty.BySignature), ReadContext.Alone(source)).Observations.Length;
    }
}
