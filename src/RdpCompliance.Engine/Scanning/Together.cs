using System.Collections.Immutable;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Scanning;

/// <summary>
/// A template is judged in each world, and a module in each of its callers': what is found at one place with
/// one message is one finding about several things, and one that is not found in every world
/// names those where it is.
/// </summary>
internal static class Together
{
    public static IEnumerable<Finding> Of(IEnumerable<Judged> judged)
    {
        var byFault = new Dictionary<(string Rule, Verdict Verdict, BaselineState? Baseline, Location Place, string Message), List<Judged>>();
        var order = new List<List<Judged>>();
        foreach (var one in judged)
        {
            if (one.Deployment is null)
            {
                order.Add([one]);
                continue;
            }

            var key = (one.Finding.Rule.Id, one.Finding.Verdict, one.Finding.Baseline, one.Finding.Primary.Location, one.Finding.Message);
            if (!byFault.TryGetValue(key, out var group))
            {
                byFault.Add(key, group = []);
                order.Add(group);
            }

            group.Add(one);
        }

        return order.Select(group => group.Count == 1 && group[0].Deployment is not { World: not null } ? group[0].Finding : One(group));
    }

    private static Finding One(List<Judged> group)
    {
        // The order of the readers is that of the sources; the first concern names the finding.
        var alike = group
            .OrderBy(one => one.Deployment?.EntryPoint, StringComparer.Ordinal)
            .ThenBy(one => one.Deployment?.World, StringComparer.Ordinal)
            .ThenBy(one => one.Id.Signature, StringComparer.Ordinal)
            .ToList();
        var first = alike[0].Finding;
        var concerns = alike.SelectMany(one => one.Finding.Concerns).DistinctBy(concern => concern.Id).ToImmutableArray();
        var together = first with
        {
            Concerns = concerns,
            Related =
            [
                .. first
                    .Related.Concat(concerns.Skip(1).SelectMany(concern => concern.Chain))
                    .Where(place => place.Location != first.Primary.Location)
                    .DistinctBy(place => (place.Location, place.Text)),
            ],
        };
        return WorldsOf(alike) is { Length: > 0 } worlds ? together with { Message = $"{together.Message} This is so for {worlds}." } : together;
    }

    /// <summary>The entry points and worlds in which it is found; empty when it is found in all worlds of every entry point that has the thing.</summary>
    private static string WorldsOf(List<Judged> group)
    {
        var entries = group.GroupBy(one => one.Deployment?.EntryPoint, StringComparer.Ordinal)
            .Select(entry => (
                Name: entry.Key,
                Worlds: entry.Select(one => one.Deployment?.World).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList(),
                All: entry.Max(one => one.Deployment?.Worlds ?? 0)))
            .ToList();
        if (entries.TrueForAll(entry => entry.Worlds.Count >= entry.All))
        {
            return "";
        }

        return entries is [var only]
            ? string.Join(", ", only.Worlds)
            : string.Join(
                " and ",
                entries.Select(entry => entry.Worlds.Count >= entry.All ? $"'{entry.Name}'" : $"'{entry.Name}' with {string.Join(", ", entry.Worlds)}"));
    }
}
