using System.Buffers.Binary;
using System.Security.Cryptography;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Registry.Hives;
using RdpCompliance.Tests.Testing;
using Xunit.Abstractions;

namespace RdpCompliance.Tests.Readers.Registry.Hives;

public sealed class HiveCorpusTests(ITestOutputHelper output)
{
    /// <summary>
    /// Hives that at least one of two other readers refuses, with the diagnostics that say why; "-" stands for a file that is no hive at all.
    /// </summary>
    private static readonly (string Name, string Ids, string Why)[] Refusals =
    [
        ("BadBaseBlockHive", "RDP0145", "the base block is damaged, the log holds a sound one"),
        ("BadListHive", "RDP0155", "a list names a key of another parent"),
        ("BadSubkeyHive", "RDP0155", "a list names a key of another parent"),
        ("DeletedDataHiveTruncated", "RDP0152", "the list of values lies behind the end"),
        ("DuplicateSubkeysHive", "RDP0155", "two subkeys have one name"),
        ("EffectiveSizeHive", "RDP0144", "the checksum is wrong, so the file says how large the hive is"),
        ("Fragment_0", "RDP0141", "bins without a base block"),
        ("FragmentReconstruction2and4", "RDP0141", "bins without a base block"),
        ("GarbageHive", "RDP0144", "the checksum is wrong"),
        ("HiveAndFragments", "RDP0141", "bins without a base block"),
        ("InvalidParentFragment", "RDP0141", "bins without a base block"),
        ("InvalidParentHive", "RDP0155", "a key names another key as its parent"),
        ("Margin0_1", "RDP0141", "bins without a base block"),
        ("NotAHive", "-", "a program"),
        ("OldLogWithRemnantData", "RDP0142", "a log without its hive"),
        ("SAMBadHBinHeader", "RDP0149", "a bin has another signature"),
        ("SAN(OTHER)", "RDP0144", "the checksum is wrong"),
        ("SOFTWARE", "", "of NT 3.1, which one of the readers does not know"),
        ("SqliteFragment", "RDP0141", "bins without a base block"),
        ("System_Delta", "RDP0158", "a layer of a container"),
        ("TruncatedDirtyHive", "RDP0146 RDP0147 RDP0151 RDP0154", "the file ends before the list of subkeys, and no log holds it"),
        ("TruncatedHive", "RDP0147 RDP0151 RDP0154", "the file ends before the list of subkeys"),
        ("TruncatedHiveBin", "RDP0141", "a part of a bin"),
        ("TruncatedNameHive", "RDP0150", "the name of a key leaves its cell"),
        ("TruncatedPairHive", "", "half a surrogate pair in a name, which one of the readers refuses"),
        ("TruncatedPairHive2", "", "half a surrogate pair in a name, which one of the readers refuses"),
        ("WrongOrderHive", "RDP0156", "subkeys that are not sorted"),
        ("corrupted_system_hive", "RDP0149 RDP0150 RDP0151 RDP0152 RDP0153 RDP0154", "a large part is overwritten by zeros"),
        ("regfio_corrupt_hbin1.dat", "RDP0140", "a base block and a quarter of a bin"),
    ];

    [CorpusFact]
    public void Every_value_of_every_hive_is_what_other_readers_read()
    {
        var hives = HiveCorpus.All.Where(hive => hive.IsAgreed || hive.Expected().Count > 0).ToList();
        var (values, wrong) = (0, new List<string>());
        foreach (var hive in hives)
        {
            var evidence = HiveReading.Read(hive.Hive);
            var (expected, observed) = (hive.Expected(), HiveCorpus.Observed(evidence));
            values += expected.Count;
            if (!expected.SequenceEqual(observed, StringComparer.Ordinal))
            {
                wrong.Add($"{hive.Name}:\n{HiveCorpus.Difference(expected, observed)}");
            }

            if (hive.IsAgreed && evidence.IsDamaged)
            {
                wrong.Add($"{hive.Name}: {evidence.Diagnostics.First(diagnostic => diagnostic.Effect != DiagnosticEffect.Note).Message}");
            }
        }

        output.WriteLine($"{hives.Count - wrong.Count} of {hives.Count} hives ({hives.Count(hive => hive.IsAgreed)} read by both), {values} keys and values");
        Assert.NotEmpty(hives);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [CorpusFact]
    public void Every_hive_that_was_not_closed_is_what_its_logs_make_of_it()
    {
        var hives = HiveCorpus.All.Where(hive => hive.RecoveredHash is not null).ToList();
        var wrong = new List<string>();
        foreach (var hive in hives)
        {
            var evidence = HiveReading.Read(hive.Hive, hive.Logs);
            var (expected, observed) = (hive.ExpectedAfterRecovery(), HiveCorpus.Observed(evidence));
            if (!expected.SequenceEqual(observed, StringComparer.Ordinal))
            {
                wrong.Add($"{hive.Name}:\n{HiveCorpus.Difference(expected, observed)}");
            }

            wrong.AddRange(evidence.Diagnostics
                .Where(diagnostic => diagnostic.Effect != DiagnosticEffect.Note)
                .Select(diagnostic => $"{hive.Name}: {diagnostic.Message}")
                .Take(3));
        }

        output.WriteLine($"{hives.Count - wrong.Count} of {hives.Count} hives");
        Assert.NotEmpty(hives);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [CorpusFact]
    public void The_place_of_every_value_holds_its_data_in_the_hive_or_in_a_log()
    {
        var (inHives, inLogs) = (0, 0);
        foreach (var hive in HiveCorpus.All.Where(hive => hive.IsAgreed))
        {
            foreach (var value in HiveReading.Read(hive.Hive, hive.Logs).Observations.Where(observation => observation.Action == ObservedAction.Set))
            {
                var data = HiveReading.Data(value).Bytes.Span;
                var there = HiveReading.At(value);
                Assert.True(
                    data.StartsWith(there) && there.Length > 0 == data.Length > 0,
                    $"{value.Address} is not at byte {value.Location.Start} of {value.Location.Source}.");
                _ = value.Location.Source.Name == hive.Name ? inHives++ : inLogs++;
            }
        }

        output.WriteLine($"{inHives} values in hives, {inLogs} in logs");
        Assert.True(inHives > 0 && inLogs > 0);
    }

    [CorpusFact]
    public void The_image_of_a_recovered_hive_is_byte_for_byte_what_another_reader_writes()
    {
        var hives = HiveCorpus.All.Where(hive => hive.RecoveredHash is not null).ToList();
        var wrong = new List<string>();
        foreach (var hive in hives)
        {
            var recovered = HiveRecovery.Open(hive.Hive, [.. hive.Logs], new List<Diagnostic>());
            Assert.NotNull(recovered);
            Assert.Equal(
                hive.LogsUsed.Order(StringComparer.OrdinalIgnoreCase),
                recovered.AppliedLogs.Select(log => log.FileName).Order(StringComparer.OrdinalIgnoreCase),
                StringComparer.OrdinalIgnoreCase);
            if (!Images(hive, recovered).Select(image => Convert.ToHexStringLower(SHA256.HashData(image))).Contains(hive.RecoveredHash, StringComparer.Ordinal))
            {
                wrong.Add(hive.Name);
            }
        }

        output.WriteLine($"{hives.Count - wrong.Count} of {hives.Count} hives");
        Assert.Empty(wrong);
    }

    [CorpusFact]
    public void What_other_readers_refuse_is_read_as_far_as_it_is_sound_and_says_what_is_wrong()
    {
        var expected = Refusals.ToDictionary(refusal => refusal.Name, StringComparer.Ordinal);
        var wrong = new List<string>();
        foreach (var hive in HiveCorpus.All.Where(hive => !hive.IsAgreed))
        {
            var ids = HiveReading.Claim(hive.Hive, hive.Logs) is null
                ? "-"
                : string.Join(' ', HiveReading.Read(hive.Hive, hive.Logs).Diagnostics
                    .Select(diagnostic => diagnostic.Id)
                    .Where(id => id != "RDP0159") // the mount of a test hive
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal));
            if (!expected.TryGetValue(hive.FileName, out var refusal) || refusal.Ids != ids)
            {
                wrong.Add($"{hive.Name}: {ids}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>The recovered file with a closed base block; the flag of the last entry, which nobody reads otherwise, is tried both ways.</summary>
    private static IEnumerable<byte[]> Images(HiveCorpus hive, HiveRecovery recovered)
    {
        var image = new byte[recovered.Image.Length];
        recovered.Image.Copy(0, image);
        var header = image.AsSpan(0, HiveHeader.BlockLength);
        var log = recovered.AppliedLogs[^1].ReadAllBytes().Span;
        if (HiveHeader.TryParse(header) is not { IsChecksumRight: true })
        {
            header.Clear();
            log[..HiveHeader.SectorLength].CopyTo(header);
        }

        var sequence = recovered.LastSequence ?? BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(header[28..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(header[40..], recovered.Header.BinsSize);
        var flags = BinaryPrimitives.ReadUInt32LittleEndian(log[144..]);
        foreach (var flag in new[] { flags, flags ^ 1 })
        {
            BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(144), flag);
            HiveBuilder.Seal(image);
            yield return image;
        }
    }
}
