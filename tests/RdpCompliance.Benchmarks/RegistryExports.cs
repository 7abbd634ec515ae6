using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace RdpCompliance.Benchmarks;

/// <summary>
/// Writes registry files of any size in the proportions of a Windows server's SYSTEM hive: a key has about
/// five values, of which half are numbers, a third are text, and the rest are lists and bytes.
/// The same size gives the same bytes.
/// </summary>
internal static class RegistryExports
{
    private const string Root = @"SYSTEM\ControlSet001\Services\Service";

    /// <summary>A version 5 export, with byte order mark as regedit writes it.</summary>
    public static byte[] RegFile(int bytes, Encoding encoding)
    {
        var text = new StringBuilder("Windows Registry Editor Version 5.00\r\n");
        var random = new Random(1);
        var size = encoding.GetByteCount("x");
        for (var key = 0; text.Length * (long)size < bytes; key++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\r\n[HKEY_LOCAL_MACHINE\\{Root}{key / 3}{(key % 3 == 0 ? "" : $"\\Parameters{key % 3}")}]\r\n");
            for (var value = random.Next(11); value > 0; value--)
            {
                text.Append(CultureInfo.InvariantCulture, $"\"ValueNumber{value}\"=");
                switch (random.Next(12))
                {
                    case < 6:
                        text.Append(CultureInfo.InvariantCulture, $"dword:{random.Next():x8}\r\n");
                        break;
                    case < 10:
                        text.Append(CultureInfo.InvariantCulture, $"\"C:\\\\Windows\\\\System32\\\\drivers\\\\service{key}.sys\"\r\n");
                        break;
                    case 10:
                        AppendBytes(text, "hex(7):", Encoding.Unicode.GetBytes("RpcSs\0LanmanServer\0\0"));
                        break;
                    default:
                        AppendBytes(text, "hex:", Bytes(random, random.Next(400)));
                        break;
                }
            }
        }

        return [.. encoding.GetPreamble(), .. encoding.GetBytes(text.ToString())];
    }

    /// <summary>A Registry.pol, with the same values in the same keys.</summary>
    public static byte[] RegistryPol(int bytes)
    {
        using var file = new MemoryStream(bytes);
        file.Write("PReg\u0001\0\0\0"u8);
        var random = new Random(1);
        for (var key = 0; file.Length < bytes; key++)
        {
            for (var value = random.Next(11); value > 0; value--)
            {
                var (type, data) = random.Next(12) switch
                {
                    < 6 => (4u, Bytes(random, 4)),
                    < 10 => (1u, Encoding.Unicode.GetBytes($"C:\\Windows\\System32\\drivers\\service{key}.sys\0")),
                    10 => (7u, Encoding.Unicode.GetBytes("RpcSs\0LanmanServer\0\0")),
                    _ => (3u, Bytes(random, random.Next(400))),
                };
                WriteText(file, $"[{Root}{key}\0;ValueNumber{value}\0;");
                WriteNumber(file, type);
                WriteText(file, ";");
                WriteNumber(file, (uint)data.Length);
                WriteText(file, ";");
                file.Write(data);
                WriteText(file, "]");
            }
        }

        return file.ToArray();
    }

    /// <summary>As regedit breaks lines: 25 bytes each, continued behind the comma.</summary>
    private static void AppendBytes(StringBuilder text, string prefix, byte[] bytes)
    {
        text.Append(prefix);
        for (var index = 0; index < bytes.Length; index++)
        {
            text.Append(bytes[index].ToString("x2", CultureInfo.InvariantCulture));
            if (index + 1 < bytes.Length)
            {
                text.Append(index % 25 == 24 ? ",\\\r\n  " : ",");
            }
        }

        text.Append("\r\n");
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static void WriteText(MemoryStream file, string text) => file.Write(Encoding.Unicode.GetBytes(text));

    private static void WriteNumber(MemoryStream file, uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        file.Write(bytes);
    }
}
