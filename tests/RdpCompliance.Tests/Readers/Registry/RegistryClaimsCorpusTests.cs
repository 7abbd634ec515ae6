using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.GroupPolicy;
using RdpCompliance.Readers.Registry;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Registry;

public sealed class RegistryClaimsCorpusTests
{
    private static readonly IEvidenceReader[] Readers = [new LgpoTextReader(), new RegFileReader(), new RegistryPolReader(), new RegQueryReader()];

    [CorpusFact]
    public void The_registry_readers_claim_their_own_files_and_nothing_else()
    {
        foreach (var path in Corpus.Files("", "*"))
        {
            var name = Path.GetRelativePath(Corpus.Folder(""), path);
            var claims = Readers.Where(reader => Claims(reader, name, path)).Select(reader => reader.Format);

            Assert.Equal($"{name}: {FormatOf(name)}", $"{name}: {string.Join(", ", claims)}");
        }
    }

    private static bool Claims(IEvidenceReader reader, string name, string path)
    {
        var head = new byte[65536];
        using var file = File.OpenRead(path);
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        var source = Source.FromBytes(name, head.ToArray());
        return reader.Claim(source, new(source.ReadAllBytes()), new([source])) is not null;
    }

    private static string FormatOf(string name) => Path.GetExtension(name).ToUpperInvariant() switch
    {
        ".REG" => "reg-file",
        ".POL" => "registry-pol",
        ".TXT" when name.StartsWith("reg-query", StringComparison.Ordinal) && !name.Contains("LICENSE", StringComparison.Ordinal) => "reg-query",
        ".TXT" when name.StartsWith("gpo/mxk", StringComparison.Ordinal) && !name.Contains("LICENSE", StringComparison.Ordinal) => "lgpo-text",
        _ => "",
    };
}
