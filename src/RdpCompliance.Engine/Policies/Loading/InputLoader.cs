using System.Collections.Immutable;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>Reads <c>inputs.yml</c>: what a person can collect, and the command that prints it.</summary>
internal static class InputLoader
{
    public static ImmutableArray<CollectableInput> Load(Source source, PackReport report) =>
        report.Parse(source) is { } root && report.Map(root, source.Name) is { } map
            ? [.. map.Entries.Select(entry => LoadInput(entry, report)).OfType<CollectableInput>()]
            : [];

    private static CollectableInput? LoadInput(PackEntry entry, PackReport report) =>
        report.Map(entry.Value, $"input '{entry.Key}'", "title", "command") is { } map && report.RequiredText(map, "title") is { } title
            ? new(entry.Key, title, report.OptionalText(map, "command"))
            : null;
}
