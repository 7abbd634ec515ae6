using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Registry.Hives;

namespace RdpCompliance.Tests.Readers.Registry.Hives;

/// <summary>Reads a hive as a scan does: claimed by its head, with what lies beside it.</summary>
internal static class HiveReading
{
    public static SourceEvidence Read(byte[] hive, string name = "hive", params string[] demand) =>
        Read(Source.FromBytes(name, hive), [], demand);

    public static SourceEvidence Read(Source hive, IEnumerable<Source>? beside = null, params string[] demand)
    {
        var claim = Claim(hive, beside);
        Assert.NotNull(claim);
        return new HiveReader().Read(claim, new(Tree(hive, beside), new() { Keys = [.. demand] }, CancellationToken.None));
    }

    /// <returns><see langword="null"/> when the source is nobody's, or belongs to another.</returns>
    public static Claim? Claim(Source source, IEnumerable<Source>? beside = null)
    {
        var head = new byte[65536];
        return new HiveReader().Claim(source, new(head.AsMemory(0, source.Read(0, head))), Tree(source, beside));
    }

    /// <summary>"key!name=data" for each value, "key" for each key, in the order in which they were read.</summary>
    public static IReadOnlyList<string> Lines(SourceEvidence evidence) =>
    [
        .. evidence.Observations.Select(observation => observation.Action == ObservedAction.Key
            ? ((Address.Registry)observation.Address).Key.Path
            : $"{observation.Address}={observation.Value}"),
    ];

    /// <summary>The one value of that name.</summary>
    public static Observation Single(SourceEvidence evidence, string name) => Assert.Single(
        evidence.Observations, observation => observation.Action == ObservedAction.Set && ((Address.Registry)observation.Address).Name == name);

    public static RegistryData Data(Observation observation) => Assert.IsType<SettingValue.Registry>(observation.Value).Data;

    /// <summary>The bytes at the place of an observation.</summary>
    public static byte[] At(Observation observation)
    {
        var bytes = new byte[observation.Location.Length];
        Assert.Equal(bytes.Length, observation.Location.Source.Read(observation.Location.Start, bytes));
        return bytes;
    }

    private static SourceTree Tree(Source source, IEnumerable<Source>? beside) => new([source, .. beside ?? []]);
}
