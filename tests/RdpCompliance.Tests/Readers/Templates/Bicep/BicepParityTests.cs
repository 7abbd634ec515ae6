using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Arm;
using RdpCompliance.Readers.Templates.Bicep;
using RdpCompliance.Tests.Testing;
using Xunit.Abstractions;

namespace RdpCompliance.Tests.Readers.Templates.Bicep;

/// <summary>What the public compiler made of a Bicep file, read as an ARM template, is what the Bicep reader makes of it.</summary>
public sealed class BicepParityTests(ITestOutputHelper output)
{
    /// <summary>Where the two differ, and why neither is wrong, or which one is.</summary>
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        [$"{Samples}/baselines/Extensions_CRLF/main.bicep"] = "the extension 'az' is named here, and the template reader leaves out whatever names an extension",
        [$"{Samples}/baselines/InvalidLambdas_LF/main.bicep"] = "does not compile; the template beside it was compiled from something else",
        [$"{Samples}/baselines/InvalidModules_LF/moduled.bicep"] = "a module of a sample that does not compile; the template beside it is another module",
        [$"{Samples}/baselines/Modules_CRLF/main.bicep"] = "an output that is an object: Bicep gives its value, the template reader what is known of a reference",
        [$"{Samples}/baselines/Resources_CRLF/main.bicep"] = "a property name that begins with '[[' stands for '['; and a deployment stated as a resource answers for its own mode",
    };

    private const string Samples = "bicep/Azure+bicep/src/Bicep.Core.Samples/Files";

    [CorpusFact]
    public void Bicep_gives_the_resources_that_its_compiled_template_gives()
    {
        var total = new ResourceComparison();
        var (files, same) = (0, 0);
        var unexpected = new StringBuilder();
        var explained = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Compiled())
        {
            var name = Corpus.Read(path).Name;
            var pair = ResourceComparison.Of(Read(new ArmTemplateReader(), Path.ChangeExtension(path, ".json")), Read(new BicepReader(), path));
            files++;
            total.Add(pair);
            if (pair.Differences.Count == 0)
            {
                same++;
            }
            else if (Exceptions.ContainsKey(name))
            {
                explained.Add(name);
            }
            else
            {
                unexpected.AppendLine(name).AppendJoin('\n', pair.Differences.Take(8).Select(difference => $"    {difference}")).AppendLine();
            }
        }

        var report = $"{same} of {files} files, {total.Resources} resources, {total.Alike} of {total.Leaves} leaves alike, {total.KnownByBoth} known by both";
        output.WriteLine(report);
        Assert.True(unexpected.Length == 0, $"{report}\n{unexpected}");
        Assert.True(explained.Count == Exceptions.Count, $"No exception any more: {string.Join(' ', Exceptions.Keys.Except(explained, StringComparer.Ordinal))}");
        Assert.True(files > 300 && total.Alike > 0.97 * total.Leaves, report);
    }

    /// <summary>The Bicep files whose references are all here, and whose compiled template lies beside them.</summary>
    private static IEnumerable<string> Compiled()
    {
        foreach (var references in Corpus.Files("bicep", "REFERENCES.tsv"))
        {
            foreach (var line in File.ReadLines(references).Skip(1))
            {
                if (line.Split('\t') is [var path, "local", "1", ..])
                {
                    yield return Path.Combine(Path.GetDirectoryName(references) ?? "", path);
                }
            }
        }
    }

    /// <summary>The file by itself, as it was compiled: the others are there for it to name, but none of them deploys it.</summary>
    private static IEnumerable<Resource> Read(IEvidenceReader reader, string path)
    {
        var source = Corpus.Read(path);
        var tree = new SourceTree([source, .. Configurations.Value], name => File.Exists(Corpus.Folder(name)) ? Corpus.Read(Corpus.Folder(name)) : null);
        return reader.Read(new Claim(source, Certainty.ByShape), new ReadContext(tree, Demand.Everything, CancellationToken.None)).Resources;
    }

    private static readonly Lazy<IReadOnlyList<Source>> Configurations = new(() => [.. Corpus.Files("bicep", "bicepconfig.json").Select(Corpus.Read)]);
}
