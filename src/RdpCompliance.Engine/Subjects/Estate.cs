using System.Collections.Concurrent;
using System.Collections.Immutable;
using RdpCompliance.Engine.Derivations;
using RdpCompliance.Engine.Derivations.Access;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Settings;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Subjects;

/// <summary>All subjects of a scan with their facts and relations: the world that conditions read.</summary>
public sealed class Estate : IFactSource
{
    private readonly Pack _pack;
    private readonly SettingResolver _resolver;
    private readonly Evaluator _evaluator;
    private readonly ConcurrentDictionary<(Subject, string), Fact> _facts = new(SubjectAndField.Comparer);
    private readonly ConcurrentDictionary<(Subject, string), RelatedSubjects?> _related = new(SubjectAndField.Comparer);
    private readonly ImmutableDictionary<string, ImmutableArray<Subject>> _byKind;

    internal Estate(Pack pack, IEnumerable<Subject> subjects, DateTimeOffset asOf)
    {
        _pack = pack;
        AsOf = asOf;
        _evaluator = new(this, ImmutableDictionary<string, FieldValue>.Empty, asOf);
        _resolver = new(
            (condition, subject) => _evaluator.Judge(condition, subject).Truth,
            (setting, subject) => FactOf(subject, setting).Value?.ToString());
        Subjects = [.. subjects];
        _byKind = Subjects.GroupBy(subject => subject.Kind.Name, StringComparer.OrdinalIgnoreCase)
            .ToImmutableDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.OrdinalIgnoreCase);
    }

    public ImmutableArray<Subject> Subjects { get; }

    /// <summary>The clock of the scan.</summary>
    public DateTimeOffset AsOf { get; }

    /// <summary>From where the user says that Remote Desktop shall be reachable; empty = nothing is said.</summary>
    internal ImmutableArray<string> ReachableFrom { get; init; } = [];

    public ImmutableArray<Subject> OfKind(string kind) => _byKind.GetValueOrDefault(kind, []);

    /// <summary>The fact behind a field or a setting of the subject's own kind, computed once.</summary>
    public Fact FactOf(Subject subject, string field) => FactOf(subject, field, null);

    /// <param name="argument">The parameter of a rule on which the field depends; <see langword="null"/> for the usual value.</param>
    internal Fact FactOf(Subject subject, string field, FieldValue? argument)
    {
        var key = (subject, argument is null ? field : $"{field}({argument})");
        if (_facts.TryGetValue(key, out var known))
        {
            return known;
        }

        return _facts.GetOrAdd(key, Compute(subject, field, argument));
    }

    Fact IFactSource.FactOf(Subject subject, string field, FieldValue? argument) => FactOf(subject, field, argument);

    RelatedSubjects? IFactSource.Related(Subject subject, string relation) => Related(subject, relation);

    internal RelatedSubjects? Related(Subject subject, string relation) =>
        _related.GetOrAdd((subject, relation), key => FindRelated(key.Item1, key.Item2));

    private Fact Compute(Subject subject, string field, FieldValue? argument)
    {
        if (subject.Derived.TryGetValue(field, out var derived))
        {
            return derived;
        }

        if (_pack.SettingOf(subject.Kind.Name, field) is { } setting)
        {
            return _resolver.Resolve(setting, subject);
        }

        return subject.Kind.Field(field)?.From switch
        {
            FieldOrigin.Variable variable when subject.Variables.TryGetValue(variable.Name, out var value) =>
                Fact.Known(new FieldValue.Text(value)) with { Places = [new(subject.Place, null, "")], Because = $"{field} is '{value}'" },
            FieldOrigin.ItemField item => OfItem(subject, item.Name, subject.Kind.Field(field)),
            FieldOrigin.Here here when Related(subject, here.Relation) is { } related => ResourceRelations.IsHere(subject, here.Relation, related),
            FieldOrigin.Cell cell when subject.Kind.Known is { } rows => rows.Cell(FactOf(subject, rows.By), cell.Name),
            FieldOrigin.Derived when FieldDerivations.Derive(subject, field, argument, this) is { } computed => computed,
            FieldOrigin.Property property when subject.Resource is { } resource && subject.Kind.Field(field)?.Type is FieldType.List or FieldType.Ports or FieldType.Addresses => ResourceFacts.ListAt(resource, property.Paths),
            FieldOrigin.Property property when subject.Resource is { } resource => ResourceFacts.At(resource, property.Paths),
            _ => Fact.Unknown(UnknownReason.NotCollected, $"{field} of {subject}"),
        };
    }

    private static Fact OfItem(Subject subject, string name, FieldDefinition? field)
    {
        var stated = subject.Items.Select(one => (one.Source, one.Item, Field: one.Item.Find(name))).Where(one => one.Field is not null).ToList();
        if (stated is not [{ Field: { } first, Item: var item }, ..])
        {
            return Fact.Unknown(UnknownReason.NotCollected, $"{name} of {subject}");
        }

        var application = subject.Evidence.ApplicationOf(first);
        var places = stated.Select(one => new FindingPlace(one.Field is { } found ? found.Location : one.Item.Location, new Address.Item(item.Space, item.Name, name).ToString(), application is null ? $"says {one.Field?.Value}" : $"{application.By} says {application.Says}")
        {
            AddressKind = item.Space,
        }).ToImmutableArray();
        if (stated.Exists(one => one.Field is { Value: var other } && !SaysSame(other, first.Value)))
        {
            return Fact.Unknown(UnknownReason.Contradictory, $"which source is right about {name} of {subject}") with { Places = places, Because = $"{name} of {subject} is stated differently" };
        }

        if (item.Targeting is { } targeting)
        {
            return Fact.Unknown(UnknownReason.Targeted, $"whether {targeting} applies") with { Places = places };
        }

        places = [.. places, .. application?.Others ?? []];
        if (first.Value is SettingValue.Unresolved unresolved)
        {
            return Fact.Unknown(unresolved.Reason, unresolved.Expression) with { Places = places, Because = application?.Doubt ?? "" };
        }

        var value = ValueOf(first, field);
        return value is null
            ? Fact.Unknown(UnknownReason.WrongType, $"{name} of {subject}") with { Places = places }
            : application is null ? Fact.Known(value) with
            {
                Layer = subject.Mode == JudgementMode.Stated ? Layer.Policy : Layer.Local,
                Places = places,
                Because = $"{item.Name} is {HostState.Shown(value)}",
            }
            : Applied(value, application, AtPresent(subject, item, name, field), item, places);
    }

    private static FieldValue? ValueOf(ItemField stated, FieldDefinition? field) =>
        field?.Type == FieldType.List ? SettingConversion.Convert(stated.Value, SettingType.SidList) : SettingConversion.Natural(stated.Value);

    private static Fact Applied(FieldValue value, PolicyApplication application, Fact now, Item item, ImmutableArray<FindingPlace> places)
    {
        var (said, present) = HostState.Beside(value, now);
        return Fact.Known(value) with
        {
            Layer = Layer.Policy,
            Places = [.. places.Concat(present).DistinctBy(place => place.Location)],
            Because = $"{item.Name} is {HostState.Shown(value)} (by {application.By}{said})",
            Proviso = application.MayBeOverriddenBy is { } other ? $"{other} was not collected" : null,
        };
    }

    /// <summary>The same field on the machine as it is; what a whole list does not hold is placed where the list begins.</summary>
    private static Fact AtPresent(Subject subject, Item item, string name, FieldDefinition? field)
    {
        if (subject.Evidence.Present is not { } present)
        {
            return Fact.Unknown(UnknownReason.NotCollected, name);
        }

        var address = new Address.Item(item.Space, item.Name, name).ToString();
        var items = present.ItemsIn(item.Space);
        if (items.Where(one => one.Item.Name.Equals(item.Name, StringComparison.OrdinalIgnoreCase)).Select(one => one.Item.Find(name)).FirstOrDefault(found => found is not null) is { } stated)
        {
            return ValueOf(stated, field) is { } value
                ? Fact.Known(value) with { Places = [new(stated.Location, address, "") { AddressKind = item.Space }] }
                : Fact.Unknown(UnknownReason.WrongType, name);
        }

        return present.CoversSpace(item.Space)
            ? Fact.Absent() with { Places = [new((items is [var first, ..] ? first.Item.Location : subject.Place) with { Length = 0 }, address, "") { AddressKind = item.Space }] }
            : Fact.Unknown(UnknownReason.NotCollected, name);
    }

    /// <summary>The members of a list have no order: one source writes accounts as it was told them, another sorted. A hive does not tell which account one is.</summary>
    private static bool SaysSame(SettingValue left, SettingValue right) => (left, right) switch
    {
        (SettingValue.List a, SettingValue.List b) => Accounts(a).SetEquals(Accounts(b)),
        _ => left.ToString() == right.ToString(),
    };

    private static HashSet<string> Accounts(SettingValue.List list) => list.Values.Select(value => SecurityId.WithoutAccount(value.TrimStart('*'))).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private RelatedSubjects? FindRelated(Subject subject, string name)
    {
        if (subject.Kind.Relation(name) is not { } relation)
        {
            return null;
        }

        if (subject.Resource is { } resource)
        {
            return ResourceRelations.Find(subject, resource, relation, _pack, this);
        }

        if (!relation.IsMany)
        {
            if (subject.Kind.Name == Connections.File)
            {
                return Connections.Find(subject, relation.Name, this);
            }

            // A machine is its own: who asks for the machine of something need not know whether that is one.
            var owner = subject.Kind.Name == SubjectKind.Machine ? subject : subject.Owner;
            return relation.Kind == SubjectKind.Machine && owner is not null
                ? new([owner], null)
                : new([], Fact.Unknown(UnknownReason.NotCollected, $"{name} of {subject}"));
        }

        var members = OfKind(relation.Kind).Where(member => member.Owner == subject).ToImmutableArray();
        return new(members, IsComplete(subject, relation.Kind) ? null : Fact.Unknown(UnknownReason.NotCollected, $"all {name} of {subject}"));
    }

    /// <summary>Whether every subject of a kind that the machine has would have been seen.</summary>
    private bool IsComplete(Subject machine, string kindName)
    {
        if (machine.Mode == JudgementMode.Stated || _pack.Kind(kindName) is not { Each: { IsEmpty: false } each })
        {
            return false;
        }

        // A listing names them all; so do the registry's stores, but only together.
        var stores = each.Select(source => source switch
        {
            SubjectSource.RegistryKeys keys => keys.Parent,
            SubjectSource.RegistryValues values => values.Key,
            _ => (RegistryKey?)null,
        }).OfType<RegistryKey>().ToList();
        return (stores.Count > 0 && stores.TrueForAll(machine.Evidence.Covers))
            || each.Any(source => source is SubjectSource.Named || (source is SubjectSource.Items items && machine.Evidence.CoversSpace(items.Space)));
    }

    /// <summary>Subjects are told apart by identity, fields by ordinal text.</summary>
    private sealed class SubjectAndField : IEqualityComparer<(Subject Subject, string Field)>
    {
        public static SubjectAndField Comparer { get; } = new();

        public bool Equals((Subject Subject, string Field) x, (Subject Subject, string Field) y) =>
            ReferenceEquals(x.Subject, y.Subject) && string.Equals(x.Field, y.Field, StringComparison.Ordinal);

        public int GetHashCode((Subject Subject, string Field) obj) =>
            HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj.Subject), StringComparer.Ordinal.GetHashCode(obj.Field));
    }
}
