using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Configuration.Memory;
using RdpCompliance.Cli.Configuration;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Reports;
using RdpCompliance.Tests.Readers.Templates.Arm;
using RdpCompliance.Tests.Reports;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Fuzzing;

/// <summary>Whatever a stranger's folder can hold: evidence of every format, rules, a configuration, expressions.</summary>
internal static class FuzzTargets
{
    private const int LargestSample = 200_000;
    private const long Megabyte = 1 << 20;

    private static readonly ScanSettings Settings = new()
    {
        AsOf = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        IncludePasses = true,
        IncludeUndecided = UndecidedInclusion.All,
    };

    private static readonly string[] Expressions =
    [
        "concat('a', string(add(1, mul(2, int('3')))), resourceGroup().name)",
        "map(range(0, 5), lambda('x', createObject('k', lambdaVariables('x'), 'v', createArray(lambdaVariables('x'), null()))))",
        "if(equals(toLower('A'), 'a'), union(createObject('a', 1), json('{\"b\": [1, 2.5, null]}')), createArray())",
        "format('{0,-10:X4}|{1}', 255, dateTimeAdd('2026-01-01T00:00:00Z', 'P1DT2H', 'yyyy-MM-dd'))",
        "cidrSubnet('10.0.0.0/8', 24, 5)",
        "replace(uri('https://a/b/', 'c?d=%20'), base64ToString(base64('x')), guid('a', uniqueString('b')))",
        "sort(filter(split('b,a,,c', ','), lambda('x', not(empty(lambdaVariables('x'))))), lambda('p', 'q', less(lambdaVariables('p'), lambdaVariables('q'))))",
        "toObject(items(shallowMerge(createArray(createObject('a', 1), createObject('a', 2)))), lambda('e', lambdaVariables('e').key))",
        "parameters('none')[0].a.b['c']",
        "substring(padLeft(string(true()), 20, '0'), 3, 4)",
    ];

    private static readonly List<FuzzSample> Files = Evidence();
    private static readonly ConcurrentDictionary<FuzzSample, IEvidenceReader?> Readers = new(ReferenceEqualityComparer.Instance);

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("reader", [.. Files.Where(file => ReaderOf(file) is not null)], Read, 64 * Megabyte, 88),
        new("scan", Files, Scan, 768 * Megabyte, 2),
        new("pack", Rules(), LoadPack, 256 * Megabyte, 2),
        new("configuration", Configurations(), LoadConfiguration, 128 * Megabyte, 3),
        new("expression", [.. Expressions.Select(text => Sample("expression.txt", text))], Evaluate, 256 * Megabyte, 5),
    ];

    /// <summary>Who reads the sound file, and so its mutants, even when they would be taken for nobody's.</summary>
    private static IEvidenceReader? ReaderOf(FuzzSample sample) => Readers.GetOrAdd(sample, file =>
    {
        var source = Source.FromBytes(file.Name, file.Bytes);
        return EvidenceReaders.All
            .Select(reader => (Reader: reader, Claim: reader.Claim(source, new(file.Bytes), new SourceTree([source]))))
            .Where(one => one.Claim is not null)
            .OrderByDescending(one => one.Claim?.Certainty)
            .FirstOrDefault()
            .Reader;
    });

    private static string? Read(FuzzSample sample, byte[] bytes, CancellationToken cancellation)
    {
        var source = Source.FromBytes(sample.Name, bytes);
        var tree = new SourceTree(sample.Beside.Select(file => Source.FromBytes(file.Name, file.Bytes)).Prepend(source));
        var reader = ReaderOf(sample) ?? throw new InvalidOperationException($"Nobody reads {sample.Name}.");
        var claim = reader.Claim(source, new(bytes.AsMemory(0, Math.Min(bytes.Length, 65_536))), tree) ?? new Claim(source, Certainty.ByName);
        var evidence = reader.Read(claim, new(tree, Demand.Everything, cancellation));
        return evidence.Diagnostics.Any(diagnostic => diagnostic.Message.Length == 0 || diagnostic.Location.Start < 0 || diagnostic.Location.Length < 0)
            ? "a diagnostic says nothing, or nowhere"
            : null;
    }

    /// <summary>The files of all examples of the pack, those of the repository's sample, and small ones of the corpus where it is given.</summary>
    private static List<FuzzSample> Evidence()
    {
        var samples = new List<FuzzSample>();
        foreach (var example in Repository.Pack.Rules.SelectMany(rule => rule.Examples))
        {
            var files = example.Files.Select(FileOf).ToList();
            samples.AddRange(files.Select((file, index) => new FuzzSample(file.Name, file.Bytes, [.. files.Where((_, other) => other != index)])));
        }

        samples.AddRange(Repository.Tree("tests/corpus/sample").Sources.Select(source => new FuzzSample(source.Name, source.ReadAllBytes().ToArray(), [])));
        if (Corpus.Root is not null)
        {
            samples.AddRange(
                Corpus.Files("", "*")
                    .Where(path => new FileInfo(path).Length is > 0 and <= LargestSample)
                    .Select(path => new FuzzSample(Corpus.Read(path).Name, File.ReadAllBytes(path), [])));
        }

        return samples;
    }

    private static (string Name, byte[] Bytes) FileOf(ExampleFile file)
    {
        var text = MarkedExample.Parse(file.MarkedText).Text;
        return EvidenceReaders.Twins.FirstOrDefault(twin => file.Name.EndsWith(twin.Extension, StringComparison.OrdinalIgnoreCase)) is { } known
            && known.Assemble(file.Name[..^known.Extension.Length], text).Source is var source
                ? (source.Name, source.ReadAllBytes().ToArray())
                : (file.Name, Encoding.UTF8.GetBytes(text));
    }

    private static List<FuzzSample> Rules() =>
        [.. Repository.Tree("policies").Sources.Where(source => source.Name.EndsWith(".yml", StringComparison.Ordinal)).Select(source =>
            new FuzzSample(source.Name, source.ReadAllBytes().ToArray(), []))];

    private static List<FuzzSample> Configurations() =>
    [
        Sample(
            ".rdpcompliance.yml",
            """
            fail-on: warning
            format: [text, sarif=out.sarif]
            exclude: ['**/old/**', build]
            reachable-from: [10.0.0.0/8, VirtualNetwork]
            as-of: 2026-06-01
            roles: [host]
            parameters: [main.bicepparam]
            scope: { subscription: 00000000-0000-0000-0000-00000000005b, resource-group: rg1, location: westeurope }
            rules:
              RDP1002: &quiet { severity: note, paths: ['lab/**'] }
              RDP3008: { severity: off, parameters: { max-values: 10000 } }
              '*': *quiet
            hosts:
              - { name: pc1, roles: [client], paths: [pc1], gpos: [Workstations] }
              - { name: srv1, roles: [host, session-host], paths: ['srv/**'] }
            """),
        Sample(
            ".rdpcompliance.json",
            """{ "fail-on": "error", "rules": { "RDP1004": { "severity": "warning" } }, "exclude": ["a", "b"], "min-severity": "note" }"""),
    ];

    private static FuzzSample Sample(string name, string text) => new(name, Encoding.UTF8.GetBytes(text), []);

    private static string? Scan(FuzzSample sample, byte[] bytes, CancellationToken cancellation)
    {
        var sources = sample.Beside.Select(file => Source.FromBytes(file.Name, file.Bytes)).Prepend(Source.FromBytes(sample.Name, bytes));
        var result = new Scan(Repository.Pack, EvidenceReaders.All, Settings).Run(new SourceTree(sources), cancellation);
        foreach (var report in ReportFormats.All.Where((_, index) => (bytes.Length + index) % 8 == 0))
        {
            Samples.Written(report, result);
        }

        return result.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Id == "RDP0008")?.Message;
    }

    private static string? LoadPack(FuzzSample sample, byte[] bytes, CancellationToken cancellation)
    {
        PackLoader.Load(new SourceTree([Source.FromBytes(sample.Name, bytes)]), Repository.Pack);
        return null;
    }

    private static string? LoadConfiguration(FuzzSample sample, byte[] bytes, CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder();
        folder.Write(sample.Name, bytes);
        RunConfiguration.Load(new()
        {
            WorkingDirectory = folder.Path,
            Now = Settings.AsOf,
            Environment = new MemoryConfigurationSource { InitialData = [] },
            Options = [],
        });
        return null;
    }

    private static string? Evaluate(FuzzSample sample, byte[] bytes, CancellationToken cancellation)
    {
        // As JSON holds it: what the expression is made of is hostile, not the text around it.
        var written = Encoding.UTF8.GetString(bytes).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        ArmSample.Read(ArmSample.Template($$"""{ "value": "[{{written.ReplaceLineEndings(" ")}}]" }"""));
        return null;
    }
}
