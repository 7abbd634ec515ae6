using BenchmarkDotNet.Attributes;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.GroupPolicy;

namespace RdpCompliance.Benchmarks;

/// <summary>How long a large Registry.pol takes from bytes to observations; megabytes a second are <see cref="Megabytes"/> divided by the time shown.</summary>
[MemoryDiagnoser]
public class RegistryPolThroughput
{
    private byte[] _policy = [];

    [Params(50)]
    public int Megabytes { get; set; }

    [GlobalSetup]
    public void Write() => _policy = RegistryExports.RegistryPol(Megabytes << 20);

    [Benchmark]
    public int Read()
    {
        var source = Source.FromBytes("GPO/Machine/Registry.pol", _policy);
        return new RegistryPolReader().Read(new(source, Certainty.BySignature), ReadContext.Alone(source)).Observations.Length;
    }
}
