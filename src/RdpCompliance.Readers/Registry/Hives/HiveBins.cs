using System.Buffers.Binary;

namespace RdpCompliance.Readers.Registry.Hives;

/// <summary>Follows the chain of bins, which a whole read does to notice pages that were overwritten where no cell shows it.</summary>
internal static class HiveBins
{
    private const int HeaderLength = 32;

    public static void Check(HiveImage image, HiveHeader header, HiveFlaws flaws)
    {
        var end = Math.Min(image.Length, HiveHeader.BlockLength + (long)header.BinsSize);
        var isLost = false;
        for (var offset = (long)HiveHeader.BlockLength; offset + HeaderLength <= end;)
        {
            var size = SizeAt(image, offset, end);
            if (size is null && !isLost)
            {
                flaws.BinUnreadable(offset, "a bin with its own offset and a size of whole pages was wanted");
            }

            // Behind a page that is no bin, the next page that is one is looked for.
            isLost = size is null;
            offset += size ?? HiveHeader.PageLength;
        }
    }

    private static long? SizeAt(HiveImage image, long offset, long end)
    {
        var bin = image.Read(offset, HeaderLength);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(bin[8..]);
        return bin.StartsWith("hbin"u8)
            && BinaryPrimitives.ReadUInt32LittleEndian(bin[4..]) == offset - HiveHeader.BlockLength
            && size is not 0
            && size % HiveHeader.PageLength == 0
            && offset + size <= end
            ? size
            : null;
    }
}
