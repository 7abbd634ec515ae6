using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>
/// The hash behind <c>uniqueString()</c>: a 64-bit member of the Murmur family over UTF-8,
/// printed in 13 letters of base 32. It is not documented; public observations of what
/// Azure gives confirm it (they are the test's vectors).
/// </summary>
internal static class UniqueString
{
    private const uint First = 0x239B961B;
    private const uint Second = 0xAB0E9789;
    private const string Digits = "abcdefghijklmnopqrstuvwxyz234567";

    public static string Of(string text) => Print(Hash(Encoding.UTF8.GetBytes(text)));

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var length = (uint)bytes.Length;
        var (low, high) = (0u, 0u);
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            low = BitOperations.RotateLeft(low ^ MixLow(BinaryPrimitives.ReadUInt32LittleEndian(bytes)), 19) + high;
            low = (low * 5) + 0x561CCD1B;
            high = BitOperations.RotateLeft(high ^ MixHigh(BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..])), 13) + low;
            high = (high * 5) + 0x0BCAA747;
        }

        low ^= MixLow(Rest(bytes[..Math.Min(4, bytes.Length)]));
        high ^= MixHigh(Rest(bytes[Math.Min(4, bytes.Length)..]));
        low ^= length;
        high ^= length;
        low += high;
        high += low;
        low = Finish(low);
        high = Finish(high);
        low += high;
        high += low;
        return ((ulong)high << 32) | low;
    }

    private static uint MixLow(uint part) => BitOperations.RotateLeft(part * First, 15) * Second;

    private static uint MixHigh(uint part) => BitOperations.RotateLeft(part * Second, 17) * First;

    private static uint Rest(ReadOnlySpan<byte> bytes)
    {
        var value = 0u;
        for (var index = bytes.Length - 1; index >= 0; index--)
        {
            value = (value << 8) | bytes[index];
        }

        return value;
    }

    private static uint Finish(uint hash)
    {
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }

    private static string Print(ulong hash) => string.Create(13, hash, (letters, rest) =>
    {
        foreach (ref var letter in letters)
        {
            letter = Digits[(int)(rest >> 59)];
            rest <<= 5;
        }
    });
}
