using System.Collections.Immutable;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Scanning;

/// <summary>
/// A template is judged in each world, and a module in each of its callers': what is found at one place with one message is one finding, and one that is not found in every world names
/// those where it is.
/// </summary>
internal static class WorldFindings
{
    public static IEnumerable<(Subject Subject, Finding Finding)> Merge(IEnumerable<(Subject Subject, Finding Finding)> judged)
    {
        var byFault = new Dictionary<(string Rule, Verdict Verdict, Location Place, string Message), List<(Subject Subject, Finding Finding)>>();
        var order = new List<List<(Subject Subject, Finding Finding)>>();
        foreach (var one in judged)
        {
            if (one.Subject.Resource is null)
            {
                order.Add([one]);
                continue;
            }

            var key = (one.Finding.Rule.Id, one.Finding.Verdict, one.Finding.Primary.Location, one.Finding.Message);
            if (!byFault.TryGetValue(key, out var group))
            {
                byFault.Add(key, group = []);
                order.Add(group);
            }

            group.Add(one);
        }

        return order.Select(group => (group[0].Subject, One(group)));
    }

    private static Finding One(List<(Subject Subject, Finding Finding)> group)
    {
        var (subject, first) = group[0];
        if (subject.Deployment is not { World: not null } deployment)
        {
            return first;
        }

        var worlds = group.Select(one => one.Subject.Deployment?.World).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        return worlds.Length >= deployment.Worlds
            ? first
            : first with { Subject = first.Subject with { Name = $"{first.Subject.Name} ({string.Join(", ", worlds)})" }, Message = $"{first.Message} This is so for {string.Join(", ", worlds)}." };
    }
}
