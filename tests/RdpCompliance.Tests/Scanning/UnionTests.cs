using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Scanning;

/// <summary>Realms are independent: what is found in things that lie together is what is found in each by itself.</summary>
public sealed class UnionTests
{
    private const int Groups = 500;
    private const int Most = 8;
    private const int LargestFile = 60_000;

    [CorpusFact]
    public void Deployments_that_lie_together_give_the_union_of_what_each_gives_alone() => Compare(
        [.. Corpus.Files("arm", "*.json").Concat(Corpus.Files("bicep", "*.bicep")).Where(path => new FileInfo(path).Length < LargestFile && StandsAlone(path))],
        seed: 11);

    [CorpusFact]
    public void Machines_that_lie_together_give_the_union_of_what_each_gives_alone() =>
        Compare(
            [
                .. Corpus
                    .Files("reg-text", "*.reg")
                    .Concat(Corpus.Files("secedit", "*.inf"))
                    .Concat(Corpus.Files("hives", "*.gz"))
                    .Where(path => new FileInfo(path).Length < LargestFile),
                .. Directory.EnumerateFiles(Repository.At("tests/corpus/healthy"), "*.reg", SearchOption.AllDirectories),
            ],
            seed: 12);

    private static void Compare(string[] files, int seed)
    {
        Assert.True(files.Length > 10, $"Only {files.Length} files were found.");
        var scan = new Scan(
            Repository.Pack,
            EvidenceReaders.All,
            Packs.Settings with
            {
                IncludePasses = false,
                IncludeUndecided = UndecidedInclusion.WithEvidence,
            });
        var random = new Random(seed);
        var alone = new Dictionary<int, IReadOnlyList<string>>();
        var compared = 0;
        for (var group = 0; group < Groups; group++)
        {
            var chosen = Enumerable.Range(0, random.Next(2, Most + 1)).Select(_ => random.Next(files.Length)).Distinct().Order().ToList();
            var together = scan.Run(new SourceTree(chosen.Select(SourceOf)), CancellationToken.None);

            // Machines that carry one name are joined, which is no union.
            if (
                together.Diagnostics.Any(diagnostic => diagnostic.Id is "RDP0062" or "RDP0063")
                || MachinesOf(together) != chosen.Sum(file => MachinesOf(ScanAlone(file))))
            {
                continue;
            }

            Assert.Equal(chosen.SelectMany(Alone).Order(StringComparer.Ordinal), Told(together));
            compared++;
        }

        Assert.True(compared > Groups / 2, $"Only {compared} of {Groups} groups were compared.");

        Source SourceOf(int file)
        {
            var name = Path.GetFileName(files[file]);
            return Source.FromBytes($"{file:0000}/{name}", File.ReadAllBytes(files[file]));
        }

        ScanResult ScanAlone(int file) => scan.Run(new SourceTree([SourceOf(file)]), CancellationToken.None);

        IReadOnlyList<string> Alone(int file)
        {
            if (!alone.TryGetValue(file, out var told))
            {
                alone[file] = told = Told(ScanAlone(file));
            }

            return told;
        }
    }

    private static int MachinesOf(ScanResult result) => result.Subjects.Where(subject => subject.Kind == "machine").Sum(subject => subject.Count);

    private static List<string> Told(ScanResult result) =>
        [
            .. result
                .Findings.Select(finding =>
                    $"{finding.Primary.Location.Source.Name} {finding.Primary.Location.Start} {finding.Verdict} {finding.Identity} {finding.Message}")
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Whether a template names no other file, which would lie in another folder here.</summary>
    private static bool StandsAlone(string path)
    {
        var text = File.ReadAllText(path);
        return !text.Contains("module ", StringComparison.Ordinal)
            && !text.Contains("load", StringComparison.Ordinal)
            && !text.Contains("relativePath", StringComparison.Ordinal)
            && !text.Contains("import", StringComparison.Ordinal)
            && !text.Contains("using ", StringComparison.Ordinal);
    }
}
