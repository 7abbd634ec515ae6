using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Readers.GroupPolicy;
using RdpCompliance.Tests.Testing;
using Xunit.Abstractions;

namespace RdpCompliance.Tests.Readers.GroupPolicy;

public sealed class GroupPolicyCorpusTests(ITestOutputHelper output)
{
    /// <summary>Templates that are read with something to say, with the reason.</summary>
    private const string Differences = "SecurityTemplate.expected.txt";

    /// <summary>Files of a GPO that state no setting that is judged, and what sources keep beside them.</summary>
    private static readonly string[] NotRead =
    [
        ".cmt",
        ".cmtx",
        ".csv",
        ".ini",
        ".json",
        ".md",
        ".license",
        ".mof",
        ".txt",
        "manifest.xml",
        "scheduledtasks.xml",
        "shortcuts.xml",
        "poweroptions.xml",
        "networkshares.xml",
        "inifiles.xml",
        "folders.xml",
        "folderoptions.xml",
        "files.xml",
        "environmentvariables.xml",
        "devices.xml",
        "datasources.xml",
    ];

    [CorpusFact]
    public void Every_template_is_read_or_listed()
    {
        var expected = Expectations.Read(Differences);
        var templates = Corpus.Files("", "*.inf").Select(Corpus.Read).ToList();
        var said = templates.Where(source => new SecurityTemplateReader().ReadAlone(source).Diagnostics.Length > 0).Select(source => source.Name).ToList();

        output.WriteLine($"{templates.Count} templates, {said.Count} with diagnostics");
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal).ToList(), said.Order(StringComparer.Ordinal).ToList());
        Assert.All(templates, source =>
            Assert.True(new SecurityTemplateReader().Claim(source, new(Head(source)), new([source])) is { Certainty: >= Certainty.ByShape }));
    }

    [CorpusFact]
    public void Every_policy_file_has_one_reader()
    {
        var tree = new SourceTree(
            new[] { "gpo", "gpo-reports", "policyrules", "secedit", "sysvol" }
                .SelectMany(folder => Corpus.Files(folder, "*"))
                .Where(path => !path.EndsWith(".samba.json"))
                .Select(Corpus.Read));
        var claims = tree
            .Sources.SelectMany(source => EvidenceReaders.All.Select(reader => (reader.Format, Claim: reader.Claim(source, new(Head(source)), tree))))
            .Where(claimed => claimed.Claim is not null)
            .Select(claimed => (claimed.Format, Claim: claimed.Claim ?? throw new InvalidOperationException()))
            .ToList();

        var ties = claims
            .GroupBy(claimed => (claimed.Claim.Primary.Name, claimed.Claim.Certainty))
            .Where(group => group.Count() > 1)
            .Select(group => group.Key.Name);
        var read = claims
            .SelectMany(claimed => claimed.Claim.Consumed.Prepend(claimed.Claim.Primary))
            .Select(source => source.Name)
            .ToHashSet(StringComparer.Ordinal);
        var unread = tree
            .Sources.Select(source => source.Name)
            .Where(name => !read.Contains(name) && !Array.Exists(NotRead, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));

        output.WriteLine(string.Join(", ", claims.GroupBy(claimed => claimed.Format).Select(group => $"{group.Count()} {group.Key}")));
        Assert.Equal("", string.Join('\n', ties));
        Assert.Equal("", string.Join('\n', unread));
    }

    private static ReadOnlyMemory<byte> Head(Source source) => source.ReadAllBytes()[..(int)Math.Min(65536, source.Length)];
}
