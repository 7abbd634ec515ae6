using System.Buffers.Binary;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Registry.Hives;

public sealed class HiveLogTests
{
    private static readonly byte[] First = Hive("text 1");
    private static readonly byte[] Second = Hive("text 2");
    private static readonly byte[] Third = Hive("text 3");
    private static readonly byte[] Fourth = Hive("a text that is too long for the place of the others, so that the hive changes in many places");

    [Fact]
    public void An_old_log_is_laid_over_a_hive_that_was_not_closed()
    {
        var value = Recovered(HiveLogBuilder.Dirty(First, 5), ("LOG1", HiveLogBuilder.Old(First, Second, 5)));

        Assert.Equal("text 2", value.Value.ToString());
        Assert.Equal("SYSTEM.LOG1", value.Location.Source.Name);
        Assert.Equal(HiveReading.Data(value).Bytes.ToArray(), HiveReading.At(value));
    }

    [Fact]
    public void Of_two_old_logs_the_one_written_last_counts()
    {
        var value = Recovered(
            HiveLogBuilder.Dirty(First, 5), ("LOG1", HiveLogBuilder.Old(First, Second, 5)), ("LOG2", Later(HiveLogBuilder.Old(First, Third, 5))));

        Assert.Equal("text 3", value.Value.ToString());
    }

    [Fact]
    public void The_entries_of_new_logs_are_applied_in_the_order_of_their_numbers()
    {
        var value = Recovered(
            HiveLogBuilder.Dirty(First, 8),
            ("LOG1", HiveLogBuilder.New(Third, 9, Fourth)),
            ("LOG2", HiveLogBuilder.New(First, 7, Second, Third)));

        Assert.StartsWith("a text", value.Value.ToString(), StringComparison.Ordinal);
        Assert.Equal("SYSTEM.LOG1", value.Location.Source.Name);
    }

    [Fact]
    public void Numbers_of_logs_wrap()
    {
        var value = Recovered(
            HiveLogBuilder.Dirty(First, uint.MaxValue),
            ("LOG1", HiveLogBuilder.New(Second, 0, Third)),
            ("LOG2", HiveLogBuilder.New(First, uint.MaxValue, Second)));

        Assert.Equal("text 3", value.Value.ToString());
    }

    [Fact]
    public void A_log_whose_number_does_not_follow_is_not_applied()
    {
        var value = Recovered(
            HiveLogBuilder.Dirty(First, 8), ("LOG1", HiveLogBuilder.New(First, 7, Second)), ("LOG2", HiveLogBuilder.New(Second, 9, Third)));

        Assert.Equal("text 2", value.Value.ToString());
    }

    [Fact]
    public void A_log_of_an_earlier_round_is_not_applied()
    {
        var value = Recovered(
            HiveLogBuilder.Dirty(First, 8), ("LOG1", HiveLogBuilder.New(First, 3, Second)), ("LOG2", HiveLogBuilder.New(First, 7, Third)));

        Assert.Equal("text 3", value.Value.ToString());
    }

    [Fact]
    public void An_entry_with_a_wrong_hash_ends_the_log()
    {
        var log = HiveLogBuilder.New(First, 7, Second, Third);
        log[^1000]++;

        Assert.Equal("text 2", Recovered(HiveLogBuilder.Dirty(First, 8), ("LOG1", log)).Value.ToString());
    }

    [Fact]
    public void A_value_outside_of_the_pages_of_a_log_stays_in_the_hive()
    {
        var evidence = Read(HiveLogBuilder.Dirty(First, 8), ("LOG1", HiveLogBuilder.New(First, 7, Second)));

        Assert.Equal("SYSTEM", HiveReading.Single(evidence, "far").Location.Source.Name);
    }

    [Theory]
    [InlineData(24)] // the version, which the checksum guards
    [InlineData(0)] // the signature
    public void A_damaged_base_block_is_taken_from_a_log(int offset)
    {
        var hive = First.ToArray();
        hive[offset] = 1;

        var evidence = Read(hive, ("LOG1", HiveLogBuilder.Old(First, Second, 5)));

        Assert.Equal("text 2", HiveReading.Single(evidence, "v").Value.ToString());
        Assert.Equal("RDP0145", Assert.Single(evidence.Diagnostics).Id);
        Assert.False(evidence.IsDamaged);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_hive_that_was_not_closed_and_has_no_usable_log_is_read_as_it_is_and_says_so(bool hasLog)
    {
        var hive = HiveLogBuilder.Dirty(First, 8);

        var evidence = hasLog ? Read(hive, ("LOG1", HiveLogBuilder.New(First, 3, Second))) : Read(hive);

        Assert.Equal("text 1", HiveReading.Single(evidence, "v").Value.ToString());
        Assert.Equal(("RDP0146", DiagnosticEffect.Note), (Assert.Single(evidence.Diagnostics).Id, evidence.Diagnostics[0].Effect));
    }

    [Fact]
    public void A_hive_that_was_closed_ignores_its_logs()
    {
        var evidence = Read(First, ("LOG1", HiveLogBuilder.New(First, 1, Second)));

        Assert.Equal("text 1", HiveReading.Single(evidence, "v").Value.ToString());
        Assert.Empty(evidence.Diagnostics);
    }

    [Fact]
    public void The_logs_of_a_hive_are_consumed_with_it_whatever_the_case_of_their_names()
    {
        var hive = Source.FromBytes("a/NTUSER.DAT", First);
        Source[] logs =
        [
            Source.FromBytes("a/ntuser.dat.LOG1", HiveLogBuilder.New(First, 1, Second)),
            Source.FromBytes("a/ntuser.dat.log2", ReadOnlyMemory<byte>.Empty),
        ];
        var stranger = Source.FromBytes("a/SYSTEM.LOG1", HiveLogBuilder.New(First, 1, Second));

        var claim = HiveReading.Claim(hive, [.. logs, stranger]);

        Assert.NotNull(claim);
        Assert.Equal(logs, claim.Consumed);
        Assert.Null(HiveReading.Claim(logs[0], [hive]));
        Assert.NotNull(HiveReading.Claim(stranger, [hive]));
    }

    [Fact]
    public void Any_mutation_of_a_log_leaves_a_hive_that_is_read_or_refused()
    {
        var random = new Random(20260101);
        var hive = HiveLogBuilder.Dirty(First, 7);
        byte[][] logs = [HiveLogBuilder.Old(First, Second, 7), HiveLogBuilder.New(First, 7, Second, Fourth)];
        for (var round = 0; round < 600; round++)
        {
            var log = logs[round % 2].ToArray();
            var at = 4 * random.Next(random.Next(2) == 0 ? 300 : log.Length / 4);
            BinaryPrimitives.WriteUInt32LittleEndian(log.AsSpan(at), random.Next(3) switch { 0 => 0, 1 => 0x7FFF_FFFF, _ => 0xFFFF_FFFF });
            if (at < 508)
            {
                HiveBuilder.Seal(log);
            }

            var evidence = Read(hive, ("LOG1", round % 7 == 0 ? log[..random.Next(log.Length)] : log));

            Assert.True(evidence.Observations.Length > 0 || evidence.IsDamaged);
        }
    }

    private static Observation Recovered(byte[] hive, params (string Ending, byte[] Bytes)[] logs)
    {
        var evidence = Read(hive, logs);
        Assert.Empty(evidence.Diagnostics);
        return HiveReading.Single(evidence, "v");
    }

    private static SourceEvidence Read(byte[] hive, params (string Ending, byte[] Bytes)[] logs) =>
        HiveReading.Read(Source.FromBytes("SYSTEM", hive), logs.Select(log => Source.FromBytes($"SYSTEM.{log.Ending}", log.Bytes)));

    private static byte[] Later(byte[] log)
    {
        log[13]++;
        HiveBuilder.Seal(log);
        return log;
    }

    private static byte[] Hive(string text)
    {
        var builder = new HiveBuilder().Key("Select").Value("ControlSet001", "v", RegistryData.Text(RegistryType.String, text));
        for (var number = 0; number < 200; number++)
        {
            builder.Key($@"ControlSet001\key {number:000}");
        }

        return builder.Value(@"ControlSet001\key 199", "far", RegistryData.Text(RegistryType.String, "stays where it is")).Build();
    }
}
