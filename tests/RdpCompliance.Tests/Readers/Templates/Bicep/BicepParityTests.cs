using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Arm;
using RdpCompliance.Readers.Templates.Bicep;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Templates.Bicep;

/// <summary>What the public compiler made of a Bicep file, read as an ARM template, is what the Bicep reader makes of it.</summary>
public sealed class BicepParityTests
{
    [CorpusFact]
    public void Bicep_gives_the_resources_that_its_compiled_template_gives()
    {
        var report = new StringBuilder();
        var (files, same, resources, leaves, knownOnce, knownBoth, equal) = (0, 0, 0, 0L, 0L, 0L, 0L);
        foreach (var path in Compiled())
        {
            var pair = Compare(path);
            files++;
            resources += pair.Resources;
            leaves += pair.Leaves;
            knownOnce += pair.KnownOnce;
            knownBoth += pair.KnownBoth;
            equal += pair.Equal;
            if (pair.Differences.Count == 0)
            {
                same++;
            }
            else
            {
                report.AppendLine(path);
                report.AppendJoin('\n', pair.Differences.Take(6).Select(difference => $"    {difference}")).AppendLine();
            }
        }

        File.WriteAllText("/tmp/parity.txt", $"{same} of {files} files, {resources} resources, leaves {leaves}, known by both {knownBoth}, by one {knownOnce}, equal {equal}\n{report}");
        Assert.True(report.Length == 0, $"{same} of {files} files, {resources} resources, known {knownBoth} + {knownOnce}, equal {equal}");
    }

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

    private sealed record Pair(int Resources, long Leaves, long KnownOnce, long KnownBoth, long Equal, List<string> Differences);

    private static Pair Compare(string path)
    {
        var bicep = Read(new BicepReader(), path);
        var json = Read(new ArmTemplateReader(), Path.ChangeExtension(path, ".json"));
        var counts = new Counts();
        var differences = new List<string>();
        var expected = Keyed(json.Resources.Where(resource => !resource.IsExisting));
        var actual = Keyed(bicep.Resources.Where(resource => !resource.IsExisting));
        differences.AddRange(expected.Keys.Except(actual.Keys, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).Select(key => $"missing {key}"));
        differences.AddRange(actual.Keys.Except(expected.Keys, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).Select(key => $"surplus {key}"));
        foreach (var (key, resource) in expected)
        {
            if (actual.TryGetValue(key, out var other) && !resource.Type.Equals("Microsoft.Resources/deployments", StringComparison.OrdinalIgnoreCase))
            {
                Compare(key, resource.Body, other.Body, counts, differences);
            }
        }

        return new(expected.Count, counts.Leaves, counts.KnownOnce, counts.KnownBoth, counts.Equal, differences);
    }

    private sealed class Counts
    {
        public long Leaves { get; set; }

        public long KnownOnce { get; set; }

        public long KnownBoth { get; set; }

        public long Equal { get; set; }
    }

    private static void Compare(string at, Node expected, Node actual, Counts counts, List<string> differences)
    {
        switch (expected, actual)
        {
            case (Node.Object one, Node.Object other):
                var ones = one.Properties.DistinctBy(property => property.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(property => property.Name, property => property.Value, StringComparer.OrdinalIgnoreCase);
                var others = other.Properties.DistinctBy(property => property.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(property => property.Name, property => property.Value, StringComparer.OrdinalIgnoreCase);
                foreach (var name in ones.Keys.Union(others.Keys, StringComparer.OrdinalIgnoreCase).Where(name => name != "scope" || at.Contains('.')))
                {
                    switch (ones.GetValueOrDefault(name), others.GetValueOrDefault(name))
                    {
                        case ({ } left, { } right):
                            Compare($"{at}.{name}", left, right, counts, differences);
                            break;
                        case (var left, _):
                            counts.Leaves++;
                            counts.KnownOnce++;
                            differences.Add($"{at}.{name} {(left is null ? "surplus" : "missing")}");
                            break;
                    }
                }

                break;
            case (Node.Array one, Node.Array other) when one.Elements.Length == other.Elements.Length:
                for (var index = 0; index < one.Elements.Length; index++)
                {
                    Compare($"{at}[{index.ToString(CultureInfo.InvariantCulture)}]", one.Elements[index], other.Elements[index], counts, differences);
                }

                break;
            default:
                counts.Leaves++;
                var (left2, right2) = (Shown(expected), Shown(actual));
                if (expected is Node.Unresolved && actual is Node.Unresolved)
                {
                    counts.Equal++;
                }
                else if (expected is Node.Unresolved || actual is Node.Unresolved)
                {
                    counts.KnownOnce++;
                    differences.Add($"{at}: {left2} | {right2}");
                }
                else
                {
                    counts.KnownBoth++;
                    if (left2 == right2 || (at.EndsWith(".type") && left2.Equals(right2, StringComparison.OrdinalIgnoreCase)))
                    {
                        counts.Equal++;
                    }
                    else
                    {
                        differences.Add($"{at}: {left2} | {right2}");
                    }
                }

                break;
        }
    }

    private static string Shown(Node node) => node switch
    {
        Node.Text text => $"'{text.Value}'",
        Node.Number number => number.Literal,
        Node.Boolean boolean => boolean.Value ? "true" : "false",
        Node.Null => "null",
        Node.Unresolved unknown => $"?{unknown.Expression}",
        Node.Array list => $"[{list.Elements.Length}]",
        Node.Object record => $"{{{record.Properties.Length}}}",
        _ => "",
    };

    private static Dictionary<string, Resource> Keyed(IEnumerable<Resource> resources)
    {
        var keyed = new Dictionary<string, Resource>(StringComparer.OrdinalIgnoreCase);
        foreach (var resource in resources)
        {
            var name = resource.Name switch { Node.Text text => text.Value, Node.Unresolved { Pattern: { } } => "{}", _ => "?" };
            var key = $"{resource.Type} {name} {resource.ApiVersion?.Length ?? 0} {resource.Condition} {(resource.Scope?.Contains('/') == true ? "extension" : resource.Scope)}";
            if (resource.Type == "Microsoft.Resources/deployments")
            {
                key = $"{resource.Type} {name} {resource.Condition}";
            }

            for (var number = 1; !keyed.TryAdd($"{key} #{number.ToString(CultureInfo.InvariantCulture)}", resource); number++)
            {
            }
        }

        return keyed;
    }

    /// <summary>The file by itself, as it was compiled: the others are there for it to name, but none of them deploys it.</summary>
    private static SourceEvidence Read(IEvidenceReader reader, string path)
    {
        var source = Corpus.Read(path);
        var tree = new SourceTree([source, .. Configurations.Value], name => File.Exists(Corpus.Folder(name)) ? Corpus.Read(Corpus.Folder(name)) : null);
        return reader.Read(new Claim(source, Certainty.ByShape), new ReadContext(tree, Demand.Everything, CancellationToken.None));
    }

    private static readonly Lazy<IReadOnlyList<Source>> Configurations = new(() => [.. Corpus.Files("bicep", "bicepconfig.json").Select(Corpus.Read)]);
}
