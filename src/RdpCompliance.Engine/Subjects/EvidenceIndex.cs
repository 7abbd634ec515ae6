using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Subjects;

/// <summary>
/// The evidence of one machine or one GPO, found by address. Control sets are resolved: where
/// <c>Select\Current</c> is n, or only that set is there, ControlSet00n is CurrentControlSet.
/// </summary>
public sealed class EvidenceIndex
{
    private static readonly RegistryKey SystemHive = RegistryKey.LocalMachine.Below("SYSTEM");
    private static readonly RegistryKey CurrentControlSet = SystemHive.Below("CurrentControlSet");
    private readonly Dictionary<Address.Registry, List<IndexedObservation>> _values = [];
    private readonly Dictionary<RegistryKey, List<IndexedObservation>> _byKey = [];
    private readonly Dictionary<RegistryKey, SortedSet<string>> _children = [];
    private readonly Dictionary<string, List<IndexedItem>> _items = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Dictionary<string, List<IndexedItem>>> _itemsByName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<RegistryKey, bool> _isBelowCovered = [];
    private readonly HashSet<string> _covered = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _coveredSpaces = new(StringComparer.OrdinalIgnoreCase);
    private readonly IReadOnlyDictionary<object, PolicyApplication> _applications = ImmutableDictionary<object, PolicyApplication>.Empty;
    private readonly int? _current;
    private readonly RegistryKey? _inForce;

    public EvidenceIndex(IEnumerable<SourceEvidence> evidence)
        : this([.. evidence], null)
    {
    }

    /// <param name="evidence">The machine as policy that reaches it would leave it.</param>
    /// <param name="present">The machine as it is.</param>
    /// <param name="applications">Which statements (observations, fields of items) policy brings, and whose they are.</param>
    internal EvidenceIndex(IEnumerable<SourceEvidence> evidence, EvidenceIndex present, IReadOnlyDictionary<object, PolicyApplication> applications)
        : this([.. evidence], present)
    {
        Present = present;
        _applications = applications;
    }

    private EvidenceIndex(ImmutableArray<SourceEvidence> evidence, EvidenceIndex? present)
    {
        Evidence = evidence;
        _current = present is null ? FindCurrentControlSet() : present._current;
        _inForce = _current is { } current ? SystemHive.Below(string.Create(CultureInfo.InvariantCulture, $"ControlSet{current:000}")) : null;
        foreach (var source in Evidence)
        {
            Add(source);
        }
    }

    public ImmutableArray<SourceEvidence> Evidence { get; }

    /// <summary>The machine as it is, where this is the machine as policy would leave it; <see langword="null"/> otherwise.</summary>
    internal EvidenceIndex? Present { get; }

    /// <summary>Whose statement an observation or a field of an item is; <see langword="null"/> for the machine's own.</summary>
    internal PolicyApplication? ApplicationOf(object statement) => _applications.GetValueOrDefault(statement);

    /// <summary>What the sources say of an address, in source order.</summary>
    public IReadOnlyList<IndexedObservation> At(Address.Registry address) => _values.GetValueOrDefault(Resolve(address)) ?? [];

    /// <summary>Every value directly in a key, from each source the one that it leaves there.</summary>
    public IEnumerable<IndexedObservation> In(RegistryKey key) =>
        (_byKey.GetValueOrDefault(Resolve(key)) ?? [])
            .Where(found => found.Observation.Action is ObservedAction.Set or ObservedAction.DeleteValue)
            .GroupBy(found => found, SameStatement.Comparer)
            .Select(LastOf)
            .Where(found => found.Observation.Action == ObservedAction.Set);

    /// <summary>The statement of one source that counts: the last, as importing it would have it; a report says its order itself.</summary>
    internal static IndexedObservation LastOf(IEnumerable<IndexedObservation> ofOneSource)
    {
        IndexedObservation? last = null;
        foreach (var one in ofOneSource)
        {
            last = last is null || (one.Observation.Precedence ?? 0) <= (last.Observation.Precedence ?? 0) ? one : last;
        }

        return last ?? throw new ArgumentException("A group has a member.", nameof(ofOneSource));
    }

    /// <summary>The names of the keys directly below, in ordinal order ignoring case.</summary>
    public IEnumerable<string> ChildrenOf(RegistryKey key) => _children.GetValueOrDefault(Resolve(key)) ?? [];

    /// <summary>Whether some source says anything of the key or of what is below it.</summary>
    public bool HoldsBelow(RegistryKey key)
    {
        var resolved = Resolve(key);
        return _byKey.ContainsKey(resolved) || _children.ContainsKey(resolved);
    }

    public bool Covers(RegistryKey key)
    {
        var resolved = Resolve(key);
        return IsBelowCovered(resolved)
            && (
                !resolved.IsWithin(CurrentControlSet)
                || _current is not null
                || _children.GetValueOrDefault(SystemHive)?.Contains("CurrentControlSet") == true
                || _covered.Any(covered => RegistryKey.IsWithin(covered, CurrentControlSet.Path)));
    }

    /// <summary>Looks up the key and those above it: exports of a whole machine cover thousands of trees.</summary>
    private bool IsBelowCovered(RegistryKey key)
    {
        if (!_isBelowCovered.TryGetValue(key, out var isBelow))
        {
            _isBelowCovered[key] = isBelow = FindCovered(key);
        }

        return isBelow;
    }

    private bool FindCovered(RegistryKey key)
    {
        var covered = _covered.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var path = key.Path.AsSpan(); ; path = path[..path.LastIndexOf('\\')])
        {
            if (covered.Contains(path))
            {
                return true;
            }

            if (!path.Contains('\\'))
            {
                return false;
            }
        }
    }

    public bool CoversSpace(string space) => _coveredSpaces.Contains(space);

    public IReadOnlyList<IndexedItem> ItemsIn(string space) => _items.GetValueOrDefault(space) ?? [];

    /// <summary>The items of one name in a space, in source order; names compare ignoring case.</summary>
    public IReadOnlyList<IndexedItem> ItemsNamed(string space, string name) => _itemsByName.GetValueOrDefault(space)?.GetValueOrDefault(name) ?? [];

    /// <summary>The statement of the key itself, or of the nearest key above it that some source prints; <see langword="null"/> when none does.</summary>
    public Sources.Location? PlaceOf(RegistryKey key)
    {
        for (RegistryKey? at = Resolve(key); at is { } found; at = found.Parent)
        {
            if (
                _byKey.TryGetValue(found, out var observations)
                && observations.Find(candidate => candidate.Observation.Action == ObservedAction.Key) is { } printed)
            {
                return printed.Observation.Location;
            }
        }

        return null;
    }

    /// <summary>The key with ControlSet00n of <c>Select\Current</c> written as CurrentControlSet.</summary>
    public RegistryKey Resolve(RegistryKey key)
    {
        return _inForce is { } inForce && key.IsWithin(inForce) ? CurrentControlSet.Below(key.Path[inForce.Path.Length..]) : key;
    }

    private Address.Registry Resolve(Address.Registry address) =>
        _inForce is { } inForce && address.Key.IsWithin(inForce) ? address with { Key = Resolve(address.Key) } : address;

    private int? FindCurrentControlSet()
    {
        var select = new Address.Registry(RegistryHalf.Machine, SystemHive.Below("Select"), "Current");
        foreach (var observation in Evidence.SelectMany(source => source.Observations))
        {
            if (
                observation.Value is SettingValue.Registry { Data: var data }
                && data.AsNumber() is { } selected
                && selected is > 0 and < 1000
                && select.Equals(observation.Address))
            {
                return (int)selected;
            }
        }

        // Without Select the only control set that is there is the one in force.
        string? only = null;
        foreach (var observation in Evidence.SelectMany(source => source.Observations))
        {
            var set = observation.Address is Address.Registry registry ? ControlSetOf(registry.Key) : [];
            if (!set.IsEmpty && !set.Equals(only, StringComparison.OrdinalIgnoreCase))
            {
                if (only is not null)
                {
                    return null;
                }

                only = set.ToString();
            }
        }

        return only is not null && int.TryParse(only.AsSpan("ControlSet".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    /// <summary>"CurrentControlSet" or "ControlSet00n" of a key below SYSTEM.</summary>
    private static ReadOnlySpan<char> ControlSetOf(RegistryKey key)
    {
        if (!key.IsWithin(SystemHive) || key == SystemHive)
        {
            return [];
        }

        var below = key.Path.AsSpan(SystemHive.Path.Length + 1);
        var name = below.IndexOf('\\') is var slash and >= 0 ? below[..slash] : below;
        return name.EndsWith("ControlSet", StringComparison.OrdinalIgnoreCase) || name.StartsWith("ControlSet", StringComparison.OrdinalIgnoreCase)
            ? name
            : [];
    }

    private void Add(SourceEvidence source)
    {
        foreach (var observation in StatementOrder.Standing(source.Observations))
        {
            if (observation.Address is Address.Registry registry)
            {
                var address = Resolve(registry);
                var indexed = new IndexedObservation(source, address, observation);
                Append(_byKey, address.Key, indexed);
                if (observation.Action is ObservedAction.Set or ObservedAction.DeleteValue)
                {
                    Append(_values, address, indexed);
                }

                if (observation.Action is ObservedAction.Set or ObservedAction.Key)
                {
                    AddParents(address.Key);
                }
            }
        }

        foreach (var item in source.Items)
        {
            var indexed = new IndexedItem(source, item);
            Append(_items, item.Space, indexed);
            if (!_itemsByName.TryGetValue(item.Space, out var byName))
            {
                _itemsByName.Add(item.Space, byName = new(StringComparer.OrdinalIgnoreCase));
            }

            Append(byName, item.Name, indexed);
        }

        foreach (var coverage in source.Coverage)
        {
            switch (coverage)
            {
                case Coverage.RegistryTree tree:
                    _covered.Add(Resolve(tree.Key).Path);
                    break;
                case Coverage.Space space:
                    _coveredSpaces.Add(space.Name);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Statements of one source about one address.</summary>
    private sealed class SameStatement : IEqualityComparer<IndexedObservation>
    {
        public static SameStatement Comparer { get; } = new();

        public bool Equals(IndexedObservation? x, IndexedObservation? y) => ReferenceEquals(x?.Source, y?.Source) && Equals(x?.Address, y?.Address);

        public int GetHashCode(IndexedObservation obj) => obj.Address.GetHashCode();
    }

    private void AddParents(RegistryKey key)
    {
        for (var at = key; at.Parent is { } parent; at = parent)
        {
            if (!_children.TryGetValue(parent, out var names))
            {
                _children.Add(parent, names = new(StringComparer.OrdinalIgnoreCase));
            }

            if (!names.Add(at.Name))
            {
                return;
            }
        }
    }

    private static void Append<TKey, TValue>(Dictionary<TKey, List<TValue>> lists, TKey key, TValue value)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists.Add(key, list = []);
        }

        list.Add(value);
    }
}

/// <summary>An observation with the source that states it and its resolved address.</summary>
public sealed record IndexedObservation(SourceEvidence Source, Address.Registry Address, Observation Observation);

/// <summary>An item with the source that states it.</summary>
public sealed record IndexedItem(SourceEvidence Source, Item Item);
