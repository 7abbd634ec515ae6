using System.Collections.Immutable;
using RdpCompliance.Engine.Conditions;
using RdpCompliance.Engine.Derivations;
using RdpCompliance.Engine.Derivations.Access;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Settings;
using RdpCompliance.Engine.Subjects;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Realms;

/// <summary>
/// The smallest thing that is judged by itself, with its subjects, facts and relations: one machine, one
/// GPO, one deployment in one world, one connection file. Realms are independent of each
/// other; one is used by one thread.
/// </summary>
public sealed class Realm : IFactSource
{
    private readonly RealmContext _context;
    private readonly Pack _pack;
    private readonly SettingResolver _resolver;
    private readonly Evaluator _evaluator;
    private readonly Dictionary<(Subject, string), Fact> _facts = new(SubjectAndField.Comparer);
    private readonly Dictionary<(Subject, string), RelatedSubjects?> _related = new(SubjectAndField.Comparer);
    private readonly Dictionary<string, ImmutableArray<Subject>> _byKind;
    private readonly Dictionary<Subject, ILookup<string, Subject>> _byOwner = new(ReferenceEqualityComparer.Instance);

    internal Realm(RealmContext context, IEnumerable<Subject> subjects)
    {
        _context = context;
        _pack = context.Pack;
        _evaluator = new(this, ImmutableDictionary<string, FieldValue>.Empty, context.AsOf, new());
        _resolver = new(
            (condition, subject) => _evaluator.Judge(condition, Scope.Of(subject)).Truth,
            (setting, subject) => FactOf(subject, setting).Value?.ToString());
        Subjects = [.. subjects];
        _byKind = Subjects.GroupBy(subject => subject.Kind.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.OrdinalIgnoreCase);
    }

    public ImmutableArray<Subject> Subjects { get; }

    /// <summary>
    /// The subjects that are judged in this realm: all, but for a connection file, whose
    /// realm has the machines at its ends, which are judged by themselves.
    /// </summary>
    public ImmutableArray<Subject> Own => Ends.IsEmpty ? Subjects : [.. Subjects.Where(subject => subject.Kind.Name == ConnectionRealm.File)];

    /// <summary>What the relations of a connection file lead to, by name.</summary>
    internal ImmutableDictionary<string, RelatedSubjects> Ends { get; init; } = ImmutableDictionary<string, RelatedSubjects>.Empty;

    public DateTimeOffset AsOf => _context.AsOf;

    ImmutableArray<string> IFactSource.ReachableFrom => _context.ReachableFrom;

    bool IFactSource.IsMeantToBeReached => _context.Question is not null;

    public ImmutableArray<Subject> OfKind(string kind) => _byKind.GetValueOrDefault(kind, []);

    /// <summary>The fact behind a field or a setting of the subject's own kind, computed once.</summary>
    public Fact FactOf(Subject subject, string field) => FactOf(subject, field, null);

    /// <param name="argument">The parameter of a rule on which the field depends; <see langword="null"/> for the usual value.</param>
    internal Fact FactOf(Subject subject, string field, FieldValue? argument)
    {
        var key = (subject, argument is null ? field : $"{field}({argument})");
        if (!_facts.TryGetValue(key, out var fact))
        {
            _facts[key] = fact = Compute(subject, field, argument);
        }

        return fact;
    }

    Fact IFactSource.FactOf(Subject subject, string field, FieldValue? argument) => FactOf(subject, field, argument);

    RelatedSubjects? IFactSource.Related(Subject subject, string relation) => Related(subject, relation);

    internal RelatedSubjects? Related(Subject subject, string relation)
    {
        // Every field that a condition reads is asked for as a relation first.
        if (subject.Kind.Relation(relation) is null)
        {
            return null;
        }

        if (!_related.TryGetValue((subject, relation), out var related))
        {
            _related[(subject, relation)] = related = FindRelated(subject, relation);
        }

        return related;
    }

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
                Fact.Known(new FieldValue.Text(value)) with { Grounds = [Ground.Thing(subject.Place)], Because = $"{field} is '{value}'" },
            FieldOrigin.ItemField item => OfItem(subject, item.Name, subject.Kind.Field(field)),
            FieldOrigin.Here here when Related(subject, here.Relation) is { } related => ResourceRelations.IsHere(subject, here.Relation, related),
            FieldOrigin.Cell cell when subject.Kind.Known is { } rows => rows.Cell(FactOf(subject, rows.By), cell.Name),
            FieldOrigin.Derived when FieldDerivations.Derive(subject, field, argument, this) is { } computed => computed,
            FieldOrigin.Property property
                when subject.Resource is { } resource && subject.Kind.Field(field)?.Type is FieldType.List or FieldType.Ports or FieldType.Addresses =>
                ResourceFacts.ListAt(resource, property.Paths),
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
        var address = new Address.Item(item.Space, item.Name, name);
        var places = stated.Select(one => new Ground(
            one.Field is { } found ? found.Location : one.Item.Location,
            address,
            application is null ? $"says {one.Field?.Value}" : $"{application.By} says {application.Says}")).ToImmutableArray();
        if (stated.Exists(one => one.Field is { Value: var other } && !SaysSame(other, first.Value)))
        {
            return Fact.Unknown(UnknownReason.Contradictory, $"which source is right about {name} of {subject}") with
            {
                Grounds = places,
                Because = $"{name} of {subject} is stated differently",
            };
        }

        if (item.Targeting is { } targeting)
        {
            return Fact.Unknown(UnknownReason.Targeted, $"whether {targeting} applies") with { Grounds = places };
        }

        places = [.. places, .. application?.Others ?? []];
        if (first.Value is SettingValue.Unresolved unresolved)
        {
            return Fact.Unknown(unresolved.Reason, unresolved.Expression) with { Grounds = places, Because = application?.Doubt ?? Wording.None };
        }

        var value = ValueOf(first, field);
        return value is null
            ? Fact.Unknown(UnknownReason.WrongType, $"{name} of {subject}") with { Grounds = places }
            : application is null ? Fact.Known(value) with
            {
                Layer = subject.Mode == JudgementMode.Stated ? Layer.Policy : Layer.Local,
                Grounds = places,
                Because = $"{item.Name} is {HostState.Shown(value)}",
            }
            : Applied(value, application, AtPresent(subject, item, name, field), item, places);
    }

    private static FieldValue? ValueOf(ItemField stated, FieldDefinition? field) =>
        field?.Type == FieldType.Accounts ? Derivations.Rights.AccountList.Of(stated.Value)
        : field?.Type == FieldType.List ? SettingConversion.Convert(stated.Value, SettingType.SidList)
            : SettingConversion.Natural(stated.Value);

    private static Fact Applied(FieldValue value, PolicyApplication application, Fact now, Item item, ImmutableArray<Ground> places)
    {
        var (said, present) = HostState.Beside(value, now);
        return Fact.Known(value) with
        {
            Layer = Layer.Policy,
            Grounds = [.. places.Concat(present).DistinctBy(place => place.Location)],
            Because = $"{item.Name} is {HostState.Shown(value)} (by {application.By}{said})",
            Unless = application.MayBeOverriddenBy is { } other ? [other] : [],
        };
    }

    /// <summary>The same field on the machine as it is; what a whole list does not hold is placed where the list begins.</summary>
    private static Fact AtPresent(Subject subject, Item item, string name, FieldDefinition? field)
    {
        if (subject.Evidence.Present is not { } present)
        {
            return Fact.Unknown(UnknownReason.NotCollected, name);
        }

        var address = new Address.Item(item.Space, item.Name, name);
        var items = present.ItemsIn(item.Space);
        if (present.ItemsNamed(item.Space, item.Name).Select(one => one.Item.Find(name)).FirstOrDefault(found => found is not null) is { } stated)
        {
            return ValueOf(stated, field) is { } value
                ? Fact.Known(value) with { Grounds = [Ground.Stated(stated.Location, address)] }
                : Fact.Unknown(UnknownReason.WrongType, name);
        }

        return present.CoversSpace(item.Space)
            ? Fact.Absent() with { Grounds = [Ground.Absent(items is [var first, ..] ? first.Item.Location : subject.Place, address)] }
            : Fact.Unknown(UnknownReason.NotCollected, name);
    }

    /// <summary>
    /// The members of a list have no order: one source writes accounts as it was told them, another sorted. A hive does not tell which account one is.
    /// </summary>
    private static bool SaysSame(SettingValue left, SettingValue right) => (left, right) switch
    {
        (SettingValue.List a, SettingValue.List b) => Accounts(a).SetEquals(Accounts(b)),
        _ => left.ToString() == right.ToString(),
    };

    private static HashSet<string> Accounts(SettingValue.List list) =>
        list.Values.Select(AccountNames.KeyOf).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private RelatedSubjects? FindRelated(Subject subject, string name)
    {
        if (subject.Kind.Relation(name) is not { } relation)
        {
            return null;
        }

        if (subject.Resource is { } resource)
        {
            return ResourceRelations.Find(subject, resource, relation, _pack.Kind, this);
        }

        if (!relation.IsMany)
        {
            if (subject.Kind.Name == ConnectionRealm.File && Ends.TryGetValue(relation.Name, out var end))
            {
                return end;
            }

            // A machine is its own: who asks for the machine of something need not know whether that is one.
            var owner = subject.Kind.Name == SubjectKind.Machine ? subject : subject.Owner;
            return relation.Kind == SubjectKind.Machine && owner is not null
                ? new([owner], null)
                : new([], Fact.Unknown(UnknownReason.NotCollected, $"{name} of {subject}"));
        }

        if (!_byOwner.TryGetValue(subject, out var things))
        {
            _byOwner[subject] = things = Subjects
                .Where(member => member.Owner == subject)
                .ToLookup(member => member.Kind.Name, StringComparer.OrdinalIgnoreCase);
        }

        var members = things[relation.Kind].ToImmutableArray();
        return new(members, IsComplete(subject, relation.Kind) ? null : Fact.Unknown(UnknownReason.NotCollected, NeedOfAll(subject, relation, name)));
    }

    /// <summary>A listing of them, or the store that holds them.</summary>
    private Need NeedOfAll(Subject machine, RelationDefinition relation, string name)
    {
        ImmutableArray<SubjectSource> each = _pack.Kind(relation.Kind)?.Each ?? [];
        return new(UnknownReason.NotCollected, $"all {name} of {machine}")
        {
            Address = each.OfType<SubjectSource.Items>().FirstOrDefault() is { } items ? new Address.Item(items.Space, "*", "*")
                : each.OfType<SubjectSource.RegistryKeys>().FirstOrDefault() is { } keys ? new Address.WholeKey(keys.Parent)
                : each.OfType<SubjectSource.RegistryValues>().FirstOrDefault() is { } values ? new Address.WholeKey(values.Key)
                : null,
        };
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

    /// <summary>
    /// Subjects are told apart by identity, fields by ordinal text. Names of fields are the pack's, a few hundred: a few letters hash them well.
    /// </summary>
    private sealed class SubjectAndField : IEqualityComparer<(Subject Subject, string Field)>
    {
        public static SubjectAndField Comparer { get; } = new();

        public bool Equals((Subject Subject, string Field) x, (Subject Subject, string Field) y) =>
            ReferenceEquals(x.Subject, y.Subject) && string.Equals(x.Field, y.Field, StringComparison.Ordinal);

        public int GetHashCode((Subject Subject, string Field) obj) =>
            (System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj.Subject) * 397) ^ HashOf(obj.Field);

        private static int HashOf(string field)
        {
            var length = field.Length;
            return length < 2 ? length : ((((((field[length - 1] * 31) + field[length - 2]) * 31) + field[length / 2]) * 31) + field[0]) * 31 + length;
        }
    }
}
