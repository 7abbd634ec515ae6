using System.IO.Compression;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Archives;

internal enum InflationEnd
{
    /// <summary>The compressed data came to its own end.</summary>
    Complete,

    /// <summary>The source ended before.</summary>
    CutShort,

    /// <summary>No compressed data from some place on.</summary>
    Corrupt,

    /// <summary>There is more than is allowed.</summary>
    TooLarge,
}

/// <summary>What came out of compressed data until it ended for one reason or another.</summary>
internal sealed record Inflation(byte[] Bytes, InflationEnd End)
{
    private const int ChunkLength = 65536;

    /// <summary>Inflates the deflate data (RFC 1951) that begins at <paramref name="start"/>.</summary>
    /// <param name="most">How many bytes may come out.</param>
    public static Inflation Of(Source source, long start, long length, long most)
    {
        using var packed = new SourceStream(source, start, length);
        using var inflating = new DeflateStream(packed, CompressionMode.Decompress);
        using var plain = new MemoryStream();
        var chunk = new byte[ChunkLength];
        try
        {
            while (inflating.Read(chunk) is > 0 and var count)
            {
                if (plain.Length + count > most)
                {
                    return new([], InflationEnd.TooLarge);
                }

                plain.Write(chunk, 0, count);
            }
        }
        catch (InvalidDataException)
        {
            return new(plain.ToArray(), InflationEnd.Corrupt);
        }

        return new(plain.ToArray(), packed.WasExhausted ? InflationEnd.CutShort : InflationEnd.Complete);
    }
}
