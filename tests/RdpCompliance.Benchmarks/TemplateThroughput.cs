using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Arm;
using RdpCompliance.Readers.Templates.Bicep;

namespace RdpCompliance.Benchmarks;

/// <summary>
/// How fast the templates below a folder are read: whole processes that scan one small template, the
/// largest one and all of them, and the readers alone, cold and warm, in files and
/// megabytes a second.
/// </summary>
internal static class TemplateThroughput
{
    private const string Small = """
        { "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
          "parameters": { "source": { "type": "string", "defaultValue": "*" } },
          "resources": [ { "type": "Microsoft.Network/networkSecurityGroups", "apiVersion": "2023-09-01", "name": "nsg", "location": "[resourceGroup().location]", "properties": { "securityRules": [
            { "name": "rdp", "properties": { "access": "Allow", "direction": "Inbound", "priority": 100, "protocol": "Tcp", "sourceAddressPrefix": "[parameters('source')]", "sourcePortRange": "*",
                                             "destinationAddressPrefix": "*", "destinationPortRange": "3389" } } ] } } ] }
        """;

    public static int Run(string folder, int runs)
    {
        var sources = Sources(folder);
        if (sources is [])
        {
            Console.Error.WriteLine($"'{folder}' holds no templates.");
            return 1;
        }

        var scratch = Directory.CreateTempSubdirectory("rdpcompliance-");
        try
        {
            var small = Path.Combine(scratch.FullName, "main.json");
            File.WriteAllText(small, Small);
            var largest = sources.OrderByDescending(source => source.Length).First();
            var times = WholeProcess.Compare(
                runs,
                ("empty program", [EmptyProgram.WriteTo(scratch.FullName)]),
                ("scan of a small template", Scan(small)),
                (string.Create(CultureInfo.InvariantCulture, $"scan of the largest, {largest.Length / 1000:N0} KB"), Scan(Path.Combine(folder, largest.Name))),
                ("scan of all", Scan(folder)));
            PrintRate("scan of all", sources, times[^1]);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }

        Console.WriteLine("readers alone, in this process");
        foreach (var reader in new IEvidenceReader[] { new ArmTemplateReader(), new BicepReader() })
        {
            Read(reader, sources, runs);
        }

        return 0;

        string[] Scan(string path) =>
            [
                WholeProcess.Program,
                "scan",
                path,
                "--no-gitignore",
                "--format",
                $"sarif={Path.Combine(scratch.FullName, "out.sarif")}",
                "--fail-on",
                "none",
                "--allow-incomplete",
            ];
    }

    private static void Read(IEvidenceReader reader, ImmutableArray<Source> sources, int runs)
    {
        var tree = new SourceTree(sources);
        ImmutableArray<Source> own = [.. sources.Where(source => reader.Claim(source, new(source.ReadAllBytes()), tree) is not null)];
        if (own is [])
        {
            return;
        }

        var largest = own.OrderByDescending(source => source.Length).First();
        foreach (var (what, chosen) in new[] { ("largest", ImmutableArray.Create(largest)), ("all", own) })
        {
            var times = Enumerable.Range(0, runs + 1).Select(_ => Measure(reader, chosen)).ToList();
            PrintRate($"{reader.Format}, {what}, cold", chosen, times[0]);
            PrintRate($"{reader.Format}, {what}, warm", chosen, times.Skip(1).Order().ElementAt((times.Count - 1) / 2));
        }
    }

    /// <summary>Fresh sources each time: what was decoded and parsed is kept with them.</summary>
    private static double Measure(IEvidenceReader reader, ImmutableArray<Source> sources)
    {
        var tree = new SourceTree(sources.Select(source => Source.FromBytes(source.Name, source.ReadAllBytes())));
        var watch = Stopwatch.StartNew();
        Collected.From(tree, [reader], Demand.Everything, DeploymentInputs.None, CancellationToken.None);
        return watch.Elapsed.TotalMilliseconds;
    }

    private static void PrintRate(string what, ImmutableArray<Source> sources, double milliseconds)
    {
        var bytes = sources.Sum(source => source.Length);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what,-28} {sources.Length,6:N0} files {bytes / 1e6,8:N2} MB {milliseconds,8:N0} ms {sources.Length / milliseconds * 1000,8:N0} files/s {bytes / 1e3 / milliseconds,8:N2} MB/s"
            ));
    }

    private static ImmutableArray<Source> Sources(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".json" or ".bicep" or ".bicepparam")
            .Order(StringComparer.Ordinal)
            .Select(path => Source.FromBytes(Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'), File.ReadAllBytes(path))),
    ];
}
