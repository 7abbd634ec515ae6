using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>Reads <c>causes.yml</c>.</summary>
internal static class CauseLoader
{
    private static readonly DiagnosticDescriptor UnknownCause = new("RDP0046", DiagnosticEffect.Damage, "'{0}' is not an entry of causes.yml; {1}.");

    public static ImmutableArray<Cause> Load(Source source, PackReport report)
    {
        if (report.Parse(source) is not { } root || report.Map(root, "causes.yml") is not { } map)
        {
            return [];
        }

        var causes = map.Entries.Select(entry => LoadCause(entry, report)).OfType<Cause>().ToImmutableArray();
        foreach (var entry in map.Entries)
        {
            if (entry.Value is PackNode.Map body && body.Find("implies")?.Value is PackNode.List implied)
            {
                foreach (var text in implied.Items.OfType<PackNode.Text>().Where(text => !causes.Any(cause => cause.Id == text.Value)))
                {
                    report.Add(UnknownCause, text.Location, text.Value, PackReport.Nearest(text.Value, causes.Select(cause => cause.Id)));
                }
            }
        }

        return causes;
    }

    private static Cause? LoadCause(PackEntry entry, PackReport report) =>
        report.Map(entry.Value, $"cause '{entry.Key}'", "title", "area", "kind", "codes", "implies") is { } map
        && report.RequiredText(map, "title") is { } title
        && report.RequiredText(map, "area") is { } area
            ? new(
                entry.Key,
                title,
                area,
                PackEnum.Optional<CauseKind>(map, "kind", report) ?? CauseKind.Cause,
                [.. report.OptionalTexts(map, "codes")],
                [.. report.OptionalTexts(map, "implies")])
            : null;
}
