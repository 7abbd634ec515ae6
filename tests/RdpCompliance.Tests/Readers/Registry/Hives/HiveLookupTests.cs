using System.Diagnostics;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Tests.Testing;
using Xunit.Abstractions;

namespace RdpCompliance.Tests.Readers.Registry.Hives;

public sealed class HiveLookupTests(ITestOutputHelper output)
{
    private const string Wanted = @"HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp";

    [Fact]
    public void A_key_in_a_large_hive_is_found_without_reading_the_hive()
    {
        var (small, large) = (Hive(0), Hive(40000));

        var (smallTime, smallRead) = Lookup(small);
        var (largeTime, largeRead) = Lookup(large);

        output.WriteLine(
            $"{small.Length:N0} bytes: {smallRead:N0} read, {smallTime.TotalMicroseconds:N0} us; {large.Length:N0} bytes: {largeRead:N0} read, {largeTime.TotalMicroseconds:N0} us"
        );
        Assert.True(large.Length > 100_000_000);
        Assert.InRange(largeRead, 1, 2_000_000);
    }

    private static (TimeSpan Time, long Read) Lookup(byte[] hive)
    {
        var best = TimeSpan.MaxValue;
        var read = 0L;
        for (var round = 0; round < 20; round++)
        {
            var bytes = new Counted(hive);
            var source = new Source("SYSTEM", bytes);
            var watch = Stopwatch.StartNew();

            var evidence = HiveReading.Read(source, [], Wanted);

            best = watch.Elapsed < best ? watch.Elapsed : best;
            read = bytes.Read();
            Assert.Equal("3389", HiveReading.Single(evidence, "PortNumber").Value.ToString());
        }

        return (best, read);
    }

    /// <summary>A system's hive with as many more keys, each with 2.5 KB of data, among and below those that lead to the wanted one.</summary>
    private static byte[] Hive(int more)
    {
        var builder = new HiveBuilder()
            .Dword("Select", "Current", 1)
            .Dword(@"ControlSet001\Control\Terminal Server\WinStations\RDP-Tcp", "PortNumber", 3389);
        var data = new RegistryData(RegistryType.Binary, new byte[2500]);
        for (var number = 0; number < more; number++)
        {
            var path = (number % 4) switch
            {
                0 => $@"ControlSet001\Services\service {number}",
                1 => $@"ControlSet001\Control\key {number % 1000}\{number}",
                2 => $@"ControlSet001\Control\Terminal Server\WinStations\RDP-Tcp\{number}",
                _ => $@"ControlSet002\Enum\{number % 100}\{number}",
            };
            builder.Value(path, "data", data);
        }

        return builder.Build();
    }

    private sealed class Counted(byte[] bytes) : SourceBytes
    {
        private long _read;

        public override long Length => bytes.Length;

        public long Read() => _read;

        public override int Read(long offset, Span<byte> destination)
        {
            var rest = bytes.AsSpan((int)Math.Min(offset, bytes.Length));
            var count = Math.Min(rest.Length, destination.Length);
            rest[..count].CopyTo(destination);
            _read += count;
            return count;
        }
    }
}
