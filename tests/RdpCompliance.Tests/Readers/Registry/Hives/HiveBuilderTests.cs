using System.Globalization;
using System.Xml.Linq;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Registry.Hives;

/// <summary>The hives that tests write are hives for programs of others too.</summary>
public sealed class HiveBuilderTests
{
    private static readonly uint[] Versions = [3, 4, 5];

    [OutsideFact("hivexml")]
    public void Another_reader_finds_the_same_values_at_the_same_places()
    {
        foreach (var minor in Versions)
        {
            var hive = Sample(minor).Build();
            var evidence = HiveReading.Read(hive);

            var theirs = XDocument
                .Parse(Run("hivexml", hive).Output)
                .Descendants("value")
                .Select(value =>
                    $"{PathOf(value)}!{(value.Attribute("default") is null ? value.Attribute("key")?.Value : "")} {Hex(value)} "
                        + $"{value.Descendants("byte_run").Last().Attribute("file_offset")?.Value}"
                );

            var ours = evidence
                .Observations.Where(observation => observation.Action == ObservedAction.Set)
                .Select(observation =>
                    $"{observation.Address.ToString()?.Replace("!(default)", "!", StringComparison.Ordinal)} "
                        + $"{Convert.ToHexStringLower(HiveReading.Data(observation).Bytes.Span)} {(observation.Location.Start - 4).ToString(CultureInfo.InvariantCulture)}"
                );
            Assert.Equal(theirs.Order(StringComparer.Ordinal), ours.Order(StringComparer.Ordinal));
        }
    }

    [OutsideFact("reglookup")]
    public void A_third_reader_finds_nothing_wrong()
    {
        foreach (var minor in Versions)
        {
            var builder = Sample(minor);
            var hive = builder.Build();

            var (exitCode, output, error) = Run("reglookup", hive);

            Assert.Equal((0, ""), (exitCode, error));
            Assert.Equal(HiveReading.Read(hive).Observations.Length, output.Count(character => character == '\n') - 1); // a heading
        }
    }

    /// <summary>Data of more than four bytes, whose place the other reader tells; in version 1.3 there are no segments.</summary>
    private static HiveBuilder Sample(uint minor)
    {
        var random = new Random((int)minor);
        var builder = new HiveBuilder(minor) { MostInList = 9 };
        for (var number = 0; number < 120; number++)
        {
            var bytes = new byte[random.Next(5, 300)];
            random.NextBytes(bytes);
            builder.Value($@"key {number % 30}\below {number}", number % 20 == 0 ? "" : $"value {number}", new(RegistryType.Binary, bytes));
        }

        return builder;
    }

    private static string PathOf(XElement value) =>
        string.Join('\\', value.Ancestors("node").Reverse().Select(node => node.Attribute("name")?.Value));

    private static string Hex(XElement value) => Convert.ToHexStringLower(Convert.FromBase64String(value.Attribute("value")?.Value ?? ""));

    private static (int ExitCode, string Output, string Error) Run(string tool, byte[] hive)
    {
        using var folder = new TemporaryFolder();
        return OutsideTool.Run(tool, [folder.Write("hive", hive)], folder.Path);
    }
}
