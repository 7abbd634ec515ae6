using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Registry.Hives;

/// <summary>What is wanted at one key, and which children lead to more of it: a walk through a large hive goes only there.</summary>
internal sealed class KeyDemand
{
    /// <summary>So many names below a key are remembered: those of a fleet are alike, and the classes of one machine are too many.</summary>
    private const int MostRemembered = 1024;

    // The patterns of a pack are read once for all sources.
    private static readonly ConditionalWeakTable<Demand, ConcurrentDictionary<(string Root, string? ControlSet), KeyDemand>> Roots = [];
    private readonly ImmutableArray<(KeyPattern Pattern, int Index)> _next;
    private readonly ConcurrentDictionary<string, KeyDemand> _below = new(StringComparer.OrdinalIgnoreCase);
    private int _remembered;

    private KeyDemand(bool isWanted, bool isEverything, ImmutableArray<(KeyPattern Pattern, int Index)> next)
    {
        IsWanted = isWanted;
        IsEverything = isEverything;
        _next = next;
        Names = next.Any(state => state.Pattern.IsWild(state.Index))
            ? null
            : [.. next.Select(state => state.Pattern.Parts[state.Index]).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    public static KeyDemand Everything { get; } = new(isWanted: true, isEverything: true, []);

    /// <summary>Whether the key itself and its values are wanted.</summary>
    public bool IsWanted { get; }

    /// <summary>Whether all below is wanted as well.</summary>
    public bool IsEverything { get; }

    /// <summary>The only children that can be wanted; <see langword="null"/> when any can. Meaningless where everything is wanted.</summary>
    public ImmutableArray<string>? Names { get; }

    public bool IsNothing => !IsWanted && _next.IsEmpty;

    /// <param name="root">Where the hive is mounted.</param>
    /// <param name="controlSet">The control set in force, where the hive is the system's and says so.</param>
    public static KeyDemand At(RegistryKey root, Demand demand, string? controlSet)
    {
        if (demand.IsEverything)
        {
            return Everything;
        }

        return Roots.GetOrCreateValue(demand).GetOrAdd((root.Path, controlSet), _ => Read(root, demand, controlSet));
    }

    private static KeyDemand Read(RegistryKey root, Demand demand, string? controlSet)
    {
        // Which control set is in force is told by Select, so a demand for it always wants that key too.
        var patterns = demand.Keys.Append(@"HKLM\SYSTEM\Select")
            .Select(KeyPattern.TryParse)
            .OfType<KeyPattern>()
            .Select(pattern => controlSet is null ? pattern : pattern.InControlSet(controlSet));
        return root.Path.Split('\\').Aggregate(Of([.. patterns.Select(pattern => (pattern, 0))]), (at, part) => at.Below(part));
    }

    /// <summary>What is wanted at the child of that name.</summary>
    public KeyDemand Below(string name)
    {
        if (IsEverything)
        {
            return this;
        }

        if (_below.TryGetValue(name, out var known))
        {
            return known;
        }

        var below = Of([.. _next.Where(state => state.Pattern.Fits(state.Index, name)).Select(state => (state.Pattern, state.Index + 1))]);
        if (Interlocked.Increment(ref _remembered) <= MostRemembered)
        {
            _below.TryAdd(name, below);
        }

        return below;
    }

    private static KeyDemand Of(ImmutableArray<(KeyPattern Pattern, int Index)> states)
    {
        ImmutableArray<KeyPattern> reached = [.. states.Where(state => state.Index == state.Pattern.Parts.Length).Select(state => state.Pattern)];
        return reached.Any(pattern => pattern.IsDeep)
            ? Everything
            : new(!reached.IsEmpty, isEverything: false, [.. states.Where(state => state.Index < state.Pattern.Parts.Length)]);
    }
}
