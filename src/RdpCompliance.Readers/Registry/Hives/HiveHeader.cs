using System.Buffers.Binary;
using System.Text;

namespace RdpCompliance.Readers.Registry.Hives;

/// <summary>What a file with a base block is.</summary>
public enum HiveFileKind
{
    Hive,

    /// <summary>A log with a bitmap of dirty pages (up to Windows 8).</summary>
    OldLog,

    /// <summary>A log of entries with sequence numbers and hashes (from Windows 8.1 on).</summary>
    NewLog,

    Unknown,
}

/// <summary>The fields of a base block that reading and recovery need. A log holds its first sector only, so no field behind byte 512 is used.</summary>
/// <remarks>Format: https://github.com/msuhanov/regf, "Base block".</remarks>
public sealed record HiveHeader
{
    /// <summary>The part of the base block that a log keeps, and that the checksum covers.</summary>
    public const int SectorLength = 512;

    /// <summary>Where the bins begin in a hive; cell offsets count from there.</summary>
    public const int BlockLength = 4096;

    /// <summary>Bins are made of pages of this length.</summary>
    public const int PageLength = 4096;

    private const int ChecksumOffset = 508;
    private const int NameOffset = 48;
    private const int NameLength = 64;

    public required uint PrimarySequence { get; init; }

    public required uint SecondarySequence { get; init; }

    /// <summary>FILETIME.</summary>
    public required ulong LastWritten { get; init; }

    public required uint Major { get; init; }

    public required uint Minor { get; init; }

    public required HiveFileKind Kind { get; init; }

    public required uint RootCell { get; init; }

    public required uint BinsSize { get; init; }

    /// <summary>Bytes of a sector divided by 512; Windows 8 and later always write 1.</summary>
    public required uint ClusteringFactor { get; init; }

    /// <summary>Whether layered keys (containers) may stand in the hive: a layer states only what differs from the hive below it.</summary>
    public required bool MayBeLayer { get; init; }

    public required bool IsChecksumRight { get; init; }

    /// <summary>The end of the path that Windows loaded it from, "…\System32\Config\SAM"; empty where none is kept.</summary>
    public required string LoadedFrom { get; init; }

    /// <summary>Whether a write was begun and not ended: what counts stands in the logs.</summary>
    public bool IsDirty => !IsChecksumRight || PrimarySequence != SecondarySequence;

    /// <summary>NT 3.1: cells name their predecessor, and all names are UTF-16.</summary>
    public bool HasOldCells => Minor <= 1;

    /// <summary>From version 1.4 on, data of more than 16,344 bytes is cut into segments.</summary>
    public bool HasBigData => Minor >= 4;

    public bool IsVersionKnown => Major == 1 && Minor <= 6;

    /// <returns><see langword="null"/> unless <paramref name="block"/> begins with "regf" and a whole sector.</returns>
    public static HiveHeader? TryParse(ReadOnlySpan<byte> block) => block.Length < SectorLength || !block.StartsWith("regf"u8)
        ? null
        : new()
        {
            PrimarySequence = Number(block, 4),
            SecondarySequence = Number(block, 8),
            LastWritten = BinaryPrimitives.ReadUInt64LittleEndian(block[12..]),
            Major = Number(block, 20),
            Minor = Number(block, 24),
            Kind = Number(block, 28) switch
            {
                0 => HiveFileKind.Hive,
                1 or 2 => HiveFileKind.OldLog, // 2 up to Windows 2000
                6 => HiveFileKind.NewLog,
                _ => HiveFileKind.Unknown,
            },
            RootCell = Number(block, 36),
            BinsSize = Number(block, 40),
            ClusteringFactor = Number(block, 44),
            MayBeLayer = (Number(block, 144) & 2) != 0,
            LoadedFrom = Encoding.Unicode.GetString(block.Slice(NameOffset, NameLength)).Split('\0')[0],
            IsChecksumRight = Checksum(block) == Number(block, ChecksumOffset),
        };

    private static uint Number(ReadOnlySpan<byte> block, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(block[offset..]);

    private static uint Checksum(ReadOnlySpan<byte> block)
    {
        var sum = 0u;
        for (var offset = 0; offset < ChecksumOffset; offset += 4)
        {
            sum ^= Number(block, offset);
        }

        return sum switch
        {
            0 => 1,
            uint.MaxValue => uint.MaxValue - 1,
            _ => sum,
        };
    }
}
