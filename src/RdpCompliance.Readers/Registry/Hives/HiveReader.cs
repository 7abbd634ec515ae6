using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Registry.Hives;

/// <summary>
/// Reads registry hives in their own format (regf), as they lie on the disk of a machine or as "reg save" writes them, with the logs beside them.
/// </summary>
public sealed class HiveReader : IEvidenceReader
{
    private static readonly string[] LogEndings = [".LOG1", ".LOG2", ".LOG"];

    public string Format => "registry-hive";

    public ReaderScope Scope => ReaderScope.Machine;

    public Claim? Claim(Source source, SourceHead head, SourceTree tree)
    {
        if (head.Bytes.StartsWith("hbin"u8))
        {
            // A fragment: claimed to say so.
            return new(source, Certainty.BySignature) { Folder = HiveFolder.Of(source, tree) };
        }

        var header = HiveHeader.TryParse(head.Bytes);
        var isHive = header is not null || head.Bytes.StartsWith("regf"u8) || HasFirstBin(head.Bytes);
        if (!isHive || (header is { Kind: HiveFileKind.OldLog or HiveFileKind.NewLog } && BelongsToHive(source, tree)))
        {
            return null;
        }

        return new(source, header is null ? Certainty.ByShape : Certainty.BySignature) { Consumed = Logs(source, tree), Folder = HiveFolder.Of(source, tree) };
    }

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var source = claim.Primary;
        var evidence = new SourceEvidence(source, Format, new Origin.Host(null, claim.Folder));
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        if (HiveRecovery.Open(source, claim.Consumed, diagnostics) is not { } hive)
        {
            return evidence with { Diagnostics = diagnostics.DrainToImmutable() };
        }

        var flaws = new HiveFlaws(hive.Image);
        if (context.Demand.IsEverything && !hive.IsStale)
        {
            HiveBins.Check(hive.Image, hive.Header, flaws);
        }

        var observed = new HiveWalk(hive, flaws, context.Cancellation).Observe(source.FileName, context.Demand);
        if (observed is { Mount.IsKnown: false })
        {
            flaws.MountUnknown(source.FileName);
        }

        diagnostics.AddRange(flaws.Found);
        var isWhole = !flaws.IsLayer && diagnostics.All(diagnostic => diagnostic.Effect == DiagnosticEffect.Note);
        return evidence with
        {
            Observations = observed?.Observations ?? [],
            Coverage = observed is { Mount: var mount } && isWhole ? [new Coverage.RegistryTree(mount.Key)] : [],
            Diagnostics = diagnostics.DrainToImmutable(),
        };
    }

    /// <summary>Whether the bins begin where a hive has them, whatever became of the base block.</summary>
    private static bool HasFirstBin(ReadOnlySpan<byte> head) =>
        head.Length >= HiveHeader.BlockLength + 8 && head[HiveHeader.BlockLength..].StartsWith("hbin\0\0\0\0"u8);

    /// <summary>The logs beside a hive, in the order in which they are tried. Folders are listed: a log that is not there is nothing to report.</summary>
    private static ImmutableArray<Source> Logs(Source hive, SourceTree tree)
    {
        var beside = tree.InFolder(hive.Folder);
        return
        [
            .. LogEndings
                .Select(ending => beside.FirstOrDefault(source => source.FileName.Equals(hive.FileName + ending, StringComparison.OrdinalIgnoreCase)))
                .OfType<Source>(),
        ];
    }

    /// <summary>Whether the hive of a log lies beside it, which then consumes it.</summary>
    private static bool BelongsToHive(Source log, SourceTree tree) =>
        LogEndings.FirstOrDefault(ending => log.FileName.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is { } ending
        && tree.InFolder(log.Folder).FirstOrDefault(source => source.FileName.Equals(log.FileName[..^ending.Length], StringComparison.OrdinalIgnoreCase))
            is { } hive
        && IsHive(hive);

    private static bool IsHive(Source source)
    {
        var head = new byte[HiveHeader.BlockLength + 8];
        var read = head.AsSpan(0, source.Read(0, head));
        return HiveHeader.TryParse(read) is { Kind: HiveFileKind.Hive } || HasFirstBin(read);
    }
}
