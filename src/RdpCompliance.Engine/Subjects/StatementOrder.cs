using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Engine.Subjects;

/// <summary>
/// What the statements of one source leave when they are carried out from first to last, as the importer of a .reg file and the extension
/// of a Registry.pol do. A key that is deleted or emptied takes the
/// values with it that stand before; what is set behind it stays. A value that is set only where it is absent ("**soft.") does nothing
/// behind one that the source sets.
/// </summary>
internal static class StatementOrder
{
    public static ImmutableArray<Observation> Standing(ImmutableArray<Observation> observations)
    {
        var deletes = observations.Any(one => one.Action is ObservedAction.DeleteKey or ObservedAction.DeleteValues);
        var isSoft = observations.Any(one => one.IsSoft);
        var standing = deletes ? WithoutDeleted(observations) : observations;
        return isSoft ? WithoutNeedless(standing) : standing;
    }

    /// <summary>From last to first, so that one look at a key and those above it tells whether something deletes it later.</summary>
    private static ImmutableArray<Observation> WithoutDeleted(ImmutableArray<Observation> observations)
    {
        var keys = new Dictionary<RegistryKey, Observation>();
        var values = new Dictionary<RegistryKey, Observation>();
        var standing = new List<Observation>(observations.Length);
        for (var index = observations.Length - 1; index >= 0; index--)
        {
            var observation = observations[index];
            if (observation.Address is not Address.Registry address)
            {
                standing.Add(observation);
                continue;
            }

            var deletion = DeletionOf(address.Key, keys) ?? (observation.Action is ObservedAction.Set
                ? values.GetValueOrDefault(address.Key) : null);
            if (deletion is null || observation.Action is ObservedAction.DeleteKey or ObservedAction.DeleteValues)
            {
                standing.Add(observation);
            }
            else if (observation.Action != ObservedAction.Key)
            {
                standing.Add(Deleted(observation, deletion));
            }

            if (observation.Action == ObservedAction.DeleteKey)
            {
                keys.TryAdd(address.Key, observation);
            }
            else if (observation.Action == ObservedAction.DeleteValues)
            {
                values.TryAdd(address.Key, observation);
            }
        }

        standing.Reverse();
        return [.. standing];
    }

    private static Observation? DeletionOf(RegistryKey key, Dictionary<RegistryKey, Observation> deleted)
    {
        for (RegistryKey? at = deleted.Count == 0 ? null : key; at is { } found; at = found.Parent)
        {
            if (deleted.TryGetValue(found, out var deletion))
            {
                return deletion;
            }
        }

        return null;
    }

    /// <summary>Where the deletion is only for some, the value stays for the others.</summary>
    private static Observation Deleted(Observation set, Observation deletion) => deletion.Targeting is { } targeting
        ? set with { Targeting = $"those other than {targeting}" }
        : set with { Action = ObservedAction.DeleteValue, Location = deletion.Location };

    private static ImmutableArray<Observation> WithoutNeedless(ImmutableArray<Observation> observations)
    {
        var actions = new Dictionary<Address, ObservedAction>();
        var standing = ImmutableArray.CreateBuilder<Observation>(observations.Length);
        foreach (var observation in observations)
        {
            var isNeedless = false;
            var kept = observation;
            if (observation is { IsSoft: true, Targeting: null } && actions.TryGetValue(observation.Address, out var before))
            {
                isNeedless = before == ObservedAction.Set;
                kept = observation with { IsSoft = false };
            }

            if (!isNeedless)
            {
                standing.Add(kept);
            }

            if (observation is { Targeting: null, IsSoft: false, Action: ObservedAction.Set or ObservedAction.DeleteValue })
            {
                actions[observation.Address] = observation.Action;
            }
        }

        return standing.DrainToImmutable();
    }
}
