using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Settings;

/// <summary>Several sources about one address of one machine.</summary>
internal static class Agreement
{
    /// <summary>Sources that agree are one statement; where they differ the newest wins if all carry a time, else nobody does.</summary>
    public static (IReadOnlyList<IndexedObservation> Statements, Fact? Disagreement) Of(IReadOnlyList<IndexedObservation> found)
    {
        if (found.Count < 2)
        {
            return (found, null);
        }

        // Within one source the last statement counts, as importing it would; a report says its order itself.
        var perSource = found.GroupBy(one => one.Source).Select(EvidenceIndex.LastOf).ToList();
        if (
            perSource.TrueForAll(one =>
                one.Observation.Action == perSource[0].Observation.Action && one.Observation.Value.IsSameAs(perSource[0].Observation.Value)))
        {
            return (perSource, null);
        }

        var times = perSource.ConvertAll(one => one.Source.Origin switch
        {
            Origin.Host host => host.Captured,
            Origin.ResultantPolicy resultant => resultant.Captured,
            _ => null,
        });
        if (times.TrueForAll(time => time is not null) && times.Distinct().Count() == times.Count)
        {
            return ([perSource[times.IndexOf(times.Max())]], null);
        }

        var places = perSource.Select(one => new Ground(one.Observation.Location, one.Address, $"says {one.Observation.Value}"));
        return (
            [],
            Fact.Unknown(UnknownReason.Contradictory, $"which of {string.Join(" and ", perSource.Select(one => $"'{one.Source.Source.Name}'"))} is right") with
            {
                Grounds = [.. places],
                Because = $"{perSource[0].Address} is stated differently by {string.Join(" and ", perSource.Select(one => one.Source.Source.Name))}",
            });
    }
}
