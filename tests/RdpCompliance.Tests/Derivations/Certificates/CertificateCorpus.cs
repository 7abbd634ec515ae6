using System.Globalization;
using System.IO.Compression;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Derivations.Certificates;

/// <summary>The values "Blob" of certificate stores in the registry exports of the outside corpus.</summary>
internal static class CertificateCorpus
{
    private const string Value = "\"Blob\"=hex(3):";

    /// <summary>The name of each certificate's key, and the value's bytes; those of revocation and trust lists are among them.</summary>
    public static IEnumerable<(string Key, byte[] Blob)> Blobs()
    {
        foreach (var path in Corpus.Files("hives", "*.hivexregedit.reg*"))
        {
            var key = "";
            foreach (var line in Lines(path))
            {
                if (line is ['[', .. var name, ']'])
                {
                    key = name[(name.LastIndexOf('\\') + 1)..];
                }
                else if (line.StartsWith(Value, StringComparison.Ordinal) && key.Length == 40)
                {
                    yield return (
                        key,
                        [.. line[Value.Length..].Split(',').Select(digits => byte.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture))]);
                }
            }
        }
    }

    private static IEnumerable<string> Lines(string path)
    {
        using Stream file = File.OpenRead(path);
        using var plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(plain);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
