using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Arm;
using RdpCompliance.Readers.Templates.Bicep;
using RdpCompliance.Tests.Readers.Templates.Arm;
using RdpCompliance.Tests.Readers.Templates.Bicep;
using RdpCompliance.Tests.Testing;
using Xunit.Abstractions;

namespace RdpCompliance.Tests.Readers.Templates.Outside;

/// <summary>Every file of the corpus that the official compiler compiles today, against what it makes of it.</summary>
public sealed class CompiledCorpusTests(ITestOutputHelper output)
{
    /// <summary>What the compiler itself reads besides Bicep.</summary>
    private static readonly string[] NotCopied = [".tsv", ".md"];

    [OutsideFact(BicepConsole.Tool, NeedsCorpus = true)]
    public void Bicep_gives_the_resources_that_the_compiler_makes_of_it_and_no_damage()
    {
        using var folder = new TemporaryFolder();
        var files = Copy(folder);
        OutsideTool.Run(BicepConsole.Tool, ["build", "--no-restore", "--pattern", "**/*.bicep"], folder.Path);
        var sources = new Dictionary<string, Source>(StringComparer.Ordinal);
        var total = new ResourceComparison();
        var (compiled, same) = (0, 0);
        var unexpected = new StringBuilder();
        foreach (var name in files.Where(name => File.Exists(Path.ChangeExtension(Path.Combine(folder.Path, name), ".json"))))
        {
            compiled++;
            var template = Read(new ArmTemplateReader(), Path.ChangeExtension(name, ".json"));
            var ours = Read(new BicepReader(), name);
            var pair = ResourceComparison.Of(Deployed(template), Deployed(ours));
            total.Add(pair);
            var damage = ours.Diagnostics.Where(one => one.IsDamage).Select(one => $"{one.Id} {one.Message}").ToList();
            if (pair.Differences.Count == 0 && damage.Count == 0)
            {
                same++;
            }
            else if (!KnownDifferences.OfCompiledFiles.ContainsKey(name))
            {
                unexpected.AppendLine(name).AppendJoin('\n', pair.Differences.Concat(damage).Take(6).Select(one => $"    {one}")).AppendLine();
            }
        }

        var report = string.Create(
            CultureInfo.InvariantCulture,
            $"{same} of {compiled} files equal, {total.Resources} resources, {total.KnownByOne} leaves known to one alone");
        output.WriteLine(report);
        Assert.True(unexpected.Length == 0 && compiled > 600, $"{report}\n{unexpected}");

        SourceEvidence Read(IEvidenceReader reader, string name)
        {
            var source = At(name) ?? throw new FileNotFoundException(name);
            var tree = new SourceTree([source, .. files.Where(one => Path.GetFileName(one) == "bicepconfig.json").Select(At).OfType<Source>()], At);
            var context = new ReadContext(tree, Demand.Everything, CancellationToken.None) { Deployment = new() { Scope = ArmSample.Known } };
            return reader.Read(new Claim(source, Certainty.ByShape), context);
        }

        Source? At(string name)
        {
            if (!sources.TryGetValue(name, out var source) && Path.Combine(folder.Path, name) is var path && File.Exists(path))
            {
                sources[name] = source = Source.FromBytes(name, File.ReadAllBytes(path));
            }

            return source;
        }
    }

    private static IEnumerable<System.Text.Json.JsonElement> Deployed(SourceEvidence evidence) =>
        ResourceComparison.Lines(evidence).Where(resource => !ResourceComparison.IsExisting(resource));

    /// <returns>The names of the Bicep files, without what stands beside each as its compiled template.</returns>
    private static List<string> Copy(TemporaryFolder folder)
    {
        var root = Corpus.Folder("bicep");
        var names = Corpus.Files("bicep", "*").Select(path => Path.GetRelativePath(root, path)).ToHashSet(StringComparer.Ordinal);
        var copied = names.Where(name => !NotCopied.Contains(Path.GetExtension(name)) && !IsCompiled(name));
        foreach (var name in copied)
        {
            folder.Write(name, File.ReadAllBytes(Path.Combine(root, name)));
        }

        return [.. names.Where(name => name.EndsWith(".bicep", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

        bool IsCompiled(string name) =>
            name.EndsWith(".json", StringComparison.Ordinal) && names.Contains(Path.ChangeExtension(name, ".bicep"));
    }
}
