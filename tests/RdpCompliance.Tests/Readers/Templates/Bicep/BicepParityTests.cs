using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Arm;
using RdpCompliance.Readers.Templates.Bicep;
using RdpCompliance.Tests.Readers.Templates.Arm;
using RdpCompliance.Tests.Testing;
using Xunit.Abstractions;

namespace RdpCompliance.Tests.Readers.Templates.Bicep;

/// <summary>What the public compiler made of a Bicep file, read as an ARM template, is what the Bicep reader makes of it.</summary>
public sealed class BicepParityTests(ITestOutputHelper output)
{
    /// <summary>Where the two differ, and why neither is wrong, or which one is.</summary>
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        [$"{Samples}/baselines/InvalidLambdas_LF/main.bicep"] = "does not compile; the template beside it was compiled from something else",
        [$"{Samples}/baselines/InvalidModules_LF/moduled.bicep"] = "a module of a sample that does not compile; the template beside it is another module",
        [$"{Samples}/baselines/Modules_CRLF/main.bicep"] =
            "an output that is an object: Bicep gives its value, the template reader what is known of a reference",
    };

    private const string Samples = "bicep/Azure+bicep/src/Bicep.Core.Samples/Files";

    /// <summary>Its sample value is a text where a module wants a list: the template counts the characters, Bicep says that it is no list.</summary>
    private const string MisfitSample = $"{Samples}/user_submitted/301/sql-database-with-management/main.bicep";

    private const string Classic = ".json";
    private const string Symbolic = ".symbolicnames.json";

    /// <summary>Without values and without a place of deployment: what is undecided is so in both.</summary>
    [CorpusFact]
    public void Bicep_gives_the_resources_that_its_compiled_template_gives() => Compare(Classic, ResourcesToCompare.Deployed, Values.None, 330, 0.7);

    /// <summary>The compiler's other form says the existing resources, too.</summary>
    [CorpusFact]
    public void Bicep_gives_the_resources_that_the_form_with_symbolic_names_gives() => Compare(Symbolic, ResourcesToCompare.All, Values.None, 180, 0.6);

    /// <summary>Given a place and the parameters that have no default, all is known to both but what a deployment alone knows.</summary>
    [CorpusFact]
    public void Given_its_parameters_both_know_the_same() => Compare(Classic, ResourcesToCompare.Deployed, Values.Given, 330, 0.97);

    private enum ResourcesToCompare
    {
        Deployed,
        All,
    }

    private enum Values
    {
        None,
        Given,
    }

    private void Compare(string form, ResourcesToCompare which, Values values, int atLeast, double known)
    {
        var total = new ResourceComparison();
        var (files, same) = (0, 0);
        var unexpected = new StringBuilder();
        var explained = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Compiled(form))
        {
            var name = Corpus.Read(path).Name;
            var template = Corpus.Read(Path.ChangeExtension(path, form));
            var inputs =
                values == Values.None
                    ? DeploymentInputs.None
                    : new DeploymentInputs
                    {
                        Scope = ArmSample.Known,
                        ParameterFiles = SampleParameters.For(Corpus.Read(Path.ChangeExtension(path, Classic)), SampleParameters.Undeclared.WhatIsRead)
                            is { } given
                            ? [given]
                            : [],
                    };
            var pair = ResourceComparison.Of(Read(new ArmTemplateReader(), template, which, inputs), Read(new BicepReader(), Corpus.Read(path), which, inputs));
            files++;
            total.Add(pair);
            if (pair.Differences.Count == 0)
            {
                same++;
            }
            else if (values == Values.Given && name == MisfitSample)
            {
                explained.Add(name);
            }
            else if (Exceptions.ContainsKey(name))
            {
                explained.Add(name);
                output.WriteLine($"{name}\n{string.Join('\n', pair.Differences.Take(8).Select(difference => $"    {difference}"))}");
            }
            else
            {
                unexpected.AppendLine(name).AppendJoin('\n', pair.Differences.Take(8).Select(difference => $"    {difference}")).AppendLine();
            }
        }

        var percent = 100.0 * total.KnownByBoth / (total.Leaves - total.Secrets);
        var exceptions = string.Join(' ', explained.Order(StringComparer.Ordinal).Select(Path.GetDirectoryName).Select(Path.GetFileName));
        var report = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {same} of {files} files, {total.Resources} resources, {total.Alike} of {total.Leaves} leaves alike, {total.KnownByBoth} known by both
            ({percent:N2} % of all but {total.Secrets} secrets), {total.KnownByOne} by one alone; exceptions: {exceptions}
            """);
        output.WriteLine(report);
        output.WriteLine(
            $"not known to either: {string.Join(", ", total.Unknown.OrderByDescending(pair => pair.Value).Take(20).Select(pair => $"{pair.Key} {pair.Value}"))}"
        );
        Assert.True(unexpected.Length == 0, $"{report}\n{unexpected}");
        Assert.True(files >= atLeast && total.KnownByBoth >= known * (total.Leaves - total.Secrets) && total.KnownByOne * 1000 < total.Leaves, report);
        Assert.True(
            values == Values.Given || form == Symbolic || explained.Count == Exceptions.Count,
            $"No exception any more: {string.Join(' ', Exceptions.Keys.Except(explained, StringComparer.Ordinal))}");
    }

    /// <summary>The Bicep files whose references are all here, and whose compiled template lies beside them.</summary>
    private static IEnumerable<string> Compiled(string form)
    {
        foreach (var references in Corpus.Files("bicep", "REFERENCES.tsv"))
        {
            foreach (var line in File.ReadLines(references).Skip(1))
            {
                if (
                    line.Split('\t') is [var name, "local", "1", ..]
                    && Path.Combine(Path.GetDirectoryName(references) ?? "", name) is var path
                    && File.Exists(Path.ChangeExtension(path, form)))
                {
                    yield return path;
                }
            }
        }
    }

    /// <summary>The file by itself, as it was compiled: the others are there for it to name, but none of them deploys it.</summary>
    private static IEnumerable<System.Text.Json.JsonElement> Read(IEvidenceReader reader, Source source, ResourcesToCompare which, DeploymentInputs inputs)
    {
        var tree = new SourceTree([source, .. Configurations.Value], name => File.Exists(Corpus.Folder(name)) ? Corpus.Read(Corpus.Folder(name)) : null);
        var evidence = reader.Read(
            new Claim(source, Certainty.ByShape),
            new ReadContext(tree, Demand.Everything, CancellationToken.None) { Deployment = inputs });
        return ResourceComparison.Lines(evidence).Where(resource => which == ResourcesToCompare.All || !ResourceComparison.IsExisting(resource));
    }

    private static readonly Lazy<IReadOnlyList<Source>> Configurations = new(() => [.. Corpus.Files("bicep", "bicepconfig.json").Select(Corpus.Read)]);
}
