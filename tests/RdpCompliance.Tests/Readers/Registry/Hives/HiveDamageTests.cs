using System.Buffers.Binary;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Registry.Hives;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Registry.Hives;

public sealed class HiveDamageTests
{
    /// <summary>What is broken in the sample: the cell, the offset of the field in it (0 is its size, 4 its data), the new number, and what is said.</summary>
    public static TheoryData<string, int, uint, string> Flaws { get; } = new()
    {
        { "broken", 0, 96, "RDP0150" }, // not in use
        { "broken", 0, 0x8000_0000, "RDP0150" },
        { "broken", 0, 0xFFFF_FFF4, "RDP0150" }, // no multiple of 8
        { "broken", 4, 0, "RDP0150" }, // no signature
        { "broken", 4 + 72, 0xFFFF, "RDP0150" }, // the name's length
        { "broken", 4 + 72, 0, "RDP0150" },
        { "broken", 4 + 76, 0x5C5C_5C5C, "RDP0150" }, // a name of backslashes
        { "broken", 4 + 16, 0x28, "RDP0155" }, // the parent
        { "broken", 4 + 20, 7, "RDP0154" }, // more subkeys than its list has
        { "broken", 4 + 28, 0x7FFF_FFF8, "RDP0151" }, // the list of subkeys
        { "broken", 4 + 36, 0xFFFF_FFFF, "RDP0152" }, // the number of values
        { "broken", 4 + 40, 0xFFFF_FFFE, "RDP0152" }, // the list of values
        { "broken#lists", 4 + 2, 0xFFFF, "RDP0151" }, // the number of elements
        { "broken#lists", 4, 0, "RDP0151" },
        { "broken#lists", 4 + 4, 0x20, "RDP0155" }, // the root as a subkey: a cycle
        { "broken#lists", 4 + 8, 1, "RDP0155" }, // the hash
        { "broken#values", 4, 0x1000_0000, "RDP0152" },
        { "broken!small", 4, 0, "RDP0152" },
        { "broken!small", 4 + 2, 0xFFFF, "RDP0152" }, // the name's length
        { "broken!small", 4 + 4, 0x8000_0005, "RDP0153" }, // five bytes beside the value
        { "broken!medium", 4 + 4, 0x7FFF_FFFF, "RDP0153" },
        { "broken!medium", 4 + 8, 0x7FFF_FFF8, "RDP0153" },
        { "broken!large#data", 4 + 4, 0xFFFF_FFF8, "RDP0153" }, // the list of segments
        { "broken!large#data", 4 + 2, 1, "RDP0153" }, // one segment is not enough
        { "broken!large#data#list", 4, 0, "RDP0153" }, // a bin's header as a segment
    };

    [Theory]
    [MemberData(nameof(Flaws))]
    public void What_is_broken_is_said_and_the_rest_is_read(string cell, int offset, uint number, string id)
    {
        var builder = Sample();
        var hive = builder.Build();
        BinaryPrimitives.WriteUInt32LittleEndian(hive.AsSpan(builder.Cells[cell] + offset), number);

        var evidence = HiveReading.Read(hive);

        Assert.Contains(evidence.Diagnostics, diagnostic => diagnostic.Id == id);
        Assert.Equal("1", HiveReading.Single(evidence, "before").Value.ToString());
        Assert.Equal("2", HiveReading.Single(evidence, "behind").Value.ToString());
        Assert.Empty(evidence.Coverage);
    }

    [Fact]
    public void Data_that_cannot_be_read_is_not_known()
    {
        var builder = Sample();
        var hive = builder.Build();
        BinaryPrimitives.WriteUInt32LittleEndian(hive.AsSpan(builder.Cells["broken!medium"] + 12), 0x7FFF_FFF8);

        var value = HiveReading.Single(HiveReading.Read(hive), "medium").Value;

        Assert.Equal(UnknownReason.Unreadable, Assert.IsType<SettingValue.Unresolved>(value).Reason);
    }

    [Theory]
    [InlineData(36, 0x7000_0000, "RDP0148")] // the root
    [InlineData(24, 9, "RDP0143")] // the version
    [InlineData(28, 6, "RDP0142")] // a log
    public void A_hive_without_a_root_a_known_version_or_itself_is_refused(int offset, uint number, string id)
    {
        var hive = Sample().Build();
        BinaryPrimitives.WriteUInt32LittleEndian(hive.AsSpan(offset), number);
        HiveBuilder.Seal(hive);

        var evidence = HiveReading.Read(hive);

        Assert.Equal((id, DiagnosticEffect.Refusal), (evidence.Diagnostics[0].Id, evidence.Diagnostics[0].Effect));
        Assert.Empty(evidence.Observations);
    }

    [Fact]
    public void A_bin_that_was_overwritten_is_noticed_when_all_is_read()
    {
        var hive = Sample().Build();
        var bin = hive.AsSpan().LastIndexOf("hbin"u8);
        hive.AsSpan(bin, 4).Clear();

        Assert.Contains(HiveReading.Read(hive).Diagnostics, diagnostic => diagnostic.Id == "RDP0149" && diagnostic.Location.Start == bin);
    }

    [Fact]
    public void A_hive_whose_end_is_missing_is_read_as_far_as_it_goes()
    {
        var hive = Sample().Dword("", "of the root", 1).Build();

        var evidence = HiveReading.Read(hive[..^4096]);

        Assert.Contains(evidence.Diagnostics, diagnostic => diagnostic.Id == "RDP0147" && diagnostic.Location.Start == hive.Length - 4096);
        Assert.Equal("1", HiveReading.Single(evidence, "of the root").Value.ToString());
    }

    [Theory]
    [InlineData("a", 20, 4)]
    [InlineData("broken", 20, 4)]
    public void A_flaw_is_placed_at_the_bytes_that_are_wrong(string key, int field, int length)
    {
        var builder = Sample();
        var hive = builder.Build();
        var place = builder.Cells[key] + 4 + field;
        BinaryPrimitives.WriteUInt32LittleEndian(hive.AsSpan(place), 9);

        var said = Assert.Single(HiveReading.Read(hive).Diagnostics, diagnostic => diagnostic.Id == "RDP0154");

        Assert.Equal((place, length), (said.Location.Start, said.Location.Length));
    }

    [Fact]
    public void A_fragment_is_claimed_to_be_refused()
    {
        var evidence = HiveReading.Read(Sample().Build()[4096..]);

        Assert.Equal("RDP0141", Assert.Single(evidence.Diagnostics).Id);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(600)]
    [InlineData(5000)]
    public void A_hive_without_a_bin_is_too_short(int length) =>
        Assert.Equal(
            "RDP0140",
            Assert.Single(HiveReading.Read(Sample().Build()[..length]).Diagnostics, diagnostic => diagnostic.Effect == DiagnosticEffect.Refusal).Id);

    [Fact]
    public void No_key_is_followed_below_512_levels()
    {
        var path = string.Join('\\', Enumerable.Range(0, 600));

        var evidence = HiveReading.Read(new HiveBuilder().Dword(path, "deep", 1).Build());

        Assert.Contains(evidence.Diagnostics, diagnostic => diagnostic.Id == "RDP0157");
        Assert.Equal(512, evidence.Observations.Length);
    }

    [Fact]
    public void A_record_that_many_refer_to_costs_no_more_than_the_hive()
    {
        var builder = new HiveBuilder();
        for (var number = 0; number < 500; number++)
        {
            builder.Value("shared", $"v{number}", new(RegistryType.Binary, new byte[number == 0 ? 1_000_000 : 5])).Dword($"key {number}", "v", 1);
        }

        var hive = builder.Build();
        for (var number = 0; number < 500; number++)
        {
            // Each key has the values of the first, and each of them the data of the largest.
            hive.AsSpan(builder.Cells["shared"] + 4 + 36, 8).CopyTo(hive.AsSpan(builder.Cells[$"key {number}"] + 4 + 36));
            hive.AsSpan(builder.Cells["shared!v0"] + 4 + 4, 8).CopyTo(hive.AsSpan(builder.Cells[$"shared!v{number}"] + 4 + 4));
        }

        Assert.True(Allocated(hive) < (16 << 20) + (20 * hive.Length), "Reading is bounded by the length of the hive.");
    }

    [Fact]
    public void Long_paths_cost_no_more_than_the_hive()
    {
        var builder = new HiveBuilder();
        var path = string.Join('\\', Enumerable.Range(0, 500).Select(level => new string('x', 240) + level));
        for (var number = 0; number < 5000; number++)
        {
            builder.Key($@"{path}\{number}");
        }

        var hive = builder.Build();

        Assert.True(Allocated(hive) < (64 << 20) + (20 * hive.Length), "Reading is bounded by the length of the hive.");
    }

    [Fact]
    public void A_structure_that_lies_is_read_to_its_end()
    {
        var random = new Random(20260101);
        var builder = Sample();
        var sound = builder.Build();
        int[] cells = [.. builder.Cells.Values];
        for (var round = 0; round < 3000; round++)
        {
            var hive = sound.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                var cell = cells[random.Next(cells.Length)];
                var field = cell + (2 * random.Next(40));
                uint[] lies = [0, 1, 0x20, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, (uint)(cell - 4096), (uint)(cells[random.Next(cells.Length)] - 4096)];
                BinaryPrimitives.WriteUInt32LittleEndian(hive.AsSpan(Math.Min(field, hive.Length - 4)), lies[random.Next(lies.Length)]);
            }

            var evidence = HiveReading.Read(hive);

            Assert.True(evidence.Observations.Length < 1000, $"Round {round} gives {evidence.Observations.Length} observations.");
            Assert.All(evidence.Diagnostics, diagnostic => Assert.InRange(diagnostic.Location.Start + diagnostic.Location.Length, 0, hive.Length));
        }
    }

    private static HiveBuilder Sample() => new HiveBuilder()
        .Dword("a", "before", 1)
        .Dword("broken", "small", 3)
        .Value("broken", "medium", RegistryData.Text(RegistryType.String, "some text"))
        .Value("broken", "large", new(RegistryType.Binary, new byte[40000]))
        .Dword(@"broken\below", "inner", 4)
        .Dword("z", "behind", 2);

    private static long Allocated(byte[] hive)
    {
        var source = Source.FromBytes("hive", hive);
        var before = GC.GetAllocatedBytesForCurrentThread();
        new HiveReader().Read(new(source, Certainty.BySignature), ReadContext.Alone(source));
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
