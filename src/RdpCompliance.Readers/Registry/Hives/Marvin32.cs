using System.Buffers.Binary;
using System.Numerics;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Registry.Hives;

/// <summary>The hash that guards the entries of a hive's log, with the seed that Windows uses for them.</summary>
/// <remarks>Format: https://github.com/msuhanov/regf, "Log entries"; the hash itself: US patent 8,555,073.</remarks>
internal static class Marvin32
{
    private const uint SeedLow = 0x7A4E55C5;
    private const uint SeedHigh = 0x82EF4D88;
    private const int ChunkLength = 65536;

    /// <returns><see langword="null"/> when the source ends before <paramref name="length"/> bytes.</returns>
    public static ulong? Hash(Source source, long offset, long length)
    {
        var (low, high) = (SeedLow, SeedHigh);
        var chunk = new byte[(int)Math.Min(length, ChunkLength)];
        while (length > 0)
        {
            var part = chunk.AsSpan(0, (int)Math.Min(length, ChunkLength));
            if (source.Read(offset, part) < part.Length)
            {
                return null;
            }

            offset += part.Length;
            length -= part.Length;
            for (; part.Length >= 4; part = part[4..])
            {
                Mix(ref low, ref high, BinaryPrimitives.ReadUInt32LittleEndian(part));
            }

            if (length == 0)
            {
                Finish(ref low, ref high, part);
                return ((ulong)high << 32) | low;
            }
        }

        Finish(ref low, ref high, []);
        return ((ulong)high << 32) | low;
    }

    private static void Finish(ref uint low, ref uint high, ReadOnlySpan<byte> rest)
    {
        var last = 0x80u;
        for (var index = rest.Length - 1; index >= 0; index--)
        {
            last = (last << 8) | rest[index];
        }

        Mix(ref low, ref high, last);
        Mix(ref low, ref high, 0);
    }

    private static void Mix(ref uint low, ref uint high, uint value)
    {
        low += value;
        high ^= low;
        low = BitOperations.RotateLeft(low, 20) + high;
        high = BitOperations.RotateLeft(high, 9) ^ low;
        low = BitOperations.RotateLeft(low, 27) + high;
        high = BitOperations.RotateLeft(high, 19);
    }
}
