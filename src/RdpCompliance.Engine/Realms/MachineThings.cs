using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Realms;

/// <summary>Makes the subjects of every kind that a machine, or the machine that a GPO would make, has.</summary>
internal static class MachineThings
{
    public static IEnumerable<Subject> Of(Subject machine, Pack pack)
    {
        foreach (var kind in pack.Kinds.Where(kind => kind.Name is not (SubjectKind.Machine or SubjectKind.Gpo)))
        {
            var made = new Dictionary<SubjectId, Subject>();
            foreach (var thing in kind.Each.SelectMany(source => Things(source, kind, machine, pack)))
            {
                // The same thing by key and by item is one: the registry gives its addresses, the items its fields.
                made[thing.Id] = made.TryGetValue(thing.Id, out var first) ? Merge(first, thing) : thing;
            }

            foreach (var thing in made.Values)
            {
                yield return thing;
            }
        }
    }

    private static IEnumerable<Subject> Things(SubjectSource source, SubjectKind kind, Subject machine, Pack pack)
    {
        switch (source)
        {
            case SubjectSource.RegistryKeys keys:
                var names = machine.Evidence.ChildrenOf(keys.Parent).Where(name => !keys.Except.Contains(name, StringComparer.OrdinalIgnoreCase)).ToList();
                if (names.Count == 0 && machine.Mode == JudgementMode.Stated && IsStatedForAll(kind, pack))
                {
                    // A policy for listeners names none: it is about every one.
                    return [Thing(kind, machine, $"every {kind.Name}", 0, ImmutableDictionary<string, string>.Empty, [])];
                }

                return names.Select(name => Thing(kind, machine, name, 0, keys.Values.SetItem(keys.Variable, name), [], keys.Parent.Below(name)));

            case SubjectSource.RegistryValues values:
                return machine.Evidence.In(values.Key)
                    .Where(one => one.Address.Name.Length > 0)
                    .GroupBy(one => one.Address.Name, StringComparer.OrdinalIgnoreCase)
                    .OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase)
                    .Select(group => OfValues(kind, machine, values, LastOfEach(group)));

            case SubjectSource.Items items:
                return machine.Evidence.ItemsIn(items.Space)
                    .GroupBy(one => one.Item.Name, StringComparer.OrdinalIgnoreCase)
                    .OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase)
                    .SelectMany(alike => (items.IsList ? Apart([.. alike]) : [[.. alike]]).Select((one, ordinal) =>
                        Thing(kind, machine, one[0].Item.Name, ordinal, ImmutableDictionary<string, string>.Empty.Add(items.Variable, one[0].Item.Name), one)));

            case SubjectSource.Named named:
                return [Thing(kind, machine, named.Name, 0, named.Values, [])];

            default:
                return [];
        }
    }

    /// <summary>
    /// In a listing each entry is a thing of its own, also where two have one name (two adapters, two sockets);
    /// the first of one source is the first of another, as two listings of one machine tell it.
    /// </summary>
    private static IEnumerable<ImmutableArray<IndexedItem>> Apart(ImmutableArray<IndexedItem> alike)
    {
        var bySource = alike.GroupBy(one => one.Source, ReferenceEqualityComparer.Instance).Select(group => group.ToList()).ToList();
        for (var index = 0; index < bySource.Max(source => source.Count); index++)
        {
            yield return [.. bySource.Where(source => index < source.Count).Select(source => source[index])];
        }
    }

    /// <summary>Whether some address states a setting for all subjects of the kind at once.</summary>
    private static bool IsStatedForAll(SubjectKind kind, Pack pack) =>
        pack.Settings.Any(setting => setting.Kind == kind.Name && setting.StatedBy.Any(statement => !statement.Address.Variables.Any()));

    private static Subject Thing(
        SubjectKind kind,
        Subject machine,
        string name,
        int ordinal,
        ImmutableDictionary<string, string> variables,
        ImmutableArray<IndexedItem> items,
        RegistryKey? key = null
    ) =>
        new(kind, new SubjectId.Element(machine.Id, kind.Name, name.ToUpperInvariant(), ordinal), name, machine.Evidence, machine.Mode)
        {
            Owner = machine,
            Variables = variables,
            Items = items,
            Place = items is [var first, ..] ? first.Item.Location : (key is { } known ? machine.Evidence.PlaceOf(known) : null) ?? machine.Place,
        };

    /// <summary>Values of two stores are two things, whatever they are called.</summary>
    private static Subject OfValues(SubjectKind kind, Subject machine, SubjectSource.RegistryValues source, ImmutableArray<IndexedObservation> values) =>
        new(
            kind,
            new SubjectId.Element(machine.Id, kind.Name, values[0].Address.ToString().ToUpperInvariant(), 0),
            values[0].Address.Name,
            machine.Evidence,
            machine.Mode)
        {
            Owner = machine,
            Variables = source.Values.SetItem(source.Variable, values[0].Address.Name),
            Values = values,
            Place = values[0].Observation.Location,
        };

    /// <summary>Within one source the last statement counts, as importing it would.</summary>
    private static ImmutableArray<IndexedObservation> LastOfEach(IGrouping<string, IndexedObservation> statements) =>
        statements.Skip(1).Any()
            ? [.. statements.GroupBy(one => one.Source, ReferenceEqualityComparer.Instance).Select(EvidenceIndex.LastOf)]
            : [.. statements];

    private static Subject Merge(Subject first, Subject second) => new(first.Kind, first.Id, first.Name, first.Evidence, first.Mode)
    {
        Owner = first.Owner,
        Variables = first.Variables.SetItems(second.Variables),
        Items = [.. first.Items, .. second.Items],
        Place = first.Place,
    };
}
