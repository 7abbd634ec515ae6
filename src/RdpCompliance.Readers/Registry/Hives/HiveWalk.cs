using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Registry.Hives;

/// <summary>Walks from the root of a hive to the keys that are wanted, and observes them.</summary>
internal sealed class HiveWalk
{
    /// <summary>Windows makes no key deeper than 512 levels.</summary>
    private const int MostLevels = 512;

    private readonly HiveCells _cells;
    private readonly HiveFlaws _flaws;
    private readonly SubkeyLists _lists;
    private readonly CancellationToken _cancellation;
    private readonly ImmutableArray<Observation>.Builder _observations = ImmutableArray.CreateBuilder<Observation>();

    public HiveWalk(HiveRecovery hive, HiveFlaws flaws, CancellationToken cancellation)
    {
        _cells = new(hive.Image, hive.Header);
        _flaws = flaws;
        _lists = new(_cells, flaws);
        _cancellation = cancellation;
    }

    /// <returns>Where the hive is mounted and what was observed; <see langword="null"/> when the root cannot be read.</returns>
    public (HiveMount Mount, ImmutableArray<Observation> Observations)? Observe(string fileName, Demand demand)
    {
        if (HiveKey.TryRead(_cells, _cells.Header.RootCell, out var flaw) is not { } root)
        {
            _flaws.RootUnreadable(_cells.Header.RootCell, flaw);
            return null;
        }

        var children = _lists.Read(root, "ROOT");
        var mount = HiveMount.Of(fileName, _cells.Header.LoadedFrom, name => Child(children, name) is not null);
        var wanted = KeyDemand.At(mount.Key, demand, mount.IsSystem ? ControlSetInForce(children) : null);
        Visit(root, children, mount, mount.Key, wanted, 1);
        return (mount, _observations.DrainToImmutable());
    }

    private void Visit(HiveKey key, List<SubkeyElement>? children, HiveMount mount, RegistryKey path, KeyDemand wanted, int level)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (!_cells.Budget.Meet(key.Cell))
        {
            _flaws.KeyContradicts(key, path.Path, "it stands in another place as well");
            return;
        }

        if (key.IsLayered && _cells.Header.MayBeLayer)
        {
            _flaws.Layered(key, path.Path);
        }

        if (wanted.IsWanted)
        {
            _observations.Add(new(new Address.Registry(mount.Half, path, ""), NoValue, _cells.Image.Locate(key.Place.Offset, key.Place.Length))
            {
                Action = ObservedAction.Key,
                Written = key.Written,
            });
            ObserveValues(key, mount, path);
        }

        if (wanted is { IsEverything: false, Names.IsEmpty: true } || key.SubkeyCount == 0)
        {
            return;
        }

        if (level == MostLevels)
        {
            _flaws.LimitReached(key, path.Path, "keys stand no deeper than 512 levels");
            return;
        }

        VisitChildren(key, children ?? _lists.Read(key, path.Path), mount, path, wanted, level);
    }

    private void VisitChildren(HiveKey key, List<SubkeyElement> children, HiveMount mount, RegistryKey path, KeyDemand wanted, int level)
    {
        ImmutableArray<WantedName>? names = wanted is { IsEverything: false, Names: { } some } ? [.. some.Select(name => new WantedName(name))] : null;
        var previous = "";
        foreach (var element in children)
        {
            if (names is { } few && !IsOneOf(few, element))
            {
                continue;
            }

            if (HiveKey.TryRead(_cells, element.Cell, out var flaw) is not { } child)
            {
                _flaws.KeyUnreadable(element.Cell, path.Path, flaw);
                continue;
            }

            var below = wanted.Below(child.Name);
            if (below.IsNothing)
            {
                continue;
            }

            if (child.Name.Length == 0 || child.Name.Contains('\\', StringComparison.Ordinal))
            {
                _flaws.KeyUnreadable(element.Cell, path.Path, $"its name '{child.Name}' cannot stand in a path");
                continue;
            }

            if (!_cells.Budget.TakePath(path.Path.Length + child.Name.Length + 1))
            {
                _flaws.LimitReached(child, path.Path, "its paths are longer than the hive can hold");
                return;
            }

            var childPath = path.Below(child.Name);
            Check(element, child, key, childPath, previous);
            previous = child.Name;
            Visit(child, null, mount, childPath, below, level + 1);
        }
    }

    private static bool IsOneOf(ImmutableArray<WantedName> names, SubkeyElement element)
    {
        foreach (var name in names)
        {
            if (name.MayBe(element))
            {
                return true;
            }
        }

        return false;
    }

    private void Check(SubkeyElement element, HiveKey child, HiveKey parent, RegistryKey path, string previous)
    {
        if (child.Parent != parent.Cell)
        {
            _flaws.KeyContradicts(child, path.Path, "it names another key as its parent");
        }

        if (!new WantedName(child.Name).MayBe(element))
        {
            _flaws.KeyContradicts(child, path.Path, "the list that names it has a hint for another name");
        }

        switch (string.Compare(previous, child.Name, StringComparison.OrdinalIgnoreCase))
        {
            case 0:
                _flaws.KeyContradicts(child, path.Path, "another subkey has the same name");
                break;
            case > 0:
                _flaws.OutOfOrder(child, path.Path);
                break;
        }
    }

    private void ObserveValues(HiveKey key, HiveMount mount, RegistryKey path)
    {
        foreach (var cell in ValueCells(key, path))
        {
            if (HiveValue.TryRead(_cells, cell, out var flaw) is not { } value)
            {
                _flaws.ValuesUnreadable(cell, path.Path, flaw);
                continue;
            }

            if (value.IsTombstone && _cells.Header.MayBeLayer)
            {
                _flaws.Layered(key, path.Path);
            }

            var (bytes, location) = value.ReadData(_cells, out var dataFlaw);
            if (dataFlaw.Length > 0)
            {
                _flaws.DataUnreadable(value, path.Path, dataFlaw);
            }

            SettingValue data = bytes is null
                ? new SettingValue.Unresolved(UnknownReason.Unreadable, "")
                : new SettingValue.Registry(new(value.Type, bytes));
            _observations.Add(new(new Address.Registry(mount.Half, path, value.Name), data, location) { Written = key.Written });
        }
    }

    private uint[] ValueCells(HiveKey key, RegistryKey path)
    {
        if (key.ValueCount == 0)
        {
            return [];
        }

        if (_cells.TryFind(key.ValueList, out var flaw) is not { } list)
        {
            _flaws.ValuesUnreadable(key.ValueList, path.Path, $"of their list, {flaw}");
            return [];
        }

        var count = (int)Math.Min(key.ValueCount, (uint)(list.Length / 4));
        if (count < key.ValueCount)
        {
            _flaws.ValuesUnreadable(
                key.ValueList,
                path.Path,
                $"{count.ToString(CultureInfo.InvariantCulture)} of {key.ValueCount.ToString(CultureInfo.InvariantCulture)} are in their list");
        }

        if (!_cells.Budget.TakeValues(count))
        {
            _flaws.LimitReached(key, path.Path, "its lists name more values than the hive can hold");
            return [];
        }

        var data = _cells.Read(list, 0, count * 4);
        var cells = new uint[count];
        for (var index = 0; index < count; index++)
        {
            cells[index] = BinaryPrimitives.ReadUInt32LittleEndian(data[(index * 4)..]);
        }

        return cells;
    }

    private HiveKey? Child(List<SubkeyElement> children, string name)
    {
        var wanted = new WantedName(name);
        return children
            .Where(wanted.MayBe)
            .Select(element => HiveKey.TryRead(_cells, element.Cell, out _))
            .FirstOrDefault(child => child?.Name.Equals(name, StringComparison.OrdinalIgnoreCase) == true);
    }

    /// <returns>"ControlSet001" for the number in Select\Current; <see langword="null"/> when it cannot be told, so that every set is wanted.</returns>
    private string? ControlSetInForce(List<SubkeyElement> children)
    {
        if (Child(children, "Select") is not { } select)
        {
            return null;
        }

        var current = ValueCells(select, RegistryKey.Unmounted.Below("Select"))
            .Select(cell => HiveValue.TryRead(_cells, cell, out _))
            .FirstOrDefault(candidate => candidate?.Name.Equals("Current", StringComparison.OrdinalIgnoreCase) == true);
        return current is { } value && value.ReadData(_cells, out _).Bytes is { } bytes && new RegistryData(value.Type, bytes).AsNumber() is { } number
            ? $"ControlSet{number.ToString("000", CultureInfo.InvariantCulture)}"
            : null;
    }

    private static SettingValue NoValue { get; } = new SettingValue.Registry(new(RegistryType.None, ReadOnlyMemory<byte>.Empty));
}
