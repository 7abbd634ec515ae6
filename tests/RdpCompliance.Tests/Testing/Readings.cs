using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Tests.Testing;

/// <summary>Reads one source and prints what was understood, so that tests compare text.</summary>
internal static class Readings
{
    public static SourceEvidence ReadAlone(this IEvidenceReader reader, Source source) =>
        reader.Read(new(source, Certainty.BySignature), ReadContext.Alone(source));

    public static SourceEvidence ReadText(this IEvidenceReader reader, string text, string name = "sample.txt") =>
        reader.ReadAlone(Source.FromText(name, text));

    public static Claim? ClaimAlone(this IEvidenceReader reader, string name, byte[] bytes)
    {
        var source = Source.FromBytes(name, bytes);
        return reader.Claim(source, new(bytes), new([source]));
    }

    /// <summary>"HKLM\A!b REG_DWORD 01000000", "delete HKLM\A!b", "values HKLM\A", "without HKLM\A" for a deleted key, "key HKLM\A".</summary>
    public static string Print(this Observation observation) =>
        observation switch
        {
            { Action: ObservedAction.DeleteValue } => $"delete {observation.Address}",
            { Action: ObservedAction.DeleteValues, Address: Address.Registry address } => $"values {address.Key}",
            { Action: ObservedAction.DeleteKey, Address: Address.Registry address } => $"without {address.Key}",
            { Action: ObservedAction.Key, Address: Address.Registry address } => $"key {address.Key}",
            { Value: SettingValue.Registry { Data: var data } } =>
                $"{(observation.IsSoft ? "soft " : "")}{observation.Address} {data.Type} {Convert.ToHexStringLower(data.Bytes.Span)}",
            { Value: SettingValue.Unresolved unresolved } => $"{observation.Address} {unresolved.Reason} {unresolved.Expression}",
            _ => $"{observation.Address} {observation.Value}",
        };

    /// <summary>Everything that is stated, a line each.</summary>
    public static string Print(this SourceEvidence evidence) => Lines(evidence.Observations.Select(Print));

    /// <summary>What is set or deleted, without the lines that say a key exists.</summary>
    public static string PrintValues(this SourceEvidence evidence) =>
        Lines(evidence.Observations.Where(seen => seen.Action != ObservedAction.Key).Select(Print));

    public static string PrintCoverage(this SourceEvidence evidence) => Lines(evidence.Coverage.Select(coverage => ((Coverage.RegistryTree)coverage).Key.Path));

    public static string PrintNames(this SourceEvidence evidence) => Lines(evidence.Observations.Where(seen => seen.Action != ObservedAction.Key).Select(Name));

    public static string Lines(IEnumerable<string> lines) => string.Join('\n', lines);

    public static RegistryData Data(this Observation observation) => ((SettingValue.Registry)observation.Value).Data;

    public static RegistryKey Key(this Observation observation) => ((Address.Registry)observation.Address).Key;

    public static string Name(this Observation observation) => ((Address.Registry)observation.Address).Name;
}
