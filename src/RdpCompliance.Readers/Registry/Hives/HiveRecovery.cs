using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Registry.Hives;

/// <summary>
/// A hive in the state in which Windows would load it: the logs of a hive that was not closed are laid over it, as Windows does when it starts.
/// </summary>
/// <remarks>Which log counts, and in which order: https://github.com/msuhanov/regf, "Multiple transaction log files". Nothing is written.</remarks>
public sealed record HiveRecovery(HiveImage Image, HiveHeader Header)
{
    private static readonly DiagnosticDescriptor TooShort = new("RDP0140", DiagnosticEffect.Refusal,
        "'{0}' bytes are too few for a hive; a base block and a bin of 4096 bytes each were wanted.");

    private static readonly DiagnosticDescriptor NoBaseBlock = new("RDP0141", DiagnosticEffect.Refusal,
        "'{0}' stands where a hive has the signature 'regf', and no log beside it holds a base block: this is at most a fragment of a hive.");

    private static readonly DiagnosticDescriptor LogAlone = new("RDP0142", DiagnosticEffect.Refusal,
        "'{0}' is the transaction log of a hive; the hive itself was wanted.");

    private static readonly DiagnosticDescriptor UnknownVersion = new("RDP0143", DiagnosticEffect.Refusal,
        "Version '{0}' of the hive format is unknown; 1.0 to 1.6 were wanted.");

    private static readonly DiagnosticDescriptor BadChecksum = new("RDP0144", DiagnosticEffect.Damage,
        "The checksum of the base block is wrong, and no log holds a better one; the hive is read as far as its {0} bytes go.");

    private static readonly DiagnosticDescriptor BaseBlockFromLog = new("RDP0145", DiagnosticEffect.Note,
        "The base block is damaged; the one in '{0}' is used.");

    private static readonly DiagnosticDescriptor NotRecovered = new("RDP0146", DiagnosticEffect.Note,
        "The hive was not closed (sequence numbers {0}), and {1}: it is read as it is, without the last changes.");

    private static readonly DiagnosticDescriptor Truncated = new("RDP0147", DiagnosticEffect.Damage,
        "The hive ends at byte {0}; {1} bytes were wanted by its base block.");

    /// <summary>The logs that were laid over the hive, in order.</summary>
    public ImmutableArray<Source> AppliedLogs { get; init; } = [];

    /// <summary>The number of the last entry of a log that was applied; <see langword="null"/> when there was none.</summary>
    public uint? LastSequence { get; init; }

    /// <summary>Whether changes may be missing that stood in logs.</summary>
    public bool IsStale { get; init; }

    /// <param name="logs">The logs that lie beside the hive, in any order.</param>
    /// <returns><see langword="null"/> when it is no hive that can be read; a diagnostic says why.</returns>
    public static HiveRecovery? Open(Source hive, ImmutableArray<Source> logs, ICollection<Diagnostic> diagnostics)
    {
        var sector = new byte[HiveHeader.SectorLength];
        var count = hive.Read(0, sector);
        var own = HiveHeader.TryParse(sector.AsSpan(0, count));
        if (own is { IsChecksumRight: true, Kind: HiveFileKind.OldLog or HiveFileKind.NewLog })
        {
            diagnostics.Add(new(LogAlone, Location.InBytes(hive, 28, 4), hive.FileName));
            return null;
        }

        var recovered = own is { IsDirty: false }
            ? new(new(hive, []), own)
            : Recover(hive, own, logs, diagnostics);
        switch (recovered)
        {
            case null when !sector.AsSpan(0, count).StartsWith("regf"u8):
                diagnostics.Add(new(NoBaseBlock, Location.InBytes(hive, 0, Math.Min(count, 4)), Printable(sector.AsSpan(0, Math.Min(count, 4)))));
                return null;
            case null or { Image.Length: < HiveHeader.BlockLength + HiveHeader.PageLength }:
                diagnostics.Add(new(TooShort, Location.InBytes(hive, 0, hive.Length), Number(hive.Length)));
                return null;
            case { Header.IsVersionKnown: false }:
                diagnostics.Add(new(UnknownVersion, Location.InBytes(hive, 20, 8), $"{Number(recovered.Header.Major)}.{Number(recovered.Header.Minor)}"));
                return null;
        }

        if (recovered.Image.Length < HiveHeader.BlockLength + (long)recovered.Header.BinsSize)
        {
            diagnostics.Add(
                new(
                    Truncated,
                    Location.InBytes(hive, hive.Length, 0),
                    Number(recovered.Image.Length),
                    Number(HiveHeader.BlockLength + (long)recovered.Header.BinsSize)));
        }

        return recovered;
    }

    private static HiveRecovery? Recover(Source hive, HiveHeader? own, ImmutableArray<Source> sources, ICollection<Diagnostic> diagnostics)
    {
        var logs = Choose([.. sources.Select(HiveLog.TryOpen).OfType<HiveLog>()], hive, own);
        var trusted = own is { IsChecksumRight: true } ? own : logs.FirstOrDefault()?.Header;
        var entries = Follow(logs);
        if (own is not { IsChecksumRight: true } && trusted is not null)
        {
            diagnostics.Add(new(BaseBlockFromLog, Location.InBytes(hive, 0, HiveHeader.SectorLength), logs[0].Source.FileName));
        }

        if (entries.IsEmpty)
        {
            return ReadAsItIs(hive, own, trusted, sources, diagnostics);
        }

        var from = logs.Last(log => entries.Any(entry => entry.Log == log)).Header;
        return new(
            new(hive, [.. entries.SelectMany(entry => entry.Entry.Pages)]),
            (trusted ?? from) with { RootCell = from.RootCell, Minor = from.Minor, BinsSize = entries[^1].Entry.BinsSize })
        {
            AppliedLogs = [.. entries.Select(entry => entry.Log.Source).Distinct()],
            LastSequence = logs[0].IsNew ? entries[^1].Entry.Sequence : null,
        };
    }

    private static HiveRecovery? ReadAsItIs(
        Source hive, HiveHeader? own, HiveHeader? trusted, ImmutableArray<Source> sources, ICollection<Diagnostic> diagnostics)
    {
        if ((trusted ?? own) is not { } header)
        {
            return null;
        }

        if (trusted is null)
        {
            // Nothing in the base block can be relied on, so the file says how large the hive is.
            var length = Math.Max(hive.Length - HiveHeader.BlockLength, 0) / HiveHeader.PageLength * HiveHeader.PageLength;
            diagnostics.Add(new(BadChecksum, Location.InBytes(hive, 508, 4), Number(hive.Length)));
            return new(new(hive, []), header with { BinsSize = (uint)Math.Min(length, uint.MaxValue) }) { IsStale = true };
        }

        var reason = sources.IsEmpty ? "no log lies beside it" : $"none of its logs can be applied ({string.Join(", ", sources.Select(log => log.FileName))})";
        diagnostics.Add(new(
            NotRecovered, Location.InBytes(hive, 4, 8), $"'{Number(header.PrimarySequence)}' and '{Number(header.SecondarySequence)}'", reason));
        return new(new(hive, []), header) { IsStale = true };
    }

    /// <summary>The logs that Windows would use, in its order.</summary>
    private static ImmutableArray<HiveLog> Choose(ImmutableArray<HiveLog> logs, Source hive, HiveHeader? own)
    {
        // A log named .LOG is left over from setup where there are two; the new format is the younger one.
        ImmutableArray<HiveLog> pair = [.. logs.Where(log => !log.Source.FileName.EndsWith(".LOG", StringComparison.OrdinalIgnoreCase))];
        ImmutableArray<HiveLog> single = [.. logs.Except(pair)];
        ImmutableArray<HiveLog> newLogs = [.. pair.Where(log => log.IsNew)];
        newLogs = newLogs.IsEmpty ? [.. single.Where(log => log.IsNew)] : newLogs;
        if (!newLogs.IsEmpty)
        {
            // Sequence numbers wrap.
            newLogs = newLogs is [var one, var other] && (int)(other.Header.PrimarySequence - one.Header.PrimarySequence) < 0 ? [other, one] : newLogs;
            return own is { IsChecksumRight: true }
                ? [.. newLogs.SkipWhile(log => (int)(log.Header.PrimarySequence - own.SecondarySequence) < 0)]
                : [newLogs[^1]];
        }

        ImmutableArray<HiveLog> oldLogs = [.. pair.Where(log => !log.IsNew)];
        oldLogs = oldLogs.IsEmpty ? [.. single.Where(log => !log.IsNew)] : oldLogs;
        return oldLogs.IsEmpty || oldLogs.MaxBy(log => log.Header.LastWritten) is not { } latest || latest.Header.LastWritten < LastWritten(hive, own)
            ? []
            : [latest];
    }

    /// <summary>The entries of the logs one after the other, as long as their numbers follow.</summary>
    private static ImmutableArray<(HiveLog Log, LogEntry Entry)> Follow(ImmutableArray<HiveLog> logs)
    {
        var all = ImmutableArray.CreateBuilder<(HiveLog, LogEntry)>();
        uint? last = null;
        foreach (var log in logs)
        {
            if (last is not null && log.Header.PrimarySequence != last + 1)
            {
                break;
            }

            var entries = log.Entries();
            if (entries.IsEmpty)
            {
                break;
            }

            all.AddRange(entries.Select(entry => (log, entry)));
            last = entries[^1].Sequence;
        }

        return all.DrainToImmutable();
    }

    /// <summary>The first bin keeps a copy of the base block's time.</summary>
    private static ulong LastWritten(Source hive, HiveHeader? own)
    {
        if (own is { IsChecksumRight: true })
        {
            return own.LastWritten;
        }

        Span<byte> time = stackalloc byte[8];
        return hive.Read(HiveHeader.BlockLength + 20, time) == time.Length ? BinaryPrimitives.ReadUInt64LittleEndian(time) : 0;
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Printable(ReadOnlySpan<byte> bytes) =>
        string.Concat(bytes.ToArray().Select(value => value is >= 0x20 and < 0x7f ? $"{(char)value}" : $"\\x{value:x2}"));
}
