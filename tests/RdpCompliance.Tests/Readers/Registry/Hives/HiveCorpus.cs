using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Registry.Hives;

/// <summary>A hive of the outside corpus with what other readers say of it.</summary>
internal sealed class HiveCorpus
{
    private const string OracleEnding = ".oracle.json";
    private readonly string _path;
    private readonly JsonElement _oracle;

    private HiveCorpus(string oraclePath)
    {
        _path = oraclePath[..^OracleEnding.Length];
        _oracle = JsonDocument.Parse(File.ReadAllBytes(oraclePath)).RootElement;
    }

    public static IEnumerable<HiveCorpus> All => Corpus.Files("hives", "*" + OracleEnding).Select(path => new HiveCorpus(path));

    public string Name => Path.GetRelativePath(Corpus.Folder("hives"), _path).Replace('\\', '/');

    public string FileName => Path.GetFileName(_path);

    /// <summary>Whether the two other readers both read it and found the same.</summary>
    public bool IsAgreed => IsRead("yarp") && IsRead("hivex");

    /// <summary>The SHA-256 of the hive as the other reader writes it after recovery; <see langword="null"/> when nothing was recovered.</summary>
    public string? RecoveredHash =>
        _oracle.TryGetProperty("recovery_yarp", out var recovery) && recovery.TryGetProperty("recovered_sha256", out var hash) ? hash.GetString() : null;

    public IEnumerable<string> LogsUsed =>
        _oracle.GetProperty("recovery_yarp").GetProperty("log_files_used").EnumerateArray().Select(name => name.GetString() ?? "");

    public Source Hive => Source.FromBytes(Name, Bytes(_path));

    public IEnumerable<Source> Logs => Directory.EnumerateFiles(Path.GetDirectoryName(_path) ?? "")
        .Select(path => path.EndsWith(".gz", StringComparison.Ordinal) ? path[..^3] : path)
        .Where(path => new[] { ".LOG", ".LOG1", ".LOG2" }.Any(ending => path.Equals(_path + ending, StringComparison.OrdinalIgnoreCase)))
        .Order(StringComparer.Ordinal)
        .Select(path => Source.FromBytes(Path.GetRelativePath(Corpus.Folder("hives"), path).Replace('\\', '/'), Bytes(path)));

    /// <summary>Every key and value as the other readers see the hive without its logs, one line each, ordered.</summary>
    public List<string> Expected() => [.. Lines(_path + ".values.jsonl").Select(line => Whole(Line(line))).Order(StringComparer.Ordinal)];

    /// <summary>The same after the logs were applied.</summary>
    public List<string> ExpectedAfterRecovery()
    {
        var lines = Expected();
        foreach (var change in Lines(_path + ".recovered-diff.jsonl"))
        {
            switch (change.GetProperty("op").GetString())
            {
                case "added":
                    lines.Add(Line(change));
                    break;
                case "removed":
                    Assert.True(lines.Remove(Line(change)));
                    break;
                default:
                    Assert.True(lines.Remove(Line(change.GetProperty("before"))));
                    lines.Add(Line(change.GetProperty("after")));
                    break;
            }
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    /// <summary>What we observe, in the same lines.</summary>
    public static List<string> Observed(SourceEvidence evidence)
    {
        var root = evidence.Observations.Length > 0 ? ((Address.Registry)evidence.Observations[0].Address).Key.Path : "";
        var lines = evidence.Observations.Select(observation => Whole(Line(observation, root))).ToList();
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    /// <summary>The first lines in which two lists differ.</summary>
    public static string Difference(List<string> expected, List<string> observed) =>
        string.Join(
            '\n',
            [
                .. expected.Except(observed, StringComparer.Ordinal).Take(3).Select(line => "missing: " + line),
                .. observed.Except(expected, StringComparer.Ordinal).Take(3).Select(line => "unknown: " + line),
            ]);

    private bool IsRead(string reader) =>
        _oracle.GetProperty("as_is").TryGetProperty(reader, out var answer) && answer.TryGetProperty("ok", out var ok) && ok.GetBoolean();

    private static string Line(Observation observation, string root)
    {
        var address = (Address.Registry)observation.Address;
        var key = address.Key.Path[root.Length..].TrimStart('\\');
        if (observation.Action == ObservedAction.Key)
        {
            // A FILETIME of zero is no time.
            var written = observation.Written ?? new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);
            return $"{key} {written.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}";
        }

        var data = ((SettingValue.Registry)observation.Value).Data;
        return $"{key}!{address.Name} {data.Type.Number} {Data(data.Bytes.Span)}";
    }

    private static string Line(JsonElement line)
    {
        var key = Unescape(line.GetProperty("k"));
        return !line.TryGetProperty("v", out var name)
            ? $"{key} {line.GetProperty("w").GetString()}"
            : $"{key}!{Unescape(name)} {line.GetProperty("t").GetUInt32()} {line.GetProperty("n").GetInt64()} "
                + $"{(line.TryGetProperty("d", out var data) ? data : line.GetProperty("h")).GetString()}";
    }

    private static string Data(ReadOnlySpan<byte> bytes) =>
        $"{bytes.Length} {(bytes.Length > 256 ? Convert.ToHexStringLower(SHA256.HashData(bytes)) : Convert.ToHexStringLower(bytes))}";

    /// <summary>The other readers put a replacement character in the place of half a surrogate pair.</summary>
    private static string Whole(string line) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(line));

    /// <summary>Names may hold halves of surrogate pairs, which <see cref="JsonElement.GetString"/> refuses.</summary>
    private static string Unescape(JsonElement text)
    {
        var raw = text.GetRawText();
        var plain = new StringBuilder();
        for (var index = 1; index < raw.Length - 1; index++)
        {
            if (raw[index] != '\\')
            {
                plain.Append(raw[index]);
                continue;
            }

            index++;
            plain.Append(raw[index] switch
            {
                'u' => (char)ushort.Parse(raw.AsSpan(index + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\b',
                'f' => '\f',
                var other => other,
            });
            index += raw[index] == 'u' ? 4 : 0;
        }

        return plain.ToString();
    }

    private static IEnumerable<JsonElement> Lines(string path) => !File.Exists(path) && !File.Exists(path + ".gz") ? [] : Encoding.UTF8.GetString(Bytes(path))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonDocument.Parse(line).RootElement);

    private static byte[] Bytes(string path)
    {
        if (File.Exists(path))
        {
            return File.ReadAllBytes(path);
        }

        using var packed = new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        packed.CopyTo(plain);
        return plain.ToArray();
    }
}
