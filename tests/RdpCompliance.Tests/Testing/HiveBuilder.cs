using System.Buffers.Binary;

namespace RdpCompliance.Tests.Testing;

internal static class HiveBuilder
{
    public static void Close(Span<byte> hive)
    {
        var sum = 0u;
        for (var offset = 0; offset < 508; offset += 4)
        {
            sum ^= BinaryPrimitives.ReadUInt32LittleEndian(hive[offset..]);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(hive[508..], sum switch { 0 => 1, uint.MaxValue => uint.MaxValue - 1, _ => sum });
    }
}
