using System.Diagnostics;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Arm;
using RdpCompliance.Tests.Testing;
using Xunit.Abstractions;

namespace RdpCompliance.Tests.Readers.Templates.Arm;

/// <summary>Every template of the outside corpus: samples, tests of other tools, and what the Bicep compiler wrote.</summary>
public sealed class ArmCorpusTests(ITestOutputHelper output)
{
    /// <summary>The values that only a deployment has; all else follows from the template.</summary>
    private static readonly string[] Inputs =
    [
        "parameters(",
        "reference(",
        "references(",
        "list",
        "newGuid()",
        "deployment().properties",
        "extensions(",
        "externalInput",
        "resourceGroup('",
        "resourceGroup().tags",
        "resourceGroup().managedBy",
        "providers(",
        "pickZones(",
        "deployer()",
        "managementGroup().properties",
        "tenant().",
        "roleDefinitions(",
        "a secret,",
    ];

    [CorpusFact]
    public void Every_template_expands_and_only_the_listed_refusals_are_reported()
    {
        var expected = CorpusRefusals.All.ToHashSet();
        var refused = new HashSet<(string Id, string Name)>();
        var (files, resources) = (0, 0);
        foreach (var evidence in Read(withValues: false))
        {
            files++;
            resources += evidence.Resources.Length;
            refused.UnionWith(
                evidence
                    .Diagnostics.Where(diagnostic => diagnostic.Effect is DiagnosticEffect.Damage or DiagnosticEffect.Refusal)
                    .Select(diagnostic => (diagnostic.Id, evidence.Source.Name))
            );
        }

        output.WriteLine($"{files} templates and parameter files, {resources} resources, {refused.Count} refusals");
        ArmSample.AreEqual([], refused.Except(expected).Select(pair => $"{pair.Id} {pair.Name}").Order(StringComparer.Ordinal));
        ArmSample.AreEqual([], expected.Except(refused).Select(pair => $"not refused: {pair.Id} {pair.Name}").Order(StringComparer.Ordinal));
        Assert.True(files > 1200 && resources > 4500, $"{files} files, {resources} resources");
    }

    [CorpusFact]
    public void Given_their_parameters_templates_are_known_but_for_what_only_a_deployment_knows()
    {
        var refused = CorpusRefusals.All.Select(pair => pair.Name).ToHashSet(StringComparer.Ordinal);
        var (known, secret) = (0, 0);
        var unknown = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var evidence in Read(withValues: true).Where(evidence => !refused.Contains(evidence.Source.Name)))
        {
            foreach (
                var leaf in evidence.Resources.Where(resource => resource.Condition == DeploymentCondition.True).SelectMany(resource => Leaves(resource.Body)))
            {
                switch (leaf)
                {
                    case Node.Unresolved value:
                        var isInput = Array.Exists(Inputs, input => value.Expression.StartsWith(input, StringComparison.OrdinalIgnoreCase));
                        var isDefault = value.Needs?.StartsWith("a value: with its default", StringComparison.Ordinal) == true;
                        Assert.True(isInput || isDefault || value.Reason == UnknownReason.WrongType, $"{evidence.Source.Name}: {value.Expression}");
                        secret += value.Expression.StartsWith("a secret", StringComparison.Ordinal) ? 1 : 0;
                        var reason = value.Reason == UnknownReason.WrongType ? "refused for the sample value" : value.Expression.Split('(', '\'')[0];
                        unknown[reason] = unknown.GetValueOrDefault(reason) + 1;
                        break;
                    default:
                        known++;
                        break;
                }
            }
        }

        var all = known + unknown.Values.Sum();
        output.WriteLine($"{known} of {all} leaves are known ({100.0 * known / all:N2} %)");
        foreach (var (reason, count) in unknown.OrderByDescending(pair => pair.Value))
        {
            output.WriteLine($"{count,6} {reason}");
        }

        Assert.True(known >= 0.97 * all, $"{known} of {all}");
    }

    [CorpusFact]
    public void Both_forms_that_the_bicep_compiler_writes_give_the_same_resources()
    {
        var pairs = 0;
        foreach (var path in Corpus.Files("bicep", "main.symbolicnames.json"))
        {
            var classic = path.Replace("main.symbolicnames.json", "main.json", StringComparison.Ordinal);
            if (!File.Exists(classic))
            {
                continue;
            }

            ArmSample.AreEqual(Print(classic).Prepend(classic), Print(path).Prepend(classic));
            pairs++;
        }

        output.WriteLine($"{pairs} pairs");
        Assert.True(pairs >= 180, $"{pairs} pairs");
    }

    [CorpusFact]
    public void Speed_is_printed()
    {
        var all = Templates().Select(path => (Source: Corpus.Read(path), Reader: new ArmTemplateReader())).ToList();
        foreach (var (what, chosen) in new[]
        {
            ("a small template", all.Where(one => one.Source.Name.EndsWith("Variables_LF/main.json", StringComparison.Ordinal)).Take(1)),
            ("the largest compiled main.json", all.OrderByDescending(one => one.Source.Length).Take(1)),
            ("the ARM corpus", all.Where(one => one.Source.Name.StartsWith("arm/", StringComparison.Ordinal))),
        })
        {
            var files = chosen.ToList();
            var bytes = files.Sum(file => file.Source.Length);
            foreach (var round in new[] { "first", "second" })
            {
                var watch = Stopwatch.StartNew();
                foreach (var (source, reader) in files)
                {
                    reader.Read(new Claim(source, Certainty.BySignature), ArmSample.Context(new([source]), ArmSample.Known));
                }

                var seconds = watch.Elapsed.TotalSeconds;
                output.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{what}, {round} time: {seconds * 1000:N1} ms, {files.Count / seconds:N0} files/s, {bytes / 1e6 / seconds:N2} MB/s"));
            }
        }
    }

    private static IEnumerable<string> Templates() => Corpus.Files("arm", "*.json").Concat(Corpus.Files("bicep", "*.json"));

    /// <summary>The evidence of each template read alone.</summary>
    private static IEnumerable<SourceEvidence> Read(bool withValues)
    {
        foreach (var path in Templates())
        {
            var source = Corpus.Read(path);
            Source[] given = withValues && SampleParameters.For(source) is { } file ? [file] : [];
            var reader = new ArmTemplateReader();
            var head = source.ReadAllBytes();
            if (reader.Claim(source, new(head[..Math.Min(head.Length, 65_536)]), new SourceTree([source])) is { } claim)
            {
                yield return reader.Read(claim, ArmSample.Context(new([source]), ArmSample.Known, given));
            }
        }
    }

    private static IEnumerable<string> Print(string path)
    {
        var source = Corpus.Read(path);
        return ArmSample
            .Read(source, new SourceTree([source]), ArmSample.Known)
            .Resources.Where(resource => !resource.IsExisting)
            .Select(resource =>
                $"{resource.World} {resource.Type} {resource.Id} {resource.Scope} {resource.Condition} {resource.ApiVersion} "
                    + $"{ArmSample.PrintSorted(resource.Name)} {ArmSample.PrintSorted(resource.Body)}"
            )
            .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<Node> Leaves(Node node) => node switch
    {
        Node.Object record => record.Properties.SelectMany(property => Leaves(property.Value)),
        Node.Array list => list.Elements.SelectMany(Leaves),
        _ => [node],
    };
}
